"""An IPython kernel that runs without sockets at first, and binds them once it has been forked.

Here: everything that uses non-public parts of ipykernel and asyncio. A kernel as ipykernel starts it has
eleven threads; this one has its main thread and two of ZeroMQ's, since the one event loop reads all its
channels. So a request on the control channel is answered between two cells or callbacks; an interrupt is a
signal, and takes effect at once. Not here: which code the kernel runs, and when (see `template`).
"""

import asyncio
import logging
import os
import selectors
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import zmq
from ipykernel.iostream import BackgroundSocket, IOPubThread, OutStream
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from tornado.ioloop import IOLoop
from zmq.eventloop.zmqstream import ZMQStream

from forked_kernels.recording import RecordingSession

__all__ = ["ForkableLoop", "KernelApp", "Stream"]


class ForkableLoop(asyncio.SelectorEventLoop):
    """An event loop that can release everything that forks would share, and open its own in a fork."""

    def let_go(self) -> None:
        """Close its selector and sockets; it can't run until `take_up`."""
        self._close_self_pipe()  # type: ignore[attr-defined]
        self._selector.close()

    def take_up(self) -> None:
        """Open a new selector and sockets, and start with no tasks."""
        self._selector = selectors.DefaultSelector()
        self._make_self_pipe()  # type: ignore[attr-defined]
        # An interrupt has to wake a waiting loop: a cell may be awaiting something.
        signal.set_wakeup_fd(self._csock.fileno(), warn_on_full_buffer=False)  # type: ignore[attr-defined]

    def left_to_do(self) -> bool:
        """Return whether any callback is scheduled, now or later."""
        timers = [handle for handle in self._scheduled if not handle.cancelled()]  # type: ignore[attr-defined]
        return bool(timers or self._ready or asyncio.all_tasks(self))  # type: ignore[attr-defined]


class KernelApp(IPKernelApp):
    """ipykernel's application in two steps: `initialize`, without sockets, and then `bind` in a fork."""

    def __init__(self, **traits: Any) -> None:  # noqa: ANN401
        """Silence the kernel's own warnings, which nobody would read."""
        super().__init__(  # type: ignore[no-untyped-call]
            log_level=logging.ERROR,
            outstream_class=f"{__name__}.Stream",
            kernel_class=_Kernel,
            capture_fd_output=False,
            session=RecordingSession(key=b"none yet", username="kernel"),
            **traits,
        )

    def init_connection_file(self) -> None:
        """Have none yet."""

    def init_poller(self) -> None:
        """Don't watch the parent: a kernel outlives the process that it was forked from."""

    def init_sockets(self) -> None:
        """Open no sockets yet, only an object to send through."""
        self.iopub_thread = _Publisher(self.session)
        self.iopub_socket = self.iopub_thread.background_socket

    def init_heartbeat(self) -> None:
        """Start no heartbeat: the server watches the process itself."""

    def write_connection_file(self, **_: Any) -> None:  # noqa: ANN401
        """Leave the existing file unchanged."""

    def log_connection_info(self) -> None:
        """Log nothing."""

    def init_kernel(self) -> None:
        """Make the kernel, without streams."""
        # Otherwise a log record is created for each message, and then discarded.
        self.log.setLevel(logging.ERROR)
        self.kernel = _Kernel.instance(
            parent=self,
            session=self.session,
            iopub_thread=self.iopub_thread,
            iopub_socket=self.iopub_socket,
            shell_channel_thread=_NoThread(),
            log=self.log,
            profile_dir=self.profile_dir,
            user_ns=self.user_ns,
        )
        self.displayhook.get_execution_count = lambda: self.kernel.execution_count

    def init_control(self, context: "zmq.Context[Any]") -> None:
        """Open the control channel."""
        self.control_socket = _bound(self, context, "control")

    def init_iopub(self, context: "zmq.Context[Any]") -> None:
        """Open the channel that all clients listen to."""
        self.iopub_thread.bind(_bound(self, context, "iopub", zmq.XPUB))

    def bind(self, connection_file: str) -> None:
        """In a fork, open the sockets that a connection file names, and get ready for messages."""
        self.session.renew(os.getpid())
        self.connection_file = connection_file
        self.load_connection_file()
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, Stream):
                stream.renew()
        kernel = self.kernel
        kernel.ident = str(kernel.trait_defaults("ident"))
        kernel._main_asyncio_lock = asyncio.Lock()
        super().init_sockets()  # type: ignore[no-untyped-call]
        self._heartbeat = ZMQStream(_bound(self, self.context, "hb"))
        self._heartbeat.on_recv(self._heartbeat.send_multipart)
        kernel.stdin_socket = self.stdin_socket
        kernel.shell_stream = ZMQStream(self.shell_socket)
        kernel.control_stream = ZMQStream(self.control_socket)
        kernel.record_ports({f"{name}_port": getattr(self, f"{name}_port") for name in _CHANNELS})
        kernel.start()

    def close(self) -> None:
        """Close the sockets, once pending messages have been sent."""
        self._heartbeat.close()
        super().close()  # type: ignore[no-untyped-call]


_CHANNELS = ("shell", "iopub", "stdin", "control", "hb")


