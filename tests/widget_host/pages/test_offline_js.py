"""What the service worker keeps, what it leaves alone, and when it shows what it has kept."""

from pathlib import Path

import pytest

import widget_host
from in_node import run_program
from widget_host.link import bundle

OFFLINE = Path(widget_host.__file__).parent / "pages" / "static" / "offline"
SCOPE = "https://a.example/learn/"
# As a server tells it (see widget_host.pages.offline).
TOLD = {
    "course": "",
    "pages": ["(?:|ga/)", r"(?:|ga/)voila/render/(?!.*\.(?:mp3|mp4)$).+"],
    "files": ["host/modules/.+", "host/(?:code|parts)/[0-9a-f]{8}/.+"],
    "away": [{"folder": "", "html": "English"}, {"folder": "ga/", "html": "Irish"}],
}
PLAYED = """
import {{ readFileSync }} from "node:fs";
import * as rules from "./{name}.mjs";
const told = JSON.parse(readFileSync(process.argv[2], "utf-8"));
process.stdout.write(JSON.stringify({scene} ?? null));
"""


@pytest.fixture
def play(tmp_path):
    """Run an expression of `rules` and `told`, and return its value."""

    def run(scene, told, name="rules"):
        (tmp_path / f"{name}.mjs").write_text(bundle(OFFLINE / f"{name}.js"), encoding="utf-8")
        return run_program(tmp_path, PLAYED.format(name=name, scene=scene), told)

    return run


@pytest.fixture
def kinds(play):
    """Tell what each of these requests is for the worker."""
    return lambda asked: play(
        "told.asked.map((one) => rules.kindOf(told.kept, told.scope, one))",
        {"kept": TOLD, "scope": SCOPE, "asked": asked},
    )


def get(path, **more):
    return {"method": "GET", "url": f"{SCOPE}{path}", **more}


def test_pages_and_their_files_are_kept(kinds):
    pages = [
        "",
        "?place=3",
        "#workshop",
        "ga/",
        "voila/render/standard-1.ipynb",
        "ga/voila/render/a/b.ipynb?x=1",
    ]
    files = ["host/modules/0123456789abcdef.js", "host/code/01234567/widget_host/pages/static/icon.svg"]
    assert kinds([get(path) for path in pages]) == ["page"] * len(pages)
    assert kinds([get(path) for path in files]) == ["file"] * len(files)


def test_what_is_a_learner_s_or_a_trainer_s_or_another_course_s_passes_untouched(kinds):
    paths = [
        *(
            "host/kernel",
            "host/status",
            "host/turn",
            "host/rendered",
            "api/kernels/1",
            "voila/api/shutdown/1",
        ),
        *("healthz", "readyz", "metrics", "worker.js", "hub/login", "oauth2/callback", "oauth_callback"),
        *("workshop/live", "workshops/export.csv", "usage/feedback", "cy/", "voila/render/film.mp4"),
        # A course below this one has an address of its own.
        *("second/", "second/voila/render/standard-1.ipynb", "second/host/modules/0123456789abcdef.js"),
    ]
    assert kinds([get(path) for path in paths]) == [None] * len(paths)
    others = [
        "https://a.example/",
        "https://a.example/learned/",
        "https://b.example/learn/",
        "blob:https://a.example/1",
    ]
    assert kinds([{"method": "GET", "url": url} for url in others]) == [None] * len(others)


def test_nothing_that_is_sent_is_kept(kinds):
    assert kinds([{**get(""), "method": method} for method in ("POST", "HEAD", "DELETE")]) == [None] * 3


@pytest.mark.parametrize(
    ("changes", "may"),
    [
        ({}, True),
        ({"control": "no-store"}, False),
        ({"control": "private, max-age=5"}, False),
        ({"status": 503}, False),
        ({"status": 206}, False),
        # Whoever is led to a sign-in must not see that page again for this one.
        ({"redirected": True}, False),
        ({"type": "opaqueredirect"}, False),
    ],
)
def test_an_answer_that_is_of_one_visit_is_never_kept(play, changes, may):
    answer = {"status": 200, "redirected": False, "type": "basic", "control": "no-cache", **changes}
    scene = "rules.mayKeep({ ...told, headers: { get: () => told.control } })"
    assert play(scene, answer) is may


def test_only_a_page_that_says_so_of_itself_is_kept(play):
    said = [
        '<!doctype html>\n<html lang="en-GB" data-offline="/worker.js">',
        '<html lang="en-GB"><body data-offline="">',
    ]
    assert play("told.map(rules.saysKeep)", said) == [True, False]


def test_a_restart_of_the_server_is_no_new_version_and_a_changed_word_is_one(play):
    run = '<p>Ask first.</p><script>{{"build": "{build}", "models": {{"{model}": 1}}}}</script>'
    before = run.format(build="abc", model="0" * 32)
    after = run.format(build="def", model="f" * 32)
    one, other, changed = play("told.map(rules.readable)", [before, after, after.replace("Ask", "Think")])
    assert one == other != changed


def test_a_file_goes_when_no_page_and_no_file_in_use_names_it(play):
    told = {
        "texts": ['<script src="/host/modules/new.js">'],
        "files": [
            ["https://a/host/modules/new.js", 'import("/host/modules/late.js")'],
            ["https://a/host/modules/late.js", ""],
            ["https://a/host/modules/old.js", 'import("/host/modules/older.js")'],
            ["https://a/host/modules/older.js", ""],
        ],
    }
    gone = play("rules.unused(told.texts, new Map(told.files))", told)
    assert [one.rpartition("/")[2] for one in gone] == ["old.js", "older.js"]


def test_a_page_that_is_not_kept_says_so_in_its_language(play):
    scene = "told.paths.map((path) => rules.awayFor(told.kept, path))"
    paths = ["voila/render/a.ipynb", "ga/voila/render/a.ipynb", "gaelic"]
    assert play(scene, {"kept": TOLD, "paths": paths}) == ["English", "Irish", "English"]


def test_each_course_and_each_address_has_a_cache_of_its_own(play):
    names = play(
        "told.map(([course, scope]) => rules.pagesCache(course, scope))",
        [["", "/"], ["", "/learn/"], ["second", "/learn/"], ["second", "/"]],
        "caches",
    )
    assert len(set(names)) == 4
    at = play(
        'told.map((name) => rules.isPagesCacheAt(name, "/learn/"))', [*names, "another /learn/"], "caches"
    )
    assert at == [False, True, True, False, False]
