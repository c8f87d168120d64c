import csv
import logging
from pathlib import Path
from typing import get_args

import pytest

from usage.sent import sent
from workbook.usage.message import KINDS, LIMIT, USEFUL, Reason
from workbook.usage.ui.feedback import FeedbackExercise, feedback

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"


class Form:
    """A form on a page: what it sends to the kernel, and what it hears."""

    def __init__(self, table, monkeypatch):
        monkeypatch.setenv("WORKBOOK_FEEDBACK", str(table))
        self.answers = []
        monkeypatch.setattr(FeedbackExercise, "send", lambda _widget, answer: self.answers.append(answer))
        self.widget = feedback()

    def send(self, **changes):
        self.widget._handle_custom_msg(sent(**changes), [])
        return self.answers[-1]


@pytest.fixture
def table(tmp_path):
    return tmp_path / "feedback.csv"


@pytest.fixture
def form(table, monkeypatch):
    return Form(table, monkeypatch)


def test_a_message_is_acknowledged_once_it_is_in_the_table(form, table):
    answer = form.send()
    assert answer == {"type": "kept", "message": f"{1:032x}"}
    with table.open(encoding="utf-8-sig", newline="") as file:
        assert [row["message"] for row in csv.DictReader(file)] == [answer["message"]]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"text": " ", "useful": ""}, "empty"),
        ({"text": "x" * (LIMIT + 1)}, "long"),
        ({"text": ["a list"]}, "unreadable"),
        ({"message": None}, "unreadable"),
    ],
    ids=["nothing in it", "too long", "no text", "no number"],
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
    assert form.send(text="A secret of mine.")["reason"] == "closed"
    assert "secret" not in caplog.text
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("message", ["text", None, {"type": "other"}, 7], ids=str)
def test_a_message_that_is_no_feedback_is_left_alone(form, message):
    form.widget._handle_custom_msg(message, [])
    assert form.answers == []


def test_a_fault_that_nobody_thought_of_gives_a_refusal_and_no_traceback(form, monkeypatch):
    monkeypatch.setattr("workbook.usage.ui.feedback.keep", lambda sent: sent["nothing of this name"])
    assert form.send()["reason"] == "closed"


def test_every_reason_kind_and_grade_has_its_words(form):
    reasons = [f"refused.{reason}" for reason in (*get_args(Reason), "silent")]
    for name in (*reasons, *(f"kind.{kind}" for kind in KINDS), *(f"useful.{one}" for one in USEFUL)):
        assert f"feedback.{name}" in form.widget.words


def test_the_form_knows_the_limit_that_the_store_has_and_the_pages_beside_it(monkeypatch):
    monkeypatch.chdir(NOTEBOOKS)
    content = feedback().content
    assert content["limit"] == LIMIT
    assert {"id": "standard-5", "title": "Standard 5: Public trust"} in content["pages"]
    assert not {"publisher", "guide-publisher"} & {page["id"] for page in content["pages"]}
