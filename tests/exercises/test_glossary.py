import json

import pytest

from front.html_page import Html
from workbook.content import UnknownName, load
from workbook.exercises.glossary import _letter as glossary_letter
from workbook.exercises.glossary import glossary

CONTENT = load()


def test_without_a_name_every_word_is_shown_by_the_alphabet_whatever_its_capitals():
    shown = glossary().content
    assert shown["whole"]
    terms = [term["term"] for term in shown["terms"]]
    assert sorted(terms) == sorted(term.term for term in CONTENT.glossary)
    assert terms == sorted(terms, key=str.casefold)


def test_the_meanings_of_all_words_are_folded_below_their_letters_and_can_be_linked_to(subtests):
    page = Html(str(glossary().readable()))
    assert len(page.all("details")) == len(CONTENT.glossary)
    ids = {one.get("id") for one in page.all("p")}
    for term in CONTENT.glossary:
        with subtests.test(term.id):
            assert term.term in page.at_once
            assert term.meaning not in page.at_once
            assert f"wb-word-{term.id}" in ids
    letters = [one["href"] for one in page.all("a")]
    assert letters == sorted({f"#wb-letter-{term.term[0].upper()}" for term in CONTENT.glossary})
    assert letters == [f"#{one['id']}" for one in page.all("h4")]


def test_a_letter_has_no_accent():
    assert [glossary_letter(term) for term in ("Éire", "ŵyn", "áit", "BASW")] == ["E", "W", "A", "B"]


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
