"""The exercise Facilitator's guide: how to lead a session, and the whole guide as a PDF.

Here: the points of that table, and the answer to the page's request for the PDF. Not here: the
contents of the PDF (see `workshop.report.guide`).
"""

import logging
import traceback
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from workbook.content import ContentError, load
from workbook.front.exercise import Exercise
from workbook.front.readable import article, heading, paragraphs, soon, tag

_log = logging.getLogger(__name__)


class FacilitatorGuideExercise(Exercise):
    """How to lead a session, point by point.

    The front end sends {type: "facilitator_guide", id, made}, with `made` as the reader's own time in ISO
    8601 format. The answer is {type, id, ok: True, file: {name, media}} with the PDF as buffer; if ok is
    False, it has a `reason`: "content" if the tables have a fault, else "other".
    """

    name = "facilitator_guide"
    is_heard = False
    not_on_paper = "comes with the facilitator notes"

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__(content)
        self.on_msg(self._receive)

    def _receive(self, _widget: object, message: object, _buffers: object) -> None:
        """Answer a message. Nothing is raised: the page would wait in vain."""
        if not isinstance(message, dict) or message.get("type") != self.name:
            return
        number = message.get("id")
        head = {"type": self.name, "id": number if isinstance(number, int) else None}
        try:
            answer, files = _answer(message)
        except ContentError:
            answer, files = {"ok": False, "reason": "content"}, []
        except Exception as problem:  # any error is reported to the reader
            place = traceback.extract_tb(problem.__traceback__)[-1]
            _log.error("%s in %s, line %s, in the guide.", type(problem).__name__, place.name, place.lineno)
            answer, files = {"ok": False, "reason": "other"}, []
        self.send({**head, **answer}, files)

    def readable(self) -> Markup:
        """Show every point: they need no input."""
        t = self._t
        return article(
            self.name,
            heading(t("facilitator_guide.kicker"), t("facilitator_guide.heading")),
            tag("p.wb-no-print", t("facilitator_guide.save_what")),
            soon(t),
            *(
                tag(
                    "section.wb-guide-point.wb-stack-tight",
                    tag("h4", point["title"]),
                    paragraphs(point["text"]),
                )
                for point in self.content["points"]
            ),
        )


def facilitator_guide() -> FacilitatorGuideExercise:
    """Show how to lead a session, point by point, with a button that saves the whole guide."""
    points = [{"title": point.title, "text": point.text} for point in load().facilitator_guide]
    return FacilitatorGuideExercise({"points": points})


def _answer(message: Mapping[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    """Return the guide. The modules that create documents are imported on first use."""
    from workbook.workshop.report.guide import guide_file, made_at  # noqa: PLC0415 - see above

    file = guide_file(made_at(message.get("made")))
    return {"ok": True, "file": {"name": file.name, "media": file.media}}, [file.data]
