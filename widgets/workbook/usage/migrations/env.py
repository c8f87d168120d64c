"""What Alembic runs for each step: in the transaction of whoever asked, with the version in our own table."""

from alembic import context

from workbook.usage.schema import metadata, schema_version

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=schema_version.name,
    render_as_batch=True,  # SQLite changes a table by making it anew
)
context.run_migrations()
