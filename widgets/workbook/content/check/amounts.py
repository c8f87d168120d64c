"""Checks that there are enough rows of each kind, so that no exercise is empty.

Here: rules that count rows. Not here: the scenes and choices of a scenario (see `scenarios`).
"""

from collections.abc import Iterator

from workbook.content.check.book import Book
from workbook.content.check.faults import Fault, sense
from workbook.content.identity import EARLIER_RECORDS, IDENTIFIER, is_identifier, new_identifier

__all__ = ["check_amounts"]

FRAMES = ("what", "so what", "now what")
TIPS = 8
POLICY_ITEMS = 6
LEAST_ANSWERS = 2
SIDES = 2
MAY_BE_EMPTY = ("provisions", "elsewhere")

_TRUE = "true"


def check_amounts(book: Book) -> Iterator[Fault]:
    """Yield the faults of tables with too few rows.

    A rule for a table that could not be read is skipped, and so is one for a table without rows: a course
    need not use every exercise.
    """
    for rule in (_course, _identity, _standards, _reasonings, _reflections, _tips, _policy, _concerns):
        yield from rule(book)
    yield from _answers(book, "requests", "request_answers", "effect", "keeps")
    yield from _answers(book, "posts", "post_actions", "judgement", "best")
    yield from _answers(book, "recall", "recall_answers", "is_sound", _TRUE)
    yield from _one_sound(book)


def _course(book: Book) -> Iterator[Fault]:
    if book.has("course"):
        sheet = book.sheets["course"]
        said = {line["id"] for line in sheet.lines if line["text"] or line["id"] in MAY_BE_EMPTY}
        for name in sheet.schema.column("id").enum:
            if name not in said and name not in (IDENTIFIER, EARLIER_RECORDS):
                yield sense.MissingFact(file=sheet.file, column="id", value=name)


def _identity(book: Book) -> Iterator[Fault]:
    if not book.has("course"):
        return
    sheet = book.sheets["course"]
    own, earlier = sheet.ids.get(IDENTIFIER), sheet.ids.get(EARLIER_RECORDS)
    identifier = own["text"] if own else ""
    if not identifier:
        told = {"there": IDENTIFIER, "earlier": EARLIER_RECORDS, "proposed": new_identifier()}
        yield sense.MissingIdentifier(file=sheet.file, column="id", value=IDENTIFIER, details=told)
    elif own and not is_identifier(identifier):
        yield sheet.fault(sense.BadCourseIdentifier, own, "text", proposed=new_identifier())
    if earlier and earlier["text"] != identifier:
        yield sheet.fault(sense.OtherEarlierRecords, earlier, "text", own=identifier or "it has none yet")


def _used(book: Book, *tables: str) -> bool:
    return book.has(*tables) and any(book.lines(table) for table in tables)


def _standards(book: Book) -> Iterator[Fault]:
    if not book.has("standards"):
        return
    covered: list[tuple[str, str, set[str]]] = []
    if _used(book, "scenarios"):
        how = "Add a scenario for it in the table scenarios."
        covered.append(("scenario", how, set(book.by("scenarios", "standard"))))
    if _used(book, "reflections", "prompts"):
        asked = set(book.by("prompts", "reflection"))
        with_prompts = {line["standard"] for line in book.lines("reflections") if line["id"] in asked}
        how = "Add a reflection for it in the table reflections, and its prompts in the table prompts."
        covered.append(("reflection prompt", how, with_prompts))
    if _used(book, "facilitator_notes"):
        how = "Add a note for it in the table facilitator_notes."
        covered.append(("facilitator note", how, set(book.by("facilitator_notes", "standard"))))
    sheet = book.sheets["standards"]
    for line in sheet.lines:
        for lacks, how, standards in covered:
            if line["id"] not in standards:
                yield sheet.fault(sense.UncoveredStandard, line, lacks=lacks, how=how)


def _reasonings(book: Book) -> Iterator[Fault]:
    if book.has("scenarios", "reasonings"):
        sheet, reasonings = book.sheets["scenarios"], book.by("reasonings", "scenario")
        for line in sheet.lines:
            own = reasonings[line["id"]]
            roles = {one["who"] for one in own}
            if own and (len(own) != SIDES or len(roles) != SIDES):
                count, said = _counted(len(own), "row"), _counted(len(roles), "role")
                yield sheet.fault(sense.NotTwoReasonings, line, count=count, roles=said)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _reflections(book: Book) -> Iterator[Fault]:
    if not book.has("reflections", "prompts"):
        return
    sheet, prompts = book.sheets["reflections"], book.by("prompts", "reflection")
    for line in sheet.lines:
        own = prompts[line["id"]]
        if len(own) < len(FRAMES):
            yield sheet.fault(sense.TooFewPrompts, line, count=str(len(own)))
        for frame in FRAMES:
            if frame not in {prompt["frame"] for prompt in own}:
                yield sheet.fault(sense.MissingFrame, line, frame=frame)


def _tips(book: Book) -> Iterator[Fault]:
    if _used(book, "tips"):
        sheet, numbers = book.sheets["tips"], book.by("tips", "number")
        for number in map(str, range(1, TIPS + 1)):
            if number not in numbers:
                yield sense.MissingTip(file=sheet.file, column="number", value=number)


def _policy(book: Book) -> Iterator[Fault]:
    if _used(book, "policy_checklist"):
        sheet = book.sheets["policy_checklist"]
        if len(sheet.lines) < POLICY_ITEMS:
            yield sense.TooFewItems(file=sheet.file, details={"count": str(len(sheet.lines))})


def _concerns(book: Book) -> Iterator[Fault]:
    if book.has("concerns"):
        sheet = book.sheets["concerns"]
        for line in sheet.lines:
            if line["kind"] == "public" and not line["address"]:
                yield sheet.fault(sense.PublicWithoutAddress, line, "address")


def _answers(book: Book, asked: str, answers: str, column: str, wanted: str) -> Iterator[Fault]:
    """Yield faults for rows of `asked` with fewer than two `answers`, or with none that has `wanted`."""
    if not book.has(asked, answers):
        return
    refers_by = book.sheets[answers].schema.references[0].column
    sheet, groups = book.sheets[asked], book.by(answers, refers_by)
    for line in sheet.lines:
        own = groups[line["id"]]
        if len(own) < LEAST_ANSWERS:
            yield sheet.fault(sense.TooFewAnswers, line, table=answers, count=str(len(own)))
        if wanted not in {answer[column].lower() for answer in own}:
            yield sheet.fault(sense.NoGoodAnswer, line, table=answers, there=column, wanted=wanted)


def _one_sound(book: Book) -> Iterator[Fault]:
    """Yield faults for questions to come back to that have more than one sound answer."""
    if not book.has("recall", "recall_answers"):
        return
    sheet, groups = book.sheets["recall"], book.by("recall_answers", "recall")
    for line in sheet.lines:
        count = [answer["is_sound"].lower() for answer in groups[line["id"]]].count(_TRUE)
        if count > 1:
            yield sheet.fault(sense.SeveralSoundAnswers, line, count=str(count))
