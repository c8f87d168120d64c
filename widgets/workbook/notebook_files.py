"""Which files of a folder are notebooks: one answer, for the server, the checks, the tests and all others.

Every room may know this module, and it knows none.
"""

from pathlib import Path, PurePath

__all__ = ["is_hidden", "notebook_files"]

_HIDDEN = "."


def notebook_files(folder: Path, *, deep: bool = True) -> list[Path]:
    """Return the notebooks of a folder, sorted by path; with `deep`, those of the folders below it as well.

    What is hidden, or in a hidden folder, is somebody's own: JupyterLab keeps copies in `.ipynb_checkpoints`,
    and some systems put files beside others whose names begin with `._`. A folder that is not there has none.
    """
    found = folder.rglob("*.ipynb") if deep else folder.glob("*.ipynb")
    return sorted(path for path in found if not is_hidden(path.relative_to(folder)))


def is_hidden(path: PurePath) -> bool:
    """Say whether a file, by its path below the folder in question, is hidden or in a hidden folder."""
    return any(part.startswith(_HIDDEN) for part in path.parts)
