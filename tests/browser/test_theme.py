"""A publisher's theme as people meet it: the logo, the colours, the foot and the notice, at every width."""

import pytest

from browser.axe import violations
from browser.server import DATA, NOTEBOOKS

THEME = """
[colours.light]
accent = "#e4007f"

[footer]
text = "Run by the training team."
links = [{ words = "Help desk", address = "mailto:help@example.org" }]

[privacy]
notice = "privacy.md"
"""
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 32"><rect width="90" height="32"/></svg>'


@pytest.fixture
def themed(serve, tmp_path):
    """A server with a theme."""
    (tmp_path / "theme.toml").write_text(THEME, encoding="utf-8")
    (tmp_path / "logo.svg").write_text(LOGO, encoding="utf-8")
    (tmp_path / "privacy.md").write_text("Write to us.", encoding="utf-8")
    return serve(NOTEBOOKS, DATA, 0, "/", "--theme", tmp_path)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_a_theme_fits_every_screen_and_axe_finds_nothing(themed, open_page, size, scheme):
    for address in (themed.address, themed.page("privacy")):
        page = open_page(address, size=size, scheme=scheme)
        logo = page.locator(".wb-logo").evaluate(
            "(one) => one.complete && one.getBoundingClientRect().toJSON()"
        )
        assert logo["width"] / logo["height"] == pytest.approx(90 / 32, abs=0.05)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert violations(page) == []
    assert page.get_by_text("Write to us.").is_visible()
    assert page.get_by_role("link", name="Help desk").is_visible()
    accent = page.evaluate("getComputedStyle(document.body).getPropertyValue('--wb-accent').trim()")
    assert accent == {"light": "#c90070", "dark": "#ff5fb8"}[scheme]
