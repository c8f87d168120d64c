"""What pages have if no program mounts the host."""

import re
from pathlib import Path

import widget_host
from widget_host.extension import Extension, PageListing, own_words
from widget_host.pages.metadata import PageIndex

PACKAGE = Path(widget_host.__file__).parent


def test_every_word_that_templates_and_scripts_name_is_there():
    sources = "".join(
        path.read_text(encoding="utf-8")
        for pattern in ("pages/**/*.html", "pages/**/*.js", "pages/*.py")
        for path in PACKAGE.glob(pattern)
    )
    named = set(re.findall(r"""\b(?:t|word)\(\s*["'](serve\.[\w.]+)["']""", sources))
    known = own_words()
    assert len(named) > 25
    # What ends with a dot is the beginning of several.
    lacking = {
        name
        for name in named
        if not any(one == name or one.startswith(f"{name.rstrip('.')}.") for one in known)
    }
    assert lacking == set()


def test_each_kind_of_problem_has_a_title_and_a_text():
    kinds = ("missing", "host", "stopping", "rate", "size", "other", "language", "error")
    assert {f"serve.{kind}.{part}" for kind in kinds for part in ("title", "text")} <= set(own_words())


def test_every_notebook_is_listed_by_its_title_its_first_heading_or_its_name(page_folder, text, code):
    folder, put = page_folder
    put("z", title="Z", order=1)
    put("b", title="", cells=[code("# no heading"), text("Text.\n\n## *The* heading ##\n")])
    put("more/a", title="", cells=[text("```\n# a comment\n```")])
    listed = [(page.path, page.title, page.part) for page in PageIndex(folder).pages()]
    assert listed == [
        ("z.ipynb", "Z", "pages"),
        ("b.ipynb", "The heading", "pages"),
        ("more/a.ipynb", "more/a", "pages"),
    ]


def test_a_program_says_under_which_name_and_in_which_parts_pages_are_listed(page_folder):
    folder, put = page_folder
    put("two", page="two", part="second", order=1)
    put("apart", page="apart", part="apart", order=1)
    put("one", page="one", part="first", order=1)
    put("unlisted", page="unlisted", part="elsewhere")
    listing = PageListing(parts=("first", "second", "apart"), apart=frozenset({"apart"}), lists_all=False)
    index = PageIndex(folder, listing=listing)
    assert [page.name for page in index.pages()] == ["one", "two", "apart"]
    first, second, apart = index.pages()
    assert [index.around(page) for page in (first, second, apart)] == [
        (None, second),
        (first, None),
        (None, None),
    ]
    assert PageIndex(folder, listing=PageListing(key="elsewhere", lists_all=False)).pages() == ()


def test_without_a_program_pages_depend_on_nothing_besides():
    plain = Extension()
    assert (plain.name("en"), plain.values("en"), plain.state("en")) == ("Notebooks", {}, ())
