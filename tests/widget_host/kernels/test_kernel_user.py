"""Which user of the system kernels may run as."""

import os
import sys

import pytest

from widget_host.errors import ServeError
from widget_host.kernels.kernel_user import KernelUser

pwd = pytest.importorskip("pwd", reason="This system has no such users.")

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="Kernels have a user on Linux alone."
)


@pytest.mark.parametrize("name", ["no-such-user", ""])
def test_a_user_that_there_is_not_is_refused(name):
    with pytest.raises(ServeError, match="Create one first"):
        KernelUser.named(name)


@pytest.mark.parametrize(
    "name", ["root", pwd.getpwuid(os.geteuid()).pw_name if sys.platform == "linux" else ""]
)
def test_the_server_s_own_user_and_root_are_refused(name):
    with pytest.raises(ServeError, match="Give a user that owns nothing"):
        KernelUser.named(name)


def test_a_user_whose_processes_the_server_may_not_start_is_refused(monkeypatch, tmp_path):
    user = KernelUser.named("nobody")
    monkeypatch.setattr(KernelUser, "command", ["false"])
    with pytest.raises(ServeError, match="can't start, or can't end"):
        user.check((tmp_path,), os.environ)


def test_kernels_have_the_home_and_name_of_their_user_and_no_folder_of_the_server_s():
    user = KernelUser("kernels", 1234, 1234, "/var/empty")
    found = user.environment(
        {"HOME": "/root", "USER": "root", "XDG_RUNTIME_DIR": "/run/user/0", "PATH": "/bin"}
    )
    assert found == {"HOME": "/var/empty", "USER": "kernels", "LOGNAME": "kernels", "PATH": "/bin"}
