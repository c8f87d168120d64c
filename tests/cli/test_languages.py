"""`workbook languages`: how far languages are translated; and the option of `workbook serve`."""

import csv
from io import StringIO

import pytest

from browser.server import DATA, NOTEBOOKS
from workbook.cli.main import main


@pytest.fixture
def run(capsys):
    """Run a command, and return the code and what was said."""

    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            main([str(one) for one in arguments])
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return run


def report(run, *arguments):
    return run("languages", "report", "--data", DATA, "--notebooks", NOTEBOOKS, *arguments)


def test_a_report_names_each_area_and_table(run):
    code, out, _ = report(run, "ga")
    lines = [line.split() for line in out.splitlines()]
    assert (code, out.splitlines()[0]) == (0, "Gaeilge (ga)")
    assert lines[1] == ["Part", "Name", "Done", "Missing", "Stale"]
    names = {tuple(line[:2]) for line in lines if line}
    assert {("words", "scenario"), ("table", "scenes"), ("pages", "notebooks")} <= names


def test_a_report_for_a_spreadsheet_has_one_line_for_each_part_of_each_language(run):
    _, out, _ = report(run, "--format", "csv")
    rows = list(csv.DictReader(StringIO(out.lstrip("\ufeff"))))
    assert {"ga", "cy"} <= {row["language"] for row in rows}
    assert list(rows[0]) == ["language", "part", "name", "done", "missing", "stale"]
    assert all(row[name].isdecimal() for row in rows for name in ("done", "missing", "stale"))


@pytest.mark.parametrize(
    "command",
    [("languages", "report", "xx"), ("languages", "update", "xx"), ("serve", "--language", "xx")],
    ids=" ".join,
)
def test_an_unknown_language_is_told_in_one_line_with_those_that_there_are(run, command):
    code, out, err = run(*command)
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert "is not available in 'xx'" in err
    assert "ga (Gaeilge)" in err


def test_what_is_no_language_can_t_be_added(run):
    code, _, err = run("languages", "add", "klingon")
    assert code == 1
    assert "is not the code of a language" in err
