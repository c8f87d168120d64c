"""The interface in other languages: what is read of a catalogue, and which form a number takes."""

import re

import pytest

from workbook.front import (
    _words,
    language_here,
    languages,
    translator,
    words,
)
from workbook.front._catalogue_reader import LanguageError, fits, read_catalogue


def test_words_are_given_in_a_language_and_english_stands_in_for_what_is_missing_or_stale(small):
    _, _, write = small
    write(
        ("", "play.go", "Go", "Ar aghaidh"),
        ("", "play.count", "{count} out of {all}", "{count} as {all}"),
        ("#, fuzzy\n", "rest.stop", "Stop", "Stad"),
    )
    found = words("play", "rest", language="ga")
    assert found == {"play.go": "Ar aghaidh", "play.count": "{count} of {all}", "rest.stop": "Stop"}


@pytest.mark.parametrize("said", ["{cuntas} as {all}", "{count}", "{all} {count} {all}", "{count} as {all"])
def test_a_translation_with_other_gaps_is_not_used(small, said):
    _, _, write = small
    write(("", "play.count", "{count} of {all}", said))
    assert words("play", language="ga")["play.count"] == "{count} of {all}"


@pytest.mark.usefixtures("counted")
def test_a_number_has_the_form_that_its_language_gives_it():
    t = translator(words("play", language="ga"), "ga")
    said = [t("play.left", count=count) for count in (0, 1, 2, 3, 7, 11)]
    assert said == ["0 fágtha", "ceann amháin", "péire", "3 a few", "7 many", "11 fágtha"]


def test_where_a_language_lacks_it_a_number_has_a_form_of_the_english(counted):
    _, _, file = counted
    file.write_text(file.read_text(encoding="utf-8").replace("péire", ""), encoding="utf-8")
    _words._all_words.cache_clear()
    t = translator(words("play", language="ga"), "ga")
    assert [t("play.left", count=count) for count in (1, 2, 7)] == ["1 left", "2 left", "7 left"]


def test_a_form_may_say_the_number_in_words_and_nothing_else():
    english = ("1 left of {all}", "{count} left of {all}")
    assert fits(english, ("ceann as {all}", "{count} as {all}"))
    assert not fits(english, ("ceann", "{count} as {all}"))
    assert not fits(english, ("ceann as {all}", "{count} as {all} {all}"))
    assert not fits(english, "{count} as {all}")


@pytest.mark.parametrize("header", ["nplurals=5; plural=(n +* 1);", "nplurals=2; plural=(n==1 ? 0 : 7);"])
def test_a_header_by_which_no_form_can_be_found_is_refused_by_its_name(counted, header):
    folder, _, file = counted
    line = f'"Plural-Forms: {header}\\n"\n'
    forms = re.sub(r"msgstr\[[234]\].*\n", "", file.read_text(encoding="utf-8"))
    file.write_text(forms.replace('"Content-Type', f'{line}"Content-Type'), encoding="utf-8")
    with pytest.raises(LanguageError, match=r"Plural-Forms in the header of .*workbook\.po can't be used"):
        read_catalogue("ga", folder)


def test_the_environment_says_which_language_a_process_speaks(monkeypatch):
    irish = words("serve", language="ga")
    assert words("serve") != irish
    monkeypatch.setenv("WIDGET_HOST_LANGUAGE", "ga")
    assert (language_here(), words("serve")) == ("ga", irish)
    for unknown in ("xx", "../ga", ""):
        monkeypatch.setenv("WIDGET_HOST_LANGUAGE", unknown)
        assert language_here() == "en"


def test_a_language_names_itself_and_its_tag():
    named = {str(one): (one.name, one.tag) for one in languages()}
    assert named["en"] == ("English", "en-GB")
    assert named["ga"] == ("Gaeilge", "ga")


def test_a_language_without_a_catalogue_is_refused_with_those_that_there_are():
    with pytest.raises(
        LanguageError, match=r"is not available in 'xx'\. It has: en \(English\), .*ga \(Gaeilge\)"
    ):
        words("serve", language="xx")


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00", b'msgid "x', b"hello\n"])
def test_a_file_that_is_no_catalogue_is_refused_by_its_name(small, raw):
    folder, _, write = small
    file = write()
    file.write_bytes(raw)
    with pytest.raises(LanguageError, match="is not a gettext catalogue"):
        read_catalogue("ga", folder)


@pytest.mark.parametrize(("said", "reviewed"), [("no", False), ("yes", True), ("", False)])
def test_a_catalogue_says_whether_a_native_reader_has_read_it(small, said, reviewed):
    folder, _, write = small
    write(reviewed=said)
    assert read_catalogue("ga", folder).reviewed is reviewed
