"""The host's own style sheet of pages."""

import re
from pathlib import Path

import widget_host

HOST = Path(widget_host.__file__).parent
SHEET = HOST / "pages" / "static" / "styles" / "page.css"
# What a program may put into its own template, as the README says.
FOR_PROGRAMS = {"wb-footer"}


def test_it_styles_only_what_the_host_itself_puts_on_pages():
    styles = re.sub(r"/\*.*?\*/", "", SHEET.read_text(encoding="utf-8"), flags=re.DOTALL)
    named = set(re.findall(r"\.(wb-[\w-]+)", styles))
    drawn = set()
    for path in HOST.rglob("*"):
        if path.suffix in (".html", ".js", ".py"):
            drawn |= set(re.findall(r"(?<![\w-])wb-[\w-]*\w", path.read_text(encoding="utf-8")))
    assert len(named) > 30
    assert named - drawn == FOR_PROGRAMS
