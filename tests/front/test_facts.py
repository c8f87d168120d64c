"""Words that name the course: facts are filled in, and missing ones are visible."""

from workbook.content import load
from workbook.front import with_facts, words
from workbook.front._catalogue_reader import english_words

WORDS = {"a.b": "The workbook “{workbook}” of the {regulator}, {count} pages", "a.c": "{audience}"}


def test_the_course_s_facts_go_into_the_words_and_other_gaps_stay():
    filled = with_facts(WORDS, {"name": "Kindness", "regulator": "Council", "audience": "For all"})
    assert filled == {"a.b": "The workbook “Kindness” of the Council, {count} pages", "a.c": "For all"}


def test_a_fact_that_is_missing_leaves_its_gap():
    assert with_facts(WORDS, {"name": "Kindness"})["a.c"] == "{audience}"


def test_no_word_of_the_interface_names_the_course_or_the_regulator_itself():
    facts = load().facts()
    every = words(*{name.split(".")[0] for name in english_words()})
    named = [name for name, text in every.items() if facts["name"] in text or facts["regulator"] in text]
    assert named == []
