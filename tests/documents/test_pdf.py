import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.papers import HOSTILE, everything, grid, is_for_everybody, paper, pdf_of, said, text_of
from examples import examples
from workbook.documents.blocks import Grid, Heading, Note
from workbook.documents.pdf import language_of, pdf_file
from workbook.documents.text import clean


def made(document):
    return pdf_of(pdf_file(document))


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


def test_it_is_tagged_for_everybody_and_says_its_title_and_language():
    pdf = made(everything())
    assert is_for_everybody(pdf)
    assert pdf.trailer["/Root"]["/Lang"] == "en-GB"
    assert pdf.metadata.title == "My learning"


def test_headings_and_header_cells_are_tagged():
    tags = tags_of(made(everything()))
    assert tags.count("/Table") == 1
    assert tags.count("/TH") == 2
    assert tags.index("/Title") < tags.index("/H1") < tags.index("/H2") < tags.index("/H3")


def test_a_bar_is_no_part_of_what_a_screen_reader_says():
    bars = Grid("Votes", ("Choice", "Votes"), (("A", "5"),), (1, 1), bars=(((), (0.5,)),))
    without = Grid("Votes", ("Choice", "Votes"), (("A", "5"),), (1, 1))
    assert tags_of(made(paper(bars))) == tags_of(made(paper(without)))


def test_it_begins_with_its_contents_where_these_have_a_heading():
    blocks = (Note("Made by the learner.", "notice"), Heading(1, "Activities"), said("I will ask first."))
    assert len(made(paper(*blocks)).pages) == 1
    first, second = made(paper(*blocks, contents="Contents")).pages
    assert "Contents" in first.extract_text()
    assert "Activities" in first.extract_text()
    assert "I will ask first." in second.extract_text()


def test_every_page_is_a4_and_numbered():
    pdf = made(paper(*(said("A long day. " * 60) for _ in range(12))))
    assert len(pdf.pages) > 2
    for number, page in enumerate(pdf.pages, start=1):
        assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [210, 297]
        assert page.extract_text().strip().endswith(f"Page {number} of {len(pdf.pages)}")


def test_a_hostile_text_stands_there_letter_for_letter():
    pdf = made(paper(said("\n".join(HOSTILE), HOSTILE[1]), grid(HOSTILE[2:]), title=HOSTILE[1]))
    text = text_of(pdf)
    for line in HOSTILE:
        assert squeezed(line) in text
    assert pdf.metadata.title == HOSTILE[1]
    assert not any("/Annots" in page for page in pdf.pages)
    assert "/OpenAction" not in pdf.trailer["/Root"]


def test_a_word_without_an_end_stays_on_the_page():
    word = "Ŵ" * 3_000
    pdf = made(paper(said(word), grid(("3 November", word))))
    lines = [line.replace("\u200b", "") for page in pdf.pages for line in page.extract_text().splitlines()]
    assert sum(line.count("Ŵ") for line in lines) == 6_000
    # The text is 166 mm wide, and this letter about 3.5 mm.
    assert max(line.count("Ŵ") for line in lines) < 50


@pytest.mark.slow
def test_a_text_of_200_kb_is_there_whole():
    assert text_of(made(paper(said("One more word. " * 14_000)))).count("Onemoreword.") >= 13_800


def test_the_same_document_makes_the_same_file():
    assert pdf_file(everything()) == pdf_file(everything())


@given(st.text(st.characters(codec=None), max_size=40).map(clean))
@settings(max_examples=examples(40))
def test_any_text_at_all_makes_a_file(text):
    assert pdf_file(paper(said(text, text), title=f"My {text}", author=text))


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
    assert pdf_file(paper(language=tag))
