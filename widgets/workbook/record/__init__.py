"""Learners' records on the server: encrypted under recovery codes, in the database.

Learners' texts reach the server only if they have chosen a code; otherwise the browser keeps them.
"""
