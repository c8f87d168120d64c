import json
import subprocess
import sys

from workbook.content import load
from workbook.workshop.ui.scenarios_overview import scenarios_overview

CONTENT = load()


def test_every_scenario_has_a_row_with_its_own_numbers():
    rows = {row[0]: row[1:] for row in scenarios_overview().content["rows"]}
    assert len(rows) == len(CONTENT.scenarios)
    for scenario in CONTENT.scenarios:
        scenes = CONTENT.scenes.where(scenario=scenario.id)
        choices = sum(len(CONTENT.choices.where(scene=scene.id)) for scene in scenes)
        assert rows[scenario.title] == [
            scenario.standard,
            scenario.theme,
            scenario.minutes,
            len(scenes),
            choices,
            scenario.online_is_good,
            scenario.content_note,
        ]


def test_the_rows_follow_the_standards_numbers():
    numbers = [CONTENT.standards.by_id(row[1]).number for row in scenarios_overview().content["rows"]]
    assert numbers == sorted(numbers)


def test_the_content_is_plain_json_without_a_number_of_numpy_s():
    shown = scenarios_overview().content
    assert json.loads(json.dumps(shown)) == shown
    assert {type(cell) for row in shown["rows"] for cell in row} == {str, int, bool}


def test_pandas_is_not_imported_before_a_table_is_shown():
    code = (
        "import sys, workbook.workshop.ui.scenarios_overview, workbook.exercises.technology as own;"
        "assert 'pandas' not in sys.modules; own.technology(); assert 'pandas' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
