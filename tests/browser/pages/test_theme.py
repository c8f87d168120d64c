"""A publisher's theme on pages: logo, colours, footer and notice, at every width."""

import pytest

from browser.axe import LOOKS, look_as, offences
from browser.server import DATA, NOTEBOOKS, copied

THEME = """
[colours.light]
accent = "#e4007f"

[footer]
text = "Run by the training team."
links = [{ words = "Help desk", address = "mailto:help@example.org" }]

[privacy]
notice = "privacy.md"
"""
# The theme's colour, as it is made readable on each background.
ACCENTS = {"light": "#c90070", "dark": "#ff5fb8"}
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 32"><rect width="90" height="32"/></svg>'


@pytest.fixture
def themed(serve, tmp_path):
    """A server with a theme."""
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    (tmp_path / "theme.toml").write_text(THEME, encoding="utf-8")
    (tmp_path / "logo.svg").write_text(LOGO, encoding="utf-8")
    (tmp_path / "privacy.md").write_text("Write to us.", encoding="utf-8")
    return serve(copied(NOTEBOOKS, notebooks, "privacy"), DATA, 0, "/", "--theme", tmp_path)


@pytest.mark.slow
def test_a_theme_fits_every_screen_and_axe_finds_nothing(themed, open_page):
    page = open_page(themed.address)
    for address in (themed.address, themed.page("privacy")):
        page.goto(address)
        assert offences(page) == []
        for size, scheme in LOOKS:
            look_as(page, size, scheme)
            logo = page.locator(".wb-logo").evaluate(
                "(one) => one.complete && one.getBoundingClientRect().toJSON()"
            )
            assert logo["width"] / logo["height"] == pytest.approx(90 / 32, abs=0.05)
            shown = "getComputedStyle(document.body).getPropertyValue('--wb-accent').trim()"
            assert page.evaluate(shown) == ACCENTS[scheme]
    assert page.get_by_text("Write to us.").is_visible()
    assert page.get_by_role("link", name="Help desk").is_visible()
