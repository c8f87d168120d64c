"""Keeps the catalogues of other languages in step with the English words.

Here: reporting what a catalogue lacks, updating it, and creating a new one; the files are in the format of
translators' programs. Not here: looking up words for pages (see `_words`). This module writes into the
package, and nothing that serves a page imports it.
"""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from widget_host.common.safe_write import write_whole
from workbook.front._catalogue_reader import (
    LOCALE,
    REVIEWED,
    LanguageError,
    Text,
    as_text,
    catalogue_file,
    english_words,
    fits,
    is_code,
    is_whole,
    languages,
    read_catalogue,
)

__all__ = ["Area", "Changes", "add", "report", "update"]

_WIDTH = 110
_AFTER_OURS = "MIME-Version: "
_TOOL = "Generated-By: "
_COMMENT = """\
# {name} texts of the interface of the workbook.
#
# No native reader has read this catalogue yet. It needs one before it is published: until then the header
# says "X-Reviewed: no"."""


@dataclass(frozen=True, slots=True)
class Area:
    """How far an area of the interface is translated, in numbers of words; `stale` ones are not used.

    A word is stale if the English has changed since, or if its {placeholders} differ.
    """

    name: str
    done: int
    missing: int
    stale: int


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes made by an update, in numbers of words."""

    new: int
    changed: int
    gone: int


def report(language: str, folder: Path = LOCALE) -> tuple[Area, ...]:
    """Return how far each area is translated, by the areas' names. Raises LanguageError."""
    counts: dict[str, list[int]] = {}
    read = _read(language, folder)
    for name, english in english_words().items():
        found = read.get(english, context=name) or _of(read, name)
        state = _state(found, english)
        counts.setdefault(name.partition(".")[0], [0, 0, 0])[state] += 1
    return tuple(Area(name, *numbers) for name, numbers in sorted(counts.items()))


def update(language: str, folder: Path = LOCALE) -> Changes:
    """Update a catalogue from the English words, and write it. Raises LanguageError.

    New words are added without a translation. If the English has changed, the translation is kept, marked as
    fuzzy. Words removed from the English are kept as obsolete, and restored if the word comes back.
    """
    before = _read(language, folder)
    known = {str(one.context): one for one in [*before.obsolete.values(), *before] if one.context}
    used = {str(one.context) for one in before if one.context}
    made, changes = _empty(before), {"new": 0, "changed": 0, "gone": 0}
    words = english_words()
    for name, english in sorted(words.items()):
        found = known.get(name)
        changes["new"] += name not in used
        changes["changed"] += name in used and found is not None and as_text(found.id) != english
        _put(made, name, english, found)
    for name, message in known.items():
        if name not in words and is_whole(as_text(message.string)):
            made.obsolete[name] = message
            changes["gone"] += name in used
    _write(made, catalogue_file(language, folder), reviewed=read_catalogue(language, folder).reviewed)
    return Changes(**changes)


def add(code: str, folder: Path = LOCALE) -> Path:
    """Create the catalogue of a language, with all words and no translations, and return its file.

    Raises LanguageError if the code is not a language's, or if the language already has a catalogue.
    """
    if code in languages(folder):
        raise LanguageError(f"There is a catalogue for {code} already: {catalogue_file(code, folder)}.")
    try:
        locale = Locale.parse(code, sep="-") if is_code(code) else None
    except (UnknownLocaleError, ValueError):
        locale = None
    if locale is None:
        raise LanguageError(f"{code!r} is not the code of a language. Give one like cy, pl or pt-BR.")
    made = Catalog(
        locale=locale,
        project="workbook interface",
        last_translator="no native reader yet",
        language_team=locale.get_display_name("en"),
        header_comment=_COMMENT.format(name=locale.get_display_name("en")),
        fuzzy=False,
    )
    for name, english in sorted(english_words().items()):
        _put(made, name, english, None)
    file = catalogue_file(code, folder)
    _write(made, file, reviewed=False)
    return file


def _read(language: str, folder: Path) -> Catalog:
    read_catalogue(language, folder)  # raises if anything is wrong with the file
    return read_po(BytesIO(catalogue_file(language, folder).read_bytes()))


def _of(read: Catalog, name: str) -> Message | None:
    return next((one for one in read if one.context == name), None)


def _state(found: Message | None, english: Text) -> int:
    """Return whether a word is done (0), missing (1) or stale (2)."""
    if found is None or not is_whole(text := as_text(found.string)):
        return 1
    return 0 if as_text(found.id) == english and not found.fuzzy and fits(english, text) else 2


def _empty(before: Catalog) -> Catalog:
    """Return a catalogue with the header of another one, and without its words."""
    made = Catalog(
        locale=before.locale,
        header_comment=before.header_comment,
        project=before.project,
        version=before.version,
        creation_date=before.creation_date,
        revision_date=before.revision_date,
        last_translator=before.last_translator,
        language_team=before.language_team,
        fuzzy=False,
    )
    # These determine its number of forms. Babel's own rules for a language change from release to release.
    made.mime_headers = [("Plural-Forms", before.plural_forms)]
    return made


def _put(made: Catalog, name: str, english: Text, found: Message | None) -> None:
    """Add a word, with the translation found under its name, if any."""
    if found is None:
        made.add(english, "", context=name)
        return
    text = as_text(found.string)
    is_fuzzy = any(text) and (found.fuzzy or as_text(found.id) != english)
    flags = {"fuzzy"} if is_fuzzy else set()
    # A word that has gained or lost plural forms keeps its old translation, for a person to review.
    if isinstance(english, tuple) and isinstance(text, str):
        text = (text,) * made.num_plurals
    elif isinstance(english, str) and isinstance(text, tuple):
        text = text[-1]
    made.add(english, text, flags=flags, user_comments=found.user_comments, context=name)


def _write(made: Catalog, file: Path, *, reviewed: bool) -> None:
    """Write a catalogue, completely or not at all."""
    written = BytesIO()
    write_po(written, made, width=_WIDTH)
    head = f'"{REVIEWED}: {"yes" if reviewed else "no"}\\n"\n'
    # Babel writes only the headers that it knows, a placeholder address, and its own version, so that each
    # release would change every catalogue.
    lines = written.getvalue().decode().replace("EMAIL@ADDRESS", "").splitlines(keepends=True)
    kept = "".join(one for one in lines if not one.startswith(f'"{_TOOL}'))
    text = kept.replace(f'"{_AFTER_OURS}', f'{head}"{_AFTER_OURS}', 1)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, text.encode(), 0o644)
