import pytest

from documents.papers import HOSTILE, is_for_everybody, pdf_of, text_of
from record.documents.asking import LABELS, entry, request, time
from workbook.record.documents import make


def certificate(**changes):
    return pdf_of(make("certificate", request(entry(), time(d20261103=90), **changes)).data)


def squeezed(name, **gaps):
    text = LABELS[f"documents.certificate.{name}"]
    for gap, part in gaps.items():
        text = text.replace(f"{{{gap}}}", part)
    return "".join(text.split())


def test_it_is_tagged_for_everybody_and_says_its_language():
    pdf = certificate()
    assert is_for_everybody(pdf)
    assert pdf.trailer["/Root"]["/Lang"] == "en-GB"


def test_it_says_what_was_done_when_and_how_long():
    text = text_of(certificate(name="Aoife Murphy"))
    for part in ("AoifeMurphy", "Standard1:Rights", "3of12", "3November2026", "1h30min"):
        assert part in text
    assert squeezed("named") in text


def test_it_says_that_nobody_marked_or_endorsed_it():
    text = text_of(certificate())
    assert squeezed("honest") in text
    assert squeezed("made", date="22 November 2026") in text
    assert squeezed("unnamed") in text


def test_only_where_all_is_done_does_it_speak_of_completion():
    assert squeezed("part_title") in text_of(certificate())
    whole = certificate(progress=[{"page": "standard-1", "done": 12, "total": 12}])
    assert squeezed("title") in text_of(whole)
    assert whole.metadata.title == LABELS["documents.certificate.title"]


def test_pages_on_which_nothing_is_done_are_left_out_and_counted_in_the_sum():
    text = text_of(
        certificate(progress=[{"page": "standard-1", "done": 3, "total": 12}, {"page": "start", "total": 4}])
    )
    assert "Starthere" not in text
    assert "3of16" in text


def test_where_nothing_is_done_it_says_so():
    assert squeezed("none") in text_of(certificate(progress=[]))


@pytest.mark.parametrize("count", [1, 14, 30])
def test_it_is_one_page(count):
    pages = [{"id": f"p{n}", "title": f"{HOSTILE[n % 4]}", "standard": ""} for n in range(count)]
    progress = [{"page": f"p{n}", "done": 1, "total": 2} for n in range(count)]
    pdf = certificate(pages=pages, progress=progress, name=HOSTILE[1])
    assert len(pdf.pages) == 1
