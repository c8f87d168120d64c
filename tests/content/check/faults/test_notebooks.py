"""Faults of notebooks, one by one; their row is the number of the cell."""

import pytest

from content.planting import Planted, assert_told

PAGE = "standard-1.ipynb"


def metadata(workbook, **values):
    """Change what a notebook's metadata says under `workbook`; None takes a key away."""
    notebook = workbook.notebook()
    for key, value in values.items():
        own = notebook["metadata"] if key == "title" else notebook["metadata"]["workbook"]
        own[key] = value
        if value is None:
            del own[key]
    workbook.write_notebook("standard-1", notebook)


def kernel(workbook, name, language):
    """Have a notebook say that it is for another kernel."""
    notebook = workbook.notebook()
    notebook["metadata"] |= {"kernelspec": {"name": name, "language": language}, "language_info": {}}
    workbook.write_notebook("standard-1", notebook)


def unit(workbook, minutes=None, *, of_page=None, scenario=None, at=0):
    """Have a part of a page, with minutes of its own, of the page and of the scenario."""
    notebook = workbook.notebook()
    about = {} if minutes is None else {"widget_host": {"minutes": minutes}}
    begins = {"cell_type": "markdown", "metadata": {"tags": ["unit"], **about}, "source": "## All of it"}
    notebook["cells"].insert(at, begins)
    if of_page is not None:
        notebook["metadata"]["workbook"]["minutes"] = of_page
    workbook.write_notebook("standard-1", notebook)
    if scenario is not None:
        workbook.edit("scenarios", 2, minutes=str(scenario))


PLANTED = [
    Planted("long-unit", lambda w: unit(w, scenario=21), PAGE, 1, says="All of it"),
    Planted("long-unit", lambda w: unit(w, 21, of_page=21), PAGE, 1, says="21 minutes"),
    Planted("short-unit", lambda w: unit(w, 9, of_page=9, scenario=10), PAGE, 1, says="says 9 minutes"),
    Planted(
        "unit-minutes", lambda w: unit(w, 20, of_page=19), PAGE, None, "workbook.minutes", says="take 20"
    ),
    Planted("unit-without-scenario", lambda w: unit(w, at=99), PAGE, 6, says="All of it"),
    Planted(
        "broken-notebook", lambda w: (w.notebooks / "a.ipynb").write_text("{\n"), "a.ipynb", says="see line 2"
    ),
    Planted("broken-notebook", lambda w: (w.notebooks / "a.ipynb").write_text("[]"), "a.ipynb"),
    Planted("broken-notebook", lambda w: (w.notebooks / "a.ipynb").write_bytes(b"\xff\xfe\x00"), "a.ipynb"),
    Planted(
        "broken-notebook", lambda w: w.write_notebook("standard-1", w.notebook() | {"cells": ["x"]}), PAGE
    ),
    Planted("unopenable-file", lambda w: (w.notebooks / "a.ipynb").mkdir(), "a.ipynb"),
    Planted("missing-metadata", lambda w: metadata(w, title=None), PAGE, None, "title"),
    Planted("missing-metadata", lambda w: metadata(w, page=None), PAGE, None, "workbook.page"),
    Planted("missing-metadata", lambda w: metadata(w, part=""), PAGE, None, "workbook.part"),
    Planted("missing-metadata", lambda w: metadata(w, order=True), PAGE, None, "workbook.order"),
    Planted("missing-metadata", lambda w: metadata(w, minutes="20"), PAGE, None, "workbook.minutes"),
    Planted("missing-metadata", lambda w: metadata(w, summary=None), PAGE, None, "workbook.summary"),
    Planted(
        "unknown-standard",
        lambda w: metadata(w, standard="standard1"),
        PAGE,
        None,
        "workbook.standard",
        "standard-1",
        among=True,
    ),
    Planted(
        "repeated-page",
        lambda w: metadata(w, page="standard-2"),
        "standard-2.ipynb",
        None,
        "workbook.page",
        says=PAGE,
    ),
    Planted("broken-code", lambda w: w.add_cell("x = 1\nprint("), PAGE, 6, "line 2"),
    Planted("broken-code", lambda w: w.add_cell("x\x00"), PAGE, 6, "line 1"),
    Planted(
        "unknown-exercise", lambda w: w.add_cell('workbook.scenaro("case-1")'), PAGE, 6, "line 1", "scenario"
    ),
    Planted("unknown-exercise", lambda w: w.add_cell("workbook.walk"), PAGE, 6, "line 1"),
    Planted("unknown-exercise", lambda w: w.add_cell("from workbook import tipp"), PAGE, 6, "line 1", "tip"),
    Planted(
        "unknown-identifier",
        lambda w: w.add_cell('\nworkbook.scenario("case-9")'),
        PAGE,
        6,
        "line 2",
        "case-2",
    ),
    Planted(
        "unknown-identifier",
        lambda w: w.add_cell('import workbook as w\nw.tip("tipp-8")'),
        PAGE,
        6,
        "line 2",
        "tip-8",
    ),
    Planted(
        "unknown-identifier",
        lambda w: w.add_cell('from workbook import tip as t\nt("tip8")'),
        PAGE,
        6,
        "line 2",
        "tip-8",
    ),
    Planted(
        "unknown-identifier",
        lambda w: w.add_cell('workbook.glossary("tag", "tagg")'),
        PAGE,
        6,
        "line 1",
        "tag",
    ),
    Planted("unknown-identifier", lambda w: w.add_cell('workbook.standard("x")', "check"), PAGE, 6, "line 1"),
    Planted(
        "wrong-call", lambda w: w.add_cell("workbook.standard()"), PAGE, 6, "line 1", says="here are none"
    ),
    Planted(
        "wrong-call",
        lambda w: w.add_cell('workbook.standard("standard-1", "standard-2")'),
        PAGE,
        6,
        "line 1",
        says="are 2",
    ),
    Planted("wrong-call", lambda w: w.add_cell("workbook.carousel(3)"), PAGE, 6, "line 1", says="takes no"),
    Planted("wrong-call", lambda w: w.add_cell("workbook.tip()"), PAGE, 6, "line 1", says="or several"),
    Planted(
        "wrong-call", lambda w: w.add_cell("workbook.standard(name)"), PAGE, 6, "line 1", says="quotation"
    ),
    Planted(
        "wrong-call",
        lambda w: w.add_cell('workbook.confidence("standard-1", when="befor")'),
        PAGE,
        6,
        "line 1",
        "before",
        says='workbook.confidence("an id of standards", when="before")',
    ),
    Planted(
        "wrong-call",
        lambda w: w.add_cell('workbook.confidence("standard-1", wen="before")'),
        PAGE,
        6,
        "line 1",
        "when",
    ),
    Planted(
        "wrong-call",
        lambda w: w.add_cell("workbook.reading(theme=x)"),
        PAGE,
        6,
        "line 1",
        says="theme as a text",
    ),
    Planted(
        "wrong-call",
        lambda w: w.add_cell('workbook.reading(theme="reflection")'),
        PAGE,
        6,
        "line 1",
        "reflection and learning",
        says='"digital practice"',
    ),
    Planted("wrong-call", lambda w: w.add_cell("workbook.draft(**settings)"), PAGE, 6, "line 1"),
    Planted("other-language", lambda w: kernel(w, "julia-1.9", "julia"), PAGE, says="in julia", among=True),
    Planted("unknown-part", lambda w: metadata(w, part="standard"), PAGE, None, "workbook.part", "standards"),
    Planted("raw-cell", lambda w: w.add_cell("<b>Raw</b>", kind="raw"), PAGE, 6, says="Markdown cell"),
    Planted(
        "loaded-elsewhere",
        lambda w: w.add_cell("![A map](https://example.org/map.png)", kind="markdown"),
        PAGE,
        6,
        says="https://example.org/map.png",
    ),
    Planted(
        "loaded-elsewhere",
        lambda w: w.add_cell('<iframe src="https://example.org/film"></iframe>', kind="markdown"),
        PAGE,
        6,
        says="https://example.org/film",
    ),
    Planted(
        "query-once-for-all",
        lambda w: w.add_cell('import os\nos.environ["QUERY_STRING"]'),
        PAGE,
        6,
        says="each-visitor",
    ),
    Planted(
        "library-needs-eval",
        lambda w: w.add_cell("x = 1\nimport pythreejs.enums"),
        PAGE,
        6,
        "line 2",
        says="widget_host.unsafe_eval",
    ),
]


