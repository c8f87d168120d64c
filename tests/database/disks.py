"""A full disk for tests: a small one if this machine can mount it, and a limit on a file's size."""

import os
import subprocess
import tempfile
from contextlib import contextmanager


def mounted(folder, size):
    """Mount a disk of so many bytes in memory; say whether that could be done."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder]
    return os.name == "posix" and subprocess.run(command, capture_output=True, check=False).returncode == 0


def unmounted(folder):
    """Take such a disk away."""
    subprocess.run(["umount", folder], check=True)


def kinds_of_full_disk():
    """The ways of having a full disk that there are on this machine."""
    with tempfile.TemporaryDirectory() as folder:
        if not mounted(folder, 1_000_000):
            return ["limit"] if os.name == "posix" else []
        unmounted(folder)
        return ["limit", "small disk"]


@contextmanager
def limit_of_size(size):
    """Let no file grow beyond so many bytes."""
    import resource  # noqa: PLC0415 - Unix has it

    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
