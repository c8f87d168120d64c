"""Words a report's figures, days, times and texts with the request's labels.

Here: the wording of single values. Not here: their place (see `contents`, `tables`, `compare`).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any, Protocol

from workbook.documents.text import clean
from workbook.front import translator
from workbook.workshop.domain.plans import Step
from workbook.workshop.report.figures import Figure, Question

__all__ = ["ReportTexts", "Words", "percent", "signed"]

_TEXTS = {"vote": ("choices", "choice"), "rating": ("statements", "statement"), "order": ("items", "text")}


class ReportTexts(Protocol):
    """The required interface to the content's texts (see `texts.Texts`)."""

    def activity(self, step: Step) -> Mapping[str, Any] | None:
        """Return the data of a step for a page."""

    def subjects(self) -> Mapping[str, Any]:
        """Return the possible subjects of a step, by kind: [{"id", "title"}]."""


class Words:
    """Labels by name, a time zone, and the content's texts; missing content is named by its id.

    `language` is the tag of the labels' language.
    """

    def __init__(self, labels: Mapping[str, str], language: str, zone: tzinfo, texts: ReportTexts) -> None:
        self._labels = labels
        self._translate = translator(labels, language)
        self._zone = zone
        self._texts = texts
        self._activities: dict[str, Mapping[str, Any]] = {}
        self._subjects: Mapping[str, Any] | None = None

    def __call__(self, name: str, **gaps: object) -> str:
        """Return a label with its placeholders filled in, or the name of a missing label."""
        return self._translate(name, **gaps)

    def day(self, moment: datetime) -> str:
        """Return a time's day in words, such as 23 November 2026."""
        there = moment.astimezone(self._zone)
        month = self(f"workshop_report.month.{there.month}")
        return self("workshop_report.day", day=there.day, month=month, year=there.year)

    def time(self, moment: datetime) -> str:
        """Return a time of day, such as 09:05."""
        return moment.astimezone(self._zone).strftime("%H:%M")

    def iso_day(self, moment: datetime) -> str:
        """Return a time's day as an ISO date, for a table."""
        return moment.astimezone(self._zone).date().isoformat()

    def minutes(self, count: int) -> str:
        """Return a number of minutes in words."""
        return self("workshop_report.minutes", count=count)

    def seconds(self, count: float) -> str:
        """Return a time in words, in whole minutes."""
        minutes = int(count / 60 + 0.5)
        return self.minutes(minutes) if minutes else self("workshop_report.minutes_none")

    def kind(self, step: Step) -> str:
        """Return a step's kind of activity in words."""
        return self(f"workshop_report.kind.{step.kind}")

    def why_not(self, figure: Figure) -> str:
        """Return why a figure is withheld, in words; "" if it is shown."""
        if figure.state == "told":
            return ""
        return self(
            {
                "masked": "workshop_report.masked",
                "few": "workshop_report.few",
                "none": "workshop_report.none",
            }[figure.state]
        )

    def figure(self, figure: Figure) -> str:
        """Return a figure in words: votes with their percentage, other figures as they are."""
        if figure.value is None:
            return self.why_not(figure)
        if figure.measure == "votes" and figure.of:
            share = percent(figure.value, figure.of)
            return self("workshop_report.vote.cell", count=figure.value, percent=share)
        is_mean = figure.measure in ("mean", "place")
        number = f"{figure.value:.1f}" if is_mean else f"{figure.value:g}"
        return self(f"workshop_report.bound.{figure.bound}", number=number) if figure.bound else number

    def measure(self, figure: Figure) -> str:
        """Return what a figure counts, in words; for groups that are told together, all of them."""
        named = [self(f"workshop_report.measure.{name}") for name in figure.measure.split("+")]
        said = named[0]
        for other in named[1:]:
            said = self("workshop_report.or", one=said, other=other)
        return said

    def group(self, figure: Figure) -> str:
        """Return how many people are in a group, in a line."""
        return self("workshop_report.group", group=self.measure(figure), count=self.figure(figure))

    def subject(self, question: Question) -> str:
        """Return a question's subject: the title of a scenario, a standard or an ordering, or a step."""
        if not question.subject:
            return clean(question.step.title)
        activity = self._activity(question.step)
        scenario = activity.get("scenario")
        found = scenario.get("title") if isinstance(scenario, Mapping) else activity.get("title")
        if not found:
            found = self._title(question.kind, question.subject)
        return clean(str(found)) if found else self("workshop_report.gone", id=question.subject)

    def heading(self, question: Question) -> str:
        """Return a question's kind and subject."""
        return self("workshop_report.heading", kind=self.kind(question.step), subject=self.subject(question))

    def lettered(self, question: Question, choice: str) -> str:
        """Return the letter of a choice, by its place on phones and on the wall."""
        return chr(ord("A") + question.items.index(choice)) if choice in question.items else choice

    def asked(self, question: Question) -> str:
        """Return the text of the question itself; "" if the content has none."""
        activity = self._activity(question.step)
        return clean(str(activity.get("question") or activity.get("prompt") or ""))

    def item(self, question: Question, item: str) -> str:
        """Return the text of a choice, a statement or an item; "" for none."""
        if not item:
            return ""
        field, name = _TEXTS.get(question.kind, ("", ""))
        for one in self._activity(question.step).get(field) or ():
            if one.get("id") == item:
                return clean(str(one.get(name, item)))
        return self("workshop_report.gone", id=item)

    def judgement(self, question: Question, choice: str) -> str:
        """Return the workbook's judgement of a choice; "" if it is unknown."""
        reasons = self._activity(question.step).get("reasons") or {}
        judgement = (reasons.get(choice) or {}).get("judgement", "")
        name = f"workshop_report.judgement.{judgement}"
        return self(name) if name in self._labels else ""

    def _activity(self, step: Step) -> Mapping[str, Any]:
        """Return the content of a step.

        It is empty if the content has changed since, or can't be read: the figures are still shown.
        """
        name = f"{step.kind}/{step.subject}"
        if name not in self._activities:
            try:
                self._activities[name] = self._texts.activity(step) or {}
            except Exception:
                self._activities[name] = {}
        return self._activities[name]

    def _title(self, kind: str, subject: str) -> str:
        if self._subjects is None:
            try:
                self._subjects = self._texts.subjects()
            except Exception:
                self._subjects = {}
        listed: Sequence[Mapping[str, str]] = self._subjects.get(kind) or ()
        return next((one["title"] for one in listed if one["id"] == subject), "")


def percent(count: float, of: int) -> int:
    """Return a count as a whole percentage, rounding half up."""
    return (200 * round(count) + of) // (2 * of)


def signed(change: float, decimals: int = 1) -> str:
    """Return a change with its sign; zero has none."""
    return f"{change:+.{decimals}f}".replace("-", "\u2212") if change else f"{0:.{decimals}f}"
