"""A course's identity: its identifier, and the names of its stores that derive from it."""

import json

import pytest

from workbook.content import ContentError, load, namespace, new_identifier
from workbook.content.check import check
from workbook.content.identity import is_identifier
from workbook.content.languages import progress


def test_every_new_identifier_is_another_one_and_can_be_used():
    made = {new_identifier() for _ in range(200)}
    assert len(made) == 200
    assert all(is_identifier(one) for one in made)


@pytest.mark.parametrize(
    "text", ["", "short", "7ofthem", "With-Hyphen", "Capitals", "a/../../b", "x" * 33, "né" * 5]
)
def test_what_could_do_harm_in_a_name_is_no_identifier(text):
    assert not is_identifier(text)
    if text:
        with pytest.raises(ContentError, match="workbook check"):
            namespace({"identifier": text})


def test_stores_are_named_after_the_identifier():
    assert namespace({"identifier": "onecourse"}) == "onecourse"


def test_the_course_that_was_there_before_keeps_the_names_that_it_had():
    assert namespace({"identifier": "onecourse", "earlier-records": "onecourse"}) == ""
    assert namespace({}) == ""


def test_a_copy_that_is_given_an_identifier_of_its_own_gets_at_nothing_of_the_first_course():
    # Whoever copies a course and changes this one row leaves the other one as it was.
    assert namespace({"identifier": "acopyofit", "earlier-records": "onecourse"}) == "acopyofit"


def test_the_workbook_s_own_course_keeps_what_its_learners_wrote_before():
    facts = load().facts()
    assert is_identifier(facts["identifier"])
    assert namespace(facts) == ""


def test_a_course_whose_tables_are_described_as_before_can_be_given_an_identifier(small):
    described = json.loads((small.data / "datapackage.json").read_text(encoding="utf-8"))
    (course,) = (one for one in described["resources"] if one["name"] == "course")
    allowed = course["schema"]["fields"][0]["constraints"]["enum"]
    for name in ("identifier", "earlier-records"):
        allowed.remove(name)
    small.put("datapackage.json", json.dumps(described))
    small.add("course", id="earlier-records", text="smallcourse")
    assert check(small.data, small.notebooks).faults == ()
    assert load(small.data).facts()["identifier"] == "smallcourse"


def test_a_course_is_the_same_one_in_each_of_its_languages(small):
    (small.data / "ga").mkdir()
    small.put("ga/course.csv", "id,text\nname,Cineáltas\nidentifier,anothercourse\n")
    facts = load(small.data, "ga").facts()
    assert (facts["name"], facts["identifier"]) == ("Cineáltas", "smallcourse")
    wanted = next(one for one in progress(small.data, "ga") if one[0] == "course")
    assert sum(wanted[1:3]) == 9, "the identifier is no text to translate"
