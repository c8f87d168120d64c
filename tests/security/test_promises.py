"""SECURITY.md names a test for each promise: here it is seen that each of these tests is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", TEXT)


def test_every_test_that_a_promise_names_is_there():
    missing = [
        f"{path}::{name}"
        for path, name in NAMED
        if not re.search(rf"^ *def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert missing == []


def test_every_promise_names_a_test():
    promises = TEXT.split("## Promises", 1)[1].split("## What is not promised", 1)[0]
    lines = [line for line in promises.splitlines() if line.startswith("- ")]
    assert len(lines) > 20
    assert all("::test_" in line for line in lines)
