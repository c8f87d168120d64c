"""A file is written completely or not at all, whatever goes wrong meanwhile."""

import errno
import os
import stat
from pathlib import Path

import pytest

from widget_host.common.safe_write import draft_of, write_whole

UNIX = pytest.mark.skipif(os.name != "posix", reason="The mode of a file says who may read it on Unix alone.")


@pytest.fixture
def file(tmp_path):
    """Where a file is wanted: in a folder of its own."""
    (tmp_path / "folder").mkdir()
    return tmp_path / "folder" / "kept.txt"


@pytest.fixture
def open_mask():
    """Let new files be read by everybody, wherever nothing else is said."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def found(file):
    """What is in the folder, by name."""
    return {path.name: path.read_bytes() for path in file.parent.iterdir()}


def mode(path):
    return stat.S_IMODE(Path(path).stat().st_mode)


def fail_half_way(file, **options):
    """Write one half of a file."""
    with draft_of(file, **options) as draft:
        draft.write(b"half")
        raise ZeroDivisionError


@pytest.mark.parametrize("is_new", [True, False])
def test_a_file_is_there_as_it_was_given_and_nothing_else(file, is_new):
    write_whole(file, b"one\ntwo\r\n", is_new=is_new)
    assert found(file) == {"kept.txt": b"one\ntwo\r\n"}


def test_a_file_that_is_there_is_replaced_in_one_step(file):
    file.write_bytes(b"before")
    with draft_of(file) as draft:
        draft.write(b"after")
        draft.flush()
        assert file.read_bytes() == b"before"
    assert found(file) == {"kept.txt": b"after"}


@pytest.mark.parametrize("is_new", [True, False])
def test_what_fails_half_way_leaves_nothing(file, is_new):
    with pytest.raises(ZeroDivisionError):
        fail_half_way(file, is_new=is_new)
    assert found(file) == {}


def test_what_fails_half_way_leaves_what_was_there(file):
    file.write_bytes(b"before")
    with pytest.raises(ZeroDivisionError):
        fail_half_way(file)
    assert found(file) == {"kept.txt": b"before"}


def test_a_new_file_takes_no_other_s_place(file):
    file.write_bytes(b"mine")
    with pytest.raises(FileExistsError) as told, draft_of(file, is_new=True):
        pytest.fail("the work was begun")
    assert (told.value.errno, told.value.filename) == (errno.EEXIST, str(file))
    assert found(file) == {"kept.txt": b"mine"}


def links_as_on_a_usb_stick(*_):
    raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))


@pytest.mark.parametrize("has_links", [True, False])
def test_a_new_file_takes_no_other_s_place_that_came_meanwhile(file, monkeypatch, has_links):
    if not has_links:
        monkeypatch.setattr(os, "link", links_as_on_a_usb_stick)

    def write():
        with draft_of(file, is_new=True) as draft:
            draft.write(b"new")
            file.write_bytes(b"mine")

    with pytest.raises(FileExistsError):
        write()
    assert found(file) == {"kept.txt": b"mine"}


def test_a_new_file_is_written_whole_where_there_are_no_hard_links(file, monkeypatch):
    monkeypatch.setattr(os, "link", links_as_on_a_usb_stick)
    write_whole(file, b"new", 0o600, is_new=True)
    assert found(file) == {"kept.txt": b"new"}


@UNIX
@pytest.mark.parametrize("is_new", [True, False])
def test_a_link_is_not_followed(file, tmp_path, is_new):
    other = tmp_path / "other.txt"
    file.symlink_to(other)
    if is_new:
        with pytest.raises(FileExistsError):
            write_whole(file, b"new", is_new=True)
        assert file.is_symlink()
    else:
        write_whole(file, b"new")
        assert not file.is_symlink()
    assert not other.exists()


@UNIX
@pytest.mark.usefixtures("open_mask")
@pytest.mark.parametrize(("asked", "got"), [(None, 0o644), (0o600, 0o600), (0o644, 0o644), (0o666, 0o666)])
def test_a_file_gets_the_rights_that_are_asked_for_and_else_those_of_new_files(file, asked, got):
    write_whole(file, b"", asked)
    assert mode(file) == got


@UNIX
@pytest.mark.usefixtures("open_mask")
def test_a_file_of_whose_rights_something_is_said_is_its_owner_s_alone_while_it_is_written(file):
    with draft_of(file, 0o644) as draft:
        assert mode(draft.name) == 0o600
    assert mode(file) == 0o644


def test_a_folder_that_there_is_not_is_not_made(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "none" / "kept.txt", b"")
    assert list(tmp_path.iterdir()) == []
