"""`workbook new`: a folder for another regulator's course."""

import csv

import pytest

from widget_host.common.notebook_files import notebook_files
from workbook.cli.main import main


@pytest.fixture
def new(capsys):
    """Start a course, and return the code and what was said."""

    def new(*arguments):
        with pytest.raises(SystemExit) as ended:
            main(["new", *map(str, arguments)])
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return new


def test_a_course_is_begun_under_the_names_that_were_given(new, tmp_path):
    folder = tmp_path / "course"
    code, out, err = new(
        folder,
        "--name",
        "Messages",
        "--audience",
        "For youth workers",
        "--regulator",
        "Council",
        "--standards",
        "4",
    )
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == f"A course with 4 standards is in {folder}. Go there, and:"
    with (folder / "data" / "course.csv").open(encoding="utf-8") as file:
        facts = {row["id"]: row["text"] for row in csv.DictReader(file)}
    assert (facts["name"], facts["audience"], facts["regulator"]) == (
        "Messages",
        "For youth workers",
        "Council",
    )
    assert sum(path.stem.startswith("standard-") for path in notebook_files(folder / "notebooks")) == 4


def test_a_folder_with_something_in_it_is_left_alone(new, tmp_path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    code, out, err = new(tmp_path)
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert "new or empty" in err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_folder_that_can_t_be_made_is_told_in_one_line(new, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    code, _, err = new(tmp_path / "file" / "course")
    assert (code, len(err.splitlines())) == (1, 1)
    assert "can't be written" in err


@pytest.mark.parametrize("number", ["0", "61", "many"])
def test_what_is_no_number_of_standards_is_refused(new, tmp_path, number):
    code, _, err = new(tmp_path / "course", "--standards", number)
    assert code == 2
    assert "from 1 to 60" in err
