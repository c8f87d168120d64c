import json
import os

import pytest

from widget_host.pages.notebook import NotebookError, OtherLanguageError, other_language, read_notebook


def html(put, text, source):
    return read_notebook(put("page", cells=[text(source)])).cells[0].html


def test_cells_tagged_check_are_left_out_and_the_others_keep_their_numbers(page_folder, text, code):
    _, put = page_folder
    file = put("page", cells=[text("Words"), code("assert False", "check"), code("1 + 1")])
    assert [(cell.number, cell.is_code) for cell in read_notebook(file).cells] == [(0, False), (2, True)]


def test_the_title_is_the_notebook_s_or_its_file_s_name(page_folder):
    _, put = page_folder
    assert read_notebook(put("page", title="Said")).title == "Said"
    assert read_notebook(put("unsaid", title="")).title == "unsaid"


def test_a_cell_that_is_tagged_as_a_line_is_known_as_one(page_folder, code):
    _, put = page_folder
    line = code("workbook.keeping()")
    line.metadata["tags"] = ["line"]
    cells = read_notebook(put("page", cells=[line, code("workbook.advice()")])).cells
    assert [cell.is_line for cell in cells] == [True, False]


def test_a_text_that_is_tagged_as_a_card_is_what_its_page_prints(page_folder, text):
    _, put = page_folder
    card = text("Keep calm.")
    card.metadata["tags"] = ["card"]
    read = read_notebook(put("page", cells=[text("Words"), card]))
    assert [cell.is_card for cell in read.cells] == [False, True]
    assert read.has_card
    assert not read_notebook(put("other", cells=[text("Words")])).has_card


def test_a_unit_begins_with_a_tagged_heading_and_has_what_follows_it(page_folder, text, code):
    _, put = page_folder
    first, second, last = text("## One\n\nWords"), text("## Two"), text("## Where next")
    first.metadata["tags"] = second.metadata["tags"] = ["unit"]
    last.metadata["tags"] = ["unit-end"]
    second.metadata["widget_host"] = {"minutes": 15}
    read = read_notebook(put("page", cells=[text("# Title"), first, code("1"), second, code("2"), last]))
    assert [(one.number, len(one.cells)) for one in read.units] == [(0, 1), (1, 2), (2, 2), (0, 1)]
    assert [one.minutes for one in read.units] == [0, 0, 15, 0]
    assert read.units[1].heading == '<h2 id="One">One</h2>'
    assert "h2" not in read.units[1].cells[0].html
    assert read.unit_count == 2
    assert read_notebook(put("plain", cells=[text("## One")])).unit_count == 0


@pytest.mark.parametrize(
    ("source", "shows"),
    [
        ("import workbook", False),
        ("x = 1", False),
        ("workbook.scenario('a')", True),
        ("import workbook\n\nworkbook.record()", True),
        ("workbook.record();", False),
        ("%matplotlib inline\nx", True),
        ("# nothing but a comment", False),
    ],
)
def test_a_cell_shows_what_its_last_line_names(page_folder, code, source, shows):
    _, put = page_folder
    assert read_notebook(put("page", cells=[code(source)])).cells[0].shows is shows


def test_an_empty_cell_is_nothing(page_folder, code):
    _, put = page_folder
    cell = read_notebook(put("page", cells=[code("  ")])).cells[0]
    assert not cell.is_code
    assert cell.html == ""


def test_a_heading_can_be_linked_to_as_in_jupyterlab(page_folder, text):
    _, put = page_folder
    assert html(put, text, '## Why *it* "matters" & how') == (
        '<h2 id="Why-it-&quot;matters&quot;-&amp;-how">Why <em>it</em> "matters" &amp; how</h2>\n'
    )


def test_a_table_can_scroll_and_be_reached_by_keyboard(page_folder, text):
    _, put = page_folder
    made = html(put, text, "|a|b|\n|-|-|\n|1|2|")
    assert made.startswith('<div class="wb-table-frame" role="group" tabindex="0"><table class="wb-table">')
    assert "<td>1</td>" in made


