"""The command `workbook`: its options, and the calls of its subcommands.

Here: the command line, and how errors are reported. Not here: the work of the commands; each is imported only
when needed, so that `workbook --help` answers immediately.
"""

import atexit
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, NotRequired, TypedDict, Unpack

import click

from workbook.cli.branding import branding_of, theme_option, unnamed, with_branding
from workbook.cli.capacity import capacity
from workbook.cli.check import check
from workbook.cli.deploy import deploy
from workbook.cli.environment import ListOption, in_environment, unknown_names
from workbook.cli.export.main import export
from workbook.cli.languages import language_option, languages, with_languages
from workbook.cli.new import new
from workbook.cli.secrets import forget_secrets, out_of_sight, whole_address
from workbook.cli.serving import ServingOptions, record_limits, serving_options, with_checks, with_serving
from workbook.cli.shared import WARM_UP, Number, reported_errors, say
from workbook.cli.sign_in import sign_in
from workbook.cli.storage.database import backup, restore, upgrade
from workbook.cli.storage.feedback import feedback
from workbook.cli.storage.records import database_option, ready, records, retention_option
from workbook.cli.storage.retention import with_retention
from workbook.cli.storage.trainers import trainer, workshops
from workbook.cli.storage.usage import usage, usage_options, with_usage
from workbook.cli.storage.workshops import with_workshops, workshop_options

if TYPE_CHECKING:
    from widget_host.settings import Settings

__all__ = ["cli", "main"]

_MOST_PORT = 65535
_MOST_KERNELS = 100_000
_MOST_MIB = 1 << 20
# A server's kernels load the whole package at the start: it may be replaced while the server runs.
_WARM_UP = (*WARM_UP, "workbook.common.preload:preload_all")
_FOLDER = click.Path(path_type=Path)

Command = Callable[..., Any]


class _Options(TypedDict):
    """The options of both servers."""

    notebooks: Path | None
    data: Path | None
    host: str
    port: int
    base_url: str
    open_browser: bool
    allow_hosts: NotRequired[tuple[str, ...]]


class _ServeOptions(_Options, ServingOptions):
    """The further options of the learners' server."""

    database: str | None
    recovery_codes: bool
    months: int
    public_address: str
    keep_workshops: int
    counts: bool
    keep_usage: int
    max_kernels: int
    kernel_memory: int
    theme: Path | None
    languages: tuple[str, ...]


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command and exit: 0 for success, 1 for an error, 2 for a wrong option.

    Errors are reported in one line on standard error, never as a traceback.
    """
    if arguments is None:
        out_of_sight(sys.argv[1:], os.environ)
    try:
        code = cli.main(args=arguments, prog_name="workbook", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())  # a group without a command prints its help, which is not an error
        sys.exit(0)
    except click.ClickException as error:
        click.echo(f"workbook: {error.format_message()}", err=True)
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    sys.exit(code if isinstance(code, int) else 0)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="social-media-standards-workbook", message="%(version)s")
def cli() -> None:
    """Serve, edit and check the training workbook on standards of conduct and social media."""
    for line in unknown_names(cli, os.environ):
        click.echo(f"workbook: {line}", err=True)


cli.add_command(backup)
cli.add_command(check)
cli.add_command(deploy)
cli.add_command(new)
cli.add_command(export)
cli.add_command(feedback)
cli.add_command(languages)
cli.add_command(capacity)
cli.add_command(records)
cli.add_command(restore)
cli.add_command(sign_in)
cli.add_command(trainer)
cli.add_command(upgrade)
cli.add_command(usage)
cli.add_command(workshops)


def _folders(command: Command) -> Command:
    """Add the options of every command."""
    for option in (
        click.option("--notebooks", type=_FOLDER, help="Folder of the pages. [default: the nearest one]"),
        click.option(
            "--data", type=_FOLDER, help="Folder of the content's tables. [default: the nearest one]"
        ),
    ):
        command = option(command)
    return command


def _address(command: Command) -> Command:
    """Add the options of a server's address."""
    for option in (
        click.option(
            "--open/--no-browser",
            "open_browser",
            help="Open a browser on this machine. [default: --no-browser]",
        ),
        click.option(
            "--base-url", default="/", show_default=True, help="Path below which the workbook is served."
        ),
        click.option(
            "--port",
            type=Number("a port", _MOST_PORT),
            default=8866,
            show_default=True,
            help="Port to listen on; 0 takes any free one.",
        ),
        click.option(
            "--host",
            default="127.0.0.1",
            show_default=True,
            help="Address to listen on: 0.0.0.0 lets other machines in.",
        ),
    ):
        command = option(command)
    return command


