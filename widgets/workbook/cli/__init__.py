"""The command `workbook`: one module for each group of its commands, and their shared parts.

Here: the command line, and how errors are reported. Not here: the work of the commands.
"""
