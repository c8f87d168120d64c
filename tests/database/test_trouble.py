"""The message when a database can't be used: one of a few reasons, and nothing of its contents."""

import logging
import os
import tempfile
import traceback
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path

import pytest

from database.disks import kinds_of_full_disk, limit_of_size, mounted, unmounted
from database.small_package import Words, WordsError, reason

SMALL_DISK = 1_000_000


def test_nothing_of_a_row_gets_into_an_error_or_a_log(address, prepared, caplog):
    for logger in (None, "sqlalchemy", "psycopg"):
        caplog.set_level(logging.DEBUG, logger)
    store = prepared(Words, address)
    number, said = 20261122, b"secret words"  # PostgreSQL names the key that is there already
    store.write(number, said)
    assert store.read() == {number: said}
    try:
        store.write(number, said)
    except WordsError as trouble:
        told = "".join(traceback.format_exception(trouble))
    assert "WordsError" in told
    for part in ("secret", str(number)):
        assert part not in told
        assert part not in caplog.text


def test_a_row_that_another_was_quicker_with_is_busy(store):
    store.write()
    assert reason(store.write) == "busy"


def test_a_database_that_does_not_answer_is_closed(cluster):
    for wrong in (
        f"postgresql://publisher:secret@/postgres?host={cluster.folder}",
        f"postgresql://publisher@/nowhere?host={cluster.folder}",
        "postgresql://publisher:secret@/postgres?host=/nowhere",
    ):
        with Words(wrong) as store, pytest.raises(WordsError) as told:
            store.prepare()
        assert told.value.reason == "closed"
        assert "secret" not in str(told.value)


def test_a_database_that_is_read_only_is_closed(cluster, new_address, prepared):
    store = prepared(Words, new_address("postgresql"))
    name = store.where.split("@/")[1]
    cluster.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    store.close()
    assert reason(store.prepare) == reason(store.write) == "closed"
    store.check()


@pytest.fixture
def nobody():
    """Be a user for whom file modes apply, unlike root, in a block: `with nobody(): ...`."""

    @contextmanager
    def be():
        if os.geteuid() != 0:
            yield
            return
        os.seteuid(65534)
        try:
            yield
        finally:
            os.seteuid(0)

    return be


@pytest.fixture
def open_folder():
    """A folder that every user can enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory(prefix="wb_store_") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.skipif(os.name != "posix", reason="The mode of a file says who may write it on Unix alone.")
def test_a_file_that_may_not_be_written_is_closed_and_its_folder_too(open_folder, nobody):
    file = open_folder / "deep" / "workbook.sqlite"
    with Words(file) as store:
        store.prepare()
        store.write(1)
    for path, mode in ((file, 0o444), (file.parent, 0o555)):
        path.chmod(mode)
    with nobody(), Words(file) as store:
        assert reason(store.prepare) == reason(store.write, 2) == "closed"
    with nobody(), Words(file.parent / "new.sqlite") as store:
        assert reason(store.prepare) == "closed"


def test_a_file_that_is_no_database_says_so_and_is_left_alone(tmp_path):
    file = tmp_path / "letter.txt"
    file.write_text("Dear all, " * 500, encoding="utf-8")
    with Words(file) as store:
        assert reason(store.prepare) == reason(store.check) == "damaged"
    with Words(tmp_path) as store:
        assert reason(store.prepare) == "closed"
    assert file.read_text(encoding="utf-8").startswith("Dear all")


def test_a_file_that_is_gone_is_not_made_anew(new_address, prepared):
    store = prepared(Words, new_address())
    store.write(1)
    store.file.rename(store.file.with_name("elsewhere"))
    with pytest.raises(WordsError, match="There is no database at") as told:
        store.write(2)
    assert told.value.reason == "closed"
    assert not store.file.exists()


@pytest.fixture(params=kinds_of_full_disk())
def full_disk(request, tmp_path):
    """A folder, and a block in which there is room for a megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if request.param == "limit":
        yield folder, partial(limit_of_size, SMALL_DISK)
        return
    assert mounted(folder, SMALL_DISK)
    yield folder, nullcontext
    unmounted(folder)


def test_a_full_disk_loses_nothing_that_was_kept(full_disk):
    folder, filling = full_disk
    kept = 0
    with Words(folder / "workbook.sqlite") as store:
        with filling():
            store.prepare()

            def fill():
                nonlocal kept
                for _ in range(100):
                    store.write(kept, os.urandom(50_000))
                    kept += 1

            assert reason(fill) == "full"
            assert reason(fill) == "full"
        assert kept > 3
    with Words(folder / "workbook.sqlite") as store:
        found = store.read()
    assert set(found) == set(range(kept))
    assert {len(said) for said in found.values()} == {50_000}
