"""Converts a question's results to blocks: figures in tables, both rounds side by side, and changes.

Here: votes, orders and texts. Not here: self-ratings (see `ratings`), how a figure is worded (see `words`),
the bars (see `charts`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from workbook.documents.blocks import Block, Grid, Heading, Listing, Note
from workbook.documents.text import clean
from workbook.workshop.report.charts import Drawn, chart, count
from workbook.workshop.report.figures import MOVED, Figure, Question
from workbook.workshop.report.ratings import ratings
from workbook.workshop.report.rounds import TWICE, above, answered, rounds_of, share, untold
from workbook.workshop.report.words import Words

__all__ = ["in_short", "results"]


def results(words: Words, question: Question) -> Iterator[Block]:
    """Yield the blocks of a question, with a heading of level 3."""
    yield Heading(3, words.heading(question))
    asked = words.asked(question)
    if asked:
        yield above(words("workshop_report.question", question=asked))
    steps = "; ".join(dict.fromkeys(clean(step.title) for step in question.steps.values()))
    yield above(words("workshop_report.steps", steps=steps))
    blocks = _KINDS.get(question.kind, _texts)(words, question)
    yield from blocks
    hidden = [block for block in blocks if isinstance(block, Grid) and _has(block, words)]
    if hidden:
        yield Note(words("workshop_report.masked.why"), "hint")


def in_short(words: Words, question: Question) -> str:
    """Return what came of a question in a sentence or two; "" if nothing did."""
    if question.kind not in _KINDS:
        figure = question.answered(question.step.round)
        return _of_texts(words, question, figure) if figure.value is not None else ""
    told = _told_of_moved(question) if question.kind != "rating" else {}
    if told:
        return words(f"workshop_report.{question.kind}.moved", **_figures(words, told))
    rounds = [round_ for round_ in sorted(question.steps) if question.state(round_) == "told"]
    means = [question.overall(round_) for round_ in rounds] if question.kind == "rating" else []
    if means and all(figure.value is not None for figure in means):
        name = "workshop_report.rating.both" if len(means) == TWICE else "workshop_report.rating.once"
        return words(name, before=words.figure(means[0]), after=words.figure(means[-1]))
    counts = [int(figure.value) for figure in map(question.answered, rounds) if figure.value is not None]
    return words("workshop_report.answered_by", count=max(counts)) if counts else ""


def _vote(words: Words, question: Question) -> list[Block]:
    rounds = rounds_of(words, question)
    blocks = untold(words, question)
    if not rounds:
        return blocks
    rows: list[list[Drawn | str]] = [
        [
            _judged(words, question, choice),
            *(count(words, question.figure("votes", round_, choice)) for round_ in rounds),
        ]
        for choice in question.items
    ]
    rows.append(answered(words, question, rounds))
    columns = (words("workshop_report.vote.choice"), *rounds.values())
    caption = words("workshop_report.vote.caption")
    blocks.insert(0, chart(caption, columns, rows, (50, *share(50, len(rounds)))))
    if len(rounds) >= TWICE:
        blocks.extend(_vote_moved(words, question))
    return blocks


def _vote_moved(words: Words, question: Question) -> list[Block]:
    told = _told_of_moved(question)
    if not told:
        return [Note(words("workshop_report.vote.moved_masked"), "hint")]
    blocks = list(_kept(words, told, "workshop_report.vote.moved"))
    moves = sorted(question.flows(), key=lambda flow: -(flow.value or 0))
    if moves:
        named = words("workshop_report.flows.caption")
        rows = [(_way(words, question, flow), count(words, flow, told["both"].value)) for flow in moves]
        columns = (words("workshop_report.flows.way"), words("workshop_report.flows.people"))
        blocks.append(above(named))
        blocks.append(chart(named, columns, rows, (50, 50)))
    return blocks


def _way(words: Words, question: Question, flow: Figure) -> str:
    before, after = words.lettered(question, flow.item), words.lettered(question, flow.to)
    return words("workshop_report.flows.from_to", before=before, after=after)


def _told_of_moved(question: Question) -> dict[str, Figure]:
    """Return how many answered twice, stayed and changed; empty unless all of these are told."""
    told = {name: question.figure(name, MOVED, "") for name in ("both", "kept", "changed")}
    return told if all(figure.value is not None for figure in told.values()) else {}


def _figures(words: Words, told: Mapping[str, Figure]) -> dict[str, str]:
    return {measure: words.figure(figure) for measure, figure in told.items()}


def _kept(words: Words, told: Mapping[str, Figure], name: str) -> Iterator[Block]:
    """Yield how many of those who answered twice stayed, and how many changed."""
    said = words(name, **_figures(words, told))
    yield above(said)
    columns = (words("workshop_report.moved.what"), words("workshop_report.flows.people"))
    both = told["both"].value
    rows = [(words.measure(told[one]), count(words, told[one], both)) for one in ("kept", "changed")]
    yield chart(said, columns, rows, (50, 50))


def _order(words: Words, question: Question) -> list[Block]:
    rounds = rounds_of(words, question)
    if not rounds:
        return untold(words, question)
    last = max(rounds)
    told = _told_of_moved(question) if len(rounds) >= TWICE else {}
    rows: list[Sequence[Drawn | str]] = [
        (
            words.item(question, item),
            *(words.figure(question.figure("place", round_, item)) for round_ in rounds),
            count(words, question.figure("first", last, item)),
        )
        for item in question.items
    ]
    columns = (
        words("workshop_report.order.item"),
        *rounds.values(),
        words("workshop_report.order.first"),
    )
    widths = (46, *share(54, len(columns) - 1))
    return [
        chart(words("workshop_report.order.caption"), columns, rows, widths),
        Note(words("workshop_report.order.hint"), "hint"),
        *(_kept(words, told, "workshop_report.order.moved") if told else ()),
        *untold(words, question),
    ]


def _texts(words: Words, question: Question) -> list[Block]:
    """Return how many gave a word or offered a text, and the texts given for the report."""
    figure = question.answered(question.step.round)
    few = figure.value is None
    said = words(f"workshop_report.{question.kind}.few") if few else _of_texts(words, question, figure)
    blocks: list[Block] = [Note(said, "hint")]
    if question.given:
        blocks.append(Note(words("workshop_report.share.given"), "lead"))
        blocks.append(Listing(tuple(("", clean(text)) for text in question.given)))
    return blocks


def _of_texts(words: Words, question: Question, figure: Figure) -> str:
    """Return how many gave a word or offered a text, and how many of these the room saw."""
    name = f"workshop_report.{question.kind}"
    said = [words(f"{name}.n", count=int(figure.value or 0))]
    shown = question.shown
    if shown is not None:
        said.append(words(f"{name}.shown" if shown else f"{name}.shown_none", count=shown))
    given = len(question.given)
    kept = words("workshop_report.share.given_n", count=given) if given else words(f"{name}.kept")
    return " ".join([*said, kept])


_KINDS: dict[str, Callable[[Words, Question], list[Block]]] = {
    "vote": _vote,
    "rating": ratings,
    "order": _order,
}


def _judged(words: Words, question: Question, choice: str) -> str:
    letter, text = words.lettered(question, choice), words.item(question, choice)
    judgement = words.judgement(question, choice)
    if judgement:
        text = words("workshop_report.vote.judged", choice=text, judgement=judgement)
    return words("workshop_report.vote.lettered", letter=letter, choice=text)


def _has(grid: Grid, words: Words) -> bool:
    return any(cell == words("workshop_report.masked") for row in grid.rows for cell in row)
