"""Checks the recordings that rows of tables name: whether each is there, and whether browsers can play it.

Here: the column sound, in English and in other languages. Not here: sounds in notebooks' texts (see `links`).
"""

from collections.abc import Iterator
from pathlib import Path

from widget_host.common.notebook_files import media_files
from workbook.content.check.book import Book, Sheet
from workbook.content.check.faults import Fault, pages
from workbook.content.errors import nearest

__all__ = ["check_sounds", "sound_faults"]

PLAYED = ("mp3", "m4a", "wav")
"""The suffixes of sounds that all supported browsers play. Safari learned Ogg and Opus only later."""

_COLUMN = "sound"


def check_sounds(notebooks: Path, book: Book) -> Iterator[Fault]:
    """Yield the faults of all recordings that the tables name, which are below the folder of notebooks."""
    for sheet in book.sheets.values():
        yield from sound_faults(notebooks, sheet)


def sound_faults(notebooks: Path, sheet: Sheet) -> Iterator[Fault]:
    """Yield the faults of the recordings in one table; none if it has no such column."""
    if _COLUMN not in sheet.columns or not notebooks.is_dir():
        return
    named = [line for line in sheet.lines if line[_COLUMN]]
    there = {file.relative_to(notebooks).as_posix() for file in media_files(notebooks)} if named else set()
    for line in named:
        sound = line[_COLUMN]
        if sound.rpartition(".")[2].lower() not in PLAYED:
            kinds = f"{', '.join(PLAYED[:-1])} or {PLAYED[-1]}"
            yield sheet.fault(pages.UnplayableSound, line, _COLUMN, kinds=kinds)
        elif sound not in there:
            yield sheet.fault(pages.MissingSound, line, _COLUMN, nearest=nearest(sound, there))
