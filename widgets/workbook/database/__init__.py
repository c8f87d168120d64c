"""A database that the workbook keeps something in: SQLite, or PostgreSQL by one setting.

Here: its address, how it is opened, its transactions, its tables' version, and what goes wrong. Not here:
what is kept (see `record` and `workshop`). It knows no other room.
"""
