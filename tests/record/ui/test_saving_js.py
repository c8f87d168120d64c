"""What a field says about where its text is stored, in Node.js."""

from pathlib import Path

import pytest

from in_node import run_program
from widget_host.link import bundle
from workbook.front import __file__ as front

ASKED = """
import { readFileSync } from "node:fs";
import { savedWord } from "./saving.mjs";
const { keeping, unsent } = JSON.parse(readFileSync(process.argv[2], "utf-8"));
process.stdout.write(JSON.stringify(savedWord(keeping, unsent)));
"""


@pytest.mark.parametrize(
    ("mode", "trouble", "unsent", "word"),
    [
        ("device", "", True, "saved"),
        ("code", "", True, "saved"),
        ("code", "", False, "saved_code"),
        ("code", "nearly", False, "saved_code"),
        ("code", "silent", True, "saved_waiting"),
        ("code", "quota", True, "saved_here"),
        ("code", "scarce", True, "saved_here"),
        ("code", "unknown", True, "saved"),
    ],
)
def test_a_field_promises_the_code_after_a_lost_connection_alone(tmp_path, mode, trouble, unsent, word):
    saving = bundle(Path(front).parents[1] / "record" / "ui" / "saving.js")
    (tmp_path / "saving.mjs").write_text(saving, encoding="utf-8")
    told = {"keeping": {"mode": mode, "trouble": trouble}, "unsent": unsent}
    assert run_program(tmp_path, ASKED, told) == f"common.{word}"