class _Kernel(IPythonKernel):
    """The kernel without subshells, which would need a thread to distribute the messages."""

    _supports_kernel_subshells = False

    def _abort_queues(self, subshell_id: str | None = None) -> None:  # noqa: ARG002 - there are none
        """Drop the cells that are waiting when one fails, but none that is sent after the reply."""
        self._aborting = True
        if self.shell_stream:
            self.shell_stream.flush(zmq.POLLIN)
        self._stops_aborting = asyncio.ensure_future(self._stop_aborting())

    async def _stop_aborting(self) -> None:
        # Queued after the requests that have already arrived; each of these waits for the lock in the next
        # step.
        await asyncio.sleep(0)
        async with self._main_asyncio_lock:
            self._aborting = False


class _NoThread:
    """Stands in for ipykernel's shell channel thread; some of ipykernel's code reads the thread's parent."""

    def __init__(self) -> None:
        self.parent_thread = threading.main_thread()

    def __bool__(self) -> bool:
        return False


class _Publisher(IOPubThread):
    """Replaces ipykernel's IOPub thread, without a thread: messages are sent immediately.

    ZeroMQ sends in a thread of its own anyway. Other threads' messages go through the event loop, since a
    socket belongs to one thread.
    """

    def __init__(self, session: RecordingSession) -> None:
        self.socket = None
        self.session = session
        self.background_socket = BackgroundSocket(self)  # type: ignore[no-untyped-call]
        self.io_loop = IOLoop.current()
        self.thread = threading.Thread(name="IOPub")
        self._stopped = False
        self._pipe_flag = False
        self._event_pipes = {}
        self._home = threading.main_thread()

    def bind(self, socket: "zmq.Socket[Any]") -> None:
        """Send through `socket` from now on, and send a welcome message to each new subscriber."""
        self._master_pid = os.getpid()
        self.socket = socket
        self._setup_xpub_listener()  # type: ignore[no-untyped-call]

    def schedule(self, f: Callable[[], None]) -> None:
        """Call now, or in the event loop's thread."""
        if threading.current_thread() is self._home:
            f()
        else:
            self.io_loop.add_callback(f)

    def _really_send(self, msg: Any, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        if self.closed or not self._is_master_process():  # type: ignore[no-untyped-call]
            return
        super()._really_send(msg, *args, **kwargs)  # type: ignore[no-untyped-call]
        # Sending consumes the event that would notify the loop of a new subscriber.
        if self.socket.events & zmq.POLLIN:
            self.io_loop.add_callback(self._xpub_stream.flush, zmq.POLLIN)


class Stream(OutStream):
    """The stream that `print` writes to, without a thread.

    The output of a cell's subprocesses goes to an in-memory file, which is read whenever this is flushed.
    """

    def __init__(self, session: RecordingSession, publisher: _Publisher, name: str, **_: Any) -> None:  # noqa: ANN401
        """Replace the stream `name`: stdout or stderr."""
        super().__init__(session, publisher, name, watchfd=False)  # type: ignore[no-untyped-call]
        self._original_stdstream_copy = 1 if name == "stdout" else 2
        self._flushed = 0.0
        self.renew()

    def renew(self) -> None:
        """Bind the stream to this process."""
        self._master_pid = os.getpid()
        self._waiting = False
        beside = os.memfd_create(self.name)
        os.dup2(beside, self._original_stdstream_copy)
        os.close(beside)

    def write(self, string: str) -> int:
        """Write text; complete lines are sent immediately, unless others were just sent."""
        super().write(string)
        if self.pub_thread.closed or threading.current_thread() is not self.pub_thread._home:
            self.pub_thread.schedule(self._wait)
        elif string.endswith("\n") and time.monotonic() - self._flushed > self.flush_interval:
            self.flush()  # type: ignore[no-untyped-call]
        else:
            self._wait()
        return len(string)

    def _schedule_flush(self) -> None:
        """Do nothing: `write` schedules."""

    def _wait(self) -> None:
        """Have the loop send any remaining text soon."""
        if not self._waiting and not self.pub_thread.closed:
            self._waiting = True
            self._io_loop.call_later(self.flush_interval, self._flush)

    def _flush(self) -> None:
        self._waiting = False
        self._flushed = time.monotonic()
        beside = self._original_stdstream_copy
        if os.lseek(beside, 0, os.SEEK_CUR):
            text = os.pread(beside, os.fstat(beside).st_size, 0)
            os.ftruncate(beside, 0)
            os.lseek(beside, 0, os.SEEK_SET)
            super().write(text.decode(errors="replace"))
        super()._flush()  # type: ignore[no-untyped-call]


def _bound(
    app: KernelApp, context: "zmq.Context[Any] | None", name: str, kind: int = zmq.ROUTER
) -> "zmq.Socket[Any]":
    """Return a channel's socket, bound to the address that the application has for it."""
    assert context is not None  # noqa: S101 - just made
    socket: zmq.Socket[Any] = context.socket(kind)
    socket.linger = 1000
    if kind == zmq.ROUTER:
        socket.router_handover = 1
    app._apply_curve_server_options(socket)
    setattr(app, f"{name}_port", app._bind_socket(socket, getattr(app, f"{name}_port")))  # type: ignore[no-untyped-call]
    return socket
