"""The migrations from each version of the database's tables to the next, for all packages.

A migration is a file in `versions` that defines its tables itself and imports nothing from other packages:
their present tables keep changing, while a migration stays as it was. The first one also takes over a
database from the time when records, workshops and usage each had their own version.
"""
