import json
import re
from pathlib import Path

import pytest

import workbook.front
from workbook.front import words

FOLDER = Path(workbook.front.__file__).parent / "words" / "en"
PACKAGE = FOLDER.parents[2]


def test_words_are_given_for_the_areas_that_are_asked_for():
    found = words("common", "scenario")
    assert {name.split(".")[0] for name in found} == {"common", "scenario"}


def test_an_area_without_words_is_refused():
    with pytest.raises(LookupError, match="nowhere"):
        words("nowhere")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_each_word_belongs_to_the_area_of_its_file(path):
    assert {name.split(".")[0] for name in json.loads(path.read_text(encoding="utf-8"))} == {path.stem}


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("exercises/*.js")), ids=lambda path: path.stem)
def test_every_word_that_a_module_names_is_known(path):
    known = {name for file in FOLDER.glob("*.json") for name in json.loads(file.read_text(encoding="utf-8"))}
    source = path.read_text(encoding="utf-8")
    plain = set(re.findall(r"""\bt\(\s*"([^"]+)""", source))
    assert plain - known == set()
    for start in re.findall(r"""\bt\(\s*`([^`$]+)\$\{""", source):
        assert any(name.startswith(start) for name in known), f"no word starts with {start}"


def test_no_word_is_left_that_nobody_uses():
    sources = "\n".join(
        path.read_text(encoding="utf-8")
        for pattern in ("**/*.js", "**/*.py", "**/*.j2", "**/*.html")
        for path in PACKAGE.glob(pattern)
    )
    built = set(re.findall(r"[`\"']([\w.]+\.)\$?\{", sources))
    for file in FOLDER.glob("*.json"):
        for name in json.loads(file.read_text(encoding="utf-8")):
            assert name in sources or any(name.startswith(start) for start in built), f"{name} is not used"
