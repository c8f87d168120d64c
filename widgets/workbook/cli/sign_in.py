"""The command `workbook sign-in`: writes the configuration that admits only people who are signed in.

Here: the options, and filling in the files in `server/deploy/hub` and `server/deploy/sign_in`. Not here: a
server's behaviour under a hub (see `server.jupyterhub`).
"""

import re
import secrets
import sys
from pathlib import Path
from urllib.parse import quote, urlsplit

import click

from widget_host.common.safe_write import write_whole
from workbook.cli.shared import say

__all__ = ["sign_in"]

_FILES = Path(__file__).parents[1] / "server" / "deploy"
_NAME = re.compile(r"[A-Za-z][\w.-]*")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_FOLDER = click.Path(path_type=Path, file_okay=False)
_SECURE_PORT = 443


class _Address(click.ParamType[str]):
    """The address of a site, without a trailing slash, and without a path unless one is allowed."""

    name = "url"

    def __init__(self, *schemes: str, path: bool = False) -> None:
        """Take the allowed schemes, and whether a path may follow."""
        self._schemes, self._path = schemes, path

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the address."""
        text = str(value).rstrip("/")
        try:
            parts = urlsplit(text)
            host, _ = parts.hostname or "", parts.port
        except ValueError:
            host = ""
        rest = re.fullmatch(r"(/[\w.~-]+)*", parts.path) if host else None
        right = parts.scheme in self._schemes and _HOST.fullmatch(host) and rest if host else None
        if not right or parts.query or parts.fragment or parts.username or (parts.path and not self._path):
            like = f"{self._schemes[0]}://learn.example.org"
            self.fail(f"{str(value)!r} is not the address of a site. Give one like {like}.", param, ctx)
        return text


class _Name(click.ParamType[str]):
    """A name, such as that of an authenticator, or of a class with its module."""

    name = "name"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name."""
        if not _NAME.fullmatch(str(value)):
            self.fail(f"{str(value)!r} is not a name. Give letters, digits, dots, - and _.", param, ctx)
        return str(value)


@click.group("sign-in")
def sign_in() -> None:
    """Write the configuration for a sign-in. Only people who have signed in then get to the workbook."""


@sign_in.command()
@click.argument("folder", type=_FOLDER)
@click.option(
    "--address",
    type=_Address("https", "http"),
    required=True,
    help="The address that people use, such as https://learn.example.org.",
)
@click.option(
    "--listen",
    type=_Address("http"),
    default="http://127.0.0.1:8000",
    show_default=True,
    help="Where the hub listens, behind the proxy that speaks HTTPS.",
)
@click.option(
    "--authenticator",
    type=_Name(),
    default="pam",
    show_default=True,
    help="How people sign in: the name of a JupyterHub authenticator.",
)
@click.option(
    "--spawner",
    type=_Name(),
    default="local",
    show_default=True,
    help="How servers are started: the name of a JupyterHub spawner.",
)
def hub(folder: Path, address: str, listen: str, authenticator: str, spawner: str) -> None:
    """Write the configuration of a JupyterHub that gives each person a server of their own."""
    host = urlsplit(address).hostname or ""
    filled = {"LISTEN": listen, "AUTHENTICATOR": authenticator, "SPAWNER": spawner, "HOST": host}
    text = _filled(_FILES / "hub" / "jupyterhub_config.py", {**filled, "PYTHON": _python()})
    _write(folder, {"jupyterhub_config.py": text})
    say(f"Start the hub with: jupyterhub -f {folder / 'jupyterhub_config.py'}")


@sign_in.command()
@click.argument("folder", type=_FOLDER)
@click.option(
    "--address",
    type=_Address("https"),
    required=True,
    help="The address that people use, such as https://learn.example.org.",
)
@click.option(
    "--provider",
    type=_Address("https", "http", path=True),
    required=True,
    help="The address of the identity provider (its issuer).",
)
@click.option(
    "--client", type=_Name(), required=True, help="The name under which the provider knows the workbook."
)
@click.option(
    "--server",
    type=_Address("http"),
    default="http://127.0.0.1:8866",
    show_default=True,
    help="Where `workbook serve` listens.",
)
def oidc(folder: Path, address: str, provider: str, client: str, server: str) -> None:
    """Write the configuration of Apache with a sign-in by OpenID Connect in front of the workbook."""
    parts = urlsplit(address)
    where = str(folder.resolve())
    if re.search(r"[\s\"'<>]", where):
        raise click.ClickException(f"{where!r} has spaces or quotes in it. Choose another folder.")
    filled = {
        "ADDRESS": address,
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or _SECURE_PORT),
        "FOLDER": where,
        "PROVIDER": provider,
        "SERVER": server,
        "LOGGED_OUT": quote(f"{address}/signed-out", safe=""),
    }
    known = "\n".join(
        (
            f"OIDCClientID {client}",
            "OIDCClientSecret put-the-secret-of-the-provider-here",
            f"OIDCCryptoPassphrase {secrets.token_urlsafe(32)}",
            "",
        )
    )
    _write(
        folder,
        {
            "workbook.conf": _filled(_FILES / "sign_in" / "workbook.conf", filled),
            "secrets.conf": known,
        },
    )
    say(f"Put the client's secret into {folder / 'secrets.conf'}, and the certificate and its key beside it.")


def _filled(file: Path, values: dict[str, str]) -> str:
    """Return a file's text with the values filled in."""
    text = file.read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text


def _write(folder: Path, files: dict[str, str]) -> None:
    """Write new files that only their owner can read; ends the command if one already exists."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in files:
            if (folder / name).exists():
                raise click.ClickException(
                    f"{folder / name} is there already. Give a new folder, or delete it."
                )
        for name, text in files.items():
            write_whole(folder / name, text.encode(), 0o600, is_new=True)
            say(f"{folder / name}")
    except OSError as problem:
        reason = (problem.strerror or "it failed").lower()
        raise click.ClickException(f"Nothing can be written to {folder}: {reason}.") from None


def _python() -> str:
    """Return the path of this Python as a quoted string."""
    return sys.executable.replace("\\", "\\\\").replace('"', '\\"')
