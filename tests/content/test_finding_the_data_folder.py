"""The order in which folders are searched for the content."""

import sys

import pytest

from workbook.content import ContentError, data_folder, load


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch, tmp_path):
    monkeypatch.delenv("WORKBOOK_DATA", raising=False)
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "no-installation"))


def test_the_environment_variable_comes_first(small, monkeypatch):
    monkeypatch.setenv("WORKBOOK_DATA", str(small.data))
    monkeypatch.chdir("/")
    assert data_folder() == small.data
    assert load().scenarios[0].id == "case-1"


def test_an_environment_variable_that_names_no_content_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_DATA", str(tmp_path))
    with pytest.raises(ContentError, match=r"WORKBOOK_DATA names the folder .* has no datapackage\.json"):
        data_folder()


def test_the_nearest_folder_above_that_has_data_is_used(small, monkeypatch):
    deep = small.notebooks / "guides"
    deep.mkdir()
    monkeypatch.chdir(deep)
    assert data_folder() == small.data


def test_a_data_folder_of_something_else_is_passed_by(small, monkeypatch):
    (small.notebooks / "data").mkdir()
    monkeypatch.chdir(small.notebooks)
    assert data_folder() == small.data


def test_the_installed_copy_comes_last(small, tmp_path, monkeypatch):
    installed = tmp_path / "no-installation" / "share" / "workbook"
    installed.mkdir(parents=True)
    small.data.rename(installed / "data")
    monkeypatch.chdir(tmp_path)
    assert data_folder() == installed / "data"


def test_no_content_anywhere_is_an_error_that_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ContentError, match="set WORKBOOK_DATA to the folder of the tables"):
        data_folder()
