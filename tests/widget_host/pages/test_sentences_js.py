"""A text with filled gaps reads as if written whole, with its language's forms for numbers."""

from pathlib import Path

import pytest

import widget_host
from in_node import run_program
from widget_host.link import bundle

STATIC = Path(widget_host.__file__).parent / "pages" / "static"
PROGRAM = """
import { readFileSync } from "node:fs";
import { filled, wordOf } from "./sentences.mjs";
const { texts, counts } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const said = counts.map(([lang, words, count]) => {
  globalThis.document = { documentElement: { lang } };
  return wordOf(words, "left", { count });
});
const filledTexts = texts.map(([text, values]) => filled(text, values));
process.stdout.write(JSON.stringify({ texts: filledTexts, counts: said }));
"""
FILLED = {
    "You say: Fine. This workbook says: Why?": (
        "You say: {own}. This workbook says: {other}.",
        {"own": "Fine", "other": "Why?"},
    ),
    "Stop! What now?": ("{title}. {question}", {"title": "Stop!", "question": "What now?"}),
    "Saved as record.docx.": ("Saved as {name}.", {"name": "record.docx"}),
    "One. and {b}": ("{a} and {b}", {"a": "One."}),
    "5.9": ("{number}.{part}", {"number": 5, "part": 9}),
}


FORMS = {f"left.{form}": form for form in ("zero", "one", "two", "few", "many", "other")}
ENGLISH = {"left.one": "one", "left.other": "other"}
COUNTED = [
    (("en-GB", ENGLISH, 0), "other"),
    (("en-GB", ENGLISH, 1), "one"),
    (("ga", FORMS, 1), "one"),
    (("ga", FORMS, 2), "two"),
    (("ga", FORMS, 6), "few"),
    (("ga", FORMS, 7), "many"),
    (("ga", FORMS, 11), "other"),
    (("cy", FORMS, 0), "zero"),
    (("cy", FORMS, 6), "many"),
    (("ga", ENGLISH, 2), "other"),
    (("ga", {"left": "always"}, 2), "always"),
]


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sentences")
    (folder / "sentences.mjs").write_text(bundle(STATIC / "common" / "sentences.js"), encoding="utf-8")
    told = {"texts": list(FILLED.values()), "counts": [asked for asked, _ in COUNTED]}
    return run_program(folder, PROGRAM, told)


def test_a_value_that_ends_a_sentence_is_followed_by_no_full_stop(said):
    assert said["texts"] == list(FILLED)


def test_a_number_has_the_form_of_the_page_s_language_and_of_english_where_that_has_none(said):
    assert said["counts"] == [form for _, form in COUNTED]
