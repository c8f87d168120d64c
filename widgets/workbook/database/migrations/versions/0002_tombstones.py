"""Tombstones of records that were taken away on purpose, for their other devices to be told."""

import sqlalchemy as sa
from alembic import op

from workbook.database.steps import claim

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table."""
    claim(op.get_bind(), "tombstones")
    op.create_table(
        "tombstones",
        sa.Column("mark", sa.LargeBinary(32), primary_key=True),
        sa.Column("reason", sa.String(8), nullable=False),
        sa.Column("day", sa.Date, nullable=False, index=True),
    )
