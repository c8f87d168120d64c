"""The options of `workbook serve` for public operation: monitoring and limits.

Here: the options, and connecting parts that the server itself does not know, such as the database. Not here:
how the server uses them (see `workbook.server`).
"""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

import click

from workbook.cli.environment import ListOption
from workbook.cli.shared import Number

if TYPE_CHECKING:
    from widget_host.http.logs import LogFormat, LogLevel
    from widget_host.settings import Settings
    from workbook.content import Latest
    from workbook.record.limits import RecordLimits

__all__ = ["ServingOptions", "record_limits", "serving_options", "with_checks", "with_serving"]

_DATABASE_WITHIN_S = 2.0
_NO_DATABASE = "The database can't be reached or used. Check its address and the database itself."
_NO_WRITING = (
    "Nothing can be written to the database: its disk is full, or it is read-only. What learners write "
    "stays in their browsers until that is changed."
)
_LARGE = (
    "The database is larger than --database-size. No new records are created, and large ones can't grow. "
    "Allow more, or delete old records."
)
_WRITES_EVERY_S = 30.0
_MIB = 2**20
_NO_CONTENT = "The content can't be read. Pages continue with the previous content."
_CONTENT_WITHIN_S = 300.0

_MOST_MIB = 1 << 30
_MOST_SECONDS = 3600
_MOST_RATE = 1_000_000
# The parts in which a page sends a big message are smaller than this minimum.
_LEAST_KIB, _MOST_KIB = 3072, 1 << 20

Command = Callable[..., Any]


class ServingOptions(TypedDict):
    """The values of `serving_options`."""

    frame_ancestors: tuple[str, ...]
    trust_proxy: bool
    message_size: int
    rate_limit: int
    cookie_secret_file: Path | None
    log_format: "LogFormat"
    log_level: "LogLevel"
    shutdown_timeout: int
    public_metrics: bool
    kernel_user: str
    kernel_variables: tuple[str, ...]
    record_size: int
    database_size: int
    low_disk: int
    unsafe_eval: bool
    offline: bool
    run_ahead: bool


_OPTIONS = (
    click.option(
        "--record-size",
        type=Number("a number of MiB", _MOST_MIB),
        default=20,
        show_default=True,
        metavar="MIB",
        help="The most that one learner's record may take in the database, in MiB; 0 for no limit.",
    ),
    click.option(
        "--database-size",
        type=Number("a number of MiB", _MOST_MIB),
        default=0,
        show_default=True,
        metavar="MIB",
        help="From which size of the database on there are no new records, in MiB; 0 for no limit.",
    ),
    click.option(
        "--low-disk",
        type=Number("a number of MiB", _MOST_MIB),
        default=500,
        show_default=True,
        metavar="MIB",
        help="Below how much free disk, in MiB, the server warns and makes no new records; 0 for never.",
    ),
    click.option(
        "--frame-ancestor",
        "frame_ancestors",
        cls=ListOption,
        multiple=True,
        metavar="URL",
        help="A site that may show the pages in a frame, such as an LMS. Give it as often as needed.",
    ),
    click.option(
        "--trust-proxy",
        is_flag=True,
        help="Trust X-Forwarded-For and X-Forwarded-Proto. Only for a server that a proxy alone can reach.",
    ),
    click.option(
        "--message-size",
        type=Number("a number of KiB", _MOST_KIB, least=_LEAST_KIB),
        default=4096,
        show_default=True,
        metavar="KIB",
        help="The largest message that the server accepts, in KiB.",
    ),
    click.option(
        "--rate-limit",
        type=Number("a number of requests", _MOST_RATE),
        default=100,
        show_default=True,
        help="Requests a second that one address may make on average; 0 for no limit.",
    ),
    click.option(
        "--cookie-secret-file",
        type=click.Path(path_type=Path),
        help="File with the secret that signs cookies, the same for all servers of one address. Or put the "
        "secret itself into WORKBOOK_COOKIE_SECRET. [default: a new one at each start]",
    ),
    click.option(
        "--log-format",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="Lines to read, or JSON.",
    ),
    click.option(
        "--log-level",
        type=click.Choice(["error", "warning", "info", "debug"]),
        default="info",
        show_default=True,
        help="How much is logged: only errors, or also warnings, usual events, or each step (debug).",
    ),
    click.option(
        "--shutdown-timeout",
        type=Number("a number of seconds", _MOST_SECONDS),
        default=30,
        show_default=True,
        help="Seconds that the server may take to stop: it finishes what was begun.",
    ),
    click.option(
        "--public-metrics",
        is_flag=True,
        help="Let anyone read the figures at /metrics. [default: this machine and private networks only]",
    ),
    click.option(
        "--kernel-user",
        default="",
        metavar="NAME",
        help="The system's user that runs the pages' code, so that it can't read the server's files. Linux "
        "only; see the publisher's guide. [default: the user that runs the server]",
    ),
    click.option(
        "--kernel-variable",
        "kernel_variables",
        cls=ListOption,
        multiple=True,
        metavar="NAME",
        help="A name in the environment that the pages' code may see. Give it as often as needed. [default: "
        "only what every program needs]",
    ),
    click.option(
        "--run-ahead/--no-run-ahead",
        default=True,
        show_default=True,
        help="Run all pages' cells when the server starts, so that nobody waits for it, or each page's at "
        "its first visit, which takes less memory.",
    ),
    click.option(
        "--offline/--no-offline",
        default=True,
        show_default=True,
        help="Let browsers keep pages that were opened, so that they open again without a connection. Switch "
        "it off behind a proxy that asks people to sign in.",
    ),
    click.option(
        "--allow-unsafe-eval",
        "unsafe_eval",
        is_flag=True,
        help="Let widgets make code out of text in the browser, on pages whose notebook asks for it.",
    ),
)


