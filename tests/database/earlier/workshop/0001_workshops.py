"""Workshops with what is given in them, and the trainers who run them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables."""
    _make_workshops()
    _make_what_is_given()
    _make_what_is_kept()
    _make_trainers()


def _make_workshops() -> None:
    op.create_table(
        "workshops",
        sa.Column("workshop_id", sa.String(32), primary_key=True),
        sa.Column("code", sa.String(6), nullable=False, unique=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("trainer", sa.Text, nullable=False, index=True),
        sa.Column("plan", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("started", sa.Float, nullable=False),
        sa.Column("ended", sa.Float),
        sa.Column("timer_ends", sa.Float),
        sa.Column("joined", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
    )
    op.create_table(
        "workshop_secrets",
        _workshop(),
        sa.Column("question", sa.String(160), primary_key=True),
        sa.Column("secret", sa.LargeBinary(32), nullable=False),
    )


def _make_what_is_given() -> None:
    op.create_table(
        "workshop_seats",
        _workshop(),
        sa.Column("seat", sa.LargeBinary(32), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "workshop_answers",
        _workshop(),
        sa.Column("step_id", sa.String(60), primary_key=True),
        sa.Column("voter", sa.LargeBinary(32), primary_key=True),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("counted", sa.Text),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "workshop_shares",
        _workshop(),
        sa.Column("step_id", sa.String(60), primary_key=True),
        sa.Column("voter", sa.LargeBinary(32), primary_key=True),
        sa.Column("share_id", sa.String(32), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sqlite_with_rowid=False,
    )


def _make_what_is_kept() -> None:
    op.create_table(
        "workshop_results",
        _workshop(),
        sa.Column("step_id", sa.String(60), primary_key=True),
        sa.Column("result", sa.Text, nullable=False),
        sa.Column("revealed", sa.Boolean, nullable=False),
    )
    op.create_table(
        "workshop_notes",
        _workshop(),
        sa.Column("step_id", sa.String(60), primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
    )


def _make_trainers() -> None:
    op.create_table(
        "workshop_trainers",
        sa.Column("name", sa.String(60), primary_key=True),
        sa.Column("passphrase", sa.Text, nullable=False),
        sa.Column("added", sa.Date, nullable=False),
    )
    op.create_table(
        "workshop_sessions",
        sa.Column("token", sa.LargeBinary(32), primary_key=True),
        sa.Column(
            "name",
            sa.String(60),
            sa.ForeignKey("workshop_trainers.name", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("ends", sa.Float, nullable=False),
    )
    op.create_table(
        "workshop_tries",
        sa.Column("who", sa.LargeBinary(32), primary_key=True),
        sa.Column("wrong", sa.Integer, nullable=False),
        sa.Column("until", sa.Float, nullable=False),
    )
    op.create_table(
        "workshop_plans",
        sa.Column(
            "trainer",
            sa.String(60),
            sa.ForeignKey("workshop_trainers.name", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("plan_id", sa.String(60), primary_key=True),
        sa.Column("plan", sa.Text, nullable=False),
    )


def _workshop() -> sa.Column[str]:
    return sa.Column(
        "workshop_id",
        sa.String(32),
        sa.ForeignKey("workshops.workshop_id", ondelete="CASCADE"),
        primary_key=True,
    )
