"""What Alembic runs for each step: with the version in our own table."""

from workbook.database.steps import run

run()