@pytest.mark.parametrize("planted", PLANTED, ids=str)
def test_a_planted_fault_is_told_with_its_place_and_what_to_do(small, planted):
    assert_told(small, planted)


@pytest.mark.parametrize(
    "source",
    [
        "%matplotlib inline\nworkbook.draft()",
        "!pip list\nx = !ls\ny = %pwd",
        "workbook.draft?",
        "%%html\n<b>not Python</b>",
        "import workbook as w\nw.draft()",
        'workbook.reading(theme="digital practice")',
        'workbook.confidence("standard-1", when="after")',
        "workbook.glossary()",
        "",
    ],
)
def test_what_a_notebook_may_write_is_no_fault(small, source):
    small.add_cell(source)
    assert small.check().faults == ()


def test_a_cell_that_checks_may_use_the_whole_workbook(small):
    small.add_cell("from workbook import walk\nassert workbook.content.load()", "check")
    assert small.check().faults == ()


def test_code_cells_and_addresses_in_a_text_cell_hold_no_numbers_of_provisions(small):
    small.add_cell(
        "`x == 5.4` and <https://example.org/5.4> and [a](https://example.org/b5.4)\n\n```\n5:4\n```",
        kind="markdown",
    )
    assert small.check().faults == ()


def test_copies_that_jupyter_keeps_are_left_alone(small):
    hidden = small.notebooks / ".ipynb_checkpoints"
    hidden.mkdir()
    (hidden / "standard-1-checkpoint.ipynb").write_text("{")
    assert small.check().faults == ()


def test_notebooks_in_folders_are_named_by_their_path(small):
    (small.notebooks / "guides").mkdir()
    (small.notebooks / "guides" / "learner.ipynb").write_text("{")
    assert small.only_fault().file == "guides/learner.ipynb"


def test_what_belongs_to_an_ordinary_notebook_is_no_fault(small):
    small.add_cell("  \n", kind="raw")
    small.add_cell('import os\nos.environ["QUERY_STRING"]', "each-visitor")
    small.add_cell(
        "[A link](https://example.org/), [another][one], [one], a note[^1]\n\n- [ ] To do\n- [x] Done\n\n"
        "[one]: https://example.org/\n[^1]: Yes.",
        kind="markdown",
    )
    assert small.check().faults == ()


def test_a_notebook_that_asks_for_what_a_library_needs_is_no_fault(small):
    notebook = small.notebook()
    notebook["metadata"]["widget_host"] = {"unsafe_eval": True}
    small.write_notebook("standard-1", notebook)
    small.add_cell("from pythreejs import Renderer")
    assert small.check().faults == ()
