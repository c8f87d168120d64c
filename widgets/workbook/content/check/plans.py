"""Checks workshop plans: their steps and subjects, and orderings.

Here: rules for plans and orderings across tables. Not here: their single cells (see `schema_rules`), and the
rules for a trainer's own plan (see `workbook.workshop`).
"""

from collections.abc import Iterator

from workbook.content.check.book import Book, Line, Sheet
from workbook.content.check.faults import Fault, cells, plans
from workbook.content.check.hints import Hints

__all__ = ["check_plans"]

ABOUT = {
    "vote": ("scenes",),
    "rating": ("standards",),
    "order": ("orderings",),
    "share": ("prompts",),
    "talk": ("standards", "scenarios"),
}
"""The table of a step's subject, by its kind."""
ASKED = ("vote", "rating", "order")
"""The kinds that need a subject, and that can have a second round."""
LEAST_ACTS, MOST_ACTS = 3, 8


def check_plans(book: Book) -> Iterator[Fault]:
    """Yield faults that would break a workshop; a rule for a table that could not be read is skipped."""
    if book.has("plan_steps"):
        hints = Hints()
        for line in book.lines("plan_steps"):
            yield from _subject(book, book.sheets["plan_steps"], line, hints)
            yield from _show(book.sheets["plan_steps"], line)
        for steps in book.by("plan_steps", "plan").values():
            ordered = sorted(steps, key=lambda line: _number(line["number"]) or 0)
            yield from _rounds(book.sheets["plan_steps"], ordered)
            yield from _shown_with_first(book.sheets["plan_steps"], ordered)
            yield from _numbers(book.sheets["plan_steps"], ordered)
    if book.has("plans", "plan_steps"):
        yield from _minutes(book)
    if book.has("orderings", "ordering_items"):
        yield from _acts(book)


def _subject(book: Book, sheet: Sheet, line: Line, hints: Hints) -> Iterator[Fault]:
    """Yield faults for a missing subject, or one that is not a row of its kind's table."""
    kind, subject = line["kind"], line["subject"]
    tables = ABOUT.get(kind, ())
    if not subject:
        if kind in ASKED:
            yield sheet.fault(plans.MissingSubject, line, "subject", kind=kind, table=tables[0])
        return
    if kind == "word":
        yield sheet.fault(plans.NeedlessSubject, line, "subject")
    targets = [book.sheets[table] for table in tables if table in book.sheets]
    if not targets or len(targets) < len(tables) or any("id" not in target.columns for target in targets):
        return
    known = any(subject in target.ids for target in targets)
    if not known:
        valid = [name for target in targets for name in target.ids]
        near, table = hints.nearest(kind, subject, valid), " or ".join(tables)
        yield sheet.fault(cells.BrokenReference, line, "subject", nearest=near, table=table)
    elif kind == "rating" and book.has("self_ratings") and subject not in book.by("self_ratings", "standard"):
        yield sheet.fault(plans.NothingToRate, line, "subject")


def _rounds(sheet: Sheet, steps: list[Line]) -> Iterator[Fault]:
    """Yield faults for invalid rounds of a plan's steps, given in order."""
    asked: dict[tuple[str, str, str], int] = {}
    for line in steps:
        kind, subject, number = line["kind"], line["subject"], line["round"]
        if kind in ("talk", "word", "share") and number == "2":
            yield sheet.fault(plans.NeedlessRound, line, "round", kind=kind)
        elif kind in ASKED and subject and number in ("1", "2"):
            first = asked.setdefault((kind, subject, number), line.row)
            if first != line.row:
                yield sheet.fault(plans.AskedTwice, line, "subject", first=str(first))
            elif number == "2" and (kind, subject, "1") not in asked:
                yield sheet.fault(plans.NoFirstRound, line, "round", kind=kind)


def _show(sheet: Sheet, line: Line) -> Iterator[Fault]:
    """Yield a fault unless a step says when its result is shown, and a talk says nothing."""
    if line["kind"] == "talk" and line["show"]:
        yield sheet.fault(plans.NeedlessShow, line, "show")
    elif line["kind"] not in ("", "talk") and not line["show"]:
        yield sheet.fault(plans.MissingShow, line, "show", kind=line["kind"])


def _shown_with_first(sheet: Sheet, steps: list[Line]) -> Iterator[Fault]:
    """Yield a fault for a second round that would show a first one that is never shown."""
    hidden = {
        (line["kind"], line["subject"]) for line in steps if line["round"] == "1" and line["show"] == "never"
    }
    for line in steps:
        if line["round"] == "2" and line["show"] != "never" and (line["kind"], line["subject"]) in hidden:
            yield sheet.fault(plans.ShowsTheFirst, line, "show")


def _numbers(sheet: Sheet, steps: list[Line]) -> Iterator[Fault]:
    """Yield a fault for each step, given in order, before which a number is missing."""
    before = 0
    for line in steps:
        number = _number(line["number"])
        if number is None or not line["plan"]:
            continue
        if number > before + 1:
            told = {"plan": line["plan"], "missing": str(before + 1)}
            yield sheet.fault(plans.StepGap, line, "number", nearest=str(before + 1), **told)
        before = number


def _minutes(book: Book) -> Iterator[Fault]:
    sheet, steps = book.sheets["plans"], book.by("plan_steps", "plan")
    for line in sheet.lines:
        own = steps[line["id"]]
        if not own:
            yield sheet.fault(plans.PlanWithoutSteps, line)
            continue
        taken, given = [_number(step["minutes"]) for step in own], _number(line["minutes"])
        needed = sum(minutes or 0 for minutes in taken)
        if None not in taken and given is not None and given != needed:
            told = {"plan": line["id"], "sum": str(needed)}
            yield sheet.fault(plans.WrongMinutes, line, "minutes", **told)


def _acts(book: Book) -> Iterator[Fault]:
    sheet, acts = book.sheets["orderings"], book.by("ordering_items", "ordering")
    for line in sheet.lines:
        count = len(acts[line["id"]])
        if not LEAST_ACTS <= count <= MOST_ACTS:
            told = {"count": str(count), "least": str(LEAST_ACTS), "most": str(MOST_ACTS)}
            yield sheet.fault(plans.WrongNumberOfActs, line, **told)


def _number(text: str) -> int | None:
    """Return a cell's integer, or None if it has none, which is a fault of the cell."""
    try:
        return int(text)
    except ValueError:
        return None
