"""A small document, a hostile text, and ways to read the files made from them."""

import io
from datetime import UTC, datetime

from workbook.documents.blocks import Facts, Grid, Heading, Note, Paper, Said

# A line each, so that every format can keep it as it is; none holds a sign that no document can hold.
HOSTILE = (
    '=HYPERLINK("http://evil.example") #set page(width: 1pt) *b* _i_ $x$ `code` <script>alert(1)</script>',
    "#import sys: inputs; #panic() [link](javascript:alert(1)) ![p](http://x.example/p) <img onerror=a>",
    '{ HYPERLINK "http://evil.example" } { INCLUDETEXT c:\\secret } <<DDEAUTO>> &lt;b&gt; &copy; | a | b |',
    "# heading? 1. list? - item? > quote? --- === ~~~ ``` \\ /*c*/ //x @label <label> \\u{41} {{x}} {date}",
)


def paper(*blocks, title="My learning", **more):
    """A document with these blocks below its title."""
    return Paper(
        **{
            "blocks": (Heading(0, title), *blocks),
            "title": title,
            "author": "Aoife Murphy",
            "language": "en-GB",
            "made": datetime(2026, 11, 22, 18, 30, tzinfo=UTC),
            "page": "Page {page} of {pages}",
            "missing": "Some signs can't be shown.",
            **more,
        }
    )


def grid(*rows):
    """A table of two columns."""
    return Grid("Activities by date", ("Date", "Activity"), rows, (1, 3))


def said(text, question="What happened?", other=False):
    """An answer, and a line about it."""
    return Said(question, text, "Written on 3 November 2026", other)


def everything():
    """A document with a block of each kind."""
    return paper(
        Facts((("Name", "Aoife Murphy"), ("Date", "3 November 2026"))),
        Note("Made by the learner.", "notice"),
        Heading(1, "Activities"),
        grid(("3 November", "Standard 1"), ("5 November", "Standard 2")),
        Note("Below, each by itself.", "text"),
        Heading(2, "Standard 1"),
        Heading(3, "Your own practice"),
        said("I will ask first."),
        said("From my phone.", "Another version", other=True),
        Note("More is in the plan.", "hint"),
    )


def pdf_of(data):
    """Open a PDF."""
    import pypdf  # noqa: PLC0415 - slow to import, and half of the tests need none

    return pypdf.PdfReader(io.BytesIO(data))


def text_of(pdf):
    """A PDF's text without line ends and soft hyphens."""
    pages = "".join(page.extract_text() for page in pdf.pages)
    return "".join(pages.replace("\u200b", "").split())


def is_for_everybody(pdf):
    """Whether a PDF is tagged and says that it keeps to PDF/UA-1, so that a screen reader can read it."""
    root = pdf.trailer["/Root"]
    says = b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    return says and root["/MarkInfo"]["/Marked"] and root["/ViewerPreferences"]["/DisplayDocTitle"]
