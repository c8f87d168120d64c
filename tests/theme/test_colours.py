"""Calculating with colours: WCAG's contrast, the pairs that meet on a page, and an accent's shades."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.front import colours
from workbook.theme.colours import PAIRS, contrast, from_accent, too_close

COLOURS = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#0b5a66", "#0b5a66", 1.0)],
)
def test_contrast_is_wcag_s(one, other, ratio):
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_usual_colours_can_be_told_apart(scheme):
    assert list(too_close(colours(scheme))) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_is_of_tokens_that_there_are(scheme):
    assert {name for pair in PAIRS for name in pair[:2]} <= set(colours(scheme))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@given(accent=COLOURS)
def test_whatever_the_accent_its_shades_can_be_read(scheme, accent):
    tokens = colours(scheme)
    found = tokens | from_accent(accent, tokens)
    assert [pair for pair, _ in too_close(found) if "accent" in f"{pair.front} {pair.behind}"] == []
