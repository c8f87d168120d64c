import json

import pytest

from front.html_page import Html
from workbook.content import UnknownName, load
from workbook.exercises.glossary import glossary

CONTENT = load()


def test_without_a_name_every_word_is_shown_by_the_alphabet_whatever_its_capitals():
    shown = glossary().content
    assert shown["whole"]
    terms = [term["term"] for term in shown["terms"]]
    assert sorted(terms) == sorted(term.term for term in CONTENT.glossary)
    assert terms == sorted(terms, key=str.casefold)


def test_words_that_are_named_are_shown_in_the_order_asked_for():
    first, second = CONTENT.glossary[3], CONTENT.glossary[1]
    shown = glossary(first.id, second.id).content
    assert not shown["whole"]
    assert [(one["term"], one["meaning"]) for one in shown["terms"]] == [
        (first.term, first.meaning),
        (second.term, second.meaning),
    ]
    assert json.loads(json.dumps(shown)) == shown


def test_a_word_that_does_not_exist_is_refused_with_the_nearest_name():
    with pytest.raises(UnknownName, match="fitness-to-practise"):
        glossary("fitness-to-practice")


def test_before_it_is_live_each_word_of_a_strip_unfolds_its_meaning():
    term = CONTENT.glossary[0]
    page = Html(str(glossary(term.id).readable()))
    assert term.term in page.at_once
    assert term.meaning in page.texts
    assert term.meaning not in page.at_once
    assert "wb-glossary-strip" in page.all("article")[0]["class"].split()
