"""Storage of workshops: the tables, and each change in one transaction."""
