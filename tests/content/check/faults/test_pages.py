"""Faults across pages, one by one: what no page shows, what a page shows twice, and broken links."""

import json

import pytest

from content.planting import Planted, assert_told
from content.small_workbook import cell

PAGE = "standard-1.ipynb"


def text(source):
    """Plant a text cell, which becomes cell 6 of the first page."""
    return lambda w: w.add_cell(source, kind="markdown")


def without(call, name="standard-1"):
    """Take a call out of a notebook."""

    def edit(workbook):
        notebook = workbook.notebook(name)
        for one in notebook["cells"]:
            one["source"] = one["source"].replace(call, "")
        workbook.write_notebook(name, notebook)

    return edit


def bare(workbook, name="notes", *cells):
    """Add a notebook as JupyterLab makes one, without the workbook's metadata."""
    notebook = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    workbook.write_notebook(name, notebook)


def folder(workbook, *names):
    """Put files beside the notebooks."""
    (workbook.notebooks / "more").mkdir()
    for name in names:
        (workbook.notebooks / name).write_bytes(b"x")


def dead(target, near="", says=""):
    return Planted("dead-link", text(f"See [this]({target})."), PAGE, 6, nearest=near, says=says)


PLANTED = [
    Planted("unlisted-page", bare, "notes.ipynb", says='"page": "notes", "part": "practice"'),
    Planted(
        "shown-nowhere",
        without('workbook.scenario("case-1")'),
        "scenarios.csv",
        2,
        "id",
        says='Write workbook.scenario("case-1") into a code cell',
    ),
    Planted("shown-nowhere", without('workbook.tip("tip-3")'), "tips.csv", 4, "id"),
    Planted("shown-nowhere", without('workbook.reflection("reflect-1")'), "reflections.csv", 2, "id"),
    Planted("shown-nowhere", without('workbook.standard("standard-1")'), "standards.csv", 2, "id"),
    Planted("shown-nowhere", without("workbook.workshop_console()"), "plans.csv", 2, "id"),
    Planted(
        "shown-nowhere",
        without('workbook.facilitator_note("standard-1")'),
        "facilitator_notes.csv",
        2,
        "standard",
    ),
    Planted(
        "shown-nowhere",
        lambda w: [without("workbook.glossary()", f"standard-{n}")(w) for n in (1, 2)],
        "glossary.csv",
        2,
        "id",
    ),
    Planted(
        "table-shown-nowhere",
        lambda w: [without(f'workbook.scenario("case-{n}")', f"standard-{n}")(w) for n in (1, 2)],
        "scenarios.csv",
        says="any of the 2 rows",
    ),
    Planted(
        "shown-twice",
        lambda w: w.add_cell('x = 1\nworkbook.scenario("case-1")'),
        PAGE,
        6,
        "line 2",
        says='workbook.scenario("case-1") in cell 3',
    ),
    Planted("shown-twice", lambda w: w.add_cell("workbook.carousel()"), PAGE, 6, "line 1"),
    Planted("shown-twice", lambda w: w.add_cell('workbook.tip("tip-2", "tip-2")'), PAGE, 6, "line 1"),
    dead("standard-3.ipynb", "standard-2.ipynb", "there is no page standard-3.ipynb"),
    dead("Standard-2.ipynb", "standard-2.ipynb", "with capitals as its name has them"),
    dead("standard-2.html", "standard-2.ipynb", "there is no file standard-2.html"),
    dead("../README.md"),
    dead("standard-2.ipynb#Standard-3", "#Standard-2", "the page has no heading 'Standard 3'"),
    dead("#Top", says="with a hyphen for each space"),
    Planted(
        "dead-link", text("[This][one].\n\n[one]: standard-3.ipynb"), PAGE, 6, nearest="standard-2.ipynb"
    ),
    Planted(
        "dead-link",
        text('<a class="x" href="standard-3.ipynb">This</a>'),
        PAGE,
        6,
        nearest="standard-2.ipynb",
    ),
    Planted("dead-link", text("![A map](map.png)"), PAGE, 6, says="there is no file map.png"),
    Planted("dead-link", text('<audio src="a.mp3"></audio>'), PAGE, 6),
    Planted(
        "dead-link",
        lambda w: [folder(w, "policy.pdf"), text("[Ours](policy.pdf)")(w)],
        PAGE,
        6,
        says="learners get pages, sounds and films",
    ),
    Planted(
        "dead-link",
        lambda w: w.edit("drafts", 2, text="See standard-3.ipynb."),
        "drafts.csv",
        2,
        "text",
        nearest="standard-2.ipynb",
    ),
    Planted(
        "dead-link",
        lambda w: [
            folder(w),
            bare(w, "more/notes", cell("[Back](standard-1.ipynb)", kind="markdown")),
            text("[More](more/notes.ipynb)")(w),
        ],
        "more/notes.ipynb",
        1,
        nearest="../standard-1.ipynb",
    ),
]


