"""Renders a deployment's files from the templates beside this module, and writes them without losing any.

Here: the list of files, their templates, the generated secrets, and writing. Not here: the settings (see
`plan`).
"""

import json
import os
import secrets
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import jinja2

from widget_host.common.safe_write import write_whole
from widget_host.errors import ServeError
from workbook.server.deploy.plan import Deployment

__all__ = ["WrittenFiles", "draw", "write"]

_HERE = Path(__file__).parent
_SHARED = ("proxy/nginx.conf.j2",)
_TEMPLATES = {
    "containers": (
        "containers/Containerfile",
        "containers/Containerfile.dockerignore",
        "containers/compose.yaml.j2",
        "containers/README.md.j2",
        *_SHARED,
    ),
    "machine": (
        "machine/workbook@.service.j2",
        "machine/workbook.env.j2",
        "machine/kernel-user.conf",
        "machine/README.md.j2",
        *_SHARED,
    ),
}
# The files that the image is built from, apart from folders that only have to exist.
_SOURCE = ("pyproject.toml", "requirements.lock", "README.md", "LICENSE", "widgets", "data", "notebooks")
_SECRET_BYTES = 32
_HIDDEN, _SEEN = 0o600, 0o644


@dataclass(frozen=True, slots=True)
class WrittenFiles:
    """The names of the files written into the folder, and the next commands to enter, in order."""

    files: tuple[str, ...]
    commands: tuple[str, ...]


def write(plan: Deployment, folder: Path, *, force: bool = False) -> WrittenFiles:
    """Write the files of a deployment into a folder, which is created if it is missing.

    If a file exists with different content, nothing is written, unless `force` is given, which overwrites it.
    Existing secrets are always kept: a database would not open with new ones.

    Raises ServeError if nothing was written, or if something can't be written.
    """
    folder = folder.resolve()
    _check_source(plan.source)
    drawn = draw(plan, folder)
    try:
        if not force:
            _check_nothing_is_lost(drawn, folder)
        folder.mkdir(parents=True, exist_ok=True)
        names = [*_write_secrets(plan, folder)]
        for name, text in drawn.items():
            _put(folder / name, text, _SEEN)
    except OSError as error:
        reason = (error.strerror or "it failed").lower()
        raise ServeError(f"{error.filename or folder} can't be written: {reason}.") from None
    return WrittenFiles((*drawn, *names), _commands(drawn))


def draw(plan: Deployment, folder: Path) -> dict[str, str]:
    """Return the text of each file of a deployment by its name, without secrets, for use in `folder`."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE),
        autoescape=False,  # noqa: S701 - no HTML; each setting is checked by `Deployment`
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    # A JSON string is also valid in YAML and systemd. Compose would substitute variables after a dollar sign.
    env.filters["quoted"] = lambda text: json.dumps(text).replace("$", "$$")
    env.filters["shell"] = lambda path: shlex.quote(str(path))
    values = _values(plan, folder)
    files = {
        Path(name).name.removesuffix(".j2"): env.get_template(name).render(values)
        for name in _TEMPLATES[plan.kind]
    }
    # The secrets, and the publisher's own files: none of them belongs in a repository.
    return files | {".gitignore": "secrets/\ncookie-secret\n"}


def _values(plan: Deployment, folder: Path) -> Mapping[str, object]:
    """Return the values for the templates."""
    inside = plan.kind == "containers"
    source = plan.source.resolve()
    return {
        "folder": folder,
        "source": source,
        "units": " ".join(f"workbook@{port}" for port in plan.ports),
        "plan": plan,
        "settings": _settings(plan),
        "share": f"{100 / plan.servers:.2f}%",
        "listens": lambda port: [str(port)] if inside else _listens(plan.listen, port),
        "ports": lambda outer, inner: json.dumps(f"{plan.listen}:{outer}:{inner}".lstrip(":")),
        "https_port": 8443 if inside else plan.https_port,
        "http_port": 8080 if inside else plan.http_port,
        "certificate": "/run/secrets/certificate" if inside else plan.certificate,
        "key": "/run/secrets/key" if inside else plan.key,
        "acme": "/var/www/acme" if inside else "/var/www/html",
        "error_log": "/dev/stderr" if inside else "/var/log/nginx/workbook.error.log",
        "context": os.path.relpath(source, folder),
        "containerfile": os.path.relpath(folder / "Containerfile", source),
    }


def _settings(plan: Deployment) -> dict[str, str]:
    """Return every server's environment variables."""
    found = {
        "WORKBOOK_BASE_URL": plan.base_url,
        "WORKBOOK_PUBLIC_ADDRESS": plan.address,
        "WORKBOOK_ALLOW_HOST": plan.name,
        "WORKBOOK_TRUST_PROXY": "1",
        "WORKBOOK_SHUTDOWN_TIMEOUT": str(plan.shutdown_timeout_s),
        "WORKBOOK_MAX_KERNELS": str(plan.max_kernels),
        "WORKBOOK_LOG_FORMAT": "json",
    }
    if plan.frame_ancestors:
        found["WORKBOOK_FRAME_ANCESTOR"] = " ".join(plan.frame_ancestors)
    return found


