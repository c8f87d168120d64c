"""A process that has imported what pages need, and turns into a page's kernel by forking itself.

Here: what runs in that process, started by `forks` as `python -m workbook.serve.forkserver`. It has one
thread, no event loop and no socket but the one to its server, since none of these survives a fork. When the
server ends, it ends too, and its kernels end with it: each watches its parent.
"""

import gc
import json
import os
import random
import signal
import socket
import sys
from contextlib import suppress
from importlib import import_module
from typing import NoReturn

__all__ = ["READY", "main"]

READY = b"ready"
"""What is sent once all is imported."""

_MOST_BYTES = 1 << 20
# What a kernel imports at its start, some of it late.
_KERNEL = (
    "ipykernel.kernelapp",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "psutil",
    "tornado.platform.asyncio",
    "tornado.queues",
)


def main() -> None:
    """Import everything, say so, and fork for each request until the server is gone.

    The command line names the number of the socket, then what to import: `module`, whose `__all__` is
    imported too, or `module:function`, which is called besides.
    """
    link = socket.socket(fileno=int(sys.argv[1]))
    # Kernels that end leave nothing to be waited for.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    gc.disable()
    _warm_up(sys.argv[2:])
    # What is there by now is shared between all kernels, as long as nobody touches it to look for garbage.
    gc.freeze()
    link.send(READY)
    while request := link.recv(_MOST_BYTES):
        pid = os.fork()
        if pid == 0:
            link.close()
            _become_kernel(**json.loads(request))
        with suppress(OSError):  # the child may have been quicker
            os.setpgid(pid, pid)
        link.send(str(pid).encode())


def _warm_up(names: list[str]) -> None:
    """Import, and so compile and link, what the first lines of a page would."""
    # A learner's page has no debugger, and this one is most of what a kernel imports late.
    sys.modules["debugpy"] = None  # type: ignore[assignment]
    for module_name in _KERNEL:
        import_module(module_name)
    for name in names:
        module_name, _, function = name.partition(":")
        # Whatever is wrong in one of them is wrong in a page too, which tells of it.
        with suppress(Exception):
            module = import_module(module_name)
            for public in getattr(module, "__all__", ()):
                with suppress(Exception):
                    getattr(module, public)
            if function:
                getattr(module, function)()


def _become_kernel(argv: list[str], cwd: str, env: dict[str, str]) -> NoReturn:
    """Be a kernel from here on, as if started by a command."""
    from ipykernel.kernelapp import IPKernelApp  # noqa: PLC0415 - imported long before the fork

    with suppress(OSError):
        os.setpgid(0, 0)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    gc.enable()
    sys.argv = ["ipykernel_launcher", *argv]
    app = IPKernelApp.instance(parent_handle=os.getppid())
    app.initialize(argv)  # type: ignore[no-untyped-call]
    if "ipywidgets" in sys.modules:
        # ipywidgets does this when it is imported, which was before there was a kernel.
        sys.modules["ipywidgets"].register_comm_target()
    app.start()  # type: ignore[no-untyped-call]
    os._exit(0)


if __name__ == "__main__":
    main()
