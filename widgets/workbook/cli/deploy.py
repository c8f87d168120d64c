"""The command `workbook deploy`: writes the files for deploying the workbook.

Here: the publisher's options, and the output. Not here: the files (see `server.deploy`).
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

import click

from workbook.cli.shared import Number, reported_errors, say

if TYPE_CHECKING:
    from workbook.server.deploy import Kind

__all__ = ["deploy"]

_PATH = click.Path(path_type=Path)
_MOST_PORT = 65535
_MOST_SERVERS = 32
_LEAST_MIB, _MOST_MIB = 512, 1 << 20
_LEAST_STOP_S, _MOST_STOP_S = 5, 3600

Command = Callable[..., Any]


class _Options(TypedDict):
    """The command's options."""

    folder: Path
    name: str
    kind: "Kind"
    servers: int
    memory: int
    port: int
    http_port: int
    first_port: int
    listen: str
    certificate: str
    key: str
    base_url: str
    frame_ancestors: tuple[str, ...]
    shutdown_timeout: int
    network: str
    source: Path
    force: bool


def _port(option: str, default: int, what: str) -> Callable[[Command], Command]:
    kind = Number("a port", _MOST_PORT, least=1)
    return click.option(option, type=kind, default=default, show_default=True, help=what)


@click.command()
@click.argument("folder", type=_PATH, metavar="DIR")
@click.option("--name", required=True, help="Host name that people type, such as workbook.example.org.")
@click.option(
    "--kind",
    type=click.Choice(["containers", "machine"]),
    default="containers",
    show_default=True,
    help="Containers (Docker or Podman), or systemd and nginx on the machine itself.",
)
@click.option(
    "--servers",
    type=Number("a number of servers", _MOST_SERVERS, least=1),
    default=2,
    show_default=True,
    help="How many servers share the work.",
)
@click.option(
    "--memory",
    type=Number("a number of MiB", _MOST_MIB, least=_LEAST_MIB),
    default=2048,
    show_default=True,
    help="How much memory each server may use, in MiB.",
)
@_port("--port", 443, "Port of the proxy for HTTPS.")
@_port("--http-port", 80, "Port of the proxy for HTTP, which redirects to HTTPS.")
@_port("--first-port", 8866, "Port of the first server; the others use the next ones.")
@click.option("--listen", default="", metavar="IP", help="Address that the proxy listens on. [default: all]")
@click.option(
    "--certificate",
    default="",
    metavar="FILE",
    help="Certificate with its chain, as PEM. [default: see the README]",
)
@click.option(
    "--key",
    default="",
    metavar="FILE",
    help="Private key of the certificate, as PEM. [default: see the README]",
)
@click.option("--base-url", default="/", show_default=True, help="Path below which the workbook is served.")
@click.option(
    "--frame-ancestor",
    "frame_ancestors",
    multiple=True,
    metavar="URL",
    help="A site that may show the pages in a frame, such as an LMS. Give it as often as needed.",
)
@click.option(
    "--shutdown-timeout",
    type=Number("a number of seconds", _MOST_STOP_S, least=_LEAST_STOP_S),
    default=30,
    show_default=True,
    help="Seconds that a server may take to stop.",
)
@click.option(
    "--network",
    default="10.213.66.0/24",
    show_default=True,
    metavar="CIDR",
    help="Private network of the containers.",
)
@click.option(
    "--source",
    type=_PATH,
    default=Path(),
    help="Folder of the workbook's source, for the containers' image. [default: this one]",
)
@click.option("--force", is_flag=True, help="Overwrite other files in DIR. Secrets there are kept.")
def deploy(**options: Unpack[_Options]) -> None:
    """Write the files for running the workbook for others.

    They go into DIR, with a README that says each step.
    """
    with reported_errors():
        from workbook.server.deploy import Deployment, write  # noqa: PLC0415 - see the docstring of `cli`

        plan = Deployment(
            name=options["name"],
            kind=options["kind"],
            servers=options["servers"],
            memory_mib=options["memory"],
            https_port=options["port"],
            http_port=options["http_port"],
            first_port=options["first_port"],
            listen=options["listen"],
            certificate=options["certificate"],
            key=options["key"],
            base_url=options["base_url"],
            frame_ancestors=options["frame_ancestors"],
            shutdown_timeout_s=options["shutdown_timeout"],
            network=options["network"],
            source=options["source"],
        )
        written = write(plan, options["folder"], force=options["force"])
    say(f"Wrote into {options['folder']}: {', '.join(written.files)}.")
    say(f"The workbook will be at {plan.address}")
    say(f"\nNext, as {options['folder'] / 'README.md'} says in full:\n")
    for command in written.commands:
        say(f"  {command}")
