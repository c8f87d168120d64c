"""Words, with only their numbers."""

import sqlalchemy as sa
from alembic import op

from workbook.database.steps import claim

revision = "0001"
down_revision = None


def upgrade():
    claim(op.get_bind(), "words")
    op.create_table("words", sa.Column("number", sa.Integer, primary_key=True, autoincrement=False))
