"""Converts Markdown to HTML as Jupyter does, and removes active content.

Here: text cells, and Markdown outputs of code. Not here: reading notebooks (see `notebook`), and rendering
formulas (see `formulas`).
"""

import base64
import mimetypes
import re
from collections.abc import Mapping
from html import escape, unescape
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

import mistune
import nh3
from mistune.plugins import Plugin
from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from widget_host.common.external_links import as_links
from widget_host.common.notebook_files import anchor_of
from widget_host.pages.formulas import ATTRIBUTES, ENVIRONMENT, INLINE, TAGS, as_mathml

__all__ = ["as_html"]

_PLUGINS = ("strikethrough", "table", "url", "def_list", "footnotes", "task_lists")
_TAG = re.compile(r"<[^>]*>")
_ANY_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "source", "track", "wbr"})
# Browsers nest elements no deeper than some five hundred.
_DEEPEST = 1_000
_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_SOURCE = re.compile(r"""(\bsrc\s*=\s*)("[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE)
_MEDIA = ("audio", "video", "source", "track")
_SCHEMES = {"http", "https", "mailto", "tel", "data"}
_LARGEST_PICTURE = 16 * 2**20
# Of an attachment in several formats: vectors before dots, and dots without loss first.
_PREFERRED = ("image/svg+xml", "image/png", "image/jpeg")
_EVERYWHERE = {
    "id",
    "class",
    "lang",
    "dir",
    "title",
    "role",
    "tabindex",
    "aria-label",
    "aria-hidden",
    "style",
}
_ALLOWED = {
    **nh3.ALLOWED_ATTRIBUTES,
    **{name: set(ATTRIBUTES) for name in TAGS},
    "details": {"open"},
    "audio": {"src", "loop", "muted", "preload"},
    "video": {"src", "loop", "muted", "preload", "width", "height"},
    "source": {"src", "type"},
    "track": {"src", "kind", "srclang", "label", "default"},
    "input": {"type", "disabled", "checked"},
    "*": _EVERYWHERE,
}
_BOX = ("border", "border-bottom", "border-left", "border-radius", "border-right", "border-top", "padding")
_STYLES = {"text-align", "max-width", *_BOX}


def as_html(source: str, folder: Path | None = None, attachments: Mapping[str, Any] | None = None) -> str:
    """Return Markdown as HTML without active content.

    Pictures in `folder` or below it, and `attachments` (by name, as in a cell), are embedded.
    """
    renderer = _Renderer(folder, attachments or {})
    markdown = mistune.create_markdown(renderer=renderer, plugins=[*_PLUGINS, cast("Plugin", _formulas)])
    markdown.renderer.register("task_list_item", _task)  # type: ignore[union-attr]  # it is  the one above
    try:
        html = as_links(str(markdown(source)))
    except RecursionError:  # lists and quotations nested a thousand deep
        return _as_written(source)
    return _as_written(source) if _depth(html) > _DEEPEST else _harmless(html)


def _as_written(source: str) -> str:
    """Return the source of a text that is nested more deeply than anything that a person writes."""
    return f"<pre>{escape(source)}</pre>\n"


def _depth(html: str) -> int:
    """Return the approximate nesting depth of elements: the time to clean them grows with its square."""
    depth = deepest = 0
    for tag in _ANY_TAG.finditer(html):
        if tag[1]:
            depth = max(0, depth - 1)
        elif tag[2].lower() not in _VOID:
            depth += 1
            deepest = max(deepest, depth)
    return deepest


def _harmless(html: str) -> str:
    """Return HTML without active content: scripts, frames, forms, other sites' pictures.

    The author of a page's text need not be its publisher.
    """
    return nh3.clean(
        html,
        tags=nh3.ALLOWED_TAGS | TAGS | {"section", "tfoot", "label", "input", *_MEDIA},
        attributes=_ALLOWED,
        attribute_filter=_kept,
        url_schemes=_SCHEMES,
        filter_style_properties=_STYLES,
        link_rel=None,
        set_tag_attribute_values={
            "input": {"type": "checkbox", "disabled": ""},
            "audio": {"controls": ""},
            "video": {"controls": ""},
        },
    )


def _kept(tag: str, name: str, value: str) -> str | None:
    """Return the value of an attribute, or None to drop it: data addresses are allowed only for pictures."""
    if name == "src":
        if tag == "img":
            return value if value.startswith("data:image/") else None
        # Sounds and films belong to the page, or lie beside the notebook; as_links has removed all others.
        return value if value.startswith(("data:audio/", "data:video/")) or ":" not in value else None
    return None if value.lstrip().lower().startswith("data:") else value


class _Renderer(mistune.HTMLRenderer):
    """Renders as Jupyter does, with JupyterLab's ids for headings, and tables that can scroll.

    Not by nbconvert's renderer: to import that takes half the time in which a new process is ready to read.
    """

    def __init__(self, folder: Path | None, attachments: Mapping[str, Any]) -> None:
        super().__init__(escape=False, allow_harmful_protocols=True)
        self._folder = folder.resolve() if folder else None
        self._attachments = attachments

    def block_code(self, code: str, info: str | None = None) -> str:
        """Mark up code in the language that its block names, if Pygments knows it."""
        language, *_ = (info or "").split() or [""]
        if not language:
            return super().block_code(code, info)
        if language == "mermaid":
            return f'<div class="jp-Mermaid"><pre class="mermaid">\n{escape(code.strip())}\n</pre></div>'
        try:
            return str(highlight(code, get_lexer_by_name(language), HtmlFormatter()))
        except ClassNotFound:
            return super().block_code(code, info)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Embed a picture from an attachment, or from beside the notebook."""
        return super().image(text, self._embedded_address(url), title)

    def inline_html(self, html: str) -> str:
        """Leave tags as they are; embed pictures."""
        return self._with_pictures(html)

    def block_html(self, html: str) -> str:
        """Leave a block as it is, since its end may be in a later block; embed pictures."""
        return f"{self._with_pictures(html)}\n"

    def heading(self, text: str, level: int, **_attributes: object) -> str:
        """Give a heading the id that JupyterLab's links use."""
        anchor = anchor_of(unescape(_TAG.sub("", text)))
        return f'<h{level} id="{escape(anchor)}">{text}</h{level}>\n'

    def table(self, text: str) -> str:
        """Wrap a table in a container that scrolls and that the keyboard can reach."""
        table = f'<table class="wb-table">{text}</table>'
        return f'<div class="wb-table-frame" role="group" tabindex="0">{table}</div>\n'

    def formula(self, text: str, *, block: bool) -> str:
        """Render a formula."""
        return str(as_mathml(text, block=block))

    def _embedded_address(self, address: str) -> str:
        """Return the picture at an address as a data address, or the same address if there is none."""
        if not address.startswith("attachment:"):
            return self._picture(address) or address
        bundle = self._attachments.get(address.removeprefix("attachment:")) or {}
        kind = next((one for one in _PREFERRED if one in bundle), next(iter(bundle), None))
        return f"data:{kind};base64,{bundle[kind]}" if kind else address

    def _with_pictures(self, html: str) -> str:
        return _IMAGE.sub(lambda tag: _SOURCE.sub(self._embedded, tag[0]), html)

    def _embedded(self, source: re.Match[str]) -> str:
        quoted = source[2]
        address = unescape(quoted[1:-1] if quoted[0] in "\"'" else quoted)
        found = self._picture(address)
        return f'{source[1]}"{found}"' if found else source[0]

    def _picture(self, address: str) -> str | None:
        """Return a picture beside the notebook as a data address, or None if there is none."""
        kind, _ = mimetypes.guess_type(address)
        if self._folder is None or not (kind or "").startswith("image/"):
            return None
        try:
            file = (self._folder / unquote(address)).resolve()
            is_ours = file.is_relative_to(self._folder) and file.is_file()
            body = file.read_bytes() if is_ours and file.stat().st_size <= _LARGEST_PICTURE else b""
        except (OSError, ValueError):  # a name that no file can have, or one that may not be read
            return None
        return f"data:{kind};base64,{base64.b64encode(body).decode()}" if body else None


def _task(_renderer: object, text: str, *, checked: bool = False) -> str:
    """Return an item of a task list; its text labels the checkbox."""
    box = f'<input type="checkbox" disabled{" checked" if checked else ""}>'
    return f'<li class="wb-task"><label>{box} {text}</label></li>\n'


def _formulas(markdown: mistune.Markdown) -> None:
    """Teach a parser formulas: inline, and as blocks whose lines are not parsed as Markdown."""
    block = (
        rf"^ {{0,3}}(?P<formula_text>(?s:\$\$.{{1,2000}}?\$\$|\\\\\[.{{1,2000}}?\\\\\])|{ENVIRONMENT})[ \t]*$"
    )
    markdown.block.register("formula_block", block, _block, before="list")
    markdown.inline.register("formula", INLINE, _inline, before="escape")
    markdown.inline.register("formula_environment", ENVIRONMENT, _environment, before="escape")


def _block(_parser: object, found: re.Match[str], state: mistune.BlockState) -> int:
    state.add_paragraph(found["formula_text"])
    return found.end()


def _inline(_parser: object, found: re.Match[str], state: mistune.InlineState) -> int:
    kinds = ("dollars", "brackets", "parentheses", "dollar")
    kind = next(one for one in kinds if found[one] is not None)
    state.append_token(_token(found[kind], block=kind in ("dollars", "brackets")))
    return found.end()


def _environment(_parser: object, found: re.Match[str], state: mistune.InlineState) -> int:
    state.append_token(_token(found[0], block=True))
    return found.end()


def _token(latex: str, *, block: bool) -> dict[str, Any]:
    return {"type": "formula", "raw": latex, "attrs": {"block": block}}
