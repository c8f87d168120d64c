"""A process that has imported what pages need, and creates kernels and templates by forking itself.

Here: what runs in that process, started by `fork_client` as `python -m forked_kernels.fork_server`. It has
one thread, no event loop and no socket except the one to its server, since none of these survives a fork. Not
here: what a template does (see `template`).

Each request is a word on the control socket, sent with open file descriptors. The first is the conversation,
on which the fork reads JSON and answers with its process id in a line. A template then sends a line with the
number of each cell before it runs the cell, and finally its result as JSON. All processes here end when the
server does: only the server holds one end of a pipe, and closing it sends each of them a signal.
"""

import atexit
import ctypes
import fcntl
import gc
import json
import os
import resource
import runpy
import select
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any, NoReturn

__all__ = ["KERNEL", "KERNEL_NAME", "TEMPLATE", "TRIAL", "main"]

KERNEL = b"kernel"
"""The request for a kernel. To  the fork server: with conversation, stdout and stderr; the kernel behaves as
if a command had started it. To a template: with the conversation alone.
"""

TEMPLATE = b"template"
"""The request to the fork server for a template: with the conversation and its own control socket."""

TRIAL = b"trial"
"""The request to the fork server for a fork that ends immediately: with the conversation."""

KERNEL_NAME = "forked-kernel"
"""The name of a kernel in the system's process list."""

_MOST_FILES = 4
_BLOCK = 1 << 16
_SUBREAPER, _OOM_SCORE = 36, "500"
# The modules that a kernel imports at its start, some of them late.
_KERNEL_MODULES = (
    "ipykernel.kernelapp",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "psutil",
    "tornado.platform.asyncio",
    "tornado.queues",
    "forked_kernels.template",
)


def main() -> None:
    """Import everything, then fork for each request until the server is gone.

    The command line gives the descriptors of the control socket and of the pipe, then the imports: `module`,
    whose `__all__` is imported too, or `module:function`, where the function is also called.
    """
    control, life = socket.socket(fileno=int(sys.argv[1])), _tied(int(sys.argv[2]))
    _be_called("fork-server")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Ended children are reaped automatically, including the kernels of a template that has ended.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    gc.disable()
    _warm_up(sys.argv[3:])
    # Forks share all existing objects, as long as the garbage collector does not touch them.
    gc.collect()
    gc.freeze()
    _serve(control, lambda word, files: _become(word, files, life))


def _serve(control: socket.socket, become: Callable[[bytes, list[int]], None]) -> NoReturn:
    """Fork for each request, until the other end of the socket is closed."""
    while True:
        word, files, _, _ = socket.recv_fds(control, len(TEMPLATE), _MOST_FILES)
        if not word:
            os._exit(0)
        if os.fork() == 0:
            control.close()
            try:
                become(word, files)
            except BaseException:  # a fork must never return into the fork server's loop
                sys.__excepthook__(*sys.exc_info())
            finally:
                os._exit(1)
        for file in files:
            os.close(file)


def _become(word: bytes, files: list[int], life: int) -> None:
    """Become the requested process, in a fork of the fork server."""
    life = _tied(life)
    _be_called("kernel-template" if word == TEMPLATE else KERNEL_NAME)
    conversation = socket.socket(fileno=files[0])
    asked = _asked(conversation)
    if word == TRIAL:
        conversation.sendall(b"%d\n" % os.getpid())
        os._exit(0)
    _limit(asked["limits"], for_good=word == KERNEL)
    if word == TEMPLATE:
        _become_template(asked, conversation, socket.socket(fileno=files[1]), life)
    os.setpgid(0, 0)
    _redirect(*files[1:])
    conversation.sendall(b"%d\n" % os.getpid())
    conversation.close()
    _become_plain_kernel(asked["command"], asked["folder"], asked["env"])


def _become_template(
    asked: dict[str, Any], conversation: socket.socket, control: socket.socket, life: int
) -> NoReturn:
    """Run a notebook, report its outputs, and fork for each visitor."""
    from forked_kernels.template import Template  # noqa: PLC0415 - imported long before the fork

    conversation.sendall(b"%d\n" % os.getpid())
    # A program that a cell starts and leaves running would inherit it and keep it open.
    conversation.set_inheritable(False)
    template = Template(asked["folder"], asked["env"])

    def begins(cell: int) -> None:
        conversation.sendall(b"%d\n" % cell)

    answer = template.run(asked["cells"], asked["key"], begins)
    can_fork = "outputs" in answer
    if can_fork:
        nowhere = os.open(os.devnull, os.O_RDWR)
        _redirect(nowhere, nowhere)
    conversation.sendall(json.dumps(answer).encode())
    conversation.close()

    def become(_word: bytes, files: list[int]) -> None:
        _tied(life)
        _be_called(KERNEL_NAME)
        os.setpgid(0, 0)
        answering = socket.socket(fileno=files[0])
        asked = _asked(answering)
        _limit(asked["limits"], for_good=True)
        try:
            template.become_kernel(asked["connection_file"], asked["env"])
        except Exception as error:
            answering.sendall(f"{_told(error)}\n".encode("ascii", "replace"))
            os._exit(1)
        answering.sendall(b"%d\n" % os.getpid())
        answering.close()
        template.serve()

    if not can_fork:
        os._exit(0)
    _serve(control, become)


