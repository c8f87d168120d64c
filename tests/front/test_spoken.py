"""Which parts of a text are English, by Python and JavaScript alike."""

from pathlib import Path

import pytest

import workbook.front
from in_node import run_program
from workbook.front.spoken import marked_as_english, parts_of

SPOKEN = Path(workbook.front.__file__).parent / "spoken.js"
ENGLISH = [
    "Rights and wellbeing",
    "standards and codes",
    "Ask",
    "Ann, a neighbour of yours.\nShe waves.",
    "Rights",
]
CASES = [
    ("", []),
    ("Cad a tharla?", [("Cad a tharla?", False)]),
    ("Rights and wellbeing", [("Rights and wellbeing", True)]),
    ("Standards and codes", [("Standards and codes", True)]),
    (
        "Caighdeán 1: Rights and wellbeing.",
        [("Caighdeán 1: ", False), ("Rights and wellbeing", True), (".", False)],
    ),
    (", a neighbour of yours.", [(", a neighbour of yours.", True)]),
    (" She waves. ", [(" She waves. ", True)]),
    ("Ask", [("Ask", True)]),
    ("Ask Ó Sé", [("Ask Ó Sé", False)]),
    ("Rights and wellbeings", [("Rights and wellbeings", False)]),
    ("xRights and wellbeing", [("xRights and wellbeing", False)]),
    (
        "Rights and wellbeings, Rights and wellbeing",
        [("Rights and wellbeings, ", False), ("Rights and wellbeing", True)],
    ),
]


@pytest.mark.parametrize(("text", "parts"), CASES)
def test_a_text_is_taken_apart_where_its_language_changes(text, parts):
    with marked_as_english(ENGLISH):
        assert list(parts_of(text)) == parts


def test_a_page_in_english_has_nothing_to_mark():
    assert list(parts_of("Rights and wellbeing")) == [("Rights and wellbeing", False)]


PROGRAM = """
import { readFileSync } from "node:fs";
import { learnEnglish, partsOf } from "./spoken.mjs";
const { english, texts } = JSON.parse(readFileSync(process.argv[2], "utf-8"));
const before = partsOf(texts[2]);
learnEnglish(english);
console.log(JSON.stringify([before, texts.map(partsOf), texts.map(partsOf)]));
"""


def test_the_browser_takes_texts_apart_in_the_same_way(tmp_path):
    (tmp_path / "spoken.mjs").write_text(SPOKEN.read_text(encoding="utf-8"), encoding="utf-8")
    told = {"english": ENGLISH, "texts": [text for text, _ in CASES]}
    before, first, second = run_program(tmp_path, PROGRAM, told)
    assert before == [["Rights and wellbeing", False]]
    assert first == second == [[list(part) for part in parts] for _, parts in CASES]
