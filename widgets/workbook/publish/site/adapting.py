"""Adapts a notebook and its outputs for a copy without a server.

Here: which exercises and pages are left out, the links between pages, the names of widgets. Not here:
rendering a page (see `drawing`), and the replacement of a kernel in the browser (see `static/site.js`).
"""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from forked_kernels.run import Model, Run
from widget_host.link import link
from widget_host.pages.metadata import Page
from widget_host.pages.notebook import Cell, Notebook
from workbook.server.widget_files import widget_files

__all__ = ["FORMATS", "adapted", "at_end", "linked", "needs_server"]

FORMATS = ("docx", "html", "md", "json")
"""The document formats that the browser can create from a record by itself (see `static/rpc_handler.js`)."""

_CONSOLE = "workshop_console"
_FEEDBACK = "feedback"
# These need a server; the facilitator's guide is a PDF that the kernel creates.
_LEFT_OUT = (_FEEDBACK, "facilitator_guide")
_CODE = ("_esm", "_css", "styles")
_VIEW = "application/vnd.jupyter.widget-view+json"
_NOTEBOOK = re.compile(r"(?P<path>[\w./%-]+)\.ipynb(?P<rest>[#?].*)?")
_ANCHOR = re.compile(
    r'<a\b(?P<before>[^>]*?)\bhref="(?P<href>[^":]+?\.ipynb)(?P<rest>#[^"]*)?"(?P<after>[^>]*)>(?P<text>.*?)</a>',
    re.DOTALL,
)
_HEADING = re.compile(r'<h(?P<level>[1-6]) id="(?P<id>[^"]*)"')


def needs_server(run: Run) -> bool:
    """Return whether a page is only for what needs a server: running a workshop, or sending feedback."""
    shown = [
        model
        for _, output in run.outputs
        if (model := run.models.get(str(output.get("data", {}).get(_VIEW, {}).get("model_id"))))
        and not _is(model, "keeping")
    ]
    has_console = any(_is(model, _CONSOLE) for model in run.models.values())
    return has_console or (bool(shown) and all(_is(model, _FEEDBACK) for model in shown))


def adapted(
    notebook: Notebook, run: Run, page: Page | None, gone: Collection[str], note: str
) -> tuple[Notebook, Run]:
    """Return a notebook and its run, adapted for a copy without a server.

    `gone` are the paths of pages that are not in the copy; `note` replaces an exercise that needs the server,
    and says so. Texts are replaced by the author's `without_server`. The part that asks for feedback is
    removed, including its heading.
    """
    cells = tuple(_text(cell, page) for cell in notebook.cells)
    outputs = []
    for number, output in run.outputs:
        name = _left_out(output, run.models)
        if name and name != _FEEDBACK:
            said = Markup('<p class="wb-panel wb-muted">{}</p>').format(note)
            outputs.append((number, {"output_type": "display_data", "data": {"text/html": said}}))
        elif not name:
            outputs.append((number, output))
    names = _names(run)
    shown = tuple(_renamed(output, names) for output in outputs)
    models = {
        names[identifier]: _model(model, names, gone)
        for identifier, model in run.models.items()
        if not any(_is(model, name) for name in _LEFT_OUT)
    }
    return replace(notebook, cells=cells), Run(shown, models)


def linked(html: str, gone: Collection[str], here: str) -> str:
    """Return HTML in which links to other notebooks lead to their pages; `here` is the path of this one.

    A link to one of `gone` becomes its text.
    """

    def lead(found: re.Match[str]) -> str:
        if at_end(here, found["href"]) in gone:
            return found["text"]
        href = found["href"].removesuffix(".ipynb") + ".html" + (found["rest"] or "")
        return f'<a{found["before"]}href="{href}"{found["after"]}>{found["text"]}</a>'

    return _ANCHOR.sub(lead, html)


def at_end(here: str, href: str) -> str:
    """Return the path, below the notebooks' folder, that a link on the page at `here` leads to."""
    parts = list(Path(here).parent.parts)
    for part in href.split("/"):
        if part == "..":
            del parts[-1:]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def _text(cell: Cell, page: Page | None) -> Cell:
    html = cell.html if cell.without_server is None else cell.without_server
    if page and page.feedback:
        html = _without_part(html, page.feedback)
    return replace(cell, html=html)


def _without_part(html: str, heading: str) -> str:
    """Return HTML without the part that begins with the heading of this id."""
    found = list(_HEADING.finditer(html))
    own = next((one for one in found if one["id"] == heading), None)
    if own is None:
        return html
    later = [one.start() for one in found if one.start() > own.start() and one["level"] <= own["level"]]
    return html[: own.start()] + (html[later[0] :] if later else "")


def _left_out(output: Mapping[str, Any], models: Mapping[str, Model]) -> str:
    """Return the left-out exercise that an output shows, or ""."""
    identifier = output.get("data", {}).get(_VIEW, {}).get("model_id")
    model = models.get(str(identifier))
    return next((name for name in _LEFT_OUT if model and _is(model, name)), "")


def _names(run: Run) -> dict[str, str]:
    """Return short names for the widgets, the same in each run: a kernel's are random."""
    return {identifier: f"m{number}" for number, identifier in enumerate(run.models, start=1)}


def _renamed(shown: tuple[int, dict[str, Any]], names: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
    number, output = shown
    if _VIEW not in output.get("data", {}):
        return shown
    return number, {**output, "data": _with_names(output["data"], names)}


def _with_names(value: Any, names: Mapping[str, str]) -> Any:  # noqa: ANN401 - any JSON value
    """Return a JSON value with the new names of widgets."""
    text = json.dumps(value)
    for identifier, name in names.items():
        text = text.replace(identifier, name)
    return json.loads(text)


def _model(model: Model, names: Mapping[str, str], gone: Collection[str]) -> Model:
    # The front end identifies a module by its text, which must not change.
    kept = {name: value for name, value in model.state.items() if name in _CODE}
    rest = {name: value for name, value in model.state.items() if name not in kept}
    state: dict[str, Any] = {**_with_links(_with_names(rest, names), gone), **kept}
    if _is(model, "keeping"):
        state["content"] = {**state["content"], "ending": ".html"}
    elif _is(model, "your_record"):
        state["content"] = {**state["content"], "formats": list(FORMATS)}
    return replace(model, state=state)


def _with_links(value: Any, gone: Collection[str]) -> Any:  # noqa: ANN401 - any JSON value
    """Return a JSON value with addresses of notebooks replaced by those of their pages, "" for missing pages.

    Addresses in exercises are relative to the folder of the notebooks.
    """
    if isinstance(value, dict):
        return {name: _with_links(part, gone) for name, part in value.items()}
    if isinstance(value, list):
        return [_with_links(part, gone) for part in value]
    if isinstance(value, str) and (found := _NOTEBOOK.fullmatch(value)):
        return "" if f"{found['path']}.ipynb" in gone else f"{found['path']}.html{found['rest'] or ''}"
    return value


@cache
def _module(name: str) -> str:
    return link(widget_files().widgets[name])


def _is(model: Model, exercise: str) -> bool:
    return model.state.get("_esm") == _module(exercise)
