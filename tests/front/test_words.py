import json
import re
from pathlib import Path

import pytest

import widget_host
import workbook.front
from workbook.front import words
from workbook.front._catalogue_reader import english_words, word_files
from workbook.front.course_words import words as words_on_a_page

PACKAGE = Path(workbook.front.__file__).parents[1]
HOST = Path(widget_host.__file__).parent
# How a module asks for a word by its whole name, and by the beginning of one.
PLAIN = re.compile(r"""\bt\(\s*"([^"]+)""")
BEGUN = re.compile(r"""\bt\(\s*`([^`$]+)\$\{""")


def test_words_are_given_for_the_areas_that_are_asked_for():
    found = words("common", "scenario")
    assert {name.split(".")[0] for name in found} == {"common", "scenario"}


def test_an_area_without_words_is_refused():
    with pytest.raises(LookupError, match="nowhere"):
        words("nowhere")


def test_a_page_gets_no_words_that_only_paper_has():
    assert "policy.paper.intro" in words("policy")
    assert set(words_on_a_page("policy")) == {name for name in words("policy") if ".paper." not in name}


def test_each_word_belongs_to_the_area_of_its_file():
    files = {area: json.loads(path.read_text(encoding="utf-8")) for area, path in word_files().items()}
    assert len(files) > 30
    assert {area: {name.split(".")[0] for name in names} for area, names in files.items()} == {
        area: {area} for area in files
    }


def test_every_word_that_a_module_names_is_known():
    known = set(english_words())
    sources = {
        path.relative_to(PACKAGE): path.read_text(encoding="utf-8")
        for package in ("exercises", "record", "usage", "workshop")
        for path in (PACKAGE / package).rglob("*.js")
    }
    plain = [(stem, word) for stem, text in sources.items() for word in re.findall(PLAIN, text)]
    begun = [(stem, start) for stem, text in sources.items() for start in re.findall(BEGUN, text)]
    assert plain
    assert begun
    assert [one for one in plain if one[1] not in known] == []
    assert [one for one in begun if not any(name.startswith(one[1]) for name in known)] == []


def test_no_word_is_left_that_nobody_uses():
    sources = "\n".join(
        path.read_text(encoding="utf-8")
        for pattern in ("**/*.js", "**/*.py", "**/*.j2", "**/*.html")
        for package in (PACKAGE, HOST)
        for path in package.glob(pattern)
    )
    built = set(re.findall(r"[`\"']([\w.]+\.)\$?\{", sources))
    for file in word_files().values():
        for name in json.loads(file.read_text(encoding="utf-8")):
            assert name in sources or any(name.startswith(start) for start in built), f"{name} is not used"
