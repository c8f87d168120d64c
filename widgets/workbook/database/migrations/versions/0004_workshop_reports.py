"""What a workshop's report needs: how long each step took, and which texts their writers gave for it."""

import sqlalchemy as sa
from alembic import op

from workbook.database.steps import claim

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table of times, and add the column to the shared texts."""
    claim(op.get_bind(), "workshop_times")
    op.create_table(
        "workshop_times",
        sa.Column(
            "workshop_id",
            sa.String(32),
            sa.ForeignKey("workshops.workshop_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("step_id", sa.String(60), primary_key=True),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("began", sa.Float),
    )
    op.add_column(
        "workshop_shares",
        sa.Column("for_report", sa.Boolean, nullable=False, server_default=sa.false()),
    )
