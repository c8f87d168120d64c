"""What is kept of workshops: the tables, and each change in one transaction."""
