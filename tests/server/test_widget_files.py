"""The exercises' scripts and styles: each is sound, by itself and in the bundle that pages load."""

import json

from in_node import run_program
from widget_host.link import bundle, link
from workbook.server.widget_files import widget_files

EXERCISES = sorted(widget_files().widgets.values(), key=lambda path: path.stem)
SHEETS = [path.with_suffix(".css") for path in EXERCISES]


def test_the_joined_module_of_every_exercise_is_sound(tmp_path):
    names = [path.stem for path in EXERCISES]
    for path in EXERCISES:
        (tmp_path / f"{path.stem}.mjs").write_text(link(path), encoding="utf-8")
    # In one process: Node.js takes longer to start than to read a module.
    loaded = "import(`./${name}.mjs`).then(() => '', (error) => `${name}: ${error}`)"
    told = f"await Promise.all({json.dumps(names)}.map((name) => {loaded}))"
    assert names
    assert run_program(tmp_path, shown(told), None) == [""] * len(names)


def test_an_exercise_is_styled_by_tokens_alone():
    coloured = [path.stem for path in SHEETS if "#" in path.read_text(encoding="utf-8").replace("#{", "")]
    assert SHEETS
    assert coloured == [], "colours come from tokens.css"


def test_every_exercise_can_be_taken_from_one_bundle(tmp_path):
    (tmp_path / "bundle.mjs").write_text(bundle(offer=EXERCISES), encoding="utf-8")
    names = "Object.keys(b).filter((name) => typeof b[name] === 'function')"
    found = run_program(tmp_path, f'import * as b from "./bundle.mjs";\n{shown(names)}', None)
    assert sorted(found) == [path.stem for path in EXERCISES]


def shown(value):
    """The line of a program that prints a value."""
    return f"process.stdout.write(JSON.stringify({value}));"
