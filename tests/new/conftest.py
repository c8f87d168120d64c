"""Two courses besides the workbook's own: a new one, and a small one for another profession.

The second one is kept in `tests/second_course`: what differs from a course that has just begun, no more.
"""

from pathlib import Path

import pytest

from widget_host.common.notebook_files import notebook_files
from workbook.new import NewCourse, new_course

ROOT = Path(__file__).parents[2]
SECOND = ROOT / "tests" / "second_course"


def lay(folder, begun):
    """Write a course into a folder, as `workbook new` does."""
    for path, data in new_course(begun, ROOT / "notebooks", ROOT / "data").items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


@pytest.fixture(scope="session")
def begun(tmp_path_factory):
    """A course that has just begun."""
    return lay(
        tmp_path_factory.mktemp("begun"), NewCourse("Course", "For everybody", "Regulator", 3, "begun2222222")
    )


@pytest.fixture(scope="session")
def second(tmp_path_factory):
    """The second course, whole."""
    folder = lay(tmp_path_factory.mktemp("second"), NewCourse("", "", "", 2, "second222222"))
    for path in (*(SECOND / "data").glob("[!.]*"), *notebook_files(SECOND / "notebooks")):
        (folder / path.relative_to(SECOND)).write_bytes(path.read_bytes())
    return folder
