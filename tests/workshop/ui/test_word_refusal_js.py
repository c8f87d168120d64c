"""Why a word can't be sent: what is wrong with it, and what to do."""

from pathlib import Path

import pytest

import workbook.workshop

TEXTS = Path(workbook.workshop.__file__).parent / "ui/common/texts.js"
WHY = "return module.wordRefusal((name, values) => [name, values ?? null], given);"


@pytest.mark.parametrize(
    ("text", "name", "values"),
    [
        ("", "workshop.word.none", None),
        ("one two three", "workshop.word.many", {"count": 3}),
        ("calm!", "workshop.word.sign", {"sign": "!"}),
        ("24", "workshop.word.sign", {"sign": "2"}),
        ("-calm", "workshop.word.unreadable", None),
    ],
)
def test_a_word_that_is_refused_is_told_what_is_wrong_with_it(run_module, text, name, values):
    assert run_module(TEXTS, WHY, text) == [name, values]
