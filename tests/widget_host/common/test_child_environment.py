"""What a notebook's code gets of the server's environment: what programs need, and no secret."""

import pytest

from widget_host.common.child_environment import handed_on

NEEDED = {
    "PATH": "/bin",
    "HOME": "/home/me",
    "LANG": "en_GB.UTF-8",
    "LC_ALL": "C",
    "PYTHONPATH": "x",
    "TZ": "UTC",
}
SECRET = {
    "WORKBOOK_DATABASE": "postgresql://me:secret@host/name",
    "WORKBOOK_DATABASE_FILE": "/run/secrets/address",
    "WORKBOOK_COOKIE_SECRET": "secret",
    "WORKBOOK_COOKIE_SECRET_FILE": "/run/secrets/cookie",
    "WORKBOOK_FEEDBACK": "/srv/feedback.csv",
    "PGPASSWORD": "secret",
    "JUPYTERHUB_API_TOKEN": "secret",
    "JUPYTER_TOKEN": "secret",
    "JPY_API_TOKEN": "secret",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "https_proxy": "http://me:secret@proxy",
    "OF_A_NOTEBOOK": "x",
}


def test_what_every_program_needs_is_handed_on_and_nothing_else_is():
    assert handed_on({**NEEDED, **SECRET}) == NEEDED


def test_the_publisher_can_allow_another_name():
    assert handed_on({**NEEDED, **SECRET}, ["OF_A_NOTEBOOK", "MISSING"]) == {**NEEDED, "OF_A_NOTEBOOK": "x"}


@pytest.mark.parametrize("name", ["WORKBOOK_DATABASE", "WORKBOOK_COOKIE_SECRET"])
def test_nobody_can_allow_a_name_of_the_program_s_own(name):
    assert handed_on({**NEEDED, **SECRET}, [name], own=("WORKBOOK_",)) == NEEDED


def test_names_in_small_letters_are_handed_on_as_windows_writes_them():
    assert handed_on({"SystemRoot": "C:\\Windows", "Path": "C:\\"}) == {
        "SystemRoot": "C:\\Windows",
        "Path": "C:\\",
    }
