"""The content for workshops: ready-made plans, questions, and the notes for facilitators.

Here: the only part of this package that reads the content. Not here: the content itself (see
`workbook.content`), the rules for a plan (see `plans`), and what is shown to whom (see `states`).
"""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from threading import Lock
from typing import Any

from workbook.content import Content, ContentError, load
from workbook.content.tables import Scenario
from workbook.workshop.domain.answers import Options
from workbook.workshop.domain.plans import KnownContent, Step, WorkshopPlan

__all__ = ["Texts"]

_LOOK_EVERY_S = 1.0
_SCALE = 5
_LOG = logging.getLogger("workbook.workshop")


class Texts:
    """The texts of plans and steps, from the present tables. Threads may share it.

    The tables are checked for changes at most once a second. If they have become invalid, the last good ones
    stay in use, which is logged; if there were none before, each call raises ContentError.
    """

    def __init__(
        self, loader: Callable[[], Content] = load, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Take the function that loads the content; nothing is loaded yet. `clock` returns seconds."""
        self._loader, self._clock = loader, clock
        self._lock = Lock()
        self._read_at = 0.0
        self._content: Content | None = None
        self._is_broken = False

    @property
    def known(self) -> KnownContent:
        """The available subjects in the present tables."""
        return _Known(self._now())

    def ready_plans(self) -> tuple[WorkshopPlan, ...]:
        """Return the tables' plans, each with its steps in order."""
        content = self._now()
        return tuple(
            WorkshopPlan(one.id, one.title, one.minutes, one.aim, one.prepare, _steps(content, one.id))
            for one in content.plans
        )

    def options(self, step: Step) -> Options:
        """Return the ids that an answer may contain; {} if there is no subject, or it is gone."""
        content, subject = self._now(), step.subject
        if step.kind == "vote":
            found, name = [one.id for one in content.choices.where(scene=subject)], "choices"
        elif step.kind == "rating":
            found, name = [one.id for one in content.self_ratings.where(standard=subject)], "statements"
        elif step.kind == "order":
            found, name = [one.id for one in content.ordering_items.where(ordering=subject)], "items"
        else:
            return {}
        return {name: found} if found else {}

    def activity(self, step: Step) -> Mapping[str, Any] | None:
        """Return the data of a step for a page: None for a talk, and if its subject is gone."""
        show = _ACTIVITIES.get(step.kind)
        return show(self._now(), step) if show else None

    def facilitator(self, step: Step) -> Mapping[str, str] | None:
        """Return a step's notes for the facilitator: aim, how_to_run, comes_up, avoid; None without notes.

        `content_note` is what its scenario warns of, "" if that is nothing.
        """
        content = self._now()
        if step.kind == "order":
            return _debrief(content, step.subject)
        notes = content.facilitator_notes.where(standard=_standard_of(content, step))
        if not notes:
            return None
        note = notes[0]
        return {
            "content_note": next((one.content_note for one in _cases(content, step)), ""),
            "aim": note.aim,
            "how_to_run": note.how_to_run,
            "comes_up": note.comes_up,
            "avoid": note.avoid,
        }

    def about(self, step: Step) -> tuple[str, str, int]:
        """Return a step's subject, as (sort, title, number).

        The sort is "scenario", "scene", "standard", "ordering" or "prompt". The title of a scene is its
        scenario's; if it is the only one, its sort is "scenario". The number is a scene's or a standard's,
        else 0. ("", "", 0) stands for a step without a subject, and for a subject that is gone.
        """
        return next(_about(self._now(), step.subject), ("", "", 0)) if step.subject else ("", "", 0)

    def facts(self) -> Mapping[str, str]:
        """Return the course's name and the owner of its standards, by name."""
        return self._now().facts()

    def guide(self) -> Mapping[str, list[dict[str, Any]]]:
        """Return the contents of the facilitator's guide apart from the plans: points, orderings, notes.

        Each is a row of its table; an ordering has its `items`, a note the `number` and `title` of its
        standard.
        """
        content = self._now()
        items, named = content.ordering_items, content.standards.by_id
        return {
            "points": [asdict(one) for one in content.facilitator_guide],
            "orderings": [
                {**asdict(one), "items": [asdict(item) for item in items.where(ordering=one.id)]}
                for one in content.orderings
            ],
            "notes": [
                {**asdict(one), "number": standard.number, "title": standard.short_title}
                for one in content.facilitator_notes
                for standard in (named(one.standard),)
            ],
        }

    def subjects(self) -> Mapping[str, list[dict[str, str]]]:
        """Return the possible subjects of a step: by kind, each subject's id and title."""
        content = self._now()
        cases = {one.id: one.title for one in content.scenarios}
        sets = {one.id: one.title for one in content.reflections}
        rated = {one.standard for one in content.self_ratings}
        offered = {one.scene for one in content.choices}
        return {
            "vote": [
                _subject(one.id, f"{cases[one.scenario]}, {one.number}: {one.question}")
                for one in content.scenes
                if one.id in offered and one.scenario in cases
            ],
            "rating": [
                _subject(one.id, f"{one.number}. {one.short_title}")
                for one in content.standards
                if one.id in rated
            ],
            "order": [_subject(one.id, one.title) for one in content.orderings],
            "share": [
                _subject(one.id, f"{sets[one.reflection]}: {one.prompt}")
                for one in content.prompts
                if one.reflection in sets
            ],
        }

    def _now(self) -> Content:
        """Return the content, checking the tables for changes if the last check is too old."""
        with self._lock:
            now = self._clock()
            if self._content is None or now - self._read_at >= _LOOK_EVERY_S:
                self._content = self._read(self._content)
                self._read_at = now
            return self._content

    def _read(self, last: Content | None) -> Content:
        try:
            content = self._loader()
        except ContentError as error:
            if last is None:
                raise
            if not self._is_broken:
                _LOG.warning("Workshops continue with the previous content. %s", error)
            self._is_broken = True
            return last
        self._is_broken = False
        return content


@dataclass(frozen=True, slots=True)
class _Known:
    """The content to which a plan may refer."""

    content: Content

    def has(self, kind: str, subject: str) -> bool:
        """Return whether a step of a kind can have a subject."""
        content = self.content
        if kind == "vote":
            return bool(content.choices.where(scene=subject))
        if kind == "rating":
            return bool(content.self_ratings.where(standard=subject))
        if kind == "order":
            return bool(content.ordering_items.where(ordering=subject))
        if kind == "share":
            return subject in content.prompts.ids
        return kind == "talk" and subject in (*content.standards.ids, *content.scenarios.ids)


def _steps(content: Content, plan: str) -> tuple[Step, ...]:
    rows = sorted(content.plan_steps.where(plan=plan), key=lambda row: row.number)
    return tuple(
        Step(
            row.id,
            row.kind,
            row.title,
            row.minutes,
            row.subject,
            row.round,
            row.wall,
            row.notes,
            row.show or "now",
        )
        for row in rows
    )


def _vote(content: Content, step: Step) -> Mapping[str, Any] | None:
    choices = content.choices.where(scene=step.subject)
    scene = next(iter(content.scenes.where(id=step.subject)), None)
    case = next(iter(content.scenarios.where(id=scene.scenario)), None) if scene else None
    if scene is None or case is None or not choices:
        return None
    return {
        "scenario": {
            "title": case.title,
            "content_note": case.content_note,
            "facts": case.facts,
            "people": case.people,
        },
        "situation": scene.situation,
        "question": scene.question,
        "choices": [{"id": one.id, "choice": one.choice} for one in choices],
        "reasons": {
            one.id: {"judgement": one.judgement, "consequence": one.consequence, "rationale": one.rationale}
            for one in choices
        },
    }


def _rating(content: Content, step: Step) -> Mapping[str, Any] | None:
    statements = content.self_ratings.where(standard=step.subject)
    if not statements:
        return None
    return {
        "statements": [{"id": one.id, "statement": one.statement} for one in statements],
        "scale": _SCALE,
    }


def _order(content: Content, step: Step) -> Mapping[str, Any] | None:
    items = content.ordering_items.where(ordering=step.subject)
    found = content.orderings.where(id=step.subject)
    if not items or not found:
        return None
    return {
        "title": found[0].title,
        "question": found[0].question,
        "items": [{"id": one.id, "text": one.text} for one in items],
    }


def _word(_content: Content, step: Step) -> Mapping[str, Any]:
    return {"question": step.wall or step.title}


def _share(content: Content, step: Step) -> Mapping[str, Any]:
    """Return the prompt; without one, or if it is gone, the wall's text is the question."""
    prompts = content.prompts.where(id=step.subject) if step.subject else ()
    if prompts:
        return {"prompt": prompts[0].prompt, "hint": prompts[0].hint}
    return {"prompt": step.wall or step.title, "hint": ""}


_ACTIVITIES: Mapping[str, Callable[[Content, Step], Mapping[str, Any] | None]] = {
    "vote": _vote,
    "rating": _rating,
    "order": _order,
    "word": _word,
    "share": _share,
}


def _standard_of(content: Content, step: Step) -> str:
    """Return a step's standard, or "" if it has none."""
    if step.subject in content.standards.ids:
        return step.subject
    if step.kind == "share":
        sets = {one.reflection for one in content.prompts.where(id=step.subject)}
        return next((one.standard for one in content.reflections if one.id in sets), "")
    return next((one.standard for one in _cases(content, step)), "")


def _cases(content: Content, step: Step) -> list[Scenario]:
    """Return the scenario that a step is about, or that its scene belongs to."""
    cases = {one.scenario for one in content.scenes.where(id=step.subject)} | {step.subject}
    return [one for one in content.scenarios if one.id in cases]


def _debrief(content: Content, ordering: str) -> Mapping[str, str] | None:
    """Return the debriefing of an ordering, with the reason why each of its acts is risky."""
    found = content.orderings.where(id=ordering)
    if not found:
        return None
    items = content.ordering_items.where(ordering=ordering)
    reasons = "\n".join(f"{one.text} {one.why}" for one in items)
    return {"aim": "", "how_to_run": found[0].debrief, "comes_up": reasons, "avoid": ""}


def _about(content: Content, subject: str) -> Iterator[tuple[str, str, int]]:
    for scene in content.scenes.where(id=subject):
        for case in content.scenarios.where(id=scene.scenario):
            if len(content.scenes.where(scenario=case.id)) > 1:
                yield "scene", case.title, scene.number
            else:
                yield "scenario", case.title, 0
    for case in content.scenarios.where(id=subject):
        yield "scenario", case.title, 0
    for standard in content.standards.where(id=subject):
        yield "standard", standard.short_title, standard.number
    for ordering in content.orderings.where(id=subject):
        yield "ordering", ordering.title, 0
    for prompt in content.prompts.where(id=subject):
        yield "prompt", prompt.prompt, 0


def _subject(subject: str, title: str) -> dict[str, str]:
    return {"id": subject, "title": title}
