"""Counts in memory until they are written: visits by day and page, finished standards by week.

Here: which visits count, and the sums. Not here: the tables (see `counts`), when they are written (see
`extension`). A visit only adds one to a sum: no address, referrer, time of day or data about the browser is
stored.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

__all__ = ["Counts", "Tally", "asks_not_to_be_counted", "is_person", "monday"]

# Programs that identify themselves; those that pretend to be a browser can't be distinguished from one.
_PROGRAM = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|scrape|preview|monitor|uptime|probe|curl/|wget/|python|java/|go-http"
    r"|okhttp|libwww|httpclient|facebookexternalhit|blackbox",
    re.IGNORECASE,
)
_AHEAD = re.compile(r"prefetch|prerender|preview", re.IGNORECASE)
_SHOWN_IN = ("document", "iframe", "frame", "object", "embed")


@dataclass(slots=True)
class Counts:
    """Sums that have not been written yet: `visits` by day and page, `finished` by Monday and standard."""

    visits: Counter[tuple[date, str]] = field(default_factory=Counter)
    finished: Counter[tuple[date, str]] = field(default_factory=Counter)

    def __bool__(self) -> bool:
        """Return whether there is anything to write."""
        return bool(self.visits or self.finished)


class Tally:
    """The sums of one server, for use in one thread; `today` returns the day (UTC)."""

    def __init__(self, today: Callable[[], date]) -> None:
        """Start empty."""
        self._today = today
        self._counts = Counts()

    def visited(self, page: str, headers: Mapping[str, str]) -> None:
        """Count a page that was sent, unless to a program, or to somebody who asks not to be counted."""
        if is_person(headers) and not asks_not_to_be_counted(headers):
            self._counts.visits[self._today(), page] += 1

    def finished(self, standard: str) -> None:
        """Count a standard that somebody has finished."""
        self._counts.finished[monday(self._today()), standard] += 1

    def take(self) -> Counts:
        """Return the sums, and reset them."""
        taken, self._counts = self._counts, Counts()
        return taken

    def put_back(self, counts: Counts) -> None:
        """Add sums back that could not be written."""
        self._counts.visits.update(counts.visits)
        self._counts.finished.update(counts.finished)


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def is_person(headers: Mapping[str, str]) -> bool:
    """Return whether a page was probably requested by a person: by a browser that shows it now.

    Browsers also prefetch pages, which may never be seen; programs have their own user agent, or none.
    """
    agent = headers.get("User-Agent", "")
    ahead = headers.get("Sec-Purpose", "") + headers.get("Purpose", "") + headers.get("X-Moz", "")
    # A page that is opened through the service worker says that it goes nowhere, but also that it is opened.
    opened = headers.get("Sec-Fetch-Mode") == "navigate"
    shown = opened or headers.get("Sec-Fetch-Dest", _SHOWN_IN[0]) in _SHOWN_IN
    return bool(agent) and not _PROGRAM.search(agent) and not _AHEAD.search(ahead) and shown


def asks_not_to_be_counted(headers: Mapping[str, str]) -> bool:
    """Return whether a browser sends Do Not Track or Global Privacy Control."""
    return "1" in (headers.get("DNT", "").strip(), headers.get("Sec-GPC", "").strip())
