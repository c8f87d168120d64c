"""Requests for a document: only values that a document can have are accepted."""

import pytest

from workbook.documents.asked import language_asked, moment_asked

FAR = [
    "9999-12-31T23:59:59-12:00",
    "9999-01-01T00:00:00+00:00",
    "3000-01-01T00:00:00+00:00",
    "1969-12-31T23:59:59+00:00",
    "0001-01-01T00:00:00+14:00",
    "0000-01-01T00:00:00+00:00",
    "-0001-01-01T00:00:00+00:00",
    "10000-01-01T00:00:00+00:00",
]


@pytest.mark.parametrize(
    "made", [*FAR, "2026-11-22T18:30:00", "yesterday", "", None, 0, -1, float("nan"), {}]
)
def test_a_moment_that_no_document_can_have_is_none(made):
    assert moment_asked(made) is None


def test_a_moment_has_its_offset():
    assert moment_asked("2026-11-22T18:30:00+01:00").isoformat() == "2026-11-22T18:30:00+01:00"


@pytest.mark.parametrize("tag", ["en-GB", "ga", "cy", "zh-Hant-TW", "sr-Latn"])
def test_a_language_is_named_by_its_tag(tag):
    assert language_asked(tag) == tag


@pytest.mark.parametrize(
    "tag", ["", "x", "x" * 256, "en-" * 100, "en_GB", "en GB", "e\u0301n", "\ud800", "<w:lang/>", None, 7, []]
)
def test_what_is_no_tag_is_none(tag):
    assert language_asked(tag) is None