@pytest.mark.parametrize("planted", PLANTED, ids=str)
def test_a_planted_fault_is_told_with_its_place_and_what_to_do(small, planted):
    assert_told(small, planted)


def test_links_that_lead_somewhere_are_no_faults(small):
    folder(small, "a.mp3", "map.png", "more/b c.png", "more/policy.pdf")
    bare(small, "more/notes", cell("# What & why?\n\n[Back](../standard-1.ipynb)", kind="markdown"))
    small.add_cell(
        "[One](standard-2.ipynb) [two](standard-2.ipynb#Standard-2) [three](#Standard-1) [four](#mark)\n"
        "[five](more/notes.ipynb#What-&-why?) [six](./more/notes.ipynb?x=1) [seven](https://example.org/x)\n"
        "[eight](mailto:a@example.org) ![A](map.png) ![B](more/b%20c.png) ![C](attachment:c.png)\n"
        "<audio src='a.mp3'></audio> <span id='mark'></span> `[code](nowhere.ipynb)` [nine](a.mp3)\n"
        "[ten](#wb-main)",
        kind="markdown",
    )
    small.edit("drafts", 2, text="See standard-2.ipynb#Standard-2.")
    assert small.check().text().startswith("All is well")


def test_of_several_links_to_one_missing_page_the_first_is_told_with_a_count(small):
    for name in ("standard-1", "standard-2"):
        small.add_cell("[A](gone.ipynb) [B](gone.ipynb#x)", kind="markdown", name=name)
        small.add_cell("[C](gone.ipynb)", kind="markdown", name=name)
    assert small.only_fault().message.endswith("there is no page gone.ipynb (5 more links lead there).")


def test_a_heading_that_code_may_write_is_not_missed(small):
    small.add_cell("from IPython.display import Markdown\nMarkdown('## Made')", name="standard-2")
    small.add_cell("[Made](standard-2.ipynb#Made)", kind="markdown")
    assert small.check().faults == ()


def test_a_page_without_metadata_to_which_another_leads_is_no_fault(small):
    bare(small)
    small.add_cell("[Notes](notes.ipynb)", kind="markdown")
    assert small.check().faults == ()


def test_what_a_page_shows_that_can_t_be_read_without_running_it_is_not_missed(small):
    without('workbook.scenario("case-1")')(small)
    small.add_cell("show = workbook.scenario\nshow('case-1')")
    assert small.check().faults == ()


def test_words_may_be_explained_again_on_the_same_page(small):
    small.add_cell("workbook.glossary()")
    small.add_cell("workbook.glossary()")
    assert small.check().faults == ()


def test_a_misspelt_identifier_is_one_fault(small):
    without('workbook.scenario("case-2")', "standard-2")(small)
    small.add_cell('workbook.scenario("casse-2")', name="standard-2")
    assert small.only_fault().type == "unknown-identifier"


def test_a_missing_or_broken_notebook_is_one_fault(small):
    (small.notebooks / "standard-2.ipynb").write_text("{")
    assert small.only_fault().type == "broken-notebook"
    (small.notebooks / "standard-2.ipynb").unlink()
    assert small.only_fault().type == "uncovered-standard"


def test_the_heading_under_which_a_page_takes_feedback_has_to_be_there(small):
    notebook = small.notebook()
    notebook["metadata"]["workbook"]["feedback"] = "Tell-us"
    small.write_notebook("standard-1", notebook)
    fault = small.only_fault()
    assert (fault.type, fault.column, fault.value) == ("dead-link", "workbook.feedback", "Tell-us")


def test_a_translated_page_links_to_the_translation_s_headings(small):
    (small.notebooks / "ga").mkdir()
    source = "# Caighdeán 1\n\n[Suas](standard-1.ipynb#Caighdeán-1) [Eile](standard-2.ipynb#Standard-2)"
    metadata = {"title": "Caighdeán 1"}
    notebook = {"cells": [cell(source, kind="markdown")], "metadata": metadata}
    (small.notebooks / "ga" / "standard-1.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    assert small.check().faults == ()


def test_a_text_for_pages_without_a_server_has_links_too(small):
    notebook = small.notebook()
    instead = cell("Here.", kind="markdown")
    instead["metadata"]["widget_host"] = {"without_server": "[There](gone.ipynb)"}
    notebook["cells"].append(instead)
    small.write_notebook("standard-1", notebook)
    assert small.only_fault().value == "gone.ipynb"
