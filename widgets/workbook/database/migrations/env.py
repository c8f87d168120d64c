"""Run by Alembic for each migration, with the version in our own table."""

from workbook.database.steps import run

run()
