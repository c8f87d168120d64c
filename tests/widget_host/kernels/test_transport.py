import os

import pytest

from widget_host.kernels.transport import SocketFolder, short_temporary_folder


@pytest.fixture
def sockets():
    made = SocketFolder(short_temporary_folder())
    yield made
    made.remove()


def test_a_folder_of_sockets_that_was_deleted_is_made_again_for_this_user_alone(sockets, caplog):
    sockets.ensure()
    assert not caplog.messages
    sockets.path.rmdir()
    sockets.ensure()
    assert sockets.path.stat().st_mode & 0o777 == 0o700
    assert len(caplog.messages) == 1


class Group:
    """The user that kernels run as, whose group is this process's own."""

    gid = os.getgid() if os.name != "nt" else 0

    def let_into(self, path):
        path.chmod(0o770)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights.")
def test_a_folder_of_sockets_is_made_again_for_the_user_that_kernels_run_as(sockets):
    sockets.open_to(Group())
    sockets.ensure()
    sockets.path.rmdir()
    sockets.ensure()
    assert sockets.path.stat().st_mode & 0o777 == 0o770
    sockets.path.chmod(0o775)
    with pytest.raises(PermissionError):
        sockets.ensure()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights.")
@pytest.mark.parametrize("kind", ["link", "open", "file"])
def test_what_somebody_else_has_put_in_its_place_is_not_used(sockets, tmp_path, kind):
    sockets.path.rmdir()
    if kind == "link":
        sockets.path.symlink_to(tmp_path)
    elif kind == "open":
        sockets.path.mkdir()
        sockets.path.chmod(0o777)
    else:
        sockets.path.touch(0o600)
    with pytest.raises(PermissionError):
        sockets.ensure()
    if kind != "open":
        sockets.path.unlink()
