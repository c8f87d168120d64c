import os

import pytest

from widget_host.http.installed_files import Installed


@pytest.fixture
def package(tmp_path):
    (tmp_path / "front").mkdir()
    (tmp_path / "front" / "a.js").write_text("1", encoding="utf-8")
    (tmp_path / "a.py").write_text("1", encoding="utf-8")
    return tmp_path


def test_a_changed_package_is_said_once_and_keeps_the_name_of_what_was_loaded(package, caplog):
    installed = Installed((package,), frozenset({".py", ".js"}))
    name = installed.fingerprint()
    assert not installed.check()
    (package / "a.py").write_text("22", encoding="utf-8")
    assert [installed.check(), installed.check(), installed.is_changed] == [True] * 3
    assert installed.fingerprint() == name
    [said] = caplog.messages
    assert "Restart needed" in said


@pytest.mark.parametrize("change", ["new", "gone"])
def test_files_that_come_and_go_are_changes_too(package, change):
    installed = Installed((package,), frozenset({".py", ".js"}))
    if change == "new":
        (package / "b.js").touch()
    else:
        (package / "front" / "a.js").unlink()
    assert installed.check()


def test_what_is_saved_again_as_it_was_or_is_none_of_the_package_s_is_no_change(package):
    installed = Installed((package,), frozenset({".py", ".js"}))
    os.utime(package / "a.py", (1, 1))
    (package / "a.pyc").touch()
    assert not installed.check()
