"""The content for a long-running program, which must not wait for reading when people change it.

Here: reading changed tables in another process, while the previous content stays in use. Not here: reading
(see `load`), and the process (see `widget_host.common.worker_process`).
"""

import logging
import time
from collections.abc import Callable
from dataclasses import astuple, dataclass
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from widget_host.common.worker_process import Bounds, Worker, WorkerError
from widget_host.languages import ENGLISH
from workbook.content.content import ROWS, Content
from workbook.content.errors import ContentError
from workbook.content.load import State, load, state_of

__all__ = ["Latest", "load_in_worker", "rows_in_worker"]

_LOG = logging.getLogger("workbook.content")
# The folder's files may be large in total; each spreadsheet also has the usual limits.
_BOUNDS = Bounds(cpu_s=60, within_s=600)
# A failure to read may be due to a temporary shortage of the system.
_AGAIN_S = 600.0


@dataclass(slots=True)
class _Language:
    """The state of the content in one language.

    `content` is the last content that was read successfully, or None; `error` the fault of the tables of
    `state`, and `again` when they are read again regardless.
    """

    content: Content | None = None
    error: ContentError | None = None
    state: tuple[State, State] | None = None
    again: float = float("inf")
    reading: Thread | None = None


class Latest:
    """The content of a folder as it was when it was last read successfully. Threads may share it.

    Changed tables are read in a separate process, which may crash without harm, and nobody waits for it.
    """

    def __init__(
        self, folder: Path, languages: tuple[str, ...] = (), clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Read a folder in English and `languages`; raises ContentError if it can't be used now."""
        self._folder, self._clock = folder, clock
        self._lock = Lock()
        self._known: dict[str, _Language] = {}
        for language in (ENGLISH, *languages):
            state = self._state(language)
            self._known[language] = _Language(load(folder, language), state=state)

    def content(self, language: str = ENGLISH) -> Content:
        """Return the content in a language immediately; if it has changed, it is reread in the background.

        Until another language has been read, and if its tables can't be used, that is English.
        """
        with self._lock:
            self._start_reading(language)
            return self._known[language].content or self._english()

    def facts(self, language: str = ENGLISH) -> dict[str, str]:
        """Return the course's facts from `content`."""
        return self.content(language).facts()

    def check(self) -> None:
        """Wait until the present tables are read; raises ContentError if they can't be used."""
        with self._lock:
            self._start_reading(ENGLISH)
            english = self._known[ENGLISH]
        if english.reading is not None:
            english.reading.join()
        if english.error is not None:
            raise english.error

    def _start_reading(self, language: str) -> None:
        """Start reading changed tables."""
        known = self._known.setdefault(language, _Language())
        state = self._state(language)
        is_known = known.state == state and self._clock() < known.again
        if is_known or (known.reading is not None and known.reading.is_alive()):
            return
        known.state = state
        known.reading = Thread(target=self._read, args=(language, known), name="content", daemon=True)
        known.reading.start()

    def _read(self, language: str, known: _Language) -> None:
        try:
            content = load_in_worker(self._folder, language)
        except ContentError as error:
            # The same fault in each language, and each time that a file is saved, is logged once.
            is_news = str(error) not in {str(one.error) for one in self._known.values()}
            known.error, known.again = error, self._clock() + _AGAIN_S
            if is_news:
                _LOG.error("Pages and workshops continue with the previous content. %s", error)
        else:
            known.content, known.error, known.again = content, None, float("inf")

    def _english(self) -> Content:
        content = self._known[ENGLISH].content
        if content is None:
            raise AssertionError
        return content

    def _state(self, language: str) -> tuple[State, State]:
        return state_of(self._folder), () if language == ENGLISH else state_of(self._folder / language)


def load_in_worker(folder: Path, language: str = ENGLISH) -> Content:
    """Do the same as `load`, in a separate process.

    Raises ContentError also if the tables take more time or memory than any course needs.
    """
    try:
        with Worker(_BOUNDS) as reader:
            told = reader.call(f"{__name__}:{rows_in_worker.__name__}", str(folder), language)
    except WorkerError as error:
        raise ContentError(
            f"The content can't be read: {error}. Run `workbook check` to see in which file."
        ) from None
    if "error" in told:
        raise ContentError(told["error"])
    return Content.of({name: [ROWS[name](*row) for row in rows] for name, rows in told["rows"].items()})


def rows_in_worker(folder: str, language: str) -> dict[str, Any]:
    """Return the `rows` of each table as JSON values, or the `error` that `load` raises."""
    try:
        content = load(Path(folder), language)
    except ContentError as error:
        return {"error": str(error)}
    return {"rows": {name: [astuple(row) for row in getattr(content, name)] for name in ROWS}}
