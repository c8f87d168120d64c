"""A publisher's privacy notice: Markdown becomes HTML of text, lists, tables and links."""

import mistune
from markupsafe import Markup

__all__ = ["notice_html"]

_BELOW = 2
"""The notice stands below a heading of the second level, and so its own begin with the third."""


class _Renderer(mistune.HTMLRenderer):
    """Shows HTML as text, and leaves out addresses that could run a script; mistune does both."""

    def heading(self, text: str, level: int, **attributes: str) -> str:
        return super().heading(text, min(level + _BELOW, 6), **attributes)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Leave its words: pictures from elsewhere would tell somebody who reads the page."""
        del url, title
        return text


def notice_html(markdown: str) -> Markup:
    """Return the notice as HTML."""
    render = mistune.create_markdown(
        renderer=_Renderer(escape=True), plugins=["table", "strikethrough", "url"]
    )
    return Markup(render(markdown))  # noqa: S704 - made by a renderer that escapes what it is given
