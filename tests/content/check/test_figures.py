"""The figures on scenarios: what is counted, and how it is printed."""

import json

import pytest

from workbook.content.check.figures import figures
from workbook.content.check.figures_text import figures_text


@pytest.fixture
def told(small):
    """The figures of the small workbook: two scenarios of three scenes, each with two choices."""
    return lambda: figures(small.data)


def test_choices_are_counted_by_judgement_and_outcome(small, told):
    small.edit("choices", 2, outcome="badly")
    small.edit("choices", 3, judgement="risky", outcome="well")
    found = told()
    assert (found.scenarios, found.scenes) == (2, 6)
    assert found.judged == {"best": 6, "defensible": 5, "risky": 1, "harmful": 0}
    assert found.outcomes["best"] == {"well": 0, "mixed": 5, "badly": 1}
    assert found.costly == (6, 6)
    assert found.unpunished == (1, 1)
    assert found.one_further == (5, 6)
    assert found.two_further == (0, 6)


def test_the_three_texts_of_a_choice_are_each_guessed_from(small, told):
    for row, choice in enumerate(small.read("choices"), 2):
        small.edit("choices", row, rationale="It is sound." if choice["judgement"] == "best" else "But why?")
    found = told().guesses
    assert found["rationale"].found == 1
    assert found["choice"].found == found["consequence"].found
    assert found["choice"].chance == 0.5


def test_words_that_turn_to_the_other_side_and_lengths_are_by_judgement(small, told):
    small.edit(
        "choices",
        2,
        rationale="It is sound. Still, it hurt; yet it hurt nobody.",
        consequence="It ends well.",
    )
    small.edit("choices", 3, rationale="A butler is no word of the kind.")
    contrasts = told().contrasts
    assert contrasts["best"] == {"any": (1, 6), "but": (0, 6), "still": (1, 6), "yet": (1, 6)}
    assert contrasts["defensible"]["any"] == (0, 6)
    lengths = told().lengths
    assert lengths["best"]["consequence"] > lengths["defensible"]["consequence"]
    assert lengths["risky"] == {}


def test_scenarios_are_counted_by_setting_standard_and_minutes(small, told):
    small.edit("scenarios", 3, setting="addictions", minutes="9", online_is_good="true")
    found = told()
    assert (found.settings["hospital"], found.settings["addictions"], found.settings["older people"]) == (
        1,
        1,
        0,
    )
    assert "older people" in found.missing_settings
    assert "hospital" not in found.missing_settings
    assert found.standards == {"standard-1": 1, "standard-2": 1}
    assert found.minutes == {5: 1, 9: 1}
    assert (found.short, found.short_in_one_scene, found.online) == (1, 0, 1)


def test_a_scenario_counts_as_reviewed_when_it_says_by_who_and_when(small, told):
    small.edit("scenarios", 2, reviewed_by="a practice teacher", reviewed_on="November 2026")
    small.edit("scenarios", 3, reviewed_by="a practice teacher")
    assert told().unreviewed == ("case-2",)
    assert "Nobody has reviewed 1 of 2 scenarios\n  case-2" in figures_text(told())
    small.edit("scenarios", 3, reviewed_on="1 December 2026")
    assert "A practitioner has reviewed every scenario." in figures_text(told())


def test_the_text_says_whether_the_choices_are_within_the_limit(small, told):
    # In each scene the best choice stands first.
    text = figures_text(told())
    assert "The choices are over the limit." in text
    assert "Found in: case-1-1, case-1-2, case-1-3, case-2-1, case-2-2, case-2-3." in text
    rows = small.read("choices")
    small.write("choices", [*rows[:6], *reversed(rows[6:])])
    assert "The choices are within the limit." in figures_text(told())


def test_the_text_s_columns_stand_under_each_other_and_fit_a_terminal(told):
    lines = figures_text(told()).splitlines()
    assert max(map(len, lines)) <= 80
    at = lines.index("How choices turn out")
    assert len({len(line) for line in lines[at + 1 : at + 6]}) == 1


def test_a_course_whose_settings_are_its_own_is_counted_too(small, told):
    package = json.loads((small.data / "datapackage.json").read_text(encoding="utf-8"))
    scenarios = next(one for one in package["resources"] if one["name"] == "scenarios")
    setting = next(one for one in scenarios["schema"]["fields"] if one["name"] == "setting")
    del setting["constraints"]["enum"]
    small.put("datapackage.json", json.dumps(package))
    small.edit("scenarios", 2, setting="a youth club")
    assert told().settings == {"a youth club": 1, "hospital": 1}
