"""A text whose gaps are filled reads as one that was written whole."""

from pathlib import Path

from in_node import run_program

FRONT = Path(__file__).parents[2] / "widgets" / "workbook" / "front"
PROGRAM = """
import { readFileSync } from "node:fs";
import { filled } from "./sentences.js";
const told = JSON.parse(readFileSync(process.argv[2], "utf8"));
process.stdout.write(JSON.stringify(told.map(([text, values]) => filled(text, values))));
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


def test_a_value_that_ends_a_sentence_is_followed_by_no_full_stop(tmp_path):
    (tmp_path / "sentences.js").write_bytes((FRONT / "sentences.js").read_bytes())
    assert run_program(tmp_path, PROGRAM, list(FILLED.values())) == list(FILLED)
