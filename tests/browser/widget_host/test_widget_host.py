"""Anybody's folder of notebooks on `python -m widget_host`: long words, wide pictures, errors, odd names."""

from urllib.parse import quote

import pytest
from nbformat.v4 import new_markdown_cell
from playwright.sync_api import expect

from browser.axe import offences
from browser.pictures import picture
from host_server import host_server
from page_folders import page_folder_in, tagged_code
from timeouts import scaled

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
WIDE = """from IPython.display import SVG
SVG('<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="9"><rect width="99" height="9"/></svg>')"""
SLIDER = "import ipywidgets\nipywidgets.interactive(lambda n: print(f'{n} squared is {n * n}.'), n=(0, 9))"


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The address of the folder's pages."""
    folder, put = page_folder_in(tmp_path_factory.mktemp("anybody") / "notebooks", "widget_host")
    words = new_markdown_cell(f"# {LONG}\n\nhttps://example.org/{LONG}\n\n```python\n{LONG}\n```")
    put("long", title="", cells=[words, tagged_code(f"print({LONG!r} * 3)")], order=1, summary=LONG)
    put("wide", title="A wide picture", cells=[tagged_code(WIDE)])
    put("error", title="", cells=[new_markdown_cell("# An error"), tagged_code("nothing_of_this_name")])
    put("Ordner mit Ümläuten/Grüße & Küsse", title="", cells=[tagged_code(SLIDER)])
    put("empty", title="")
    (folder / "broken.ipynb").write_text("{", encoding="utf-8")
    with host_server(folder) as address:
        yield address


@pytest.mark.parametrize("name", ["", "long", "wide", "error", "empty"])
def test_every_page_fits_every_screen_has_one_title_and_axe_finds_nothing(pages, open_page, name):
    path = f"voila/render/{name}.ipynb" if name else ""
    page = open_page(f"{pages}{path}", ready=name not in ("", "error"))
    # Axe looks for one only where it is given the whole document. An answer that has begun has no body yet.
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    page.wait_for_load_state()
    assert offences(page) == []
    picture(page, f"host-{name or 'list'}")


def test_a_long_word_in_the_list_of_pages_is_broken_and_not_cut(pages, open_page):
    page = open_page(f"{pages}voila/render/empty.ipynb")
    link = page.get_by_role("navigation").get_by_role("link", name="Donau")
    cut = "(link) => link.scrollWidth - link.clientWidth"
    assert link.evaluate(cut) == 0


def test_a_slider_below_a_folder_with_an_odd_name_moves(pages, open_page):
    page = open_page(f"{pages}voila/render/{quote('Ordner mit Ümläuten/Grüße & Küsse')}.ipynb")
    page.get_by_role("slider").press("ArrowRight")
    expect(page.get_by_text("5 squared is 25.")).to_be_visible(timeout=scaled(20_000))
