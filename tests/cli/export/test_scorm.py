"""`workbook export scorm`: the course as a package for a learning platform."""

import json
import re
import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest

from workbook.cli.main import main
from workbook.front import words

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with one page on a standard."""
    made = tmp_path_factory.mktemp("pages")
    shutil.copy(NOTEBOOKS / "standard-1.ipynb", made)
    return made


@pytest.fixture
def scorm(capsys, folder):
    """Make a package, and return the code and what was said."""

    def scorm(*arguments):
        with pytest.raises(SystemExit) as ended:
            main(["export", "scorm", "--notebooks", str(folder), *map(str, arguments)])
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return scorm


def settings_in(file):
    with ZipFile(file) as package:
        page = package.read("lms.html").decode()
    return json.loads(re.search(r'id="lms">(.*?)</script>', page)[1])


def test_a_package_holds_the_pages(scorm, tmp_path):
    file = tmp_path / "course.zip"
    code, out, err = scorm(file, "--complete-at", "80")
    assert (code, err) == (0, "")
    assert out == f"The package is in {file}. Upload it to your learning platform as it is.\n"
    with ZipFile(file) as package:
        assert {"imsmanifest.xml", "pages/index.html", "pages/standard-1.html"} <= set(package.namelist())
    assert settings_in(file)["completeAt"] == 0.8


@pytest.mark.slow
def test_a_package_speaks_another_language(scorm, tmp_path):
    whole, thin = tmp_path / "whole.zip", tmp_path / "thin.zip"
    assert (
        scorm(whole, "--language", "ga")[0]
        == scorm(thin, "--language", "ga", "--embed", "https://x.y/")[0]
        == 0
    )
    with ZipFile(whole) as package:
        for page in ("lms.html", "pages/standard-1.html"):
            assert '<html lang="ga"' in package.read(page).decode()
    assert settings_in(whole)["words"] == words("lms", language="ga")
    assert settings_in(thin)["root"] == "https://x.y/ga/"


@pytest.mark.slow
def test_a_language_that_there_is_not_is_refused(scorm, tmp_path):
    for more in ((), ("--embed", "https://x.y/")):
        code, out, err = scorm(tmp_path / "course.zip", "--language", "xx", *more)
        assert (code, out) == (1, "")
        assert err.startswith("workbook: ")
        assert "xx" in err
        assert not (tmp_path / "course.zip").exists()


def test_a_thin_package_names_the_server_and_says_what_the_server_needs(scorm, tmp_path):
    file = tmp_path / "course.zip"
    code, out, err = scorm(file, "--standard", "2004", "--embed", "https://learn.example.org/w")
    assert (code, err) == (0, "")
    assert "--frame-ancestor" in out
    assert settings_in(file)["root"] == "https://learn.example.org/w/"
    assert settings_in(file)["standards"] == ["standard-1"]


@pytest.mark.parametrize(
    "address",
    ["learn.example.org", "javascript:alert(1)", "https://", "https://a.org/?q=1", "https://a.org/;x"],
)
def test_what_is_no_address_of_a_server_is_refused(scorm, tmp_path, address):
    code, _, err = scorm(tmp_path / "course.zip", "--embed", address)
    assert code == 2
    assert "Give one such as https://workbook.example.org/" in err


@pytest.mark.parametrize("percent", ["0", "101", "half"])
def test_what_is_no_percentage_is_refused(scorm, tmp_path, percent):
    code, _, err = scorm(tmp_path / "course.zip", "--complete-at", percent)
    assert code == 2
    assert "Give a number from 1 to 100" in err


def test_a_package_is_a_zip_file(scorm, tmp_path):
    code, _, err = scorm(tmp_path / "course.scorm")
    assert (code, len(err.splitlines())) == (1, 1)
    assert "ends in .zip" in err
