"""SECURITY.md names a test for each promise: each exists, and is in the run that everybody makes."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", TEXT)


def marks(node):
    """The marks of a function, class or module, as they are written."""
    if isinstance(node, ast.Module):
        return [ast.unparse(one.value) for one in node.body if ast.unparse(one).startswith("pytestmark =")]
    return [ast.unparse(one) for one in node.decorator_list]


def around(node, name):
    """The module, class and function of a test, from the outside in, or nothing."""
    for inner in node.body:
        if isinstance(inner, ast.FunctionDef) and inner.name == name:
            return [node, inner]
        if isinstance(inner, ast.ClassDef) and (found := around(inner, name)):
            return [node, *found]
    return []


def test_every_test_that_a_promise_names_is_there_and_not_left_to_the_long_run():
    missing, slow = [], []
    for path, name in NAMED:
        places = around(ast.parse((ROOT / path).read_text(encoding="utf-8")), name)
        if not places:
            missing.append(f"{path}::{name}")
        slow += [f"{path}::{name}" for place in places for mark in marks(place) if "mark.slow" in mark]
    assert (missing, slow) == ([], [])


def test_every_promise_names_a_test():
    promises = TEXT.split("## Promises", 1)[1].split("## What is not promised", 1)[0]
    lines = [line for line in promises.splitlines() if line.startswith("- ")]
    assert len(lines) > 20
    assert all("::test_" in line for line in lines)