def test_dollars_are_no_formula(page_folder, text):
    _, put = page_folder
    assert html(put, text, "It cost $5, then $6.") == "<p>It cost $5, then $6.</p>\n"


def test_a_byte_order_mark_is_read_past(page_folder, text):
    _, put = page_folder
    file = put("page", cells=[text("Words")])
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert "Words" in read_notebook(file).cells[0].html


def test_a_cell_that_is_to_be_skipped_is_no_code(page_folder, code):
    _, put = page_folder
    assert not read_notebook(put("page", cells=[code("1 / 0", "skip-execution")])).has_code


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({}, ""),
        ({"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}, ""),
        ({"kernelspec": {"name": "conda-env-social-py", "display_name": "Python [conda]"}}, ""),
        ({"kernelspec": {"name": "anything", "language": "Python"}}, ""),
        ({"kernelspec": {"name": "anything"}, "language_info": {"name": "ipython"}}, ""),
        ({"kernelspec": {"name": "julia-1.9", "language": "julia"}}, "julia"),
        ({"kernelspec": {"name": "ir"}}, "ir"),
        ({"kernelspec": {"name": "python3"}, "language_info": {"name": "R"}}, "R"),
        ({"kernelspec": "broken", "language_info": []}, ""),
    ],
)
def test_a_notebook_for_another_language_is_known_by_what_it_says_of_itself(metadata, language):
    assert other_language(metadata) == language


def test_a_notebook_for_another_language_is_refused_by_name(page_folder, code):
    _, put = page_folder
    file = put("page", cells=[code('println("x")')])
    about = {"kernelspec": {"name": "julia-1.9", "display_name": "Julia", "language": "julia"}}
    notebook = json.loads(file.read_text(encoding="utf-8")) | {"metadata": about}
    file.write_text(json.dumps(notebook), encoding="utf-8")
    with pytest.raises(OtherLanguageError, match=r"page\.ipynb is written in julia\. Pages are made of"):
        read_notebook(file)


def test_a_picture_beside_the_notebook_is_put_into_the_page(page_folder, text):
    folder, put = page_folder
    (folder / "dot.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    assert '<img src="data:image/svg+xml;base64,' in html(put, text, "![A dot](dot.svg)")


def test_a_notebook_is_read_again_when_it_changes(page_folder, text):
    _, put = page_folder
    file = put("page", cells=[text("Before")])
    assert "Before" in read_notebook(file).cells[0].html
    put("page", cells=[text("Afterwards")])
    os.utime(file, (1, 1))
    assert "Afterwards" in read_notebook(file).cells[0].html


def test_a_file_that_is_no_notebook_is_refused_by_name(tmp_path):
    file = tmp_path / "page.ipynb"
    file.write_text('{"cells": [}', encoding="utf-8")
    with pytest.raises(NotebookError, match=r"page\.ipynb can't be read as a notebook"):
        read_notebook(file)


@pytest.mark.parametrize(
    "harm",
    [
        "<script>alert(1)</script>",
        '<img src="https://example.org/a.png">',
        "<img src=x onerror=alert(1)>",
        '<iframe src="https://example.org/"></iframe>',
        '<form action="https://example.org/"><button>Send</button></form>',
        '<meta http-equiv="refresh" content="0;url=https://example.org/">',
        "[Go](javascript:alert(1))",
        "[Go](data:text/html;base64,PHNjcmlwdD4=)",
        '<p style="position:fixed">Over all</p>',
    ],
)
def test_what_would_act_in_a_browser_is_taken_out_of_a_page_s_text(page_folder, text, harm):
    _, put = page_folder
    shown = html(put, text, f"Before {harm} after")
    for sign in ("script", "onerror", "src=", "<iframe", "<form", "<meta", "data:", "position", "url="):
        assert sign not in shown


def test_plain_html_and_aligned_columns_stay(page_folder, text):
    _, put = page_folder
    shown = html(put, text, "H<sub>2</sub>O, <kbd>Ctrl</kbd>\n\n| a |\n| --: |\n| 1 |")
    assert "H<sub>2</sub>O, <kbd>Ctrl</kbd>" in shown
    assert 'style="text-align:right"' in shown
