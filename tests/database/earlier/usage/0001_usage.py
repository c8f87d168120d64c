"""Feedback, visits, finished standards."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "usage_feedback",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("message", sa.LargeBinary(16), nullable=False, unique=True),
        sa.Column("day", sa.Date, nullable=False, index=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("page", sa.String(100), nullable=False),
        sa.Column("useful", sa.String(20), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "usage_visits",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("page", sa.String(200), primary_key=True),
        sa.Column("visits", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "usage_finished",
        sa.Column("week", sa.Date, primary_key=True),
        sa.Column("standard", sa.String(100), primary_key=True),
        sa.Column("finished", sa.BigInteger, nullable=False),
    )
