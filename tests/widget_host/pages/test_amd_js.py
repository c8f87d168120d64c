"""The loader of published widget libraries, in Node.js, with files in place of libraries' own."""

from functools import partial
from pathlib import Path

import pytest

import widget_host
from in_node import run_program
from widget_host.link import bundle

STATIC = Path(widget_host.__file__).parent / "pages" / "static"
PLAYED = """
import { readFileSync } from "node:fs";
const { files } = JSON.parse(readFileSync(process.argv[2], "utf-8"));
globalThis.window = globalThis;
globalThis.location = { href: "http://127.0.0.1/voila/render/page.ipynb" };
const asked = [];
globalThis.document = {
  createElement: () => ({ remove() {} }),
  head: {
    append(script) {
      const path = script.src.replace("http://127.0.0.1/parts/", "");
      asked.push(path);
      if (!(path in files)) return queueMicrotask(() => script.onerror());
      (0, eval)(files[path]);
      queueMicrotask(() => script.onload());
    },
  },
};
const { Loader } = await import("./amd.mjs");
const loader = new Loader("/parts/");
loader.give("@jupyter-widgets/base", { base: true });
const done = (result) => process.stdout.write(JSON.stringify(result));
"""
BALL = 'define(["@jupyter-widgets/base", "ball"], ({ base }, ball) => ({ base, ball }))'
NAMED = """define(() => {
  window.requirejs.config({ map: { "*": { ball: "nbextensions/some-balls/the_ball" } } });
})"""


@pytest.fixture(scope="module")
def play(tmp_path_factory):
    """Run a scene over files, which ends with `done(result)`, and return the result."""
    folder = tmp_path_factory.mktemp("amd")
    (folder / "amd.mjs").write_text(bundle(STATIC / "widgets" / "amd.js"), encoding="utf-8")
    return lambda scene, files: partial(run_program, folder)(PLAYED + scene, {"files": files})


def test_a_library_finds_its_parts_under_the_names_that_it_says(play):
    files = {
        "some-balls/extension.js": NAMED,
        "some-balls/index.js": BALL,
        "some-balls/the_ball.js": 'define(["exports"], (exports) => { exports.round = true; })',
    }
    assert play('done([await loader.library("some-balls"), asked]);', files) == [
        {"base": True, "ball": {"round": True}},
        ["some-balls/extension.js", "some-balls/index.js", "some-balls/the_ball.js"],
    ]


def test_a_library_that_has_nothing_to_say_is_asked_once(play):
    files = {"plain/index.js": "define(() => ({ plain: 1 }))"}
    scene = """
        const both = await Promise.all([loader.library("plain"), loader.library("plain")]);
        done([both, asked]);
    """
    assert play(scene, files) == [[{"plain": 1}] * 2, ["plain/extension.js", "plain/index.js"]]


def test_what_was_given_is_asked_of_nobody(play):
    assert play('done([await loader.library("@jupyter-widgets/base"), asked]);', {}) == [{"base": True}, []]


def test_a_library_that_is_not_installed_fails(play):
    scene = 'done(await loader.library("nothing").catch((error) => error.message));'
    assert "There is no module" in play(scene, {})
