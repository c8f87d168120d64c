"""Finds a code cell's calls of the workbook in its syntax tree, without running it.

Here: finding the exercises in a cell, and validating each call against the registry. Not here: the notebook's
file and metadata (see `notebooks`).
"""

import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from workbook.common.widget_registry import WIDGETS, Widget
from workbook.content.check.faults import Fault, notebooks
from workbook.content.check.libraries import EVALUATING, is_for_lab_alone
from workbook.content.errors import nearest

__all__ = ["Names", "Place", "ShownExercise", "check_code"]

MAGIC = re.compile(r"^(\s*)(?:[%!].*|\?.*|\S.*\?|\w+\s*=\s*[%!].*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ShownExercise:
    """An exercise that a cell shows: its `key`, or "" if it takes none, and its keywords.

    `misspelt` says that the cell has an invalid key, to which this one is most similar.
    """

    exercise: str
    key: str
    keywords: tuple[tuple[str, str], ...]
    cell: int
    line: int
    misspelt: bool = False

    @property
    def written(self) -> str:
        """The call as in a notebook, such as workbook.tip("think-first")."""
        given = [f'"{self.key}"'] if self.key else []
        given += [f'{name}="{value}"' for name, value in self.keywords]
        return f"workbook.{self.exercise}({', '.join(given)})"


@dataclass
class Names:
    """The names by which a notebook's cells refer to the workbook and its exercises, from their imports.

    `shown` are the exercises that it shows. With `unclear` it may show more, which can't be known without
    running it. `unsafe_eval` says whether it requests that its page may evaluate text as code.
    """

    modules: set[str] = field(default_factory=lambda: {"workbook"})
    exercises: dict[str, str] = field(default_factory=dict)
    shown: list[ShownExercise] = field(default_factory=list)
    unclear: bool = False
    unsafe_eval: bool = False


@dataclass(frozen=True)
class Place:
    """The place of a cell: the notebook's file, the cell's number, and whether it has the tag `check`."""

    file: str
    cell: int
    is_check: bool

    def fault(
        self, kind: type[Fault], line: int, *, value: str = "", nearest: str = "", **details: str
    ) -> Fault:
        """Return a fault of a line of this cell, counted from 1."""
        where = f"line {line}"
        return kind(
            file=self.file, row=self.cell, column=where, value=value, nearest=nearest, details=details
        )


def check_code(
    source: str, place: Place, names: Names, valid: Mapping[str, Iterable[str]]
) -> Iterator[Fault]:
    """Yield faults for a cell's invalid references to the workbook; add its imports and exercises to `names`.

    `valid` has the identifiers of each table that could be read, and the values of a column as
    "TABLE.COLUMN".
    """
    try:
        tree = _parsed(source)
    except SyntaxError as error:
        names.unclear = True
        yield place.fault(notebooks.BrokenCode, error.lineno or 1, reason=error.msg)
        return
    except (ValueError, RecursionError, MemoryError):
        names.unclear = True
        yield place.fault(notebooks.BrokenCode, 1, reason="it holds something that Python can't read")
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from _imported(node, place, names)
            yield from _libraries(node, place, names)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and _is_module(node.value, names):
            yield from _known(node.attr, node.lineno, place)
        elif isinstance(node, ast.Call) and (exercise := _called(node.func, names)):
            yield from _call(node, exercise, place, valid)
            if not place.is_check:
                _learn(node, exercise, place, names, valid)
    if not place.is_check and (_hands_on(tree, names) or (_is_magic(source) and "workbook" in source)):
        names.unclear = True


def _learn(
    node: ast.Call, exercise: Widget, place: Place, names: Names, valid: Mapping[str, Iterable[str]]
) -> None:
    """Record the exercise that a call shows. A misspelt identifier stands for the most similar one."""
    keys = [_literal(argument) for argument in node.args] or [""]
    keywords = [(keyword.arg or "", _literal(keyword.value)) for keyword in node.keywords]
    known = list(valid.get(exercise.table, ()))
    if (exercise.ids == "one" and len(node.args) != 1) or (exercise.ids == "some" and not node.args):
        names.unclear = True
        return
    for key in keys:
        if key is None or any(value is None for _, value in keywords):
            names.unclear = True
            continue
        meant = key if key in ("", *known) else nearest(key, known) or key
        given = tuple((name, value or "") for name, value in keywords)
        shown = ShownExercise(exercise.name, meant, given, place.cell, node.lineno, misspelt=meant != key)
        names.shown.append(shown)


def _hands_on(tree: ast.Module, names: Names) -> bool:
    """Return whether a cell passes on the workbook or an exercise, so that its exercises can't be known."""
    nodes = list(ast.walk(tree))
    plain = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    plain |= {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
    exercises = {own for own, name in names.exercises.items() if name in WIDGETS}
    for node in (one for one in nodes if id(one) not in plain):
        if isinstance(node, ast.Attribute) and _is_module(node.value, names) and node.attr in WIDGETS:
            return True
        read = node.id if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) else ""
        if read in names.modules | exercises:
            return True
    return False


def _is_magic(source: str) -> bool:
    return source.lstrip().startswith("%%")


def _parsed(source: str) -> ast.Module:
    """Parse a cell; if that fails, again without IPython's magics, shell lines and help requests."""
    if _is_magic(source):
        # The rest belongs to the magic, and need not be Python.
        return ast.Module(body=[], type_ignores=[])
    try:
        return ast.parse(source)
    except SyntaxError:
        return ast.parse(MAGIC.sub(r"\1pass", source))


def _imported(node: ast.Import | ast.ImportFrom, place: Place, names: Names) -> Iterator[Fault]:
    if isinstance(node, ast.Import):
        names.modules.update(one.asname or one.name for one in node.names if one.name == "workbook")
    elif node.module == "workbook" and not node.level:
        for one in node.names:
            names.exercises[one.asname or one.name] = one.name
            yield from _known(one.name, node.lineno, place)


def _libraries(node: ast.Import | ast.ImportFrom, place: Place, names: Names) -> Iterator[Fault]:
    imported = [one.name for one in node.names] if isinstance(node, ast.Import) else [node.module or ""]
    for module in dict.fromkeys(name.partition(".")[0] for name in imported):
        if module in sys.stdlib_module_names:
            continue
        if is_for_lab_alone(module):
            yield place.fault(notebooks.UndrawnLibrary, node.lineno, value=module)
        elif module in EVALUATING and not names.unsafe_eval:
            yield place.fault(notebooks.LibraryNeedsEval, node.lineno, value=module)


def _known(name: str, line: int, place: Place) -> Iterator[Fault]:
    if name not in WIDGETS and not place.is_check:
        near = nearest(name, WIDGETS)
        yield place.fault(notebooks.UnknownExercise, line, value=name, nearest=near)


def _is_module(node: ast.expr, names: Names) -> bool:
    return isinstance(node, ast.Name) and node.id in names.modules


def _called(function: ast.expr, names: Names) -> Widget | None:
    if isinstance(function, ast.Attribute) and _is_module(function.value, names):
        return WIDGETS.get(function.attr)
    if isinstance(function, ast.Name):
        return WIDGETS.get(names.exercises.get(function.id, ""))
    return None


def _call(
    node: ast.Call, exercise: Widget, place: Place, valid: Mapping[str, Iterable[str]]
) -> Iterator[Fault]:
    def wrong(problem: str, near: str = "") -> Fault:
        told = {"exercise": exercise.name, "problem": problem, "example": _example(exercise)}
        return place.fault(notebooks.WrongCall, node.lineno, nearest=near, **told)

    given = len(node.args)
    if exercise.ids == "none" and given:
        yield wrong("takes no identifier")
    elif exercise.ids == "one" and given != 1:
        yield wrong(f"takes one identifier, and here are {given or 'none'}")
    elif exercise.ids == "some" and not given:
        yield wrong("takes an identifier, or several, and here are none")
    else:
        for argument in node.args:
            if (text := _literal(argument)) is None:
                yield wrong("needs its identifier as a text in quotation marks")
            elif exercise.table in valid and text not in (known := list(valid[exercise.table])):
                told = {"exercise": exercise.name, "table": exercise.table}
                near, unknown = nearest(text, known), notebooks.UnknownIdentifier
                yield place.fault(unknown, argument.lineno, value=text, nearest=near, **told)
    for keyword in node.keywords:
        yield from _keyword(keyword, exercise, valid, wrong)


def _keyword(
    keyword: ast.keyword,
    exercise: Widget,
    valid: Mapping[str, Iterable[str]],
    wrong: Callable[[str, str], Fault],
) -> Iterator[Fault]:
    # Without a name it is ** and a dictionary, which can't be known without running the cell.
    name = keyword.arg or "**"
    if name not in exercise.keywords:
        yield wrong(f"knows no keyword {name}", nearest(name, exercise.keywords))
        return
    allowed = exercise.keywords[name]
    if len(allowed) == 1:
        # One value of the form TABLE.COLUMN stands for all the values that the column allows or has.
        allowed = tuple(valid.get(allowed[0].removesuffix(".id"), ()))
    text = _literal(keyword.value)
    if text is None:
        yield wrong(f"needs {name} as a text in quotation marks", "")
    elif allowed and text not in allowed:
        listed = ", ".join(f'"{value}"' for value in allowed)
        yield wrong(f"needs {name} to be one of {listed}", nearest(text, allowed))


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _example(exercise: Widget) -> str:
    several = ['"an id"', '"another id"']
    ids = {"none": [], "one": [f'"an id of {exercise.table}"'], "some": several, "any": several}
    keywords = [f'{name}="{values[0]}"' for name, values in exercise.keywords.items() if len(values) > 1]
    return f"workbook.{exercise.name}({', '.join([*ids[exercise.ids], *keywords])})"
