"""The command `python -m widget_host NOTEBOOKS`: serves a folder of notebooks until Ctrl-C.

Here: its options. Not here: serving (see `http.voila_app`), and what a program can mount (see `extension`).
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from widget_host.common.notebook_files import notebook_files
from widget_host.errors import HostError, ServeError
from widget_host.settings import Settings, clean_base_url

_DESCRIPTION = "Serve a folder of notebooks with widgets as pages, until Ctrl-C."


def _number(least: int, most: int) -> "type[int]":
    def number(text: str) -> int:
        value = int(text)
        if not least <= value <= most:
            raise ValueError(text)
        return value

    number.__name__ = f"a number from {least} to {most}"
    return number  # type: ignore[return-value]


_VALUES: dict[str, dict[str, Any]] = {
    "--host": {
        "default": "127.0.0.1",
        "help": "address to listen on: 0.0.0.0 lets other machines in (%(default)s)",
    },
    "--port": {
        "type": _number(0, 65_535),
        "default": 8866,
        "help": "port; 0 takes any free one (%(default)s)",
    },
    "--base-url": {"default": "/", "help": "path below which the pages are served (%(default)s)"},
    "--max-kernels": {
        "type": _number(1, 100_000),
        "metavar": "N",
        "help": "how many pages may have a kernel at once (as many as fit in memory)",
    },
    "--kernel-memory": {
        "type": _number(0, 1 << 20),
        "default": 1024,
        "metavar": "MIB",
        "help": "the most memory that each may take, 0 for any amount (%(default)s)",
    },
}
# Options that can be given several times, with what their value is called.
_LISTS = {
    "--allow-host": ("NAME", "another name at which people reach it"),
    "--preload": ("MODULE", "a module that kernels find imported already, such as pandas"),
    "--kernel-variable": ("NAME", "a name in the environment that the notebooks' code may see"),
}
_FLAGS = {
    "--open": "open a browser on this machine",
    "--ordinary-kernels": "start an ordinary kernel for each page that is opened, where forks could be used",
    "--no-run-ahead": "run a page's cells at its first visit, and not all pages' at the start",
    "--allow-unsafe-eval": "let widgets make code out of text, on pages whose notebook asks for it",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve as the arguments say, and return the exit status: 1 where that can't be, with a line of why.

    A wrong option ends the program with status 2.
    """
    try:
        settings = settings_of(_parser().parse_args(arguments))
        # What it imports takes a second, in which a wrong option should not have to wait.
        from widget_host.http.voila_app import serve  # noqa: PLC0415

        serve(settings, lambda line: print(line, flush=True))
    except HostError as error:
        print(f"widget_host: {error}", file=sys.stderr)
        return 1
    return 0


def settings_of(options: Namespace) -> Settings:
    """Return the server's settings; raises ServeError where the folder or the path can't be used."""
    folder: Path = options.notebooks
    if not folder.is_dir():
        raise ServeError(f"There is no folder {folder}. Give the folder that holds the notebooks.")
    if not notebook_files(folder):
        raise ServeError(f"The folder {folder} holds no notebook (.ipynb). Give another one.")
    most = {} if options.max_kernels is None else {"max_kernels": options.max_kernels}
    return Settings(
        folder.resolve(),
        host=options.host,
        port=options.port,
        base_url=clean_base_url(options.base_url),
        allow_hosts=tuple(options.allow_host),
        open_browser=options.open,
        warm_up=tuple(options.preload),
        run_ahead=not options.no_run_ahead,
        uses_forks=not options.ordinary_kernels,
        kernel_memory_mib=options.kernel_memory,
        kernel_variables=tuple(options.kernel_variable),
        unsafe_eval=options.allow_unsafe_eval,
        **most,
    )


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m widget_host", description=_DESCRIPTION)
    parser.add_argument("notebooks", type=Path, metavar="NOTEBOOKS", help="folder of the notebooks")
    for name, about in _VALUES.items():
        parser.add_argument(name, **about)
    for name, (value, told) in _LISTS.items():
        parser.add_argument(name, action="append", default=[], metavar=value, help=told)
    for name, told in _FLAGS.items():
        parser.add_argument(name, action="store_true", help=told)
    return parser


if __name__ == "__main__":
    sys.exit(main())
