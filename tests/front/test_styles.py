"""What style sheets draw beside text is visible but not read out."""

import re
from pathlib import Path

import pytest

import widget_host
from workbook.front import __file__ as front

PACKAGE = Path(front).parents[1]
HOST = Path(widget_host.__file__).parent
PACKAGES = (PACKAGE, HOST)
SHEETS = sorted(path for package in PACKAGES for path in package.rglob("*.css"))
DRAWN = re.compile(r'content: ("(?:[^"]*[^"\s\w:][^"]*)");')


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: str(path.relative_to(PACKAGE.parent)))
def test_a_sign_that_is_drawn_has_an_empty_text_for_those_who_listen(sheet):
    """Browsers that do not know the second form draw the sign by the first."""
    styles = sheet.read_text(encoding="utf-8")
    for sign in DRAWN.findall(styles):
        assert re.search(rf'content: {re.escape(sign)};\s*content: {re.escape(sign)} / "";', styles), sign


def test_there_are_signs_to_look_at():
    assert any(DRAWN.search(sheet.read_text(encoding="utf-8")) for sheet in SHEETS)
