"""Converts a question's results to blocks: figures in tables, both rounds side by side, and changes.

Here: the tables of each kind of activity. Not here: how a figure is worded (see `words`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from workbook.documents.blocks import Block, Grid, Heading, Note, Said
from workbook.documents.text import clean
from workbook.workshop.report.figures import MOVED, Figure, Question, changed
from workbook.workshop.report.words import Words, signed

__all__ = ["results", "rounds_of"]

_ROUNDS = {
    "vote": ("workshop_report.first", "workshop_report.second"),
    "rating": ("workshop_report.before", "workshop_report.after"),
    "order": ("workshop_report.first_order", "workshop_report.second_order"),
}
_ALONE = {
    "vote": "workshop_report.votes",
    "rating": "workshop_report.average",
    "order": "workshop_report.place",
}
_RATINGS = ("1", "2", "3", "4", "5")
_TWICE = 2


def results(words: Words, question: Question) -> Iterator[Block]:
    """Yield the blocks of a question, with a heading of level 3."""
    named = words.kind(question.step)
    subject = words.subject(question)
    yield Heading(3, words("workshop_report.heading", kind=named, subject=subject))
    asked = words.asked(question)
    if asked:
        yield _above(words("workshop_report.question", question=asked))
    steps = "; ".join(dict.fromkeys(clean(step.title) for step in question.steps.values()))
    yield _above(words("workshop_report.steps", steps=steps))
    blocks = _KINDS.get(question.kind, _texts)(words, question)
    yield from blocks
    hidden = [block for block in blocks if isinstance(block, Grid) and _has(block, words)]
    if hidden:
        yield Note(words("workshop_report.masked.why"), "hint")


def rounds_of(words: Words, question: Question) -> dict[int, str]:
    """Return the column heading of each round that has figures."""
    told = [round_ for round_ in sorted(question.steps) if question.state(round_) == "told"]
    if len(question.steps) < _TWICE:
        return {round_: words(_ALONE[question.kind]) for round_ in told}
    return {round_: words(_ROUNDS[question.kind][round_ - 1]) for round_ in told}


def _untold(words: Words, question: Question) -> list[Block]:
    """Return a line for each round that has no figures."""
    said: list[Block] = []
    for round_ in sorted(question.steps):
        state = question.state(round_)
        if state != "told":
            twice = len(question.steps) >= _TWICE
            name = words(_ROUNDS[question.kind][round_ - 1]) if twice else words.kind(question.step)
            label = "workshop_report.few.round" if state == "few" else "workshop_report.none.round"
            said.append(Note(words(label, round=name), "hint"))
    return said


def _vote(words: Words, question: Question) -> list[Block]:
    rounds = rounds_of(words, question)
    blocks = _untold(words, question)
    if not rounds:
        return blocks
    choices = [(choice, _judged(words, question, choice)) for choice in question.items]
    rows = [
        (text, *(words.figure(question.figure("votes", round_, choice)) for round_ in rounds))
        for choice, text in choices
    ]
    answered = tuple(words.figure(question.answered(round_)) for round_ in rounds)
    rows.append((words("workshop_report.answered"), *answered))
    caption = words("workshop_report.vote.caption")
    columns = (words("workshop_report.vote.choice"), *rounds.values())
    blocks.insert(0, Grid(caption, columns, tuple(rows), (60, *_share(40, len(rounds)))))
    if len(rounds) >= _TWICE:
        blocks.extend(_vote_moved(words, question))
    return blocks


def _vote_moved(words: Words, question: Question) -> list[Block]:
    told = {name: question.figure(name, MOVED, "") for name in ("both", "kept", "changed")}
    if any(figure.value is None for figure in told.values()):
        return [Note(words("workshop_report.vote.moved_masked"), "hint")]
    gaps = {name: words.figure(figure) for name, figure in told.items()}
    blocks: list[Block] = [Note(words("workshop_report.vote.moved", **gaps), "hint")]
    moves = sorted(question.flows(), key=lambda flow: -(flow.value or 0))
    if moves:
        rows = tuple(
            (words.item(question, flow.item), words.item(question, flow.to), words.figure(flow))
            for flow in moves
        )
        columns = tuple(words(f"workshop_report.flows.{name}") for name in ("from", "to", "people"))
        blocks.append(_above(words("workshop_report.flows.caption")))
        blocks.append(Grid(words("workshop_report.flows.caption"), columns, rows, (42, 42, 16)))
    return blocks


def _rating(words: Words, question: Question) -> list[Block]:
    rounds = rounds_of(words, question)
    blocks = _untold(words, question)
    if not rounds:
        return blocks
    lines = [(words.item(question, item), _means(question, rounds, item)) for item in question.items]
    overall = [question.overall(round_) for round_ in rounds]
    lines.append((words("workshop_report.all_statements"), overall))
    columns = [words("workshop_report.rating.statement"), *rounds.values()]
    rows = [(text, *map(words.figure, means)) for text, means in lines]
    if len(rounds) >= _TWICE:
        columns.append(words("workshop_report.change"))
        rows = [(*row, _change(*means)) for row, (_, means) in zip(rows, lines, strict=True)]
    answered = tuple(words.figure(question.answered(round_)) for round_ in rounds)
    rows.append((words("workshop_report.answered"), *answered, *([""] if len(rounds) >= _TWICE else [])))
    shown = len(columns) - 1
    return [
        Grid(words("workshop_report.rating.caption"), tuple(columns), tuple(rows), (55, *_share(45, shown))),
        Note(words("workshop_report.rating.scale"), "hint"),
        *blocks,
        *_bands(words, question, rounds),
        *_spread(words, question, rounds),
        *(_rating_moved(words, question) if len(rounds) >= _TWICE else ()),
    ]


def _bands(words: Words, question: Question, rounds: Mapping[int, str]) -> Iterator[Block]:
    """Yield how many were in each band, both rounds below each other."""
    rows = tuple(
        (words.item(question, item), name, words.groups(groups))
        for item in question.items
        for round_, name in rounds.items()
        if (groups := question.groups(round_, item))
    )
    if rows:
        columns = tuple(words(f"workshop_report.rating.{name}") for name in ("statement", "when", "people"))
        yield _above(words("workshop_report.rating.bands"))
        yield Grid(words("workshop_report.rating.bands"), columns, rows, (45, 15, 40))


def _spread(words: Words, question: Question, rounds: Mapping[int, str]) -> Iterator[Block]:
    """Yield how many gave each rating, of workshops that have such counts."""
    rows = []
    for item in question.items:
        for round_, name in rounds.items():
            if not question.has_counts(round_):
                continue
            cells = [question.figure(f"rated_{rating}", round_, item) for rating in _RATINGS]
            rows.append((words.item(question, item), name, *map(words.figure, cells)))
    columns = (words("workshop_report.rating.statement"), words("workshop_report.rating.when"), *_RATINGS)
    widths = (33, 12, 11, 11, 11, 11, 11)
    if rows:
        yield _above(words("workshop_report.rating.spread"))
        yield Grid(words("workshop_report.rating.spread"), columns, tuple(rows), widths)


def _rating_moved(words: Words, question: Question) -> Iterator[Block]:
    moved = [(item, question.groups(MOVED, item)) for item in question.items]
    if any(groups for _, groups in moved):
        told = tuple((words.item(question, item), words.groups(groups)) for item, groups in moved)
        head = tuple(words(f"workshop_report.rating.{name}") for name in ("statement", "people"))
        yield _above(words("workshop_report.rating.moved"))
        yield Grid(words("workshop_report.rating.moved"), head, told, (52, 48))
        return
    if not question.has_counts(_TWICE):
        yield Note(words("workshop_report.rating.others"), "hint")
        return
    names = ("up", "same", "down")
    rows = tuple(
        (
            words.item(question, item),
            *(words.figure(question.figure(name, MOVED, item)) for name in names),
        )
        for item in question.items
    )
    columns = (
        words("workshop_report.rating.statement"),
        *(words(f"workshop_report.rating.{name}") for name in names),
    )
    yield _above(words("workshop_report.rating.moved"))
    yield Grid(words("workshop_report.rating.moved"), columns, rows, (52, 16, 16, 16))


def _order(words: Words, question: Question) -> list[Block]:
    rounds = rounds_of(words, question)
    if not rounds:
        return _untold(words, question)
    last = max(rounds)
    rows = tuple(
        (
            words.item(question, item),
            *(words.figure(question.figure("place", round_, item)) for round_ in rounds),
            words.figure(question.figure("first", last, item)),
        )
        for item in question.items
    )
    columns = (
        words("workshop_report.order.item"),
        *rounds.values(),
        words("workshop_report.order.first"),
    )
    widths = (55, *_share(45, len(columns) - 1))
    return [
        Grid(words("workshop_report.order.caption"), columns, rows, widths),
        Note(words("workshop_report.order.hint"), "hint"),
        *(_order_moved(words, question) if len(rounds) >= _TWICE else ()),
        *_untold(words, question),
    ]


def _order_moved(words: Words, question: Question) -> Iterator[Block]:
    told = {name: question.figure(name, MOVED, "") for name in ("both", "kept", "changed")}
    if all(figure.value is not None for figure in told.values()):
        gaps = {name: words.figure(figure) for name, figure in told.items()}
        yield Note(words("workshop_report.order.moved", **gaps), "hint")


def _texts(words: Words, question: Question) -> list[Block]:
    """Return how many gave a word or shared a text; the texts themselves are not passed on."""
    figure = question.answered(question.step.round)
    name = f"workshop_report.{question.kind}"
    few, told = f"{name}.few", f"{name}.n"
    return [Note(words(few) if figure.value is None else words(told, count=int(figure.value)), "hint")]


_KINDS: dict[str, Callable[[Words, Question], list[Block]]] = {
    "vote": _vote,
    "rating": _rating,
    "order": _order,
}


def _means(question: Question, rounds: Mapping[int, str], item: str) -> list[Figure]:
    return [question.figure("mean", round_, item) for round_ in rounds]


def _change(before: Figure, after: Figure) -> str:
    """Return how far a mean moved; "" if that is unknown."""
    change = changed(before, after)
    return "" if change is None else signed(change)


def _judged(words: Words, question: Question, choice: str) -> str:
    text, judgement = words.item(question, choice), words.judgement(question, choice)
    return words("workshop_report.vote.judged", choice=text, judgement=judgement) if judgement else text


def _above(text: str) -> Said:
    """Return a line that stays on the page of the next block."""
    return Said(text, "", "")


def _share(whole: int, count: int) -> Sequence[int]:
    """Return shares of a table's width, as equal as possible."""
    return [whole // count] * count


def _has(grid: Grid, words: Words) -> bool:
    return any(cell == words("workshop_report.masked") for row in grid.rows for cell in row)
