"""Which parts of a notebook are printed: its cells, its calls, and its Markdown as blocks."""

import json

import pytest

from workbook.content import ContentError
from workbook.documents.blocks import Grid, Heading, Listing, Note
from workbook.front.parts import Call
from workbook.publish.handout.pages import Prose, chapters
from workbook.publish.handout.prose import prose


def cell(kind, source, *tags):
    return {"cell_type": kind, "source": source, "metadata": {"tags": list(tags)} if tags else {}}


def notebook(folder, name, *cells, **about):
    told = {"page": name, "part": "practice", "order": 1, "minutes": 5, "summary": "", **about}
    whole = {"cells": list(cells), "metadata": {"title": name.title(), "workbook": told}, "nbformat": 4}
    (folder / f"{name}.ipynb").write_text(json.dumps(whole), encoding="utf-8")


def parts(folder, *cells):
    notebook(folder, "one", *cells)
    (chapter,) = chapters(folder)
    return list(chapter.parts)


def test_cells_for_the_screen_and_checks_are_left_out(tmp_path):
    found = parts(
        tmp_path,
        cell("markdown", "Kept"),
        cell("markdown", "Press it", "screen"),
        cell("code", "assert workbook.load()", "check"),
        cell("code", 'workbook.scenario("a")', "screen"),
    )
    assert found == [Prose("Kept")]


def test_exercises_are_found_in_the_order_in_which_a_cell_shows_them(tmp_path):
    source = 'import workbook\nwords = workbook.glossary("a", "b")\ndisplay(workbook.standard("s"), words)'
    found = parts(
        tmp_path, cell("code", source), cell("code", ["workbook.confidence(\n", '"s", when="after")'])
    )
    assert found == [
        Call("standard", ("s",)),
        Call("glossary", ("a", "b")),
        Call("confidence", ("s",), {"when": "after"}),
    ]


def test_pages_that_stay_on_the_screen_and_guides_are_left_out(tmp_path):
    notebook(tmp_path, "two", order=2)
    notebook(tmp_path, "one", standard="standard-1")
    notebook(tmp_path, "private", paper=False)
    notebook(tmp_path, "guide", part="guides")
    assert [(it.page.name, it.standard) for it in chapters(tmp_path)] == [("one", "standard-1"), ("two", "")]


def test_a_notebook_without_cells_is_named(tmp_path):
    notebook(tmp_path, "one", {"cell_type": "markdown"})
    with pytest.raises(ContentError, match=r"one\.ipynb can't be read.*workbook check"):
        chapters(tmp_path)


def test_code_that_python_can_t_read_is_named(tmp_path):
    notebook(tmp_path, "one", cell("code", "%magic"))
    with pytest.raises(ContentError, match=r"one\.ipynb"):
        chapters(tmp_path)


def test_a_page_s_heading_begins_a_page_and_the_others_do_not():
    assert list(prose("# One\n\n## Two")) == [Heading(1, "One", fresh=True), Heading(2, "Two")]


def test_a_way_back_is_left_out_and_a_link_in_a_sentence_is_its_words():
    assert list(prose("[Back](start.ipynb)")) == []
    assert list(prose("See [the start](start.ipynb) *first*.")) == [Note("See the start first.", "text")]


def test_the_address_of_another_site_is_printed():
    assert list(prose("Read [this](https://niscc.info).")) == [
        Note("Read this (https://niscc.info).", "text")
    ]


def test_a_list_keeps_the_words_that_it_begins_with_in_bold():
    bullets, numbers = prose("- **One** is here\n- two\n\n1. **A.** B\n2. C")
    assert bullets == Listing((("One", "is here"), ("", "two")), "bullets")
    assert numbers == Listing((("A.", "B"), ("", "C")), "numbers")


def test_a_table_keeps_its_header():
    assert list(prose("| A | B |\n|---|---|\n| 1 | 2 |")) == [Grid("A, B", ("A", "B"), (("1", "2"),), (1, 1))]