def _listens(address: str, port: int) -> list[str]:
    return [f"{address}:{port}"] if address else [str(port), f"[::]:{port}"]


def _check_source(source: Path) -> None:
    missing = [name for name in _SOURCE if not (source / name).exists()]
    if missing:
        raise ServeError(
            f"{source.absolute()} is not the folder of the workbook's source: {', '.join(missing)} can't be "
            "found there. Start from that folder, or give it with --source."
        )


def _check_nothing_is_lost(drawn: Mapping[str, str], folder: Path) -> None:
    """Raise ServeError if a file exists with different content."""
    others = [
        name
        for name, text in drawn.items()
        if os.path.lexists(folder / name) and not _says(folder / name, text)
    ]
    if others:
        raise ServeError(
            f"{folder} already contains other files: {', '.join(others)}. Nothing was written. Give another "
            "folder, or --force to overwrite them."
        )


def _says(file: Path, text: str) -> bool:
    return file.is_file() and file.read_bytes() == text.encode()


def _write_secrets(plan: Deployment, folder: Path) -> list[str]:
    """Create any missing secrets, and return the names of all."""
    if plan.kind == "machine":
        _put_new(folder / "cookie-secret", secrets.token_hex(_SECRET_BYTES), _HIDDEN)
        return ["cookie-secret"]
    (folder / "acme").mkdir(exist_ok=True)
    inner = folder / "secrets"
    # The containers' users differ from this one, and see only the individual files; this folder is private.
    inner.mkdir(exist_ok=True)
    inner.chmod(0o700)
    _put_new(inner / "cookie-secret", secrets.token_hex(_SECRET_BYTES), _SEEN)
    _put_new(inner / "database-password", secrets.token_hex(_SECRET_BYTES), _SEEN)
    password = (inner / "database-password").read_text(encoding="utf-8").strip()
    address = f"postgresql://workbook:{quote(password, safe='')}@{plan.database_host}/workbook"
    # It also depends on the network, which may be changed.
    _put(inner / "database-address", address, _SEEN)
    return ["secrets/cookie-secret", "secrets/database-password", "secrets/database-address"]


def _put_new(file: Path, text: str, mode: int) -> None:
    if not os.path.lexists(file):
        _put(file, text, mode)


def _put(file: Path, text: str, mode: int) -> None:
    """Write a file completely or not at all; a link in its place is replaced, not followed."""
    write_whole(file, text.encode(), mode)


def _commands(drawn: Mapping[str, str]) -> tuple[str, ...]:
    """Return the next commands to enter: those of the README's first part."""
    steps = drawn["README.md"].partition("\n## Afterwards")[0]
    typed = [line for block in steps.split("```console\n")[1:] for line in block.split("```")[0].splitlines()]
    return tuple(line for line in typed if line)
