"""How this process and its kernels speak: over sockets that are files, and over ports on Windows alone.

A kernel's ports are chosen here, and taken by the kernel a second later. Whatever else starts meanwhile,
another kernel above all, can take one of them first, and then the kernel ends before it has said a word.
"""

import os
import tempfile
from pathlib import Path

__all__ = ["TRANSPORT", "short_temporary_folder"]

TRANSPORT = "tcp" if os.name == "nt" else "ipc"
"""What Jupyter calls the way of speaking."""


def short_temporary_folder() -> str:
    """Return a folder in which to make one for sockets, whose paths may not exceed some 104 characters."""
    short = Path("/tmp")  # noqa: S108 - a folder of its user's own is made in it
    return str(short) if os.name != "nt" and os.access(short, os.W_OK) else tempfile.gettempdir()
