"""Tombstones of records that were deleted on purpose, so that their other devices can be notified."""

import sqlalchemy as sa
from alembic import op

from workbook.database.steps import claim

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the table."""
    claim(op.get_bind(), "tombstones")
    op.create_table(
        "tombstones",
        sa.Column("mark", sa.LargeBinary(32), primary_key=True),
        sa.Column("reason", sa.String(8), nullable=False),
        sa.Column("day", sa.Date, nullable=False, index=True),
    )
