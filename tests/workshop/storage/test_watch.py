import queue
import sqlite3
import subprocess
import sys
import time

import psycopg
import pytest

from timeouts import scaled, wait_until
from workbook.workshop.storage.watch import CHANNEL, PostgresWatch, SqliteWatch, watch_for

WITHIN_S = 5
A_WHILE_S = 0.8


@pytest.fixture
def heard():
    """What a watch has told, in order."""
    return queue.Queue()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a room's.sqlite"
    write(path, "CREATE TABLE words (word)", "PRAGMA journal_mode=WAL")
    return path


def write(path, *statements):
    """Write as another process would: over a connection of its own."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


@pytest.fixture
def listening():
    """Start watches, and stop them at the end."""
    started = []

    def start(watch):
        started.append(watch)
        watch.listen(wanted=True)
        return watch

    yield start
    for watch in started:
        watch.stop()


def emptied(told):
    """Take what was told so far, until it is quiet."""
    found = []
    while True:
        try:
            found.append(told.get(timeout=scaled(A_WHILE_S)))
        except queue.Empty:
            return found


def test_a_commit_of_another_process_to_sqlite_is_heard(file, heard, listening):
    listening(SqliteWatch(file, heard.put))
    assert heard.get(timeout=scaled(WITHIN_S)) is None  # it listens now
    program = f"import sqlite3; c = sqlite3.connect({str(file)!r}); c.execute('INSERT INTO words VALUES (1)')"
    subprocess.run([sys.executable, "-c", f"{program}; c.commit()"], check=True)
    assert heard.get(timeout=scaled(WITHIN_S)) is None


@pytest.mark.slow
def test_nothing_is_heard_where_nothing_is_written(file, heard, listening):
    listening(SqliteWatch(file, heard.put))
    assert emptied(heard) == [None]


@pytest.mark.slow
def test_a_watch_that_rests_looks_at_nothing_and_says_at_its_return_that_all_may_have_changed(
    file, heard, listening
):
    watch = listening(SqliteWatch(file, heard.put))
    heard.get(timeout=scaled(WITHIN_S))
    watch.listen(wanted=False)
    emptied(heard)
    write(file, "INSERT INTO words VALUES (1)")
    assert emptied(heard) == []
    watch.listen(wanted=True)
    assert heard.get(timeout=scaled(WITHIN_S)) is None


@pytest.mark.slow
def test_a_file_that_another_took_the_place_of_is_found_again(file, heard, listening):
    listening(SqliteWatch(file, heard.put))
    heard.get(timeout=scaled(WITHIN_S))
    for old in file.parent.iterdir():
        old.unlink()
    time.sleep(A_WHILE_S)
    write(file, "CREATE TABLE others (word)")
    emptied(heard)
    write(file, "INSERT INTO others VALUES (1)")
    assert heard.get(timeout=scaled(WITHIN_S)) is None


def test_a_stopped_watch_leaves_no_thread(file, heard, listening):
    watch = listening(SqliteWatch(file, heard.put))
    heard.get(timeout=scaled(WITHIN_S))
    watch.stop()
    assert not watch._thread.is_alive()
    resting = SqliteWatch(file, heard.put)
    resting.stop()
    resting.listen(wanted=True)
    assert resting._thread is None


def test_the_kind_of_watch_goes_by_the_database(file, heard):
    assert isinstance(watch_for(file, str(file), heard.put), SqliteWatch)
    assert isinstance(watch_for(None, "postgresql+psycopg://a@b/c", heard.put), PostgresWatch)


def with_driver(address):
    """An address as the store gives it."""
    return address.replace("postgresql://", "postgresql+psycopg://", 1)


def told_of(cluster, address, workshop):
    cluster.execute(f"NOTIFY {CHANNEL}, '{workshop}'", address.split("@/")[1].split("?")[0])


def test_postgresql_says_which_workshop_it_was(cluster, heard, listening):
    address = cluster.new_database()
    listening(PostgresWatch(with_driver(address), heard.put))
    assert heard.get(timeout=scaled(WITHIN_S)) is None
    told_of(cluster, address, "one")
    told_of(cluster, address, "other")
    assert [heard.get(timeout=scaled(WITHIN_S)), heard.get(timeout=scaled(WITHIN_S))] == ["one", "other"]


def test_a_connection_that_postgresql_ends_is_made_again_and_all_may_have_changed(cluster, heard, listening):
    address = cluster.new_database()
    listening(PostgresWatch(with_driver(address), heard.put))
    heard.get(timeout=scaled(WITHIN_S))
    ended = cluster.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
    )
    assert ended == [(True,)]
    assert heard.get(timeout=scaled(WITHIN_S)) is None
    told_of(cluster, address, "one")
    assert heard.get(timeout=scaled(WITHIN_S)) == "one"


@pytest.mark.slow
def test_a_postgresql_that_is_not_there_yet_is_waited_for(heard, listening, tmp_path):
    watch = listening(PostgresWatch(f"postgresql+psycopg://a@/b?host={tmp_path}", heard.put))
    assert emptied(heard) == []
    assert watch._thread.is_alive()


def test_a_server_that_rests_holds_no_connection_of_postgresql_s(cluster, heard, listening):
    address = cluster.new_database()
    name = address.split("@/")[1].split("?")[0]
    watch = listening(PostgresWatch(with_driver(address), heard.put))
    heard.get(timeout=scaled(WITHIN_S))
    watch.listen(wanted=False)
    wait_until(lambda: not cluster.execute(f"SELECT 1 FROM pg_stat_activity WHERE datname = '{name}'"))
    with psycopg.connect(address):
        pass
