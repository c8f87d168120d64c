"""A file's name may belong to something else, such as a pipe: reading never waits for it."""

import os
import socket

import pytest

from widget_host.common.plain_files import NoPlainFile, read_plain, state_of

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Only such systems have pipes among their files.")


@pytest.fixture(params=["folder", "pipe", "socket", "device", "link"])
def odd(request, tmp_path, monkeypatch):
    """Something that is not a file, under a file's name."""
    path, kind = tmp_path / "page.ipynb", request.param
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        monkeypatch.chdir(tmp_path)  # its path has to be short
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        path.symlink_to(tmp_path / "nowhere")
    return path


def test_what_is_no_file_is_refused_at_once_and_says_what_it_is(odd):
    for look in (lambda: read_plain(odd, 100), lambda: state_of(odd)):
        with pytest.raises(OSError, match=r"folder|pipe|socket|device|No such file") as error:
            look()
        assert error.value.strerror


def test_a_file_is_read_whole_up_to_a_size(tmp_path):
    file = tmp_path / "page.ipynb"
    file.write_bytes(b"x" * (2 << 20))
    assert read_plain(file, 2 << 20) == b"x" * (2 << 20)
    with pytest.raises(NoPlainFile, match="more than 1 MB"):
        read_plain(file, 1 << 20)


def test_a_saved_file_has_another_state(tmp_path):
    file = tmp_path / "page.ipynb"
    file.write_bytes(b"one")
    before = state_of(file)
    file.write_bytes(b"three")
    assert state_of(file) != before