def serving_options(command: Command) -> Command:
    """Add the options for public operation."""
    for option in _OPTIONS:
        command = option(command)
    return command


def with_serving(settings: "Settings", options: ServingOptions) -> "Settings":
    """Return the settings with the values of these options; raises ServeError if they are invalid."""
    from widget_host.http.request_limits import RequestLimits, clean_ancestor, read_secret  # noqa: PLC0415

    request_limits = RequestLimits(
        frame_ancestors=tuple(clean_ancestor(one) for one in options["frame_ancestors"]),
        trust_proxy=options["trust_proxy"],
        message_kib=options["message_size"],
        rate=options["rate_limit"],
        cookie_secret=read_secret(
            options["cookie_secret_file"], os.environ.get("WORKBOOK_COOKIE_SECRET", "")
        ),
    )
    return replace(
        settings,
        request_limits=request_limits,
        low_disk_mib=options["low_disk"],
        log_format=options["log_format"],
        log_level=options["log_level"],
        shutdown_timeout_s=options["shutdown_timeout"],
        public_metrics=options["public_metrics"],
        kernel_user=options["kernel_user"],
        kernel_variables=options["kernel_variables"],
        unsafe_eval=options["unsafe_eval"],
        offline=options["offline"],
        run_ahead=settings.run_ahead and options["run_ahead"],
    )


def record_limits(options: ServingOptions) -> "RecordLimits":
    """Return the size limits of learners' records."""
    from workbook.record.limits import RecordLimits  # noqa: PLC0415 - see the docstring of `cli`

    return RecordLimits(options["record_size"], options["database_size"], options["low_disk"])


def with_checks(settings: "Settings", database: str, latest: "Latest", database_mib: int = 0) -> "Settings":
    """Return a server's settings with checks at `readyz` of its database and content.

    `database_mib` is the maximum size of the database, in MiB, 0 for no limit.
    """
    from widget_host.settings import Check  # noqa: PLC0415
    from workbook.content import ContentError  # noqa: PLC0415 - see the docstring of `cli`
    from workbook.database.errors import DatabaseError  # noqa: PLC0415
    from workbook.database.store import Database  # noqa: PLC0415
    from workbook.workshop.storage.store import WorkshopStore  # noqa: PLC0415

    def check_database() -> None:
        # Opened anew each time: only this shows that a new visitor could connect.
        with WorkshopStore(database, timeout=_DATABASE_WITHIN_S) as store:
            store.check()

    def write_to_database() -> None:
        with Database(database, timeout=_DATABASE_WITHIN_S) as store:
            try:
                store.check()
            except DatabaseError:
                return  # reported by the previous check
            try:
                store.check_writing()
            except DatabaseError as error:
                if error.reason != "busy":  # others are writing, so writing is possible
                    raise

    def check_size() -> None:
        with Database(database, timeout=_DATABASE_WITHIN_S) as store:
            if store.size_bytes() > database_mib * _MIB:
                raise DatabaseError("full")

    with Database(database) as store:
        file = store.file
    large = Check(_LARGE, check_size, rest_s=_WRITES_EVERY_S, warns=True, watched=True)
    writing = Check(_NO_WRITING, write_to_database, rest_s=_WRITES_EVERY_S, watched=True)
    # Reading may take a while; its errors are in words, with the file's name.
    content = Check(_NO_CONTENT, latest.check, stands_s=_CONTENT_WITHIN_S, tells=ContentError)
    checks = (Check(_NO_DATABASE, check_database), writing, content, *((large,) if database_mib else ()))
    return replace(settings, checks=checks, disk=file.parent if file else None)
