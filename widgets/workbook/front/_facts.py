"""Fills the course's facts into the interface's words: its name, its audience, whose standards it teaches.

Here: filling them in. Not here: the facts, which are content (see the table course).
"""

from collections.abc import Mapping

_GAPS = {"workbook": "name", "audience": "audience", "regulator": "regulator"}


def with_facts(words: Mapping[str, str], facts: Mapping[str, str]) -> dict[str, str]:
    """Return the words with `{workbook}`, `{audience}` and `{regulator}` filled from the course's facts.

    A missing fact leaves its placeholder, so that the mistake shows; other placeholders stay for the caller.
    """
    filled = dict(words)
    for gap, fact in _GAPS.items():
        if fact in facts:
            filled = {name: text.replace(f"{{{gap}}}", facts[fact]) for name, text in filled.items()}
    return filled
