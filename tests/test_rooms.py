"""Which room may know which: the arrows of the house, held by what each module imports."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "widgets" / "workbook"
MAY_KNOW = {
    "content": set(),
    "front": set(),
    "record": {"content"},
    "exercises": {"content", "front", "record"},
    "serve": {"front"},
}
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


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_knows_only_the_rooms_that_it_may(path):
    room = path.relative_to(PACKAGE).parts[0]
    assert rooms_known_by(path) <= MAY_KNOW[room]


def test_every_room_is_in_the_plan():
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert rooms <= set(MAY_KNOW), "a new room needs a place in the plan above"


@pytest.mark.parametrize("path", sorted((PACKAGE / "exercises").glob("*.js")), ids=lambda path: path.stem)
def test_an_exercise_s_module_imports_from_the_kit_and_the_record_alone(path):
    lines = [
        line
        for line in path.read_text(encoding="utf-8").splitlines()
        if " from " in line and "import" in line
    ]
    own = f"./{path.stem}_"
    for line in lines:
        source = line.split(' from "')[1].split('"')[0]
        assert source in {"../front/kit.js", "../front/record.js"} or source.startswith(own), line
