"""The oldest supported browsers can parse everything that pages send, and have every feature that it uses."""

import re
import sys
from pathlib import Path

from front.browser_support import EXCEPTIONS, lacks, tags, unexpected
from widget_host.browsers import OLDEST_BROWSERS
from widget_host.link import classic
from widget_host.pages.assets import Assets
from widget_host.pages.generated_assets import GeneratedAssets
from widget_host.pages.scripts import STATIC, PageScripts
from workbook.front import languages, words
from workbook.server.widget_files import widget_files

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "widgets" / "workbook"
PACKAGES = (PACKAGE, ROOT / "widgets" / "widget_host")
STOCK = Path(sys.prefix, "share", "jupyter", "nbextensions", "jupyter-js-widgets", "extension.js")
BROWSER_CHECK = ROOT / "widgets" / STATIC / "page" / "browser_check.js"
NAMED = "Safari {safari}, Chrome or Edge {chrome}, Firefox {firefox}, Samsung Internet {samsung}"


def joined():
    """All scripts and styles that the server joins, by name."""
    code = Assets((ROOT / "widgets",), frozenset({".js", ".css", ".svg"}), settled=True)
    made = GeneratedAssets("")
    modules = PageScripts(code, made, "/", widget_files())
    modules.styles()
    modules.script("workshop")
    return {name: asset.body.decode() for name, asset in made.items()}


def test_what_the_server_and_packages_send_can_be_read_and_has_its_interfaces():
    launch = PACKAGE / "publish" / "lms" / "static"
    packages = {
        f"lms/{name}.js": classic(launch / f"{name}.js", (), "workbookLaunch", {})
        for name in ("scorm12", "scorm2004", "cmi5")
    }
    served = joined()
    found = lacks(
        modules=[str(path) for package in PACKAGES for path in package.rglob("*.js")],
        scripts={name: text for name, text in served.items() if name.endswith(".js")} | packages,
        styles={name: text for name, text in served.items() if name.endswith(".css")}
        | {
            path.name: path.read_text(encoding="utf-8")
            for package in PACKAGES
            for path in package.rglob("*.css")
        },
    )
    assert unexpected(found) == []
    excepted = {one for one in EXCEPTIONS if not one.startswith("<")}
    assert excepted == {one["feature"] for one in found}, "An exception is not needed any more."


def test_jupyter_s_own_widgets_can_be_read():
    assert lacks(scripts={STOCK.name: STOCK.read_text(encoding="utf-8")}) == []


def test_no_pattern_that_is_sent_as_text_looks_behind():
    behind = re.compile(r"\(\?<[=!]")
    for language in languages():
        sent = words("identifiers", "serve", language=language)
        assert [name for name, text in sent.items() if behind.search(text)] == []


SCRIPTS = {
    "an interface": ("export const any = AbortSignal.any([]);", "api.AbortSignal.any_static"),
    "one that is taken apart": ("export const { any } = AbortSignal;", "api.AbortSignal.any_static"),
    "a signal of time": ("export const late = AbortSignal.timeout(1);", "api.AbortSignal.timeout_static"),
    "a method": ("export const sorted = [2, 1].toSorted();", "javascript.builtins.Array.toSorted"),
    "a method of what a type says": (
        "/** @param {Map<string, string[]>} all */\n"
        "export const first = (all) => [...all.values()].map((one) => one.with(0, ''));",
        "javascript.builtins.Array.with",
    ),
    "a method of an element": (
        "/** @param {HTMLFormElement} form */\nexport const send = (form) => form.requestSubmit();",
        "api.HTMLFormElement.requestSubmit",
    ),
    "a lookbehind": ("export const found = /(?<!a)b/u;", "a lookbehind"),
    "a lookbehind in a text": ('export const found = new RegExp("(?<=a)" + "b");', "a lookbehind"),
    "nothing, where the script asks first": (
        "export const id = crypto.randomUUID?.();\nexport const has = typeof AbortSignal.any;",
        None,
    ),
}


def test_the_check_sees_interfaces_that_came_later(tmp_path):
    modules = {tmp_path / f"{number}.js": script for number, script in enumerate(SCRIPTS.values())}
    for module, (text, _) in modules.items():
        module.write_text(text, encoding="utf-8")
    lacking = lacks(modules=[*map(str, modules)])
    found = {Path(one["where"].rpartition(":")[0]): one["feature"] for one in lacking}
    assert {module: found.get(module) for module in modules} == {
        module: feature for module, (_, feature) in modules.items()
    }


def test_the_check_sees_newer_syntax_styles_and_markup():
    scripts = {
        "static": "class A { static { this.b = 1; } }",
        "behind": "const found = /(?<=a)b/;",
        "old": "const a = b?.c ?? [].at(-1); class D { #e = 1; }",
    }
    styles = {
        "range": "@media (width >= 40rem) { p { color: red } }",
        "nested": "p { & b { color: red } }",
        "nested without a sign": "p { b { color: red } }",
        "mixed": "p { color: color-mix(in srgb, red, blue) }",
        "high": "p { height: 100dvh }",
        "plain": "@media (min-width: 40rem) { p:is(b, i) { inset: 0; aspect-ratio: 1 } }",
    }
    marked = {
        "map": tags('<script type="importmap">{}</script>'),
        "inert": tags("<div inert></div>"),
        "known": tags('<script type="module"></script><dialog></dialog><p hidden enterkeyhint="go">'),
    }
    found = {one["where"] for one in lacks(scripts=scripts, styles=styles, tags=marked)}
    assert found == {*scripts, *styles, *marked} - {"old", "plain", "known"}
    assert {one["where"] for one in lacks(targets=["es5"], scripts=scripts)} == set(scripts)


def test_what_speaks_to_browsers_of_any_age_is_ecmascript_5():
    assert lacks(targets=["es5"], scripts={"check": BROWSER_CHECK.read_text(encoding="utf-8")}) == []


def test_the_oldest_browsers_are_named_where_people_look():
    named = NAMED.format(**OLDEST_BROWSERS)
    guides = ("README.md", "notebooks/guides/learner.ipynb", "notebooks/guides/publisher.ipynb")
    assert [one for one in guides if named not in (ROOT / one).read_text(encoding="utf-8")] == []
