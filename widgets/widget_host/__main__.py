"""The command `python -m widget_host NOTEBOOKS`: serves a folder of notebooks until Ctrl-C.

Here: its options. Not here: serving (see `http.voila_app`), and what a program can mount (see `extension`).
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from widget_host.common.notebook_files import notebook_files
from widget_host.errors import HostError, ServeError
from widget_host.settings import Settings, clean_base_url

_DESCRIPTION = "Serve a folder of notebooks with widgets as pages, until Ctrl-C."
_MOST_PORT = 65_535
_MOST_KERNELS = 100_000


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
        uses_forks=not options.ordinary_kernels,
        kernel_memory_mib=options.kernel_memory,
        kernel_variables=tuple(options.kernel_variable),
        unsafe_eval=options.allow_unsafe_eval,
        **most,
    )


def _number(least: int, most: int) -> "type[int]":
    def number(text: str) -> int:
        value = int(text)
        if not least <= value <= most:
            raise ValueError(text)
        return value

    number.__name__ = f"a number from {least} to {most}"
    return number  # type: ignore[return-value]


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m widget_host", description=_DESCRIPTION)
    add = parser.add_argument
    add("notebooks", type=Path, metavar="NOTEBOOKS", help="folder of the notebooks")
    add(
        "--host",
        default="127.0.0.1",
        help="address to listen on: 0.0.0.0 lets other machines in (%(default)s)",
    )
    add("--port", type=_number(0, _MOST_PORT), default=8866, help="port; 0 takes any free one (%(default)s)")
    add("--base-url", default="/", help="path below which the pages are served (%(default)s)")
    add(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="another name at which people reach it",
    )
    add("--open", action="store_true", help="open a browser on this machine")
    add(
        "--ordinary-kernels",
        action="store_true",
        help="start an ordinary kernel for each page that is opened, where forks could be used",
    )
    add(
        "--preload",
        action="append",
        default=[],
        metavar="MODULE",
        help="a module that kernels find imported already, such as pandas",
    )
    add(
        "--max-kernels",
        type=_number(1, _MOST_KERNELS),
        metavar="N",
        help="how many pages may have a kernel at once (as many as fit in memory)",
    )
    add(
        "--kernel-memory",
        type=_number(0, 1 << 20),
        default=1024,
        metavar="MIB",
        help="the most memory that each may take, 0 for any amount (%(default)s)",
    )
    add(
        "--kernel-variable",
        action="append",
        default=[],
        metavar="NAME",
        help="a name in the environment that the notebooks' code may see",
    )
    add(
        "--allow-unsafe-eval",
        action="store_true",
        help="let widgets make code out of text in the browser, on pages whose notebook asks for it",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
