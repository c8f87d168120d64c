"""What kernels are told about the course, and what they are never told."""

from pathlib import Path

from widget_host.settings import Settings, kernel_environment
from workbook.cli.branding import with_branding
from workbook.server.branding import Branding


def test_kernels_are_told_of_no_database_whatever_the_environment_says(monkeypatch):
    monkeypatch.setenv("WORKBOOK_DATABASE", "postgresql://me:secret@host/name")
    monkeypatch.setenv("WORKBOOK_KEEP_RECORDS", "99")
    found = kernel_environment(with_branding(Settings(Path("n"), Path("d")), Path("d"), Branding()))
    assert found["WORKBOOK_DATA"] == "d"
    assert not {"WORKBOOK_DATABASE", "WORKBOOK_KEEP_RECORDS"} & set(found)
    assert "secret" not in str(found)


def test_kernels_are_told_of_which_course_they_are_whatever_the_environment_says(monkeypatch):
    monkeypatch.setenv("WORKBOOK_NAMESPACE", "another")
    plain = with_branding(Settings(Path("n"), Path("d")), Path("d"), Branding())
    assert kernel_environment(plain)["WORKBOOK_NAMESPACE"] == ""
    own = with_branding(plain, Path("d"), Branding(namespace="onecourse"))
    assert kernel_environment(own)["WORKBOOK_NAMESPACE"] == "onecourse"


def test_nobody_can_have_a_kernel_told_a_name_of_the_workbook_s_own(monkeypatch):
    monkeypatch.setenv("WORKBOOK_DATABASE", "postgresql://me:secret@host/name")
    allowed = Settings(Path("n"), Path("d"), kernel_variables=("WORKBOOK_DATABASE", "WIDGET_HOST_RPC"))
    found = kernel_environment(with_branding(allowed, Path("d"), Branding()))
    assert not {"WORKBOOK_DATABASE", "WIDGET_HOST_RPC"} & set(found)
