"""Renders cells' outputs as HTML, and the widgets' models as data for the browser's widget host.

Here: one output of a cell as HTML that is readable before any script has run; the data of a page's widgets.
Not here: the page around it (see `views`), and the live widgets (see `static/widgets/host_light.js`).
"""

import base64
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Literal

from markupsafe import Markup, escape

from forked_kernels.run import Model, Run
from widget_host.common.external_links import as_links, told
from widget_host.link import shared_styles
from widget_host.pages.formulas import with_formulas
from widget_host.pages.generated_assets import GeneratedAssets
from widget_host.pages.markdown import as_html

__all__ = ["Drawing", "Host", "as_json", "host_of", "rendered_text"]

Host = Literal["", "light", "full"]
"""The host that draws a page's widgets: none if there are none, our own small host, or Jupyter's widgets."""

_VIEW = "application/vnd.jupyter.widget-view+json"
_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_ANYWIDGET = "anywidget"
_BASE = "@jupyter-widgets/base"
_CONTROLS = "@jupyter-widgets/controls"
_REFERENCE = "IPY_MODEL_"
_DEEPEST = 12
_LONGEST = 100_000
# Terminal escape codes, such as colours; and text that is overwritten after a carriage return.
_ESCAPES = re.compile(r"\x1b(?:\[[0-9;?]*[A-Za-z]|\][^\x07\x1b]*(?:\x07|\x1b\\))")
_WRITTEN_OVER = re.compile(r"^.*\r", re.MULTILINE)
# The stock widgets that the small host draws besides anywidgets, since they need no library.
_BOXES = frozenset({"BoxModel", "GridBoxModel", "HBoxModel", "VBoxModel"})


class Drawing:
    """Renders outputs; one for each server."""

    def __init__(
        self, word: Callable[[str], str], generated: GeneratedAssets, own: Callable[[], Mapping[str, str]]
    ) -> None:
        """Take the interface's words, the store of modules, and the addresses of our own modules.

        `own` returns an address for the module text that a kernel sends.
        """
        self._word = word
        self._generated = generated
        self._own = own

    def output(self, output: dict[str, Any], models: Mapping[str, Model]) -> Markup:
        """Return one output (nbformat 4) as HTML.

        A widget becomes a placeholder for the live one, with content that is readable until then. HTML is
        used as the notebook's author wrote it; the page's security policy keeps scripts in it from running.
        The error stream is left out: it is for the code's author, and names the server's folders.
        """
        kind = output.get("output_type")
        if kind == "error":
            return Markup('<p class="wb-cell-failed">{}</p>\n').format(self._word("serve.cell.failed"))
        if kind == "stream":
            return Markup("") if _is_stderr(output) else _plain_text(_text(output.get("text")))
        data: dict[str, Any] = output.get("data", {})
        if _VIEW in data:
            return self._widget(data, models)
        return self._shown(data, output.get("metadata", {}))

    def data(self, run: Run) -> dict[str, Any]:
        """Return the data that the browser needs for a page's widgets: which host, and every model."""
        return {
            "host": host_of(run),
            "models": {identifier: self._model(model) for identifier, model in run.models.items()},
        }

    def _widget(self, data: dict[str, Any], models: Mapping[str, Model]) -> Markup:
        identifier = str(data[_VIEW].get("model_id", ""))
        html = data.get("text/html")
        readable = Markup(_text(html)) if html else _plain(models.get(identifier), models)  # noqa: S704 - the author's
        place = Markup('<div class="wb-output wb-widget" data-model="{}">{}</div>\n')
        return place.format(identifier, readable)

    def _shown(self, data: dict[str, Any], metadata: dict[str, Any]) -> Markup:
        """Render the richest representation that there is."""
        if html := _text(data.get("text/html")):
            # Jupyter's own class name, to which its table styles apply.
            frame = Markup('<div class="wb-output jp-RenderedHTML">{}</div>\n')
            return frame.format(Markup(self.linked(html)))  # noqa: S704 - the author's
        rendered = rendered_text(data)
        if rendered is not None:
            html = self.linked(rendered)
            return Markup('<div class="wb-output wb-text">{}</div>\n').format(Markup(html))  # noqa: S704 - made safe
        for kind in ("image/svg+xml", *_PICTURES):
            if kind in data:
                return self._picture(kind, _text(data[kind]), metadata.get(kind, {}))
        if "application/json" in data:
            return _plain_text(json.dumps(data["application/json"], ensure_ascii=False, indent=2))
        return _plain_text(_text(data.get("text/plain")))

    def linked(self, html: str) -> str:
        """Return HTML with links and a sentence in place of content from other sites."""
        return told(as_links(html), str(escape(self._word("serve.elsewhere"))))

    def _picture(self, kind: str, body: str, about: object) -> Markup:
        """Render a picture as an image, in which no script of an SVG can run."""
        encoded = (
            base64.b64encode(body.encode()).decode() if kind == "image/svg+xml" else "".join(body.split())
        )
        told = about if isinstance(about, dict) else {}
        size = Markup("").join(
            Markup(' {}="{}"').format(side, told[side]) for side in ("width", "height") if side in told
        )
        image = Markup('<div class="wb-output wb-picture"><img src="data:{};base64,{}" alt="{}"{}></div>\n')
        return image.format(kind, encoded, told.get("alt") or self._word("serve.picture"), size)

    def _model(self, model: Model) -> dict[str, Any]:
        state = dict(model.state)
        if model.name == "OutputModel":
            state["outputs"] = [_discreet(one) for one in state.get("outputs") or () if not _is_stderr(one)]
        drawn: dict[str, Any] = {"name": model.name, "module": model.module, "version": model.version}
        if model.module == _ANYWIDGET:
            drawn |= self._module(state)
        drawn["state"] = state
        drawn["buffers"] = [
            {"path": list(path), "data": base64.b64encode(body).decode()} for path, body in model.buffers
        ]
        return drawn

    def _module(self, state: dict[str, Any]) -> dict[str, str]:
        """Remove an anywidget's module and styles from its state, and return their addresses."""
        source, styles = _text(state.pop("_esm", "")), _text(state.pop("_css", ""))
        own = self._own().get(source)
        if own is not None:
            # The page already has the styles of our own exercises.
            if state.get("styles") == shared_styles():
                state["styles"] = ""
            return {"esm": own, "css": ""}
        return {"esm": self._found(source, ".js"), "css": self._found(styles, ".css")}

    def _found(self, text: str, suffix: str) -> str:
        """Return the address of a text, or the address that an anywidget gives instead of a text."""
        if not text or text.startswith(("http://", "https://")):
            return text
        return self._generated.add(text, suffix)


