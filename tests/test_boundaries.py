"""Which packages may import from which, checked against the imports of each module and script."""

import ast
import re
from pathlib import Path

import workbook
from workbook.common.widget_registry import WIDGETS
from workbook.server.widget_files import widget_files

PACKAGE = Path(__file__).parents[1] / "widgets" / "workbook"
HOST = PACKAGE.parent / "widget_host"
MAY_IMPORT = {
    "common": set(),
    "content": set(),
    "database": set(),
    "documents": set(),
    # An exercise is made of the content, and is on paper as well.
    "front": {"content", "documents"},
    "record": {"content", "database", "documents", "front"},
    "workshop": {"content", "database", "documents", "front"},
    # The feedback form names pages as the record does.
    "usage": {"database", "front", "record"},
    "exercises": {"content", "documents", "front"},
    "server": {"front", "theme"},
    # A copy without a server needs everything that a page has; a handout, the notes for facilitators.
    "publish": {"content", "documents", "front", "server", "workshop"},
    "theme": {"front"},
    # A new course is made of text alone.
    "new": set(),
}
# The commands connect all packages.
MAY_IMPORT["cli"] = set(MAY_IMPORT)
# What every package may import from.
FOR_ALL = {"common", "errors"}
MODULES = [path for package in MAY_IMPORT for path in sorted((PACKAGE / package).rglob("*.py"))]


def imported_packages(path):
    """The parts of the workbook that a module imports from, except its own."""
    known = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: name the package in full, so that this test can see it"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        known |= {name.split(".")[1] for name in names if name.startswith("workbook.")}
    return known - {path.relative_to(PACKAGE).parts[0]}


def test_a_package_imports_only_from_the_packages_that_it_may():
    assert len(MODULES) > 200
    too_many = {
        str(name): known
        for path in MODULES
        for name in [path.relative_to(PACKAGE)]
        if (known := imported_packages(path) - MAY_IMPORT[name.parts[0]] - FOR_ALL)
    }
    assert too_many == {}


def imported_roots(path):
    """The packages that a module imports from, by the first part of their names."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(str(node.module))
    return {name.split(".")[0] for name in names}


def test_forked_kernels_name_no_other_package_and_only_two_packages_import_them():
    forking = sorted((PACKAGE.parent / "forked_kernels").glob("*.py"))
    assert len(forking) > 8
    named = re.compile(r"workbook|widget_host")
    assert [path.name for path in forking if named.search(path.read_text(encoding="utf-8"))] == []
    packages = {
        path.relative_to(PACKAGE).parts[0] for path in MODULES if "forked_kernels" in imported_roots(path)
    }
    assert packages == {"publish", "server"}


def test_the_host_of_widgets_never_names_the_workbook():
    files = [path for path in HOST.rglob("*.*") if path.suffix in (".py", ".js", ".css", ".html", ".json")]
    assert len(files) > 90
    # The README names the workbook as a program that mounts it.
    assert [path.name for path in files if "workbook" in path.read_text(encoding="utf-8")] == []
    scripts = [path for path in files if path.suffix == ".js"]
    elsewhere = {(path.name, str(known)) for path in scripts for known in imported_scripts(path)}
    assert {(name, known) for name, known in elsewhere if not known.startswith("widget_host/")} == set()


def test_the_picture_in_contributing_shows_the_imports_as_they_are():
    text = (PACKAGE.parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    picture = re.search(r"```mermaid\nflowchart TD\n(.*?)```", text, re.DOTALL)[1]
    drawn = {
        (package, known)
        for package, line in re.findall(r"^ *(\w+) --> (.+)$", picture, re.MULTILINE)
        for known in line.split(" & ")
    }
    imported = {
        (path.relative_to(PACKAGE).parts[0], known)
        for path in MODULES
        for known in imported_packages(path) - FOR_ALL
    }
    assert drawn == {(package, known) for package, known in imported if package not in ("cli", "common")}


def test_every_path_on_the_ways_through_the_code_exists():
    text = (PACKAGE.parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    ways = text[text.index("## Three ways through the code") : text.index("## While you work")]
    named = re.findall(r"`(\w+/[\w/]+(?:\.py|\.js)?)`", ways)
    assert len(named) > 20
    places = (PACKAGE, PACKAGE.parent)
    assert [name for name in named if not any((place / name).exists() for place in places)] == []


def test_in_the_workshop_only_one_module_reads_the_content():
    readers = {
        path.name
        for path in (PACKAGE / "workshop").rglob("*.py")
        if "ui" not in path.parts and "content" in imported_packages(path)
    }
    assert readers <= {"texts.py"}


def test_every_package_is_in_the_table():
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert packages <= set(MAY_IMPORT), "a new package needs a line in the table above"


def test_no_exercise_has_the_name_of_a_package():
    # An imported package becomes an attribute of its parent, and would hide the exercise.
    assert not set(workbook.__all__) & set(MAY_IMPORT)


# In the browser. The workbook's pages start the workshop's part and report a learner's progress. Every
# package may import from `widget_host`.
SCRIPTS_MAY_IMPORT = {
    "exercises": {"front", "record"},
    # The kit tells the record to which course a widget belongs.
    "front": {"record"},
    "publish": {"front", "record", "server"},
    "record": {"front"},
    "server": {"front", "record", "workshop"},
    "usage": {"front", "record"},
    "workshop": {"front", "record"},
}


def imported_scripts(path):
    """The files that a script imports, or whose types it names."""
    names = re.findall(r'(?:from |import\()"(\.[^"]+)"', path.read_text(encoding="utf-8"))
    found = {(path.parent / name).resolve() for name in names}
    return {one.relative_to(PACKAGE if one.is_relative_to(PACKAGE) else PACKAGE.parent) for one in found}


def test_a_script_imports_only_from_the_packages_that_it_may():
    scripts = sorted(PACKAGE.rglob("*.js"))
    assert len(scripts) > 110
    too_many = {
        (str(path.relative_to(PACKAGE)), str(known))
        for path in scripts
        for known in imported_scripts(path)
        if (package := path.relative_to(PACKAGE).parts[0]) != known.parts[0]
        and known.parts[0] not in {"widget_host", *SCRIPTS_MAY_IMPORT[package]}
    }
    assert too_many == set()


def test_an_exercise_s_script_imports_nothing_of_another_exercise():
    found = {
        (str(path.relative_to(PACKAGE)), str(known))
        for path in (PACKAGE / "exercises").rglob("*.js")
        for known in imported_scripts(path)
        if known.parts[0] == "exercises" and known.parts[1] != path.relative_to(PACKAGE).parts[1]
    }
    assert found == set()


def test_every_widget_has_a_folder_with_its_script_and_styles():
    assert set(WIDGETS) == set(workbook.__all__) - {"load"}
    for name, script in widget_files().widgets.items():
        assert script.is_file(), name
        assert script.with_suffix(".css").is_file(), name
        assert (script.parent / "__init__.py").is_file(), name
