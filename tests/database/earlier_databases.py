"""Databases from the time when records, workshops and usage had separate versions of their tables.

They are made by the steps of that time, which are kept in `earlier` for this alone.
"""

from pathlib import Path

from sqlalchemy import Column, MetaData, String, Table

from database.tables import make_empty
from workbook.database.steps import Steps

VERSION_TABLES = {
    "record": "workbook_schema",
    "workshop": "workbook_workshop_schema",
    "usage": "workbook_usage_schema",
}
VERSIONS = {"record": ("0001", "0002"), "workshop": ("0001",), "usage": ("0001",)}


def make_earlier(store, **versions):
    """Make a database of that time: `make_earlier(store, record="0001")` has records alone."""
    make_empty(store)
    with store.connection(write=True) as connection:
        for package, version in versions.items():
            table = Table(
                VERSION_TABLES[package], MetaData(), Column("version_num", String(32), primary_key=True)
            )
            Steps(Path(__file__).parent / "earlier" / package, table).take(connection, version)
