"""What every package may rely on in its database, over SQLite and over PostgreSQL."""

import os
import stat
import threading

import pytest
from sqlalchemy import insert

from database.small_package import Words, WordsError, read, reason, words
from database.tables import make_empty, set_version

# Transactions


def test_nothing_of_a_transaction_that_fails_is_kept(store):
    store.write()

    def fail_half_way():
        with store.connection(write=True) as connection:
            connection.execute(insert(words).values(number=2, said=b"half"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert store.read() == {1: b"hello"}


def test_a_reader_sees_one_moment(store):
    store.write(1)
    with Words(store.address) as other, store.connection(write=False) as connection:
        before = read(connection)
        other.write(2)
        assert read(connection) == before
    assert set(store.read()) == {1, 2}


# The tables


def test_servers_that_start_together_make_the_tables_once(address):
    stores = [Words(address) for _ in range(6)]
    troubles = []

    def start(store):
        try:
            store.prepare()
        except WordsError as trouble:
            troubles.append(trouble)

    threads = [threading.Thread(target=start, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for store in stores:
        store.check()
        store.close()
    assert troubles == []


def test_who_makes_the_tables_waits_for_another_process_that_does(address):
    with Words(address) as first, Words(address, timeout=0.3) as second:
        make_empty(first)
        with first.connection(write=True) as connection:
            first.wait_for_others(connection)
            assert reason(second.prepare) == "busy"
        second.prepare()
        second.check()


def test_an_older_or_a_newer_database_is_refused_as_such(store):
    store.check()
    set_version(store, "0001")
    assert reason(store.check) == reason(store.prepare) == "old"
    set_version(store, "0099")
    assert reason(store.check) == reason(store.prepare) == "newer"


def test_a_database_without_tables_is_not_ready_and_says_what_makes_it_so(address):
    with Words(address) as store:
        make_empty(store)
        with pytest.raises(WordsError, match=r"has no tables yet\. Run `workbook upgrade`") as told:
            store.check()
        assert told.value.reason == "old"


def test_another_program_s_tables_are_left_alone(address):
    with Words(address) as store:
        make_empty(store)
        with store.connection(write=True) as connection:
            connection.exec_driver_sql("CREATE TABLE words (theirs INTEGER)")
        with pytest.raises(WordsError, match="holds other tables"):
            store.prepare()
        with store.connection(write=False) as connection:
            assert connection.exec_driver_sql("SELECT count(theirs) FROM words").scalar() == 0


# The file


def test_a_file_with_any_name_can_be_used(tmp_path, prepared):
    store = prepared(Words, tmp_path / "a b%20?#\u00e9.sqlite")
    store.write()
    assert store.file.stat().st_size > 0
    assert store.read() == {1: b"hello"}


@pytest.mark.skipif(os.name != "posix", reason="The mode of a file says who may read it on Unix alone.")
def test_a_new_file_is_for_its_owner_alone_with_its_folder_and_its_log(prepared, new_address):
    before = os.umask(0)
    try:
        store = prepared(Words, new_address())
        store.write()
    finally:
        os.umask(before)
    assert stat.S_IMODE(store.file.parent.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in store.file.parent.iterdir()}
    assert modes == dict.fromkeys((f"{store.file.name}{end}" for end in ("", "-wal", "-shm")), 0o600)
