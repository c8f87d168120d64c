"""What was said."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    with op.batch_alter_table("words") as words:
        words.add_column(sa.Column("said", sa.LargeBinary, nullable=False, server_default=""))
