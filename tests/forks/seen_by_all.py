"""A view of the disk in which every user can read this Python, for servers whose kernels run as another user.

Where Python or the repository is in a folder that is closed to others, as root's own home is, that folder is
covered by an empty one in which they can be reached: for this process and those that it starts alone. Root on
Linux alone; run as a program it then becomes the command that it is given.
"""

import ctypes
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
_NEW_VIEW = 0x00020000


def closed(path):
    """The uppermost folder above a path that others can't pass through, or None."""
    above = [one for one in reversed(Path(path).parents) if not one.stat().st_mode & 0o001]
    return above[0] if above else None


def let_all_read():
    """Open what is needed, in a view of this process's own. Raises OSError or CalledProcessError."""
    needed = {Path(path).resolve() for path in (sys.base_prefix, sys.prefix, ROOT)}
    hidden = {path: closed(path) for path in needed if closed(path)}
    if not hidden:
        return
    if ctypes.CDLL(None, use_errno=True).unshare(_NEW_VIEW):
        raise OSError(ctypes.get_errno(), "unshare")
    run("mount", "--make-rprivate", "/")
    beside = {path: tempfile.mkdtemp(prefix="wbt", dir="/tmp") for path in hidden}
    for path, place in beside.items():
        run("mount", "--bind", path, place)
    for folder in set(hidden.values()):
        run("mount", "-t", "tmpfs", "-o", "mode=755", "none", folder)
    for path, place in beside.items():
        path.mkdir(parents=True)
        run("mount", "--bind", place, path)
        run("umount", place)
        Path(place).rmdir()


def run(*command):
    subprocess.run([str(part) for part in command], check=True, capture_output=True)


if __name__ == "__main__":
    let_all_read()
    os.execvp(sys.argv[1], sys.argv[1:])
