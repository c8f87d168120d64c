"""All tables under one version, also if records, workshops and usage each had one before.

The tables of a database from that time stay as they are; missing ones are created.
"""

import secrets
from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

from workbook.database.errors import StepError
from workbook.database.steps import claim

revision = "0001"
down_revision = None

_tables = sa.MetaData()
# The version table that a package had, and the tables that each of its versions added, parents first.
_ROOMS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "workbook_schema": {"0001": ("records", "entries"), "0002": ("attempts",)},
    "workbook_workshop_schema": {
        "0001": (
            "workshops",
            "workshop_secrets",
            "workshop_seats",
            "workshop_answers",
            "workshop_shares",
            "workshop_results",
            "workshop_notes",
            "workshop_trainers",
            "workshop_sessions",
            "workshop_tries",
            "workshop_plans",
        )
    },
    "workbook_usage_schema": {"0001": ("usage_feedback", "usage_visits", "usage_finished")},
}


def upgrade() -> None:
    """Create the missing tables, and leave one version."""
    for version_table, versions in _ROOMS.items():
        _take_over(version_table, versions)
    _make("workbook_database", "workbook_retention")
    op.bulk_insert(_tables.tables["workbook_database"], [{"generation": secrets.token_hex(16)}])


def _take_over(version_table: str, versions: Mapping[str, tuple[str, ...]]) -> None:
    """Create the tables that a package lacks at its version, and drop its version table."""
    held = _version(version_table)
    if held is not None and held not in versions:
        raise StepError(
            "newer",
            "The database {where} was made by a newer version of the workbook. "
            "Install that version, and try again.",
        )
    look = sa.inspect(op.get_bind())
    for version, names in versions.items():
        if held is None or version > held:
            _make(*names)
        elif not all(look.has_table(name) for name in names):
            raise StepError("damaged", "{where} is damaged: tables are missing. Put a backup in its place.")
    if held is not None:
        op.drop_table(version_table)


def _version(version_table: str) -> str | None:
    if not sa.inspect(op.get_bind()).has_table(version_table):
        return None
    version = sa.table(version_table, sa.column("version_num"))
    return str(op.get_bind().execute(sa.select(version.c.version_num)).scalar())


def _make(*names: str) -> None:
    claim(op.get_bind(), *names)
    for name in names:
        _tables.tables[name].create(op.get_bind())


def _of_a_workshop() -> sa.Column[str]:
    key = sa.ForeignKey("workshops.workshop_id", ondelete="CASCADE")
    return sa.Column("workshop_id", sa.String(32), key, primary_key=True)


def _of_a_trainer(name: str, **options: bool) -> sa.Column[str]:
    key = sa.ForeignKey("workshop_trainers.name", ondelete="CASCADE")
    return sa.Column(name, sa.String(60), key, **options)  # type: ignore[arg-type]


sa.Table(
    "records",
    _tables,
    sa.Column("record_id", sa.LargeBinary(16), primary_key=True),
    sa.Column("lookup", sa.LargeBinary(32), nullable=False, unique=True),
    sa.Column("kdf", sa.Text, nullable=False),
    sa.Column("salt", sa.LargeBinary, nullable=False),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),
    sa.Column("manifest", sa.LargeBinary, nullable=False),
    sa.Column("last_used", sa.Date, nullable=False, index=True),
)
sa.Table(
    "entries",
    _tables,
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
sa.Table(
    "attempts",
    _tables,
    sa.Column("minute", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("failures", sa.Integer, nullable=False),
)
sa.Table(
    "workshops",
    _tables,
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
sa.Table(
    "workshop_secrets",
    _tables,
    _of_a_workshop(),
    sa.Column("question", sa.String(160), primary_key=True),
    sa.Column("secret", sa.LargeBinary(32), nullable=False),
)
sa.Table(
    "workshop_seats",
    _tables,
    _of_a_workshop(),
    sa.Column("seat", sa.LargeBinary(32), primary_key=True),
    sqlite_with_rowid=False,
)
sa.Table(
    "workshop_answers",
    _tables,
    _of_a_workshop(),
    sa.Column("step_id", sa.String(60), primary_key=True),
    sa.Column("voter", sa.LargeBinary(32), primary_key=True),
    sa.Column("answer", sa.Text, nullable=False),
    sa.Column("counted", sa.Text),
    sqlite_with_rowid=False,
)
sa.Table(
    "workshop_shares",
    _tables,
    _of_a_workshop(),
    sa.Column("step_id", sa.String(60), primary_key=True),
    sa.Column("voter", sa.LargeBinary(32), primary_key=True),
    sa.Column("share_id", sa.String(32), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("status", sa.String(8), nullable=False),
    sqlite_with_rowid=False,
)
sa.Table(
    "workshop_results",
    _tables,
    _of_a_workshop(),
    sa.Column("step_id", sa.String(60), primary_key=True),
    sa.Column("result", sa.Text, nullable=False),
    sa.Column("revealed", sa.Boolean, nullable=False),
)
sa.Table(
    "workshop_notes",
    _tables,
    _of_a_workshop(),
    sa.Column("step_id", sa.String(60), primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
)
sa.Table(
    "workshop_trainers",
    _tables,
    sa.Column("name", sa.String(60), primary_key=True),
    sa.Column("passphrase", sa.Text, nullable=False),
    sa.Column("added", sa.Date, nullable=False),
)
sa.Table(
    "workshop_sessions",
    _tables,
    sa.Column("token", sa.LargeBinary(32), primary_key=True),
    _of_a_trainer("name", nullable=False, index=True),
    sa.Column("ends", sa.Float, nullable=False),
)
sa.Table(
    "workshop_tries",
    _tables,
    sa.Column("who", sa.LargeBinary(32), primary_key=True),
    sa.Column("wrong", sa.Integer, nullable=False),
    sa.Column("until", sa.Float, nullable=False),
)
sa.Table(
    "workshop_plans",
    _tables,
    _of_a_trainer("trainer", primary_key=True),
    sa.Column("plan_id", sa.String(60), primary_key=True),
    sa.Column("plan", sa.Text, nullable=False),
)
sa.Table(
    "usage_feedback",
    _tables,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("message", sa.LargeBinary(16), nullable=False, unique=True),
    sa.Column("day", sa.Date, nullable=False, index=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("page", sa.String(100), nullable=False),
    sa.Column("useful", sa.String(20), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sqlite_autoincrement=True,
)
sa.Table(
    "usage_visits",
    _tables,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("page", sa.String(200), primary_key=True),
    sa.Column("visits", sa.BigInteger, nullable=False),
)
sa.Table(
    "usage_finished",
    _tables,
    sa.Column("week", sa.Date, primary_key=True),
    sa.Column("standard", sa.String(100), primary_key=True),
    sa.Column("finished", sa.BigInteger, nullable=False),
)
sa.Table("workbook_database", _tables, sa.Column("generation", sa.String(32), primary_key=True))
sa.Table(
    "workbook_retention",
    _tables,
    sa.Column("what", sa.String(20), primary_key=True),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("removed", sa.BigInteger, nullable=False),
)
