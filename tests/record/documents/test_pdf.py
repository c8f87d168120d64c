import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from record.documents.asking import HOSTILE, LABELS, entry, everything, pdf_of, rating, request, text_of
from workbook.documents import typeset
from workbook.documents.pdf import language_of
from workbook.record.documents import make


def made(asked, kind="pdf"):
    return pdf_of(make(kind, asked))


def squeezed(text):
    return "".join(text.split())


def tags_of(pdf):
    """The structure's tags, in reading order."""
    found = []

    def walk(node):
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for kid in node:
                walk(kid)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append(node["/S"])
            walk(node.get("/K", []))

    walk(pdf.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


@pytest.mark.parametrize("kind", ["pdf", "certificate"])
def test_it_is_tagged_for_everybody_and_says_its_title_and_language(kind):
    pdf = made(everything(), kind)
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata.title
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()


def test_headings_and_header_cells_are_tagged():
    tags = tags_of(made(everything()))
    assert tags.count("/Table") == 2
    assert tags.count("/TH") == 8
    assert tags.count("/H1") == 4
    assert tags.index("/Title") < tags.index("/H1") < tags.index("/H2") < tags.index("/H3")


def test_every_page_is_a4_and_numbered():
    pdf = made(request(*(entry(f"reflection/{n}", "A long day. " * 60) for n in range(12))))
    assert len(pdf.pages) > 2
    for number, page in enumerate(pdf.pages, start=1):
        assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [210, 297]
        assert page.extract_text().strip().endswith(f"Page {number} of {len(pdf.pages)}")


def test_a_hostile_text_stands_there_letter_for_letter():
    asked = request(
        entry(value="\n".join(HOSTILE), question=HOSTILE[1]), title=HOSTILE[1], include=["answers"]
    )
    pdf = made(asked)
    text = text_of(pdf)
    for line in HOSTILE:
        assert squeezed(line) in text
    assert pdf.metadata.title == HOSTILE[1]
    assert not any("/Annots" in page for page in pdf.pages)
    assert "/OpenAction" not in pdf.trailer["/Root"]


def test_a_word_without_an_end_stays_on_the_page():
    word = "Ŵ" * 3_000
    pdf = made(request(entry(value=word), rating("before", 1, question=word), include=["answers", "ratings"]))
    lines = [line.replace("\u200b", "") for page in pdf.pages for line in page.extract_text().splitlines()]
    assert sum(line.count("Ŵ") for line in lines) == 6_000
    # The text is 166 mm wide, and this letter about 3.5 mm.
    assert max(line.count("Ŵ") for line in lines) < 50


def test_a_text_of_200_kb_is_there_whole():
    long = "One more word. " * 14_000
    assert text_of(made(request(entry(value=long), include=["answers"]))).count("Onemoreword.") >= 13_800


def test_the_same_request_makes_the_same_file():
    assert make("pdf", everything()).data == make("pdf", everything()).data


def test_a_sign_that_no_font_has_is_named_and_the_reader_is_told(monkeypatch):
    without_machine_fonts(monkeypatch)
    text = text_of(made(request(entry(value="Good 😀 漢 end"), include=["answers"])))
    assert "Good[grinningface]\u25a1end" in text
    assert squeezed(LABELS["documents.signs_missing"]) in text


def test_a_sign_that_a_font_has_stays_and_nobody_is_told_otherwise():
    text = text_of(made(request(entry(value="naïve café € e\u0301 “so” Žižek Ω я"), include=["answers"])))
    assert "naïvecafé€" in text
    assert "Žižek" in text
    assert squeezed(LABELS["documents.signs_missing"]) not in text


def without_machine_fonts(monkeypatch):
    """Make a machine that has no fonts but those that typst carries, as a small server has."""
    compiled = typeset._compiled
    monkeypatch.setattr(
        typeset, "_compiled", lambda source, text, made, **_: compiled(source, text, made, True)
    )


def test_a_cluster_of_signs_that_no_font_has_keeps_its_letters(monkeypatch):
    without_machine_fonts(monkeypatch)
    text = text_of(made(request(entry(value="x\U0001e8d0y 👩🏽\u200d💻 z"), include=["answers"])))
    assert "[woman]" in text
    assert "x" in text
    assert "y" in text


@given(st.text(st.characters(codec=None), max_size=40))
@settings(max_examples=40, deadline=None)
def test_any_text_at_all_makes_a_file(text):
    assert make("pdf", request(entry(value=text, question=text, title=text), name=text, title=text)).data


@pytest.mark.parametrize(
    ("tag", "taken"),
    [
        ("en-GB", ("en", "GB")),
        ("cy", ("cy", "")),
        ("#panic()", ("en", "")),
        ("", ("en", "")),
        ("en-#x", ("en", "")),
    ],
)
def test_a_language_that_typst_could_not_take_is_english(tag, taken):
    assert tuple(language_of(tag).values()) == taken
    assert make("pdf", request(entry(), language=tag)).data