def rendered_text(data: Mapping[str, Any]) -> str | None:
    """Return an output's Markdown or LaTeX as inert HTML, or None if it has neither.

    Texts that are far too long are left as they are, since they would keep everybody waiting.
    """
    markdown, latex = _text(data.get("text/markdown")), _text(data.get("text/latex"))
    if len(markdown or latex) > _LONGEST:
        return f"<pre>{escape(markdown or latex)}</pre>"
    if markdown:
        return as_html(markdown)
    return f"<p>{with_formulas(latex)}</p>" if latex else None


def host_of(run: Run) -> Host:
    """Return the host for a page: the small one if it has only anywidgets and boxes of them."""
    views = any(_VIEW in output.get("data", {}) for _, output in run.outputs)
    if not views and not run.models:
        return ""
    return "light" if all(_is_light(model) for model in run.models.values()) else "full"


def as_json(value: object) -> Markup:
    """Return JSON that is safe in a script element: no character in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - just made safe


def _is_light(model: Model) -> bool:
    if model.module == _CONTROLS:
        return model.name in _BOXES and not model.state.get("box_style")
    return model.module == _ANYWIDGET or (model.module, model.name) == (_BASE, "LayoutModel")


def _is_stderr(output: Mapping[str, Any]) -> bool:
    return output.get("output_type") == "stream" and output.get("name") == "stderr"


def _discreet(output: dict[str, Any]) -> dict[str, Any]:
    """Return an output, without an error's references to the server's files and to what somebody wrote."""
    told = {"ename": "Error", "evalue": "", "traceback": []}
    return {**output, **told} if output.get("output_type") == "error" else output


def _plain_text(text: str) -> Markup:
    """Return text as a terminal would finally show it."""
    shown = _WRITTEN_OVER.sub("", _ESCAPES.sub("", text).replace("\r\n", "\n"))
    return Markup('<pre class="wb-output wb-cell-text">{}</pre>\n').format(shown) if shown else Markup("")


def _text(value: object) -> str:
    """Return an nbformat text, which may be one string or a list of lines, as one string."""
    return "".join(value) if isinstance(value, list) else str(value or "")


def _plain(model: Model | None, models: Mapping[str, Model], depth: int = 0) -> Markup:
    """Return a stock widget as plain HTML: its label and value, or its children."""
    if model is None or depth > _DEEPEST or model.module != _CONTROLS:
        return Markup("")
    state = model.state
    if model.name in ("HTMLModel", "HTMLMathModel"):
        html = as_links(_text(state.get("value")))
        return Markup("<div>{}</div>").format(Markup(html))  # noqa: S704 - the author's
    parts = [models.get(str(one).removeprefix(_REFERENCE)) for one in state.get("children") or ()]
    inner = Markup("").join(_plain(part, models, depth + 1) for part in parts)
    label, value = (with_formulas(str(one)) for one in (state.get("description") or "", _value(state)))
    words = Markup(" ").join(text for text in (label, value) if text)
    return (Markup("<p>{}</p>").format(words) if words else Markup("")) + inner


def _value(state: dict[str, Any]) -> str:
    """Return a control's value in readable form."""
    labels, index = state.get("_options_labels"), state.get("index")
    if isinstance(labels, list) and isinstance(index, int) and 0 <= index < len(labels):
        return str(labels[index])
    value = state.get("value")
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
