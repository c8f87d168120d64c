"""The command `workbook`: one module for each group of its commands, and what they share.

Here: what can be said on the command line, and how a fault is told. Not here: what the commands do.
"""
