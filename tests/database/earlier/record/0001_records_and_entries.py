"""Records, one for each recovery code, and their sealed entries."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "records",
        sa.Column("record_id", sa.LargeBinary(16), primary_key=True),
        sa.Column("lookup", sa.LargeBinary(32), nullable=False, unique=True),
        sa.Column("kdf", sa.Text, nullable=False),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
        sa.Column("manifest", sa.LargeBinary, nullable=False),
        sa.Column("last_used", sa.Date, nullable=False, index=True),
    )
    op.create_table(
        "entries",
        sa.Column(
            "record_id",
            sa.LargeBinary(16),
            sa.ForeignKey("records.record_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("slot", sa.LargeBinary(16), primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
