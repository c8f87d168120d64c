"""What replaces characters that no font has."""

import pytest

from documents.papers import paper, pdf_of, said, text_of
from workbook.documents import typeset
from workbook.documents.blocks import Note
from workbook.documents.pdf import pdf_file

MISSING = "Somesignscan'tbeshown."


def shown(text):
    """What a PDF shows of an answer, and all around it."""
    return text_of(pdf_of(pdf_file(paper(Note("Made by the learner.", "notice"), said(text)))))


@pytest.fixture
def without_machine_fonts(monkeypatch):
    """Simulate a machine with only typst's own fonts, like a small server."""
    compiled = typeset._compiled
    monkeypatch.setattr(
        typeset, "_compiled", lambda source, text, made, **_: compiled(source, text, made, True)
    )


@pytest.mark.usefixtures("without_machine_fonts")
def test_a_sign_that_no_font_has_is_named_and_the_reader_is_told():
    text = shown("Good 😀 漢 end")
    assert "Good[grinningface]\u25a1end" in text
    assert MISSING in text


def test_a_sign_that_a_font_has_stays_and_nobody_is_told_otherwise():
    text = shown("naïve café € e\u0301 “so” Žižek Ω я")
    assert "naïvecafé€" in text
    assert "Žižek" in text
    assert MISSING not in text


@pytest.mark.usefixtures("without_machine_fonts")
def test_a_cluster_of_signs_that_no_font_has_keeps_its_letters():
    text = shown("x\U0001e8d0y 👩🏽\u200d💻 z")
    assert "[woman]" in text
    assert "x" in text
    assert "y" in text
