import pytest

from documents.papers import pdf_of, text_of
from record.documents.asking import LABELS
from workbook.record.code import new_code, show_code
from workbook.record.documents import card
from workbook.record.errors import RecordError


@pytest.fixture(scope="module")
def code():
    return new_code()


@pytest.fixture(scope="module")
def pdf(code):
    return pdf_of(card.make(code, LABELS).data)


@pytest.mark.parametrize("language", ["x" * 256, "en GB", "<en>"])
def test_a_language_that_is_none_is_refused(code, language):
    with pytest.raises(RecordError) as refused:
        card.make(code, LABELS, language)
    assert refused.value.reason == "unreadable"


def test_the_card_is_one_tagged_page_of_a6(pdf):
    assert len(pdf.pages) == 1
    assert [round(float(side) / 72 * 25.4) for side in pdf.pages[0].mediabox[2:]] == [105, 148]
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_card_shows_the_code_in_groups_and_says_how_to_keep_it(pdf, code):
    text = text_of(pdf)
    groups = show_code(code).split("-")
    assert "-".join(groups[:3]) in text
    assert "-".join(groups[3:]) in text
    for name in ("what", "step.1", "step.2", "step.3", "keep", "keep_text", "lost"):
        assert "".join(LABELS[f"documents.card.{name}"].split()) in text


def test_the_qr_code_has_its_words_for_a_reader_who_can_not_see_it(pdf, code):
    alternatives = []

    def walk(node):
        node = node.get_object() if hasattr(node, "get_object") else node
        for kid in node if isinstance(node, list) else [node.get("/K", [])] if isinstance(node, dict) else []:
            walk(kid)
        if isinstance(node, dict) and "/Alt" in node:
            alternatives.append(node["/Alt"])

    walk(pdf.trailer["/Root"]["/StructTreeRoot"])
    assert alternatives == [LABELS["documents.card.qr"].replace("{code}", show_code(code))]


def test_the_qr_code_is_square_and_has_its_three_corners():
    rows = card.modules("ABCD-EFGH")
    assert {len(row) for row in rows} == {len(rows)}
    eye = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]
    assert [row[:7] for row in rows[:7]] == eye
    assert [row[-7:] for row in rows[:7]] == eye
    assert [row[:7] for row in rows[-7:]] == eye


def test_the_file_s_name_holds_nothing_of_the_code(code):
    file = card.make(code.lower(), LABELS)
    assert (file.name, file.media) == ("recovery-code.pdf", "application/pdf")


def test_what_is_no_code_gets_no_card(code):
    with pytest.raises(RecordError) as refused:
        card.make(code[:-1], LABELS)
    assert refused.value.reason == "mistyped"
    assert code[:8] not in str(refused.value)
