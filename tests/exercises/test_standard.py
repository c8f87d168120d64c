import json
from dataclasses import replace

import pytest

from workbook.content import Table, UnknownName, load
from workbook.exercises.standard import StandardExercise, standard

STANDARDS = load().standards.ids
every_standard = pytest.mark.parametrize("identifier", STANDARDS)


@every_standard
def test_a_standard_shows_its_provisions_in_the_order_of_the_table(content, identifier):
    shown = standard(identifier).content
    parts = content.provisions.where(standard=identifier)
    assert [part["id"] for part in shown["provisions"]] == [part.id for part in parts]
    assert all(part["title"] and part["text"] and part["online"] for part in shown["provisions"])


@every_standard
def test_a_standard_says_what_it_means_online_and_where_the_council_publishes_it(identifier):
    shown = standard(identifier).content
    assert shown["summary"]
    assert shown["online"]
    assert shown["address"].startswith("https://")
    assert json.loads(json.dumps(shown)) == shown


def test_5_9_reaches_the_page_as_the_council_s_wording_and_nothing_else_does():
    parts = [part for identifier in STANDARDS for part in standard(identifier).content["provisions"]]
    quoted = [part for part in parts if part["text_kind"] == "wording"]
    assert [part["number"] for part in quoted] == ["5:9"]
    assert quoted[0] in standard("standard-5").content["provisions"]
    assert quoted[0]["text"].startswith("You must not use social media or social networking sites")


def test_the_official_wording_reaches_the_page_once_a_publisher_fills_it(content):
    first = replace(content.standards[0], wording="The words of the Council.")
    filled = replace(content, standards=Table([first, *content.standards[1:]], "standard"))
    shown = StandardExercise.select(filled, first.id)
    assert shown["wording"] == "The words of the Council."
    assert shown["summary"] == first.summary


def test_a_standard_that_does_not_exist_is_refused_with_the_nearest_name():
    with pytest.raises(UnknownName, match="standard-5"):
        standard("standard-55")
