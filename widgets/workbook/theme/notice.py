"""Converts a publisher's privacy notice from Markdown to HTML with text, lists, tables and links."""

import mistune
from markupsafe import Markup

__all__ = ["notice_html"]

_BELOW = 2
"""The notice is below a second-level heading, so its own headings start at the third level."""


class _Renderer(mistune.HTMLRenderer):
    """Escapes HTML, and drops addresses that could run a script; mistune does both."""

    def heading(self, text: str, level: int, **attributes: str) -> str:
        return super().heading(text, min(level + _BELOW, 6), **attributes)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Return only the text: pictures from another site would reveal to it who reads the page."""
        del url, title
        return text


def notice_html(markdown: str) -> Markup:
    """Return the notice as HTML."""
    render = mistune.create_markdown(
        renderer=_Renderer(escape=True), plugins=["table", "strikethrough", "url"]
    )
    return Markup(render(markdown))  # noqa: S704 - from a renderer that escapes its input
