"""How catalogues of other languages are kept up to date, and the two that are included."""

import re
import shutil

import pytest
from babel.messages.pofile import read_po

from workbook.front import (
    _words,
    catalogue_update,
    shipped,
    translator,
    words,
)
from workbook.front._catalogue_reader import (
    LOCALE,
    LanguageError,
    as_text,
    catalogue_file,
    english_words,
    fits,
    is_whole,
    read_catalogue,
)


def entries(file):
    """What a catalogue holds: (name, English, translation, whether it is fuzzy) for each word."""
    with file.open("rb") as opened:
        read = read_po(opened)
    return [(one.context, as_text(one.id), as_text(one.string), one.fuzzy) for one in read if one.id], read


def test_an_update_keeps_the_forms_that_a_catalogue_has_though_its_language_may_have_others(counted):
    folder, _, file = counted
    forms = '"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);\\n"\n'
    text = re.sub(r"msgstr\[[34]\].*\n", "", file.read_text(encoding="utf-8"))
    file.write_text(text.replace('"Content-Type', f'{forms}"Content-Type'), encoding="utf-8")
    catalogue_update.update("ga", folder)
    said = {name: text for name, _, text, _ in entries(file)[0]}["play.left"]
    assert said == ("ceann amháin", "péire", "{count} a few")
    _words._all_words.cache_clear()
    t = translator(words("play", language="ga"), "ga")
    assert [t("play.left", count=count) for count in (1, 2, 7)] == ["ceann amháin", "péire", "7 a few"]


def test_a_word_that_gets_forms_keeps_what_was_said_for_a_person_to_look_at(counted):
    folder, known, file = counted
    known["play.go"], known["play.left"] = ("Go", "Go {count} times"), "Left"
    file.write_text(
        f'{file.read_text(encoding="utf-8")}\nmsgctxt "play.go"\nmsgid "Go"\nmsgstr "Ar aghaidh"\n'
    )
    assert catalogue_update.update("ga", folder).changed == 2
    found = {name: (said, fuzzy) for name, _, said, fuzzy in entries(file)[0]}
    assert found["play.go"] == (("Ar aghaidh",) * 5, True)
    assert found["play.left"] == ("{count} fágtha", True)
    assert words("play", language="ga")["play.go.other"] == "Go {count} times"


def test_an_update_brings_new_words_marks_changed_ones_and_keeps_what_is_gone(small):
    folder, _, write = small
    file = write(
        ("", "play.go", "Go", "Ar aghaidh"),
        ("", "rest.stop", "Halt", "Stad"),
        ("", "old.word", "Once", "Tráth"),
        reviewed="yes",
    )
    assert catalogue_update.update("ga", folder) == catalogue_update.Changes(new=1, changed=1, gone=1)
    found, read = entries(file)
    assert found == [
        ("play.count", "{count} of {all}", "", False),
        ("play.go", "Go", "Ar aghaidh", False),
        ("rest.stop", "Stop", "Stad", True),
    ]
    assert [(one.context, one.string) for one in read.obsolete.values()] == [("old.word", "Tráth")]
    assert read_catalogue("ga", folder).reviewed
    before = file.read_bytes()
    assert catalogue_update.update("ga", folder) == catalogue_update.Changes(0, 0, 0)
    assert file.read_bytes() == before


def test_a_word_that_comes_back_has_its_translation_again(small):
    folder, known, write = small
    file = write(("", "rest.stop", "Stop", "Stad"))
    stop = known.pop("rest.stop")
    catalogue_update.update("ga", folder)
    known["rest.stop"] = stop
    catalogue_update.update("ga", folder)
    assert ("rest.stop", "Stop", "Stad", False) in entries(file)[0]


def test_a_report_counts_what_is_done_missing_and_stale(small):
    folder, _, write = small
    write(("", "play.go", "Go", "Ar aghaidh"), ("", "play.count", "{count} of {all}", "{x}"))
    area = catalogue_update.Area
    assert catalogue_update.report("ga", folder) == (area("play", 1, 0, 1), area("rest", 0, 1, 0))


def test_a_new_catalogue_has_every_word_and_waits_for_a_reader(small):
    folder, known, _ = small
    file = catalogue_update.add("pl", folder)
    assert [one[0] for one in entries(file)[0]] == sorted(known)
    read = read_catalogue("pl", folder)
    assert (dict(read.words), read.reviewed) == ({}, False)
    with pytest.raises(LanguageError, match="already"):
        catalogue_update.add("pl", folder)


@pytest.mark.parametrize("code", ["../x", "xx", "en", "PL", "a b", ""])
def test_what_is_no_language_can_t_be_begun(small, code):
    folder, _, _ = small
    with pytest.raises(LanguageError):
        catalogue_update.add(code, folder)
    assert not list(folder.rglob("*.po"))


def parts(file):
    """A catalogue's header by its lines' names, and the text of all entries.

    Babel's releases wrap and space the header in ways of their own, and learn better forms of plurals, by
    which nothing in a catalogue is counted. They leave the entries alone.
    """
    header, entries_text = file.read_text(encoding="utf-8").split("\n\n", 1)
    said = "".join(re.findall(r'^"(.*)"$', header, re.MULTILINE)).replace(" ", "").split("\\n")
    named = dict(line.partition(":")[::2] for line in said)
    assert named.pop("Plural-Forms")
    return named, entries_text


def as_forms(text):
    """A text as the one form that it has, or its forms."""
    return (text,) if isinstance(text, str) else text


@pytest.mark.parametrize("language", shipped())
class TestShipped:
    """The catalogues that the workbook ships."""

    def test_every_entry_is_an_english_word_and_fits_it(self, language):
        english = english_words()
        for name, text, said, fuzzy in entries(catalogue_file(language))[0]:
            assert english[name] == text, f"{name}: run `workbook languages update`"
            if not is_whole(said) or fuzzy:
                continue
            assert fits(text, said), name
            for one, other in zip(*map(as_forms, (text, said)), strict=False):
                assert other == other.strip() or one != one.strip(), f"{name} begins or ends with a space"
                assert "\u2014" not in other, f"{name} has an em dash"

    def test_every_english_word_has_an_entry(self, language):
        assert {one[0] for one in entries(catalogue_file(language))[0]} == set(english_words())

    def test_it_says_whether_a_native_reader_has_read_it(self, language):
        text = catalogue_file(language).read_text(encoding="utf-8")
        assert re.search(r'^"X-Reviewed: (yes|no)\\n"$', text, re.MULTILINE)
        assert f'"Language: {language}\\n"' in text

    def test_it_is_written_as_an_update_writes_it(self, language, tmp_path):
        shutil.copytree(catalogue_file(language).parent, catalogue_file(language, tmp_path).parent)
        catalogue_update.update(language, tmp_path)
        written, kept = (parts(catalogue_file(language, folder)) for folder in (tmp_path, LOCALE))
        assert written == kept, "run `workbook languages update`"


def test_irish_lacks_no_word():
    assert [one for one in catalogue_update.report("ga") if one.missing or one.stale] == []
