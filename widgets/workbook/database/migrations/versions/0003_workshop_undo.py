"""What a workshop was like before its trainer's last command, so that one press too many can be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column."""
    op.add_column("workshops", sa.Column("undo", sa.Text))
