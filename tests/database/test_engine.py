"""How a database is addressed and opened, and how SQLite and PostgreSQL are configured."""

import threading
from pathlib import Path

import pytest

from database.small_package import Words, WordsError, reason

# The address


@pytest.mark.parametrize(
    "given",
    [
        "",
        "  ",
        ":memory:",
        "sqlite://",
        "sqlite:///:memory:",
        "mysql://me:secret@host/name",
        "://secret",
        "secret://",
    ],
)
def test_an_address_of_no_database_is_refused_without_being_repeated(given):
    with pytest.raises(WordsError) as told:
        Words(given)
    assert told.value.reason == "closed"
    assert "secret" not in str(told.value)


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ("/a/b c%20?#.sqlite", "/a/b c%20?#.sqlite"),
        ("sqlite:////a/b.sqlite", "/a/b.sqlite"),
        ("~/b.sqlite", str(Path.home() / "b.sqlite")),
        ("b.sqlite", str(Path.cwd() / "b.sqlite")),
        ("postgres://me:secret@host:99/name?sslmode=require", "postgresql://me:***@host:99/name"),
        ("postgresql+psycopg2://host/name?password=secret", "postgresql://host/name"),
    ],
)
def test_an_address_is_shown_without_its_password(given, where):
    with Words(given) as store:
        assert store.where == where
        assert "secret" not in repr(store)
        with Words(store.address) as again:
            assert (again.where, again.address) == (store.where, store.address)


# PostgreSQL


def test_a_lost_connection_is_made_again(cluster, new_address, prepared):
    store = prepared(Words, new_address("postgresql"))
    store.write(1)
    cluster.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'workbook'"
    )
    store.write(2)


def test_a_store_that_is_not_used_gives_its_connection_back(new_address, prepared):
    store = prepared(Words, new_address("postgresql"), timeout=3)
    with store.connection(write=False) as connection:
        settings = [
            connection.exec_driver_sql(f"SHOW {name}").scalar()
            for name in ("idle_session_timeout", "lock_timeout")
        ]
    assert settings == ["5s", "3s"]


def test_a_plain_user_is_enough_and_waits_where_all_connections_are_taken(cluster, new_address):
    address = new_address("postgresql")
    name = address.split("@/")[1].split("?")[0]
    cluster.execute(f"CREATE ROLE plain{name} LOGIN PASSWORD 'secret' CONNECTION LIMIT 1")
    cluster.execute(f"ALTER DATABASE {name} OWNER TO plain{name}")
    plain = address.replace("publisher:not%20for%20the%20log", f"plain{name}:secret")
    with Words(plain) as first, Words(plain, timeout=0.5) as second:
        first.prepare()
        assert reason(second.write) == "busy"
        threading.Timer(0.2, first.close).start()
        second.write()


# SQLite


def test_a_folder_that_was_put_in_the_place_of_another_is_the_one_that_is_used(new_address, prepared):
    store, other = prepared(Words, new_address()), prepared(Words, new_address())
    store.write(1)
    other.write(2)
    other.close()
    store.file.parent.rename(store.file.parent.with_name("before"))
    other.file.parent.rename(store.file.parent)
    assert store.read() == {2: b"hello"}


def test_sqlite_is_told_to_wait_for_the_disk_and_to_wipe_what_is_deleted(new_address, prepared):
    with prepared(Words, new_address()).connection(write=False) as connection:
        names = ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
        settings = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]
    assert settings == ["wal", 2, 1, 1]
