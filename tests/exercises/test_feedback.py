import csv
import logging

import pytest

from workbook.exercises.feedback import FeedbackExercise, feedback
from workbook.record.feedback import LIMIT


class Form:
    """A form on a page: what it sends to the kernel, and what it hears."""

    def __init__(self, table, monkeypatch):
        monkeypatch.setenv("WORKBOOK_FEEDBACK", str(table))
        self.answers = []
        monkeypatch.setattr(FeedbackExercise, "send", lambda _widget, answer: self.answers.append(answer))
        self.widget = feedback()

    def send(self, **changes):
        message = {"type": "feedback", "client": "abc", "seq": 1, "useful": "very", "helped": "It did."}
        self.widget._handle_custom_msg({**message, "ideas": "", **changes}, [])
        return self.answers[-1]


@pytest.fixture
def table(tmp_path):
    return tmp_path / "feedback.csv"


@pytest.fixture
def form(table, monkeypatch):
    return Form(table, monkeypatch)


def test_a_message_is_acknowledged_once_it_is_in_the_table(form, table):
    answer = form.send()
    assert (answer["type"], answer["client"], answer["seq"]) == ("kept", "abc", 1)
    with table.open(encoding="utf-8-sig", newline="") as file:
        assert [row["at"] for row in csv.DictReader(file)] == [answer["at"]]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"helped": " ", "useful": ""}, "empty"),
        ({"ideas": "x" * (LIMIT + 1)}, "long"),
        ({"helped": ["a list"]}, "unreadable"),
        ({"client": None}, "unreadable"),
    ],
    ids=["nothing in it", "too long", "no text", "no sender"],
)
def test_a_message_that_cannot_be_kept_is_refused_with_a_reason_that_has_its_words(
    form, table, changes, reason
):
    answer = form.send(**changes)
    assert (answer["type"], answer["reason"]) == ("refused", reason)
    assert f"feedback.refused.{reason}" in form.widget.words
    assert not table.exists()


def test_a_table_that_cannot_be_written_gives_a_refusal_and_no_traceback(
    tmp_path, monkeypatch, caplog, capfd
):
    caplog.set_level(logging.DEBUG)
    (tmp_path / "file").write_text("", encoding="utf-8")
    form = Form(tmp_path / "file" / "feedback.csv", monkeypatch)
    assert form.send(helped="A secret of mine.")["reason"] == "closed"
    assert "secret" not in caplog.text
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("message", ["text", None, {"type": "other"}, 7], ids=str)
def test_a_message_that_is_no_feedback_is_left_alone(form, message):
    form.widget._handle_custom_msg(message, [])
    assert form.answers == []


def test_the_form_knows_the_limit_that_the_store_has():
    assert feedback().content == {"limit": LIMIT}
