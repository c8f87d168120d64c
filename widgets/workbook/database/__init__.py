"""A database that the workbook keeps something in: SQLite, or PostgreSQL by one setting.

Here: its address, how it is opened, its transactions, the version of all its tables and the steps from one to
the next, and what goes wrong. Not here: what is kept, and each room's tables as they are now (see `record`,
`workshop` and `usage`). It knows no other room; the steps name tables, and import nothing of a room's.
"""
