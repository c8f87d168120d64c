"""The tables of workshops.

Here: the present tables. Not here: how an older database gets them (see `database.migrations`; a test checks
that the migrations lead to these).

No table contains anybody's identity, or when an answer was given. In SQLite the tables of seats, answers and
shares are stored in the order of their keys, which are hashes: the order in which people came can't be read
from the file.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    false,
)

from workbook.database.backup_rules import COPIED, LEFT_OUT, copied_where

__all__ = [
    "answers",
    "metadata",
    "notes",
    "plans",
    "results",
    "seats",
    "secrets",
    "sessions",
    "shares",
    "times",
    "trainers",
    "tries",
    "workshops",
]

metadata = MetaData()

# Until a workshop ends, its results may contain participants' texts. A backup would keep these longer than
# people were promised; it has only the workshop itself and the trainer's notes.
_OF_ENDED = copied_where("workshop_id IN (SELECT workshop_id FROM workshops WHERE ended IS NOT NULL)")


def _workshop() -> Column[str]:
    """Return the column with a row's workshop, first in its key."""
    return Column(
        "workshop_id", String(32), ForeignKey("workshops.workshop_id", ondelete="CASCADE"), primary_key=True
    )


workshops = Table(
    "workshops",
    metadata,
    Column("workshop_id", String(32), primary_key=True),
    Column("code", String(6), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("trainer", Text, nullable=False, index=True),
    Column("plan", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("status", String(8), nullable=False),
    Column("started", Float, nullable=False),
    Column("ended", Float),
    Column("timer_ends", Float),
    Column("joined", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("undo", Text),
    info=COPIED,
)
"""One row for each workshop; `plan` is JSON, and times are Unix seconds (UTC). `undo` is its state before the
trainer's last command, as JSON (see `undo`). Any change to a workshop locks its row, so that changes are
serialised.
"""

seats = Table(
    "workshop_seats",
    metadata,
    _workshop(),
    Column("seat", LargeBinary(32), primary_key=True),
    sqlite_with_rowid=False,
    info=LEFT_OUT,
)
"""The devices in a workshop, each as SHA-256 of its seat; deleted when the workshop ends."""

secrets = Table(
    "workshop_secrets",
    metadata,
    _workshop(),
    Column("question", String(160), primary_key=True),
    Column("secret", LargeBinary(32), nullable=False),
    info=LEFT_OUT,
)
"""A key for each question, from which its voters' ids are derived; deleted when the workshop ends."""

answers = Table(
    "workshop_answers",
    metadata,
    _workshop(),
    Column("step_id", String(60), primary_key=True),
    Column("voter", LargeBinary(32), primary_key=True),
    Column("answer", Text, nullable=False),
    Column("counted", Text),
    sqlite_with_rowid=False,
    info=LEFT_OUT,
)
"""Single answers, as canonical JSON, under HMAC-SHA256 of a seat with the question's secret; deleted when the
workshop ends. `counted` is the answer of this voter that the step's frozen result counts.
"""

shares = Table(
    "workshop_shares",
    metadata,
    _workshop(),
    Column("step_id", String(60), primary_key=True),
    Column("voter", LargeBinary(32), primary_key=True),
    Column("share_id", String(32), nullable=False),
    Column("text", Text, nullable=False),
    Column("status", String(8), nullable=False),
    Column("for_report", Boolean, nullable=False, server_default=false()),
    sqlite_with_rowid=False,
    info=LEFT_OUT,
)
"""Shared texts, under the same kind of id; deleted when the workshop ends. A step's result keeps those that
their writers gave for the report, without any id.
"""

results = Table(
    "workshop_results",
    metadata,
    _workshop(),
    Column("step_id", String(60), primary_key=True),
    Column("result", Text, nullable=False),
    Column("revealed", Boolean, nullable=False),
    info=_OF_ENDED,
)
"""The results of closed steps, as masked JSON; kept until the workshop is deleted."""

notes = Table(
    "workshop_notes",
    metadata,
    _workshop(),
    Column("step_id", String(60), primary_key=True),
    Column("text", Text, nullable=False),
    info=COPIED,
)
"""The trainer's own notes, by step, and under "" on the whole workshop."""

times = Table(
    "workshop_times",
    metadata,
    _workshop(),
    Column("step_id", String(60), primary_key=True),
    Column("seconds", Float, nullable=False),
    Column("began", Float),
    info=COPIED,
)
"""How long each step was the current one, and since when (Unix seconds) if it is now."""

trainers = Table(
    "workshop_trainers",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("passphrase", Text, nullable=False),
    Column("added", Date, nullable=False),
    info=COPIED,
)
"""Who may run workshops; `passphrase` is an Argon2id hash (a PHC string)."""

sessions = Table(
    "workshop_sessions",
    metadata,
    Column("token", LargeBinary(32), primary_key=True),
    Column(
        "name",
        String(60),
        ForeignKey("workshop_trainers.name", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("ends", Float, nullable=False),
    info=LEFT_OUT,
)
"""Signed-in trainers, and devices on which they have signed in: SHA-256 of the token in their browsers for
either, and when it expires (Unix seconds).
"""

tries = Table(
    "workshop_tries",
    metadata,
    Column("who", LargeBinary(32), primary_key=True),
    Column("wrong", Integer, nullable=False),
    Column("until", Float, nullable=False),
    info=LEFT_OUT,
)
"""How often a wrong passphrase was tried, by SHA-256 of a name, an address or a known device's token, and
until when the next attempt has to wait (Unix seconds).
"""

plans = Table(
    "workshop_plans",
    metadata,
    Column("trainer", String(60), ForeignKey("workshop_trainers.name", ondelete="CASCADE"), primary_key=True),
    Column("plan_id", String(60), primary_key=True),
    Column("plan", Text, nullable=False),
    info=COPIED,
)
"""Trainers' own plans, as JSON."""
