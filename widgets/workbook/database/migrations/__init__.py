"""The steps from each version of the database's tables to the next, for all that is kept in it.

A step is a file in `versions` that says what it makes in its own words and imports nothing of a room's: the
rooms' tables as they are now go on changing, and a step stays as it was. The first one also takes over a
database from when records, workshops and usage each had a version of their own.
"""
