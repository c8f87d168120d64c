"""A copy of a whole database, in one file.

A backup is a SQLite database of the same version as the source, with one additional row that says what it
contains and when it was made, so that a broken one is detected. Data that is encrypted in the database stays
encrypted in it. The source can be SQLite or PostgreSQL. Not here: restoring it (see `restore`).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, String, Table, Text, insert, inspect, select

from widget_host.common.safe_write import draft_of
from workbook.database.backup_rules import BackupRule
from workbook.database.copying import Digest, Part, copy_rows, rules_of, tables_of
from workbook.database.errors import DatabaseError
from workbook.database.schema import schema_version
from workbook.database.steps import EARLIER
from workbook.database.store import Database
from workbook.database.trouble import read_trouble

__all__ = ["Backup", "backup", "check_backup", "tables_in"]

_about = Table(
    "workbook_backup",
    MetaData(),
    Column("digest", String(64), primary_key=True),
    Column("made", String(40), nullable=False),
    Column("counts", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Backup:
    """When a backup was made, the version of its tables, and how many rows each of them has."""

    made: datetime
    version: str
    counts: Mapping[str, int]


def backup(store: Database, file: Path, parts: Sequence[Part], now: datetime) -> Backup:
    """Copy a snapshot of a database into a new file, private to its owner; others can go on writing.

    An older database is copied as it is. `parts` are those of all packages, `now` is the present time, with
    its zone. Raises DatabaseError as the store does; "old" if there are no tables, "newer" if a newer
    workbook made them, "closed" if the file exists or can't be created, "damaged" if it does not read back as
    it was written. The file is created completely or not at all.
    """
    with store.connection(write=False) as source, _new_file(file) as draft, Database(draft) as copy:
        version = store.version_in(source)
        if version is None or not store.is_known(version):
            store.check_version(version)
        # If every package had its own version, the first common one has the same tables.
        version = store.STEPS.known[1] if version == EARLIER else str(version)
        with copy.connection(write=True) as target:
            copy.STEPS.take(target, version)
            digest = _copied(source, target, rules_of(parts))
            _about.create(target)
            row = {"digest": digest.text, "made": now.isoformat(), "counts": json.dumps(digest.counts)}
            target.execute(insert(_about).values(row))
        with copy.connection(write=False) as again:
            return check_backup(again)


def check_backup(connection: Connection) -> Backup:
    """Return the contents of a backup; raises DatabaseError ("damaged") if its description differs."""
    damaged = DatabaseError("damaged", "The backup is broken.")
    if not inspect(connection).has_table(_about.name):
        raise damaged
    said = connection.execute(select(_about)).one()
    counts = json.loads(said.counts)
    tables, digest = {table.name: table for table in tables_of(connection)}, Digest()
    for name in counts:
        for _ in digest.read(connection, tables[name]):
            pass
    sound = connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    apart = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if (digest.text, digest.counts) != (said.digest, counts) or not sound or apart:
        raise damaged
    version = connection.execute(select(schema_version)).scalar_one()
    return Backup(datetime.fromisoformat(said.made), version, counts)


def tables_in(connection: Connection, rules: Mapping[str, BackupRule]) -> list[Table]:
    """Return the tables of a backup that contain copied rows, parents first.

    A table from an older version that no package has any more was copied.
    """
    out = {schema_version.name, _about.name, *(name for name, one in rules.items() if not one.copied)}
    return [table for table in tables_of(connection) if table.name not in out]


def _copied(source: Connection, target: Connection, rules: Mapping[str, BackupRule]) -> Digest:
    look, wanted = inspect(source), tables_in(target, rules)
    there = [table for table in wanted if look.has_table(table.name)]
    digest = copy_rows(source, target, there, rules)
    # A table that the source lacks exists and is empty.
    digest.counts.update({table.name: 0 for table in wanted if table not in there})
    return digest


@contextmanager
def _new_file(file: Path) -> Iterator[Path]:
    """Yield an empty temporary file, and rename it to `file` when the block ends without an error."""
    try:
        with draft_of(file, 0o600, is_new=True) as opened:
            opened.close()  # SQLite opens it by its name
            draft = Path(opened.name)
            try:
                yield draft
            except DatabaseError as problem:  # its text has the temporary file's name
                raise DatabaseError(problem.reason, str(problem).replace(str(draft), str(file))) from None
            finally:
                draft.with_name(f"{draft.name}-journal").unlink(missing_ok=True)
    except FileExistsError:
        raise DatabaseError("closed", f"{file} exists already. Give the name of a new file.") from None
    except FileNotFoundError:
        raise DatabaseError(
            "closed", f"There is no folder {file.parent}. Create it, or give another."
        ) from None
    except OSError as problem:
        raise DatabaseError(*read_trouble(problem, str(file))) from None
