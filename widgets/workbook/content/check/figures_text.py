"""Prints the figures on scenarios in plain words, for a terminal.

Here: titles, sentences and aligned columns. Not here: counting (see `figures`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import fill

from workbook.content.check.figures import CONTRASTS, TEXTS, Figures, Share
from workbook.content.check.guessing import Guess

__all__ = ["figures_text"]

_WIDTH = 78


def figures_text(figures: Figures) -> str:
    """Return the report: one paragraph for each question that an author may ask."""
    paragraphs = [
        [f"Scenarios: {figures.scenarios}, with {_counted(figures.scenes, 'scene')}"],
        _guesses(figures.guesses),
        _outcomes(figures),
        _ways(figures),
        _lengths(figures.lengths),
        _contrasts(figures.contrasts),
        _where(figures),
        _minutes(figures),
        _reviews(figures),
    ]
    return "\n\n".join("\n".join(lines) for lines in paragraphs)


def _guesses(guesses: Mapping[str, Guess]) -> Iterator[str]:
    yield "Does the surface give the best choice away?"
    yield _wrapped(
        "A small model sees only length, place, words and punctuation. It learns from all other scenarios,"
        " and picks the likeliest best choice of each scene. This is how often it is right, and how often"
        " someone would be who picks at random."
    )
    rows = [
        [text, _percent(one.found), _percent(one.chance), _percent(one.limit) if text == "choice" else ""]
        for text, one in guesses.items()
    ]
    yield from _table(["by its", "found", "chance", "limit"], rows)
    of_choice = guesses["choice"]
    over = of_choice.found > of_choice.limit
    yield "  The choices are over the limit." if over else "  The choices are within the limit."
    if given_away := of_choice.given_away:
        yield _listed("Found in", given_away)


def _outcomes(figures: Figures) -> Iterator[str]:
    yield "How choices turn out"
    outcomes = next(iter(figures.outcomes.values()), {})
    rows = [
        [name, str(figures.judged[name]), *map(str, found.values())]
        for name, found in figures.outcomes.items()
    ]
    yield from _table(["", "choices", *outcomes], rows)
    yield from _table(
        [],
        [
            ["Best ones that cost something or go wrong", _of(figures.costly), "aim: a third"],
            ["Risky or harmful ones that turn out well", _of(figures.unpunished), "aim: a fifth"],
        ],
    )


def _ways(figures: Figures) -> Iterator[str]:
    yield "Scenes with more than one way that people can defend"
    rows = [
        ["The best, and at least one defensible choice", _of(figures.one_further)],
        ["The best, and at least two defensible choices", _of(figures.two_further)],
    ]
    yield from _table([], rows)


def _lengths(lengths: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    yield "Mean length in characters"
    rows = [
        [name, *(f"{found[text]:.0f}" if text in found else "-" for text in TEXTS)]
        for name, found in lengths.items()
    ]
    yield from _table(["", *TEXTS], rows)


def _contrasts(contrasts: Mapping[str, Mapping[str, Share]]) -> Iterator[str]:
    yield f"Rationales with {', '.join(CONTRASTS[:-1])} or {CONTRASTS[-1]}"
    rows = [[name, *(_percent(share.value) for share in found.values())] for name, found in contrasts.items()]
    yield from _table(["", "any", *CONTRASTS], rows)


def _where(figures: Figures) -> Iterator[str]:
    yield "Scenarios by setting"
    yield from _table([], [[name, str(count)] for name, count in figures.settings.items()])
    if figures.missing_settings:
        yield _listed("None is set in", figures.missing_settings)
    yield ""
    yield "Scenarios by standard"
    yield from _table([], [[name, str(count)] for name, count in figures.standards.items()])


def _minutes(figures: Figures) -> Iterator[str]:
    yield "Scenarios by minutes"
    yield from _table([], [[str(minutes), str(count)] for minutes, count in figures.minutes.items()])
    yield (
        f"  Five minutes or less: {figures.short}, of which {figures.short_in_one_scene} with a single scene."
    )
    yield f"  Going online is the good choice in {_counted(figures.online, 'scenario')}."


def _reviews(figures: Figures) -> Iterator[str]:
    if not figures.unreviewed:
        yield "A practitioner has reviewed every scenario."
        return
    yield f"Nobody has reviewed {len(figures.unreviewed)} of {_counted(figures.scenarios, 'scenario')}"
    yield _wrapped(", ".join(figures.unreviewed))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield lines with the first column to the left and all others to the right."""
    lines = [list(row) for row in ([head] if head else [])] + [list(row) for row in rows]
    widths = [max(map(len, column), default=0) for column in zip(*lines, strict=False)]
    for first, *others in lines:
        cells = [first.ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=False)]
        yield f"  {'  '.join(cells)}".rstrip()


def _listed(what: str, names: Iterable[str]) -> str:
    return _wrapped(f"{what}: {', '.join(names)}.")


def _wrapped(text: str) -> str:
    return fill(
        text,
        _WIDTH,
        initial_indent="  ",
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _of(share: Share) -> str:
    return f"{share.part} of {share.whole} ({_percent(share.value)})"


def _percent(value: float) -> str:
    return f"{value:.0%}"
