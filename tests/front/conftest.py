"""A small interface, and its Irish catalogue, for tests of languages and catalogues."""

import pytest

from workbook.front import (
    _catalogue_reader,
    _words,
    catalogue_update,
)
from workbook.front._catalogue_reader import (
    catalogue_file,
    read_catalogue,
)

ENGLISH = {"play.go": "Go", "play.count": "{count} of {all}", "rest.stop": "Stop"}
HEAD = """\
msgid ""
msgstr ""
"Language: ga\\n"
"X-Reviewed: {reviewed}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"""


@pytest.fixture
def small(tmp_path, monkeypatch):
    """An interface of three words, and a function that writes its Irish catalogue."""
    known = dict(ENGLISH)
    for module in (_catalogue_reader, _words, catalogue_update):
        monkeypatch.setattr(module, "english_words", lambda: known)

    def write(*entries, reviewed="no"):
        file = catalogue_file("ga", tmp_path)
        file.parent.mkdir(parents=True, exist_ok=True)
        blocks = [
            f'{mark}msgctxt "{name}"\nmsgid "{english}"\nmsgstr "{said}"\n'
            for mark, name, english, said in entries
        ]
        file.write_text("\n".join([HEAD.format(reviewed=reviewed), *blocks]), encoding="utf-8")
        for module in (_catalogue_reader, _words):
            monkeypatch.setattr(module, "catalogue", lambda language: read_catalogue(language, tmp_path))
        _words._all_words.cache_clear()
        return file

    yield tmp_path, known, write
    _words._all_words.cache_clear()


COUNTED = """\
msgctxt "play.left"
msgid "1 left"
msgid_plural "{count} left"
msgstr[0] "ceann amháin"
msgstr[1] "péire"
msgstr[2] "{count} a few"
msgstr[3] "{count} many"
msgstr[4] "{count} fágtha"
"""


@pytest.fixture
def counted(small):
    """The same interface with a word that is said of a number, and its Irish catalogue."""
    folder, known, write = small
    known["play.left"] = ("1 left", "{count} left")
    file = write()
    with file.open("a", encoding="utf-8") as opened:
        opened.write(f"\n{COUNTED}")
    return folder, known, file
