import html
import re

import markdown_it
import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.papers import HOSTILE
from record.documents.asking import LABELS, entry, everything, request
from workbook.record.documents import make
from workbook.record.documents.markdown import plain

# As lenient as a reader can be: raw HTML, tables, strikethrough.
READER = markdown_it.MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=60)
SIGNS = st.text(st.sampled_from(" \\`*_{}[]()#+-.!<>|~&=$:;1aé\t"), max_size=12)


def written(asked):
    return make("md", asked).data.decode("utf-8")


def shown(markdown):
    """What a reader shows, without what the reader itself puts in."""
    return html.unescape(re.sub(r"<[^>]*>", "", READER.render(markdown))).strip()


def kinds(markdown):
    tokens = READER.parse(markdown)
    return {token.type for token in tokens} | {kid.type for token in tokens for kid in token.children or []}


@given(LINE | SIGNS)
def test_any_line_is_shown_as_it_is(text):
    assert shown(plain(text)).split() == text.split()
    assert kinds(plain(text)) <= {"paragraph_open", "paragraph_close", "inline", "text", "text_special"}


@given(SIGNS)
def test_any_line_is_shown_as_it_is_in_a_quotation_a_heading_and_a_cell(text):
    asked = request(entry(value=f"a{text}", question=f"a{text}a", title="t"), title=f"b{text}b")
    markdown = written(asked)
    assert (
        kinds(markdown) & {"link_open", "code_inline", "html_inline", "html_block", "image", "fence"} == set()
    )
    assert " ".join(f"b{text}b".split()) in " ".join(shown(markdown).split())


def test_a_hostile_text_stands_there_letter_for_letter_and_nothing_of_it_is_markup():
    markdown = written(request(entry(value="\n".join(HOSTILE), question=HOSTILE[1]), title=HOSTILE[3]))
    for line in HOSTILE:
        assert line in shown(markdown)
    found = kinds(markdown)
    assert not found & {
        "html_block",
        "html_inline",
        "link_open",
        "image",
        "code_inline",
        "code_block",
        "fence",
    }


def test_the_parts_are_headings_and_the_tables_have_header_rows():
    rendered = READER.render(written(everything()))
    assert rendered.count("<h1>") == 1
    assert re.findall(r"<h2>([^<]*)</h2>", rendered) == [
        LABELS[f"documents.{name}"] for name in ("activities", "answers", "ratings", "plan")
    ]
    assert rendered.count("<table>") == 2


@pytest.mark.parametrize("text", ["a | b", "~~gone~~", "| --- |", "$x$ and $y$", "<b>bold</b>"])
def test_what_stands_in_a_cell_stays_in_it_as_it_is(text):
    pages = [{"id": "standard-1", "title": text, "standard": ""}]
    markdown = written(request(entry(), pages=pages, include=["activity"]))
    cells = re.findall(r"<td>(.*)</td>", READER.render(markdown))
    assert len(cells) == 4
    assert html.unescape(cells[1]) == text
    assert not re.search(r"(?<!\\)\$", markdown)


def test_a_learner_s_text_is_a_quotation_and_every_line_of_it_stays_a_line():
    assert "> One\n>\n> Two" in written(request(entry(value="One\nTwo"), include=["answers"]))


def test_it_reads_well_as_plain_text():
    text = "I don't think so (not yet). It's 50/50, isn't it? See page 4, section 2: \"who to tell\"!"
    assert plain(text) == text


@pytest.mark.parametrize("text", ["\x00\x1b[31m", "\ud800"])
def test_signs_that_no_text_can_hold_are_replaced(text):
    assert "\ufffd" in written(request(entry(value=text)))