@cli.command()
@_address
@_folders
@click.option(
    "--allow-host",
    "allow_hosts",
    cls=ListOption,
    multiple=True,
    help="Another host name at which people reach it, such as a proxy's. Give it as often as needed.",
)
@database_option
@click.option(
    "--recovery-codes/--no-recovery-codes",
    default=True,
    show_default=True,
    help="Let learners keep their records here, sealed under a recovery code, or only on their devices.",
)
@retention_option("--keep-records")
@workshop_options
@usage_options
@theme_option
@language_option
@click.option(
    "--max-kernels",
    type=Number("a number of kernels", _MOST_KERNELS),
    default=0,
    help="How many open pages may have a process at once. [default: as many as fit in memory]",
)
@click.option(
    "--kernel-memory",
    type=Number("a number of MiB", _MOST_MIB),
    default=1024,
    show_default=True,
    help="How much memory such a process may take, in MiB.",
)
@serving_options
def serve(**options: Unpack[_ServeOptions]) -> None:
    """Serve the workbook to learners, until Ctrl-C."""
    settings, data = _settings(options)
    settings = replace(settings, kernel_memory_mib=options["kernel_memory"])
    if options["max_kernels"]:
        settings = replace(settings, max_kernels=options["max_kernels"])
    with reported_errors():
        from workbook.content import Latest  # noqa: PLC0415 - see the module's docstring
        from workbook.database.store import default_database  # noqa: PLC0415
        from workbook.server.jupyterhub import with_hub  # noqa: PLC0415

        settings = with_hub(settings, os.environ)
        settings = with_languages(settings, options["languages"])
        latest = Latest(data, settings.languages)
        settings = with_branding(
            settings, data, branding_of(data, options["theme"], latest, codes=options["recovery_codes"])
        )
        database = options["database"] or str(default_database(settings.extension.namespace))
        database = whole_address(database, os.environ)
        settings, kept = _with_records(settings, database, options)
        settings, trainers = with_workshops(settings, database, options["public_address"], latest.content)
        settings, used = with_usage(settings, database, data, counts=options["counts"])
        settings = with_retention(
            settings, database, options["months"], options["keep_workshops"], options["keep_usage"]
        )
        settings = with_checks(settings, database, latest, options["database_size"])
        settings = with_serving(settings, options)
    forget_secrets(os.environ)
    with reported_errors():
        from widget_host.http.voila_app import serve as start  # noqa: PLC0415

        start(replace(settings, also_say=(used, kept, trainers, *unnamed(data))), say)


@cli.command()
@_address
@_folders
def lab(**options: Unpack[_Options]) -> None:
    """Open the pages and the tables in JupyterLab, to change them."""
    settings, _ = _settings(options)
    # A notebook that somebody tries out there runs with the whole environment.
    forget_secrets(os.environ)
    with reported_errors():
        from workbook.server.lab import open_lab  # noqa: PLC0415

        open_lab(settings, say)


in_environment(cli, whole=("serve", "lab"))


def _with_records(settings: "Settings", database: str, options: _ServeOptions) -> tuple["Settings", str]:
    """Return the settings with a database prepared for records, and the line that says where it is."""
    if not options["recovery_codes"]:
        return settings, "Recovery codes are switched off: records stay on the learners' devices."
    from workbook.record.network_permits import RecordPermits  # noqa: PLC0415 - see the module's docstring
    from workbook.record.permits import PERMIT  # noqa: PLC0415
    from workbook.record.rpc_handler import LANES  # noqa: PLC0415
    from workbook.record.service import RecordService  # noqa: PLC0415

    address, kept = ready(database, options["months"])
    service = RecordService(address, settings.extension.namespace, record_limits(options))
    atexit.register(service.close)
    env = {**settings.kernel_env, "WORKBOOK_KEEP_RECORDS": str(options["months"])}
    permits = RecordPermits()
    services = {
        **settings.services,
        **dict.fromkeys(LANES.values(), service.answering),
        PERMIT: lambda _: permits.answer,
    }
    return replace(settings, kernel_env=env, services=services, visitor_env=permits.environment), kept


def _settings(options: _Options) -> tuple["Settings", Path]:
    """Convert the options to the server's settings, and return the folder of the tables with them."""
    with reported_errors():
        from widget_host.settings import Settings, clean_base_url  # noqa: PLC0415
        from workbook.server.folders import find_folders  # noqa: PLC0415

        folders = find_folders(options["notebooks"], options["data"])
        settings = Settings(
            notebooks=folders.notebooks,
            data=folders.data,
            host=options["host"],
            port=options["port"],
            base_url=clean_base_url(options["base_url"]),
            allow_hosts=tuple(options.get("allow_hosts", ())),
            open_browser=options["open_browser"],
            warm_up=_WARM_UP,
        )
        return settings, folders.data
