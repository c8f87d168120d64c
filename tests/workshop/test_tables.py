"""The tables of workshops, over SQLite and over PostgreSQL."""

import pytest
from sqlalchemy import insert

from database.tables import make_empty, set_version
from workbook.record.store import Store
from workbook.workshop.errors import WorkshopError
from workbook.workshop.storage.schema import notes
from workbook.workshop.storage.store import WorkshopStore
from workshop.rooms import Room, reason


def test_workshops_and_records_share_a_database(store):
    with Store(store.address) as records:
        records.prepare()
        records.check()
    store.check()
    room = Room(store)
    assert room.snapshot().joined == 0


def test_tables_of_another_version_are_refused_as_not_usable(store):
    store.check()
    set_version(store, "0099")
    for use in (store.check, store.prepare):
        with pytest.raises(WorkshopError, match="made by a newer version") as told:
            use()
        assert told.value.reason == "down"


def test_a_database_without_tables_or_that_is_not_there_is_down(new_address, tmp_path):
    with WorkshopStore(tmp_path / "none.sqlite") as store:
        assert reason(store.check) == "down"
    with WorkshopStore(new_address()) as store:
        make_empty(store)
        assert reason(store.check) == "down"


def test_what_belongs_to_a_workshop_that_is_gone_is_unknown(store):
    def write():
        with store.connection(write=True) as connection:
            connection.execute(insert(notes).values(workshop_id="gone", step_id="", text="x"))

    assert reason(write) == "unknown"
