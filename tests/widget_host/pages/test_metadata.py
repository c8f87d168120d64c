"""The pages of a folder's notebooks: their order, their parts, and their neighbours."""

import os
from dataclasses import replace

import pytest

from widget_host.extension import PageListing
from widget_host.pages.metadata import Page, PageIndex

LISTING = PageListing(
    parts=("start", "practice", "standards", "record", "guides"),
    apart=frozenset({"guides"}),
    languages=frozenset({"en", "ga"}),
    lists_all=False,
)


@pytest.fixture
def page_folder(page_folder):
    """A folder, and a function that puts a notebook into it: `put("one", part="standards")`."""
    folder, put = page_folder

    def put_page(path, **about):
        named = {"page": path.split("/")[-1]} if set(about) - {"title", "cells"} else {}
        return put(path, **(named | about))

    return folder, put_page


def pages_in(folder, **more):
    """The pages of a folder's notebooks: those that say which page they are."""
    return PageIndex(folder, listing=LISTING, **more)


def test_pages_come_by_part_then_order_then_path(page_folder):
    folder, put = page_folder
    put("b", part="standards", order=20)
    put("a", part="standards", order=20)
    put("c", part="standards", order=10)
    put("guides/g", part="guides", order=1)
    put("start", part="start", order=99)
    assert [page.path for page in pages_in(folder).pages()] == [
        "start.ipynb",
        "c.ipynb",
        "a.ipynb",
        "b.ipynb",
        "guides/g.ipynb",
    ]


def test_a_page_is_read_with_all_that_its_notebook_says(page_folder):
    folder, put = page_folder
    about = {"part": "record", "order": 40, "minutes": 10, "summary": "All of it.", "feedback": "Tell-us"}
    put("record", title="Your record", **about)
    assert pages_in(folder).pages() == (
        Page("record.ipynb", "record", "Your record", "record", 40, 10, "All of it.", "Tell-us"),
    )


def test_a_notebook_that_says_too_little_is_not_listed(page_folder):
    folder, put = page_folder
    put("silent")
    put("untitled", title="", part="standards")
    put("elsewhere", part="attic")
    put(".ipynb_checkpoints/copy", part="standards")
    (folder / "broken.ipynb").write_text("{", encoding="utf-8")
    (folder / "list.ipynb").write_text("[]", encoding="utf-8")
    assert pages_in(folder).pages() == ()


def test_minutes_and_order_that_are_no_numbers_do_no_harm(page_folder):
    folder, put = page_folder
    put("odd", part="standards", order="first", minutes="ten")
    put("even", part="standards", order=1, minutes=-5)
    assert [(page.name, page.minutes) for page in pages_in(folder).pages()] == [("even", 0), ("odd", 0)]


def test_a_change_to_a_notebook_is_seen(page_folder):
    folder, put = page_folder
    page_index = pages_in(folder)
    file = put("one", title="Before", part="start")
    assert page_index.pages()[0].title == "Before"
    put("one", title="Afterwards", part="start")
    os.utime(file, (1, 1))
    assert page_index.pages()[0].title == "Afterwards"
    file.unlink()
    assert page_index.pages() == ()


def test_a_notebook_that_can_not_be_read_any_more_stays_listed_as_it_was(page_folder):
    folder, put = page_folder
    page_index = pages_in(folder)
    file = put("a", title="Kept", part="standards")
    before = page_index.pages()
    file.write_text("{")
    assert page_index.pages() == before
    assert pages_in(folder).pages() == ()
    file.unlink()
    assert page_index.pages() == ()


def test_a_folder_is_read_once_while_nothing_changes(page_folder):
    folder, put = page_folder
    put("one", part="start")
    page_index = pages_in(folder)
    assert page_index.pages() is page_index.pages()


def test_next_leads_through_the_course_and_guides_are_apart(page_folder):
    folder, put = page_folder
    for path, part in (("start", "start"), ("one", "standards"), ("record", "record")):
        put(path, part=part)
    put("guides/a", part="guides", order=1)
    put("guides/b", part="guides", order=2)
    page_index = pages_in(folder)
    around = {
        page.name: tuple(other and other.name for other in page_index.around(page))
        for page in page_index.pages()
    }
    assert around == {
        "start": (None, "one"),
        "one": ("start", "record"),
        "record": ("one", None),
        "a": (None, "b"),
        "b": ("a", None),
    }


def test_parts_without_pages_are_left_out(page_folder):
    folder, put = page_folder
    put("one", part="practice")
    assert [(part, len(pages)) for part, pages in pages_in(folder).by_part()] == [("practice", 1)]


def test_an_address_can_hold_any_name():
    page = Page("guides/caf\u00e9 & co.ipynb", "x", "X", "guides", 1, 0, "")
    assert page.address("/learn/") == "/learn/voila/render/guides/caf%C3%A9%20%26%20co.ipynb"


def test_all_notebooks_are_served_the_listed_ones_first(page_folder):
    folder, put = page_folder
    put("a-loose-one", title="Loose")
    put("standard-1", title="One", part="standards", order=1)
    (folder / ".ipynb_checkpoints").mkdir()
    put(".ipynb_checkpoints/hidden", title="Hidden")
    assert pages_in(folder).paths() == ("standard-1.ipynb", "a-loose-one.ipynb")


def test_a_notebook_in_another_language_takes_the_english_one_s_place_and_is_no_page_of_its_own(page_folder):
    folder, put = page_folder
    english = put("start", title="Start here", part="start", order=1, minutes=5, summary="Begin.")
    irish = put("ga/start", title="Tosaigh anseo", part="guides", order=9, summary="Tús.")
    put("one", title="One", part="standards", order=2)
    (page, other), (spoken, fallback) = (
        pages_in(folder).pages(),
        pages_in(folder, language="ga").pages(),
    )
    assert (page.title, other.title) == ("Start here", "One")
    assert spoken == replace(page, title="Tosaigh anseo", summary="Tús.", language="ga")
    assert fallback == other
    assert pages_in(folder).file("start.ipynb") == english
    assert pages_in(folder, language="ga").file("start.ipynb") == irish
    assert pages_in(folder).file("ga/start.ipynb") is None
    assert pages_in(folder).paths() == ("start.ipynb", "one.ipynb")


def test_a_folder_of_notebooks_that_no_language_has_is_one_of_pages(page_folder):
    folder, put = page_folder
    put("hr/leave", title="Leave", part="practice")
    assert [page.path for page in pages_in(folder).pages()] == ["hr/leave.ipynb"]
