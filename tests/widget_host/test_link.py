"""Modules joined into one for widgets, and bundled for pages."""

import pytest

from in_node import run_program
from widget_host.link import LinkError, bundle, link, shared_styles


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


def test_the_tokens_come_before_the_kit_that_uses_them():
    styles = shared_styles()
    assert styles.index("--wb-paper:") < styles.index(".wb-exercise {")


def load(folder, text, show):
    """Load a bundle in Node.js and return what an expression over its exports, `b`, gives."""
    (folder / "bundle.mjs").write_text(text, encoding="utf-8")
    program = f'import * as b from "./bundle.mjs"; process.stdout.write(JSON.stringify({show}));'
    return run_program(folder, program, None)


def test_names_of_bundled_modules_may_clash_and_shared_ones_run_once(tmp_path):
    entry = write(
        tmp_path,
        shared="const secret = [];\nexport function add(one) { secret.push(one); return secret.length; }\n",
        first=(
            'import { add as put } from "./shared.js";\nconst secret = put(1);\nexport default { secret };\n'
        ),
        entry='import { add } from "./shared.js";\nexport const secret = add(2);\n',
    )
    text = bundle(entry, [tmp_path / "first.js"])
    assert load(tmp_path, text, "[b.secret, b.first(), b.first() === b.first()]") == [1, {"secret": 2}, True]


def test_a_module_on_offer_is_run_only_when_it_is_asked_for(tmp_path):
    write(tmp_path, idle="globalThis.ran = true;\nexport default { asked: true };\n", entry="")
    text = bundle(offer=[tmp_path / "idle.js"])
    assert load(tmp_path, text, "[!!globalThis.ran, b.idle(), globalThis.ran]") == [
        False,
        {"asked": True},
        True,
    ]


def test_a_bundle_leaves_out_comments_and_nothing_else(tmp_path):
    entry = write(
        tmp_path,
        entry=(
            "/** A line, with `ticks`. */\n"
            "// another\n"
            'export const kept = [/** @type {any} */ ("// no comment"), `/* nor this */`];\n'
        ),
    )
    text = bundle(entry)
    assert "another" not in text
    assert load(tmp_path, text, "b.kept") == ["// no comment", "/* nor this */"]


def test_files_that_are_fetched_later_are_named_by_their_address(tmp_path):
    entry = write(
        tmp_path,
        late="export const late = 1;\n",
        entry=(
            'export const load = () => import("./late.js");\n'
            'export const style = () => new URL("./late.css", import.meta.url);\n'
        ),
    )
    given = {tmp_path / "late.js": "/made/l.js", tmp_path / "late.css": "/code/l.css"}
    text = bundle(entry, addresses=given)
    assert 'import("/made/l.js")' in text
    assert 'new URL("/code/l.css", location.href)' in text
    with pytest.raises(LinkError, match="no address"):
        bundle(entry)


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ('import { entry } from "./entry.js";\nexport const part = 1;\n', "circle: entry.js > part.js"),
        ("const part = 1;\nexport { part };\n", "can't be joined"),
        ("export const part = `\n// a text\n`;\n", "looks like a comment"),
    ],
    ids=["circle", "export list", "comment in a text"],
)
def test_a_module_that_cannot_be_bundled_is_refused_by_name(tmp_path, part, reason):
    entry = write(
        tmp_path, part=part, entry='import { part } from "./part.js";\nexport const entry = part;\n'
    )
    with pytest.raises(LinkError, match=rf"(part|entry)\.js.*{reason}"):
        bundle(entry)
