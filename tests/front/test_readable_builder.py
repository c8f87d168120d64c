"""The builder of readable HTML: texts, numbers and addresses."""

import pytest
from hypothesis import given

from front.html_page import HOSTILE, Html
from workbook.front import readable, translator
from workbook.front.spoken import marked_as_english


@given(text=HOSTILE)
def test_an_attribute_ends_where_its_value_ends(text):
    page = Html(str(readable.tag("div", data_kind=text)))
    assert page.elements == [("div", {"data-kind": text})]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//other.example", " https://x", ""]
)
def test_what_is_no_web_address_is_no_link(address):
    assert Html(str(readable.outside_link("Words", address, "(new tab)"))).all("a") == []


def test_an_element_is_made_from_texts_numbers_html_and_lists_of_them():
    made = readable.tag(
        "p.wb-small.wb-muted", "a < b", 3, None, [readable.tag("strong", "c"), ["d"]], title=None
    )
    assert made == '<p class="wb-small wb-muted">a &lt; b3<strong>c</strong>d</p>'


def test_a_text_that_is_english_on_a_page_in_another_language_says_so_and_its_lines_do():
    with marked_as_english(["One & all\nTwo"]):
        made = readable.tag("p", "One & all", readable.tag("b", "Trí"))
    assert made == '<p><span lang="en-GB">One &amp; all</span><b>Trí</b></p>'
    assert readable.tag("p", "Two") == "<p>Two</p>"


def test_a_word_has_its_values_and_nothing_of_what_a_value_holds_is_filled_in():
    t = translator({"a.b": "{one} and {two} and {three}"})
    assert t("a.b", one="{two}", two=2) == "{two} and 2 and {three}"
    assert t("a.unknown") == "a.unknown"


def test_a_table_has_its_numbers_to_the_right_and_its_heads_named():
    page = Html(str(readable.table("All", ["What", "Many"], [["One", 1234.5], ["Two", "few"]])))
    assert [head["scope"] for head in page.all("th")] == ["col", "col", "row", "row"]
    assert [cell.get("class") for cell in page.all("td")] == ["wb-number", None]
    assert "1,234.5" in page.texts


@pytest.mark.parametrize(
    ("value", "written"), [(0, "0"), (20, "20"), (1000000, "1,000,000"), (0.25, "0.25"), (-10.0, "-10")]
)
def test_a_number_is_written_as_the_live_exercise_writes_it(value, written):
    assert readable.number(value) == written
