"""Everything that is imported is declared, and everything that is locked was declared."""

import ast
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
ABOUT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = ABOUT["optional-dependencies"]
# Of these, parts are used that are not public.
NOT_PUBLIC = {
    "comm",
    "ipykernel",
    "ipywidgets",
    "jupyter-client",
    "jupyter-server",
    "nbval",
    "voila",
}
# Other servers, which a benchmark compares ours with, in an environment of their own.
RIVALS = {"marimo", "solara"}


def declared(*groups):
    return {canonicalize_name(one.name): one for group in groups for one in map(Requirement, group)}


PRODUCT = declared(ABOUT["dependencies"], EXTRAS["hub"])
EVERYTHING = declared(ABOUT["dependencies"], EXTRAS["hub"], EXTRAS["test"])


def imported(files):
    """The names at the top of everything that files import, each with one file that does."""
    found = {}
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module]
            found |= {name.partition(".")[0]: file.relative_to(ROOT).as_posix() for name in names}
    return found


def undeclared(files, known, ours):
    distributions = packages_distributions()
    return {
        name: file
        for name, file in imported(files).items()
        if name not in sys.stdlib_module_names
        and name not in ours
        and not any(canonicalize_name(one) in known for one in distributions.get(name, []))
    }


def test_what_the_package_imports_is_declared():
    assert (
        undeclared((ROOT / "widgets").rglob("*.py"), PRODUCT, {"forked_kernels", "widget_host", "workbook"})
        == {}
    )


def test_what_the_tests_import_is_declared():
    tests = ROOT / "tests"
    files = [path for path in tests.rglob("*.py") if "node_modules" not in path.parts]
    ours = {"widget_host", "workbook", *(path.stem for path in tests.iterdir())}
    assert undeclared([ROOT / "conftest.py", *files], EVERYTHING, ours | RIVALS) == {}


@pytest.mark.parametrize("name", sorted(NOT_PUBLIC))
def test_a_release_that_may_change_what_is_not_public_is_left_out(name):
    assert any(one.operator == "<" for one in EVERYTHING[name].specifier)


def test_what_is_locked_is_what_is_declared():
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pins = [Requirement(line) for line in lines if line.strip() and not line.lstrip().startswith("#")]
    locked = {canonicalize_name(one.name): next(iter(one.specifier)).version for one in pins}
    assert set(EVERYTHING) <= set(locked)
    wrong = {name: locked[name] for name, one in EVERYTHING.items() if locked[name] not in one.specifier}
    assert wrong == {}
