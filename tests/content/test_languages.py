"""The content in another language: what is read of it, and its faults."""

import pytest

from content.planting import Planted, assert_told
from content.small_workbook import cell
from workbook.content import ContentError, load, untranslated


def irish(workbook, table, text):
    """Write a table in Irish."""
    (workbook.data / "ga").mkdir(exist_ok=True)
    workbook.put(f"ga/{table}.csv", text)


def irish_notebook(workbook, name, **metadata):
    """Write a notebook in Irish, with no more metadata than a translation needs."""
    (workbook.notebooks / "ga").mkdir(exist_ok=True)
    cells = [cell("# Caighdeán 1", kind="markdown")]
    about = {"title": "Caighdeán 1", **metadata}
    workbook.write_notebook(
        f"ga/{name}", {"cells": cells, "metadata": about, "nbformat": 4, "nbformat_minor": 5}
    )


def folder(workbook):
    """Put tables into a folder whose name is not the code of a language."""
    (workbook.data / "irish").mkdir()
    workbook.put("irish/drafts.csv", "id,title\na-draft,Dréacht\n")


PLANTED = [
    Planted("unknown-language", folder, "irish", says="such as ga or cy"),
    Planted(
        "unknown-table",
        lambda w: irish(w, "draft", "id,title\na-draft,x\n"),
        "ga/draft.csv",
        nearest="drafts.csv",
    ),
    Planted(
        "unknown-column",
        lambda w: irish(w, "drafts", "id,title,texts\na-draft,x,y\n"),
        "ga/drafts.csv",
        1,
        "texts",
        "text",
    ),
    Planted(
        "missing-column", lambda w: irish(w, "drafts", "title\nx\n"), "ga/drafts.csv", 1, "id", among=True
    ),
    Planted(
        "row-without-english",
        lambda w: irish(w, "scenes", "id,situation\ncase-1-1,x\ncase-9-1,y\n"),
        "ga/scenes.csv",
        3,
        "id",
        nearest="case-2-1",
        says="a translation adds none",
    ),
    Planted(
        "repeated-id",
        lambda w: irish(w, "scenes", "id,situation\ncase-1-1,x\ncase-1-1,y\n"),
        "ga/scenes.csv",
        3,
        "id",
    ),
    Planted(
        "changed-value",
        lambda w: irish(w, "scenes", "id,number,situation\ncase-1-1,7,x\n"),
        "ga/scenes.csv",
        2,
        "number",
        says="'7' is not what the English table has: '1'",
    ),
    Planted(
        "sub-provision",
        lambda w: irish(w, "scenes", "id,situation\ncase-1-1,Féach standard 1:7.\n"),
        "ga/scenes.csv",
        2,
        "situation",
    ),
    Planted(
        "not-an-address",
        lambda w: irish(w, "standards", "id,address\nstandard-1,anseo\n"),
        "ga/standards.csv",
        2,
        "address",
    ),
    Planted(
        "notebook-without-english",
        lambda w: [irish_notebook(w, "standard-1"), irish_notebook(w, "standard-9")],
        "ga/standard-9.ipynb",
        nearest="standard-2.ipynb",
        says="standard-9.ipynb",
        among=True,
    ),
]


@pytest.mark.parametrize("planted", PLANTED, ids=str)
def test_the_fault_is_told(small, planted):
    assert_told(small, planted)


def test_what_is_translated_stands_in_place_of_the_english(small):
    english = load(small.data, "en")
    irish(small, "scenes", "id,situation,question\ncase-1-1,Oíche Dé hAoine.,\n")
    content = load(small.data, "ga")
    scene, before = content.scenes.by_id("case-1-1"), english.scenes.by_id("case-1-1")
    assert scene.situation == "Oíche Dé hAoine."
    assert (scene.question, scene.number) == (before.question, before.number)
    assert content.scenes.by_id("case-1-2") == english.scenes.by_id("case-1-2")
    assert load(small.data, "en") == english


def test_the_environment_says_which_language_is_read(small, monkeypatch):
    irish(small, "scenes", "id,situation\ncase-1-1,Oíche Dé hAoine.\n")
    monkeypatch.setenv("WIDGET_HOST_LANGUAGE", "ga")
    assert load(small.data).scenes.by_id("case-1-1").situation == "Oíche Dé hAoine."


@pytest.mark.parametrize("named", ["../ga", "cy", "en", "GA", ""])
def test_a_language_that_has_no_tables_is_english(small, monkeypatch, named):
    irish(small, "scenes", "id,situation\ncase-1-1,Oíche Dé hAoine.\n")
    monkeypatch.setenv("WIDGET_HOST_LANGUAGE", named)
    assert load(small.data) == load(small.data, "en")


def test_what_a_language_has_not_got_is_named_and_nothing_of_english_is(small):
    irish(small, "drafts", "id,title\na-draft,Dréacht\n")
    draft = load(small.data, "en").drafts.by_id("a-draft")
    left = untranslated(small.data, "ga")
    assert {draft.text, draft.note} <= left
    assert not left & {draft.title, draft.id, ""}
    assert untranslated(small.data, "en") == frozenset()
    assert draft.title in untranslated(small.data, "cy")


def test_a_changed_translation_is_read_again(small):
    irish(small, "scenes", "id,situation\ncase-1-1,Oíche.\n")
    assert load(small.data, "ga").scenes.by_id("case-1-1").situation == "Oíche."
    irish(small, "scenes", "id,situation\ncase-1-1,Maidin mhaith.\n")
    assert load(small.data, "ga").scenes.by_id("case-1-1").situation == "Maidin mhaith."


def test_a_translation_changes_nothing_but_texts(small):
    irish(small, "scenes", "id,number,scenario,situation\ncase-1-1,9,case-2,x\nnobody,1,case-1,y\n")
    content, english = load(small.data, "ga"), load(small.data, "en")
    assert content.scenes.ids == english.scenes.ids
    assert content.scenes.by_id("case-1-1").number == 1
    assert content.scenes.by_id("case-1-1").scenario == "case-1"


def test_a_translation_that_can_t_be_read_is_refused_in_one_line(small):
    irish(small, "scenes", 'id,situation\ncase-1-1,"x\n')
    with pytest.raises(ContentError, match=r"ga/scenes\.csv, row 2: a quotation mark is never closed"):
        load(small.data, "ga")


def test_a_translated_notebook_is_no_page_of_its_own_and_needs_a_title_alone(small):
    irish_notebook(small, "standard-1")
    assert not small.check().faults
    irish_notebook(small, "standard-1", title="")
    assert small.only_fault().type == "missing-metadata"
