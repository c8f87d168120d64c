"""The exercise Facilitator's guide: how to lead a session, and the answer to a request for the PDF."""

import logging

import pytest

from workbook.content import ContentError, load
from workbook.workshop.ui.facilitator_guide import facilitator_guide


@pytest.fixture
def ask(monkeypatch):
    """Send a message as the page does, and return what it is answered: (message, buffers), or None."""
    widget = facilitator_guide()
    sent = []
    monkeypatch.setattr(widget, "send", lambda message, buffers=None: sent.append((message, buffers)))

    def ask(message):
        widget._receive(widget, message, [])
        return sent.pop() if sent else None

    return ask


def test_every_point_of_the_table_is_shown_in_its_order():
    shown = facilitator_guide().content["points"]
    assert shown == [{"title": one.title, "text": one.text} for one in load().facilitator_guide]


def test_the_page_gets_the_pdf_named_by_its_own_day(ask):
    made = "2026-11-23T00:30:00+01:00"
    answer, [data] = ask({"type": "facilitator_guide", "id": 7, "made": made})
    assert answer == {
        "type": "facilitator_guide",
        "id": 7,
        "ok": True,
        "file": {"name": "facilitator-guide-2026-11-23.pdf", "media": "application/pdf"},
    }
    assert data.startswith(b"%PDF-")


@pytest.mark.parametrize("made", [None, 5, "soon", "2026-11-23T00:30:00"])
def test_a_page_that_does_not_say_when_it_is_gets_the_pdf_all_the_same(ask, made):
    answer, _ = ask({"type": "facilitator_guide", "id": None, "made": made})
    assert answer["ok"]


@pytest.mark.parametrize("message", [None, "x", [], {}, {"type": "workshop", "id": 1}])
def test_what_is_not_for_the_guide_is_passed_over(ask, message):
    assert ask(message) is None


@pytest.mark.parametrize(
    ("problem", "reason"),
    [(ContentError("drafts.csv: no."), "content"), (RuntimeError("a private word"), "other")],
)
def test_the_page_is_told_when_no_pdf_could_be_made(ask, monkeypatch, caplog, problem, reason):
    def fail(*_):
        raise problem

    monkeypatch.setattr("workbook.workshop.report.guide.guide_file", fail)
    with caplog.at_level(logging.DEBUG):
        answer, buffers = ask({"type": "facilitator_guide", "id": 1})
    assert (answer["ok"], answer["reason"], buffers) == (False, reason, [])
    assert "a private word" not in caplog.text
