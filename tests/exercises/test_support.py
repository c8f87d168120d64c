import dataclasses
import json

from front.html_page import Html
from workbook.content import load
from workbook.exercises.support import SupportExercise, support

CONTENT = load()


def test_every_line_arrives_under_its_need_in_the_order_of_the_table():
    shown = support().content["needs"]
    assert [one["need"] for one in shown] == list(dict.fromkeys(line.need for line in CONTENT.support))
    for one in shown:
        lines = [dataclasses.asdict(line) for line in CONTENT.support.where(need=one["need"])]
        assert one["lines"] == lines


def test_the_numbers_for_danger_and_for_distress_come_first():
    assert [line["number"] for line in support().content["first"]] == ["999", "0808 808 8000"]


def test_only_a_line_with_a_number_comes_first():
    unknown = [dataclasses.replace(line, number="") for line in CONTENT.support]
    content = dataclasses.replace(CONTENT, support=type(CONTENT.support)(unknown))
    assert SupportExercise.select(content)["first"] == []


def test_each_number_can_be_dialled_and_each_line_says_when_it_was_read():
    page = Html(str(support().readable()))
    dialled = [link["href"] for link in page.all("a") if link["href"].startswith("tel:")]
    numbers = [line.number.replace(" ", "") for line in CONTENT.support if line.number]
    first = [line["number"].replace(" ", "") for line in support().content["first"]]
    assert dialled == [f"tel:{number}" for number in (*first, *numbers)]
    assert page.text.count("Last read: November 2026") == len(CONTENT.support)
    assert "Check it before you rely on it." in " ".join(page.at_once)


def test_a_line_without_a_number_says_so():
    without = [line for line in CONTENT.support if not line.number]
    page = Html(str(support().readable()))
    assert page.texts.count("No number is given here.") == len(without) > 0


def test_the_content_is_plain_json():
    shown = support().content
    assert json.loads(json.dumps(shown)) == shown
