from hypothesis import given, settings
from hypothesis import strategies as st

from documents.papers import pdf_of, text_of
from examples import examples
from record.documents.asking import LABELS, entry, everything, request
from workbook.documents import typeset
from workbook.record.documents import make


def squeezed(text):
    return "".join(text.split())


def test_it_has_the_record_s_title_and_language_and_says_all_that_word_says():
    pdf = pdf_of(make("pdf", everything()).data)
    assert pdf.metadata.title == "My learning record"
    assert pdf.trailer["/Root"]["/Lang"] == "en-GB"
    text = text_of(pdf)
    for said in ("I will ask before I post.", "From my phone.", "Read the policy", "Page 1 of"):
        assert squeezed(said) in text


def test_where_a_sign_has_no_shape_the_record_says_so(monkeypatch):
    compiled = typeset._compiled
    monkeypatch.setattr(
        typeset, "_compiled", lambda source, text, made, **_: compiled(source, text, made, True)
    )
    text = text_of(pdf_of(make("pdf", request(entry(value="漢"), include=["answers"])).data))
    assert squeezed(LABELS["documents.signs_missing"]) in text


@given(st.text(st.characters(codec=None), max_size=40))
@settings(max_examples=examples(40))
def test_any_text_at_all_makes_a_file(text):
    assert make("pdf", request(entry(value=text, question=text, title=text), name=text, title=text)).data
