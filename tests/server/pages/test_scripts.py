"""Which scripts and styles pages load, and what only a workshop loads."""

import json
import re
from pathlib import Path

import pytest

import workbook
from widget_host.pages.assets import Assets
from widget_host.pages.generated_assets import GeneratedAssets
from widget_host.pages.scripts import STATIC, PageScripts
from workbook.front import words
from workbook.server.widget_files import widget_files

SUFFIXES = frozenset({".js", ".css", ".svg"})


@pytest.fixture(scope="module")
def made():
    return GeneratedAssets("/made/")


@pytest.fixture(scope="module")
def modules(made):
    packages = Path(workbook.__file__).parents[1]
    return PageScripts(
        Assets((packages,), SUFFIXES, (STATIC, *widget_files().folders)), made, "/code/", widget_files()
    )


@pytest.fixture(scope="module")
def text_of(made):
    """The text at an address."""
    return lambda address: made.get(address.removeprefix("/made/")).body.decode()


def test_pages_outside_a_workshop_carry_its_door_and_nothing_behind_it(modules, text_of):
    for name in ("page", "home"):
        script = text_of(modules.script(name))
        assert "#join=" in script
        assert "workshop.leave" not in script
        assert "new WebSocket(this.address)" not in script
    assert ".wb-room" not in text_of(modules.styles())


def test_the_workbook_s_own_styles_follow_the_host_s_and_come_before_the_exercises(modules, text_of):
    styles = text_of(modules.styles())
    rules = (".wb-cards {", ".wb-footer-links {", ".wb-hero {", ".wb-scenario")
    assert sorted(rules, key=styles.index) == list(rules)


def test_what_a_workshop_loads_brings_its_words_and_its_styles(modules, text_of):
    script = text_of(modules.script("workshop"))
    said = re.match(r"export const words = (\{.*\});\n", script)[1]
    assert json.loads(said) == words("workshop", "identifiers")
    assert "export const { openWorkshop }" in script
    styles = text_of(re.search(r'new URL\("(/made/\w+\.css)", location\.href\)', script)[1])
    assert ".wb-room-bars" in styles
    assert ".wb-room-notice" in styles


def test_learners_pages_load_nothing_of_the_trainer_s_console(modules, text_of):
    assert not any("workshop_console" in address for address in modules.own().values())
    assert "workshop_console" not in text_of(modules.script("page"))
    assert "wb-workshop_console" not in text_of(modules.styles())
