"""Words of the interface that name the course: what it is called, for whom it is, whose standards it teaches.

Here: filling those names in. Not here: what they are, which is content (see the table course).
"""

from collections.abc import Mapping

_GAPS = {"workbook": "name", "audience": "audience", "regulator": "regulator"}


def with_facts(words: Mapping[str, str], facts: Mapping[str, str]) -> dict[str, str]:
    """Return the words with `{workbook}`, `{audience}` and `{regulator}` filled from the course's facts.

    A fact that is missing leaves its gap, so that the slip can be seen; other gaps stay for whoever shows the
    words.
    """
    filled = dict(words)
    for gap, fact in _GAPS.items():
        if fact in facts:
            filled = {name: text.replace(f"{{{gap}}}", facts[fact]) for name, text in filled.items()}
    return filled
