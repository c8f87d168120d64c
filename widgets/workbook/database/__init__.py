"""The workbook's database: SQLite, or PostgreSQL by one setting.

Here: its address, how it is opened, its transactions, the version of all its tables, the migrations between
versions, and its errors. Not here: the stored data, and each package's present tables (see `record`,
`workshop` and `usage`). It imports no other package; the migrations name tables, and import nothing from the
packages that own them.
"""
