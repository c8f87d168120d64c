"""Which room may know which: the arrows of the house, held by what each module imports."""

import ast
import re
from pathlib import Path

import workbook

PACKAGE = Path(__file__).parents[1] / "widgets" / "workbook"
MAY_KNOW = {
    "common": set(),
    "content": set(),
    "database": set(),
    "documents": set(),
    # An exercise is made of the content.
    "front": {"content"},
    "record": {"content", "database", "documents"},
    "workshop": {"content", "database", "documents", "front"},
    "usage": {"database"},
    # Of `usage` the form for feedback knows the one module that keeps a message (see below): what is sent has
    # to be on the disk before the form says so, and the kernel is who hears it.
    "exercises": {"content", "front", "record", "usage", "workshop"},
    "server": {"front", "theme"},
    # The workbook without a server draws on everything that a page does; a handout, on what leads a session.
    "publish": {"content", "documents", "exercises", "front", "server", "theme", "workshop"},
    "theme": {"front"},
    # A new course is made of text alone.
    "new": set(),
}
# The commands put the rooms together.
MAY_KNOW["cli"] = set(MAY_KNOW)
# What every room may know.
EVERYBODYS = {"common"}
MODULES = [path for room in MAY_KNOW for path in sorted((PACKAGE / room).rglob("*.py"))]


def rooms_known_by(path):
    """The rooms of the package that a module imports from, its own left out."""
    known = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: name the room in full, so that this test can see it"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        known |= {name.split(".")[1] for name in names if name.startswith("workbook.")}
    return known - {path.relative_to(PACKAGE).parts[0]}


def test_a_room_knows_only_the_rooms_that_it_may():
    assert len(MODULES) > 200
    too_many = {
        str(name): known
        for path in MODULES
        for name in [path.relative_to(PACKAGE)]
        if (known := rooms_known_by(path) - MAY_KNOW[name.parts[0]] - EVERYBODYS)
    }
    assert too_many == {}


def test_in_the_workshop_one_module_alone_reads_the_content():
    readers = {
        path.name for path in (PACKAGE / "workshop").rglob("*.py") if "content" in rooms_known_by(path)
    }
    assert readers <= {"texts.py"}


def test_of_usage_one_exercise_knows_one_module():
    modules = {
        (path.stem, name)
        for path in (PACKAGE / "exercises").glob("*.py")
        for name in re.findall(r"workbook\.usage\.(\w+)", path.read_text(encoding="utf-8"))
    }
    assert modules == {("feedback", "feedback")}


def test_every_room_is_in_the_plan():
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert rooms <= set(MAY_KNOW), "a new room needs a place in the plan above"


SHEETS = (PACKAGE / "exercises").glob("*.css")
EXERCISES = {path.stem for path in SHEETS if path.with_suffix(".py").exists()}


def family(stem):
    """The exercise that a module belongs to: itself, or the one whose name it starts with."""
    return max((name for name in EXERCISES if stem == name or stem.startswith(f"{name}_")), key=len)


def test_no_exercise_has_the_name_of_a_room():
    # Python hangs an imported room on the package under its name, and would hide the exercise.
    assert not set(workbook.__all__) & set(MAY_KNOW)


def test_an_exercise_s_module_imports_from_the_shared_parts_and_its_own_alone():
    own = [
        (path.stem, source)
        for path in sorted((PACKAGE / "exercises").glob("*.js"))
        for source in re.findall(
            r'^(?:import|\}) .*from "([^"]+)";', path.read_text(encoding="utf-8"), re.MULTILINE
        )
        if not source.startswith("../front/")
    ]
    assert own
    assert [one for one in own if family(Path(one[1]).stem) != family(one[0])] == []
