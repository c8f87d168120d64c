"""Learners' records on the server: sealed under recovery codes, in the database.

What a learner writes reaches the server only where they have chosen a code; else the browser keeps it.
"""
