"""Every PDF follows all of PDF/UA-1, in every language, according to an independent checker."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from documents.papers import HOSTILE
from record.documents.asking import entry, everything, request, time
from widget_host.languages import ENGLISH
from workbook.content import load
from workbook.front import languages, with_facts, words
from workbook.publish.handout.handout import handout_file, handout_paper
from workbook.record.code import new_code
from workbook.record.documents import card, make
from workbook.workshop.report import report
from workbook.workshop.report.guide import guide_file
from workbook.workshop.storage.store import WorkshopStore
from workshop.reporting import ReportTexts, Room, finding, play, sign_in
from workshop.reporting import request as report_request

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
MADE = datetime(2026, 11, 23, tzinfo=UTC)
RULES = 104


def of_record(language):
    """What a learner's record becomes, with hostile words in it."""
    labels = with_facts(words("documents"), {"name": "A workbook", "audience": "For the tests"})
    told = {"labels": labels, "language": language.tag}
    asked = {**everything(), **told}
    asked["entries"] = [
        *asked["entries"],
        *(entry(f"reflection/{at}", text) for at, text in enumerate(HOSTILE)),
    ]
    yield "record", make("pdf", asked).data
    done = {**request(entry(), time(d20261103=90)), **told}
    yield "certificate", make("certificate", done).data
    yield "recovery code", card.make(new_code(), labels, language.tag).data


def of_course():
    content = load()
    yield "facilitator's guide", guide_file(MADE).data
    yield "handout", handout_file(handout_paper(content, NOTEBOOKS, MADE, facilitator_notes=True), ".pdf")


def of_workshop(store, language):
    store.prepare()
    asked = report_request(sign_in(store), play(Room(store)), format="pdf", language=language.tag)
    yield "report", report.make(asked, finding(store), ReportTexts()).data


def faults(pdf):
    """The checker's findings; fails if it did not run all its checks."""
    import page  # noqa: PLC0415 - it takes a second, in each worker that collects tests

    found = page.validate_pdf_bytes(pdf, profile="ua1")
    assert found.rules.total >= RULES
    return [f"{one.rule_id}: {one.message}" for one in found.failures]


@pytest.mark.parametrize(
    "language",
    # What differs between them is the texts.
    [pytest.param(one, marks=() if one == ENGLISH else pytest.mark.slow) for one in languages()],
    ids=str,
)
def test_every_pdf_keeps_to_all_of_pdf_ua(monkeypatch, tmp_path, language):
    monkeypatch.setenv("WORKBOOK_LANGUAGE", str(language))
    with WorkshopStore(tmp_path / "workshops.sqlite") as store:
        made = dict([*of_record(language), *of_course(), *of_workshop(store, language)])
    assert {name: faults(pdf) for name, pdf in made.items()} == {name: [] for name in made}


def test_the_checker_sees_a_pdf_without_tags():
    import typst  # noqa: PLC0415 - 20 MB with its fonts

    assert faults(typst.compile(b"= A heading", format="pdf"))
