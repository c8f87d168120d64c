"""Validates the console's requests for reports: which workshops, by whom, and in which words.

Here: parsing the request, access control, and how workshops get to the kernel, which has no access to the
database: the server reads them. Not here: the reports (see `report`, `compare`).
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from typing import Any, TypeAlias, get_args
from zoneinfo import ZoneInfo

from widget_host.common.kernel_rpc import RpcError, call, is_offered
from workbook.documents.asked import language_asked, moment_asked
from workbook.documents.text import clean
from workbook.workshop.domain.snapshots import Snapshot, snapshot_data, snapshot_from
from workbook.workshop.errors import Reason, WorkshopError
from workbook.workshop.report.words import ReportTexts, Words
from workbook.workshop.storage.rows import read, snapshot_of
from workbook.workshop.storage.store import WorkshopStore
from workbook.workshop.storage.times import times_of
from workbook.workshop.storage.trainers import trainer_of

__all__ = ["MOST", "SERVICE", "Find", "ReportRequest", "found_in", "read_request", "served", "service"]

MOST = 50
"""The most workshops in one document or comparison."""

SERVICE = "workshops"
"""The name of the service by which a server reads workshops for its kernels."""

Find: TypeAlias = Callable[[object, list[str]], tuple[Snapshot, ...]]
"""Finds workshops by a sign-in's token and their ids, as `found_in` does."""


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """A validated request: the workshops, oldest first, and the wording of the result.

    `made` has its offset from UTC; `language` is a tag such as en-GB; `notes` says whether to include the
    trainer's own notes.
    """

    snapshots: tuple[Snapshot, ...]
    words: Words
    made: datetime
    language: str
    notes: bool


def read_request(
    request: Mapping[str, object], find: Find | None = None, texts: ReportTexts | None = None
) -> ReportRequest:
    """Validate a request and read its workshops, by default through the server that started this kernel.

    `texts` are the workbook's own unless others are given.

    It has `token`, `workshops` (ids), `labels` (name: text) and `made` (ISO, with offset); and optionally
    `language`, `zone` (such as "Europe/London") and `notes` (True to include them).

    Raises WorkshopError: "signed_out"; "not_yours" and "unknown" for one of the workshops; "big" above MOST;
    "unreadable" for an invalid format; "busy" or "down" for the database.
    """
    labels, made, ids = _labels(request), _moment(request), _ids(request)
    language = _language(request)
    snapshots = (find or served)(request.get("token"), ids)
    return ReportRequest(
        snapshots=snapshots,
        words=Words(labels, language, _zone(request, made), texts or _own_texts()),
        made=made,
        language=language,
        notes=request.get("notes") is True,
    )


def served(
    token: object, ids: list[str], environment: Mapping[str, str] = os.environ
) -> tuple[Snapshot, ...]:
    """Return the workshops from the server, without participants' texts. Raises WorkshopError."""
    if not is_offered(environment, SERVICE):
        raise WorkshopError("down", "No server reads workshops for this page. Run `workbook serve`.")
    try:
        answer = call(environment, SERVICE, {"token": token, "workshops": ids})
    except RpcError as problem:
        raise WorkshopError("busy" if problem.reason == "busy" else "down") from None
    reason = answer.get("reason")
    if reason:
        raise WorkshopError(reason if reason in get_args(Reason) else "down")
    return tuple(snapshot_from(one) for one in answer["found"])


def service(address: str) -> Callable[[Mapping[str, Any]], Mapping[str, Any]]:
    """Return the service that reads workshops for a server's kernels, given a trainer's token."""

    def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            with WorkshopStore(address) as store:
                found = found_in(store, asked.get("token"), _ids(asked))
        except WorkshopError as problem:
            return {"reason": problem.reason}
        return {"found": [snapshot_data(one) for one in found]}

    return answer


def found_in(store: WorkshopStore, token: object, ids: list[str]) -> tuple[Snapshot, ...]:
    """Return the workshops, oldest first, if they all belong to the trainer. Raises WorkshopError."""
    trainer = trainer_of(store, token, datetime.now(UTC))
    found = []
    with store.connection(write=False) as connection:
        for workshop_id in ids:
            held = read(connection, workshop_id)
            held.must_be_of(trainer)
            found.append(replace(snapshot_of(connection, held), times=times_of(connection, held)))
    return tuple(sorted(found, key=lambda one: (one.started, one.id)))


def _own_texts() -> ReportTexts:
    from workbook.workshop.texts import Texts  # noqa: PLC0415 - imports the content, when it is needed

    return Texts()


def _labels(request: Mapping[str, object]) -> dict[str, str]:
    labels = request.get("labels")
    if not isinstance(labels, Mapping) or not all(isinstance(text, str) for text in labels.values()):
        raise WorkshopError("unreadable", "The request has no labels.")
    return {str(name): clean(text) for name, text in labels.items()}


def _moment(request: Mapping[str, object]) -> datetime:
    made = moment_asked(request.get("made"))
    if made is None:
        raise WorkshopError("unreadable", "The request does not say when the report is made.")
    return made


def _language(request: Mapping[str, object]) -> str:
    tag = request.get("language") or "en-GB"
    language = language_asked(tag)
    if language is None:
        raise WorkshopError("unreadable", "What the request says for language is not a language.")
    return language


def _ids(request: Mapping[str, object]) -> list[str]:
    ids = request.get("workshops")
    if not isinstance(ids, list) or not ids or not all(isinstance(one, str) for one in ids):
        raise WorkshopError("unreadable", "The request names no workshop.")
    found = list(dict.fromkeys(ids))
    if len(found) > MOST:
        raise WorkshopError("big", f"A report is of at most {MOST} workshops. Choose fewer.")
    return found


def _zone(request: Mapping[str, object], made: datetime) -> tzinfo:
    """Return the trainer's time zone; if it is missing or unknown, today's offset is used."""
    try:
        return ZoneInfo(str(request.get("zone", "")))
    except (OSError, ValueError, LookupError):
        return made.tzinfo or UTC
