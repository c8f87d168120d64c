"""What Alembic runs for each step: with the version in our own table."""

from workbook.database.steps import run
from workbook.record.schema import metadata, schema_version

run(metadata, schema_version)