def _told(error: Exception) -> str:
    """Return which error occurred before there was a page, and where, without the exception's message."""
    *_, place = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} in {os.path.basename(place.filename)}, line {place.lineno}"  # noqa: PTH119


def _become_plain_kernel(command: list[str], folder: str, env: dict[str, str]) -> NoReturn:
    """Become what `python -m` would run with this command: the name of a module, and its arguments."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(folder)
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()
    if "ipywidgets" in sys.modules:
        # ipywidgets does this on import, but then there was no kernel yet.
        sys.modules["ipywidgets"].register_comm_target()
    gc.enable()
    sys.argv = command
    sys.path.insert(0, folder)
    try:
        runpy.run_module(command[0], run_name="__main__", alter_sys=True)
    except SystemExit:
        pass
    except BaseException:  # reported as Python reports an uncaught exception
        sys.__excepthook__(*sys.exc_info())
    atexit._run_exitfuncs()
    os._exit(0)


def _warm_up(names: list[str]) -> None:
    """Import, and so compile and link, the modules that a page imports first."""
    # A learner's page has no debugger, which accounts for most of a kernel's late imports.
    sys.modules["debugpy"] = None  # type: ignore[assignment]
    for module_name in _KERNEL_MODULES:
        import_module(module_name)
    for name in names:
        module_name, _, function = name.partition(":")
        # An import that fails here fails in the page too, which reports it.
        with suppress(Exception):
            module = import_module(module_name)
            for public in getattr(module, "__all__", ()):
                with suppress(Exception):
                    getattr(module, public)
            if function:
                getattr(module, function)()


def _tied(pipe: int) -> int:
    """Make this process end when the server does, even in the middle of an endless loop.

    `pipe` is the reading end of the server's pipe, inherited from the parent; it is closed. Returns this
    process's own descriptor for it, set up so that the system sends a signal that ends the process when the
    other end is closed.
    """
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    own = os.open(f"/proc/self/fd/{pipe}", os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    fcntl.fcntl(own, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(own, fcntl.F_SETFL, os.O_NONBLOCK | os.O_ASYNC)
    os.close(pipe)
    watch = select.poll()
    watch.register(own, 0)
    if watch.poll(0):
        os._exit(0)
    return own


def _be_called(name: str) -> None:
    """Set the name of this process in the system's process list, at most 15 characters."""
    with suppress(OSError), open("/proc/self/comm", "w") as file:  # noqa: PTH123 - in every fork
        file.write(name)


def _limit(limits: dict[str, int] | None, *, for_good: bool) -> None:
    """Limit this process's resources: `memory_mib`, `cpu_s`, and its priority (`nice`).

    Pass `for_good` as false for a process that will fork, so that its forks can set limits again.
    """
    if not limits:
        return
    with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - runs in every fork, so kept fast
        pages = int(file.read().split()[5])
    most = pages * resource.getpagesize() + (limits["memory_mib"] << 20)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most if for_good else resource.RLIM_INFINITY))
    if for_good:
        resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu_s"], limits["cpu_s"] + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, limits["nice"])
    with suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:  # noqa: PTH123
        file.write(_OOM_SCORE)


def _asked(conversation: socket.socket) -> dict[str, Any]:
    """Return the request, once it has arrived completely."""
    parts = []
    while part := conversation.recv(_BLOCK):
        parts.append(part)
    return dict(json.loads(b"".join(parts)))


def _redirect(stdout: int, stderr: int) -> None:
    """Send stdout and stderr to these files, and leave stdin empty."""
    nowhere = os.open(os.devnull, os.O_RDONLY)
    for file, number in ((nowhere, 0), (stdout, 1), (stderr, 2)):
        os.dup2(file, number)
    for file in {nowhere, stdout, stderr}:
        os.close(file)


if __name__ == "__main__":
    main()
