import dataclasses

from front.html_page import Html
from workbook.content import load
from workbook.exercises.law import law

CONTENT = load()


def test_every_piece_of_law_arrives_whole_and_in_the_order_of_the_table():
    assert law().content == {"law": [dataclasses.asdict(one) for one in CONTENT.law]}


def test_it_is_said_at_once_that_this_is_no_advice_and_each_piece_leads_to_its_source():
    page = Html(str(law().readable()))
    assert "This is not legal advice." in " ".join(page.at_once)
    assert [link["href"] for link in page.all("a")] == [one.address for one in CONTENT.law]
