"""The exercise Workshop console: where a trainer signs in, plans, runs and reviews workshops.

Here: the texts for the front end, and the handling of its two requests to the kernel, for a document and for
a comparison. Not here: the live workshop, which involves only the page and the server (see
`workbook.workshop`), and the contents of a report (see `workshop.report`).
"""

import logging
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup

from workbook.front.course_words import words
from workbook.front.exercise import Exercise
from workbook.front.readable import article, heading, soon, tag

_UI = Path(__file__).parents[1]
_STYLES = (
    _UI / "common" / "workshop_parts.css",
    _UI / "workshop_console" / "workshop_console.css",
    _UI / "workshop_console" / "running" / "running.css",
    _UI / "wall" / "wall.css",
)
_log = logging.getLogger(__name__)


class WorkshopConsoleExercise(Exercise):
    """The trainer's console. Its `content` has the `labels` of reports, which the front end sends back.

    The front end sends {type: "workshop", id, ask: "report" | "compare", ...}. The answer is {type:
    "workshop", id, ok: True, file: {name, media}} with the file as buffer, or {..., table: {columns, rows}};
    if ok is False, it has a `reason`.
    """

    name = "workshop_console"
    is_heard = False
    not_on_paper = "leads a workshop from a screen"

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__(content)
        # Activities and results use the same words as the learners' pages.
        self.words = words("common", "workshop", self.name)
        self.on_msg(self._receive)

    def _receive(self, _widget: object, message: object, _buffers: object) -> None:
        """Answer a message. Nothing is raised: the page would wait in vain."""
        if not isinstance(message, dict) or message.get("type") != "workshop":
            return
        number = message.get("id")
        head = {"type": "workshop", "id": number if isinstance(number, int) else None}
        try:
            answer, files = _answer(message)
        except Exception as problem:  # any error is reported to the trainer
            answer, files = {"ok": False, "reason": _reason(problem)}, []
        self.send({**head, **answer}, files)

    def readable(self) -> Markup:
        """Show what a trainer does here: only the browser knows who is signed in."""
        t = self._t
        return article(
            self.name,
            heading(t("workshop_console.kicker"), t("workshop_console.home.title")),
            tag("p", t("workshop_console.readable")),
            soon(t),
        )


# Activities and results have the learners' pages' styles, followed by the wall's own rules.
WorkshopConsoleExercise._css = "\n".join(path.read_text(encoding="utf-8") for path in _STYLES)


def workshop_console() -> WorkshopConsoleExercise:
    """Show the trainer's console."""
    return WorkshopConsoleExercise({"labels": words("workshop_report")})


def _answer(message: Mapping[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    """Return the answer to a message. The reports import pandas, so they are imported on first use."""
    ask = message.get("ask")
    if ask == "report":
        from workbook.workshop.report import report  # noqa: PLC0415 - see above

        file = report.make(message)
        return {"ok": True, "file": {"name": file.name, "media": file.media}}, [file.data]
    if ask == "compare":
        from workbook.workshop.report import compare  # noqa: PLC0415 - see above

        return {"ok": True, "table": compare.make(message)}, []
    return {"ok": False, "reason": "unreadable"}, []


def _reason(problem: Exception) -> str:
    """Return the reason of a failure; an unexpected one is logged by its location, without its message."""
    reason = getattr(problem, "reason", None)
    if isinstance(reason, str):
        return reason
    place = traceback.extract_tb(problem.__traceback__)[-1]
    _log.error("%s in %s, line %s, in the console.", type(problem).__name__, place.name, place.lineno)
    return "unreadable"
