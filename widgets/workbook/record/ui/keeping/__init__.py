"""The exercise Where your answers are kept: a line near the top of every page, with its dialogs.

Here: the publisher's settings for recovery codes, and passing the front end's messages to the learner's
record. Not here: the record itself (see `workbook.record`), and the device's own storage (see
`record/ui/record.js`).
"""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from widget_host.common.kernel_rpc import is_offered
from workbook.front.course_words import words
from workbook.front.exercise import Exercise
from workbook.front.readable import article, space, tag

if TYPE_CHECKING:  # it imports the database engine, so a page imports it with the first message
    from workbook.record.rpc_handler import RpcHandler

_RETENTION_MONTHS = 24
_CODES = "record.codes"  # the service of a server with recovery codes (see `record.service`)
_CARD = "documents.card."  # the words of the card, which the front end sends with the request


class KeepingExercise(Exercise):
    """Where answers are kept: on this device, or also with a recovery code.

    Its content comes from `settings`. The front end sends {type: "record", id, ask, ...}. The answer is
    {type: "record", id, ok, ...} with its files as buffers; if ok is false, it has a `reason`.
    """

    name = "keeping"
    is_heard = False
    not_on_paper = "says where a browser keeps answers, and paper keeps them itself"

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__(content)
        card = {name: text for name, text in words("documents").items() if name.startswith(_CARD)}
        self.words = {**self.words, **card}
        self._handler: RpcHandler | None = None
        self.on_msg(self._receive)

    def _receive(self, _widget: object, message: object, _buffers: object) -> None:
        """Pass a message to the record and send its answer.

        Nothing is raised: a traceback would contain the learner's words, and the page would wait in vain.
        """
        if not isinstance(message, dict) or message.get("type") != "record":
            return
        try:
            if self._handler is None:
                from workbook.record.rpc_handler import RpcHandler  # noqa: PLC0415 - see above

                # A server sets it itself; JupyterLab does not.
                self._handler = RpcHandler({"WORKBOOK_NAMESPACE": self.namespace, **os.environ})
            answer, files = self._handler.answer(message)
        except Exception:
            answer = {"type": "record", "id": message.get("id"), "ok": False, "reason": "closed"}
            files = []
        if answer:  # there is none for a part of a message other than the last
            self.send(answer, files)

    def readable(self) -> Markup:
        """Show what is true for everybody: only the browser knows where this learner's answers are."""
        t, codes = self._t, self.content["codes"]
        text = tag("p.wb-keeping-text", t("keeping.line.choice" if codes else "keeping.line.only"))
        line = tag("div.wb-keeping-line", text, space(2, wide=11) if codes else None)
        return article(self.name, line, aria_label=t("keeping.title"))


def keeping() -> KeepingExercise:
    """Show where the learner's answers are kept, and let the learner change it."""
    return KeepingExercise(settings(os.environ))


def settings(environment: Mapping[str, str]) -> dict[str, Any]:
    """Return the publisher's settings: whether there are recovery codes, and how long a record is kept.

    `codes` is whether the server offers them, or, without a server, whether WORKBOOK_DATABASE names a
    database. `retention_months` is how many months an unused record is kept (WORKBOOK_KEEP_RECORDS; 24 if it
    is not set, or is not a number; 0 for ever).
    """
    months = environment.get("WORKBOOK_KEEP_RECORDS", "").strip()
    return {
        "codes": is_offered(environment, _CODES) or bool(environment.get("WORKBOOK_DATABASE", "").strip()),
        "retention_months": int(months) if months.isascii() and months.isdigit() else _RETENTION_MONTHS,
    }
