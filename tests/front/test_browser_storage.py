"""Whatever scripts store in a browser has a name that belongs to one course and one learner."""

import re
from pathlib import Path

import widget_host
from workbook.front import __file__ as front

PACKAGE = Path(front).parents[1]
STATIC = Path(widget_host.__file__).parent / "pages" / "static"


def test_every_name_in_a_browser_s_stores_is_one_of_these():
    """Those that are not seen to be so here are a prefix, a key and names that `own` has made before."""
    asked = re.compile(
        r"(?:Storage|storage\??)\.(?:get|set|remove)Item\((.*)|new BroadcastChannel\((.*)"
        r"|indexedDB\.(?:open|deleteDatabase)\((.*)|locks\.request\((.*)"
    )
    found = {
        (path.name, next(filter(None, one.groups())))
        for package in (PACKAGE, STATIC)
        for path in package.rglob("*.js")
        for one in asked.finditer(path.read_text(encoding="utf-8"))
    }
    assert len(found) > 10
    elsewhere = {(file, re.match(r"\w+", given)[0]) for file, given in found if not given.startswith("own(")}
    assert elsewhere == {
        *(("drafts.js", "prefix"), ("place.js", "KEY")),
        *(("store.js", "name"),),
    }
