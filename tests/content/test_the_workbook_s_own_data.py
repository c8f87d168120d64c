"""The workbook's own tables: how much there is, how plain it reads, and what gives the best choice away.

What any tables must hold is the part of `workbook check`; what is asked here is asked of what we publish.
"""

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import textstat
from frictionless import Package

from workbook.content import cycles, load, unreachable, walks
from workbook.content.check import check
from workbook.content.package import read_package

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
STANDARD_5_9 = (
    "You must not use social media or social networking sites or other forms of electronic communication "
    "in a way that contravenes professional boundaries, organisational guidelines or the Social Care Council "
    "standards"
)
# When numbers and laws were read; a year later the check asks for them to be read again.
READ = date(2026, 12, 1)
# Names and short labels, in which a reading grade says nothing; the rest of the text columns are prose.
NAME_LIKE = {
    "title", "short_title", "term", "phrase", "unit", "author", "publisher", "published", "source", "find_it",
    "sender", "time", "who", "number", "read_on",
}  # fmt: skip
CONTENT = load(DATA)
STANDARDS = CONTENT.standards.ids
SCENARIOS = CONTENT.scenarios.ids


def prose():
    """Give each cell of prose: its table, id, column and text; official wording is not ours to make plain."""
    for table, schema in read_package(DATA).tables.items():
        references = {reference.column for reference in schema.references}
        for column in schema.columns:
            name = column.name
            plain = column.type == "string" and column.format == "default" and not column.enum
            if not plain or column.identifier or name in references or name in NAME_LIKE | {"wording"}:
                continue
            for row in getattr(CONTENT, table):
                official = name == "text" and getattr(row, "text_kind", "") == "wording"
                if getattr(row, name) and not official:
                    yield table, row.id, name, getattr(row, name)


# An address is not read.
PROSE = [said for said in prose() if not said[3].startswith("https://")]
SCENES = [list(CONTENT.choices.where(scene=scene.id)) for scene in CONTENT.scenes]


def test_the_check_finds_no_fault():
    found = check(DATA, ROOT / "notebooks", clock=lambda: READ).text()
    assert found.startswith("All is well")


def test_the_reference_implementation_finds_no_fault_either():
    report = Package(str(DATA / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])


def test_there_are_six_standards_each_with_all_that_its_page_shows():
    assert [one.number for one in CONTENT.standards] == [1, 2, 3, 4, 5, 6]
    for standard in STANDARDS:
        assert CONTENT.provisions.where(standard=standard)
        assert CONTENT.self_ratings.where(standard=standard)
        assert len(CONTENT.facilitator_notes.where(standard=standard)) == 1


def test_each_standard_has_enough_scenarios():
    counts = Counter(one.standard for one in CONTENT.scenarios)
    assert [one for one in STANDARDS if counts[one] < (5 if one == "standard-5" else 3)] == []


def test_each_standard_has_two_voices_of_about_a_hundred_words_in_the_first_person():
    assert Counter(one.standard for one in CONTENT.voices) == dict.fromkeys(STANDARDS, 2)
    lengths = {one.id: len(one.text.split()) for one in CONTENT.voices}
    assert {name: count for name, count in lengths.items() if not 80 <= count <= 130} == {}
    first_person = re.compile(r"\b(I|I'm|I'd|I've|we|my|me)\b")
    assert [one.id for one in CONTENT.voices if not first_person.search(one.text)] == []


def test_a_voice_reads_at_grade_8_or_below_and_tells_nobody_what_to_do():
    assert [one.id for one in CONTENT.voices if textstat.flesch_kincaid_grade(one.text) > 8] == []
    tells = re.compile(r"\b(you should|you must|you need to|make sure|always|remember to|never post)\b", re.I)
    assert [one.id for one in CONTENT.voices if tells.search(one.text)] == []


def test_the_same_kind_of_person_speaks_only_once():
    assert len({one.who for one in CONTENT.voices}) == len(CONTENT.voices)


def test_each_standard_has_prompts_in_the_whole_frame(subtests):
    for standard in STANDARDS:
        with subtests.test(standard):
            reflections = {one.id for one in CONTENT.reflections.where(standard=standard)}
            frames = [one.frame for one in CONTENT.prompts if one.reflection in reflections]
            assert len(frames) >= 3
            assert set(frames) == {"what", "so what", "now what"}


def test_there_is_enough_of_each_table():
    least = {
        "concerns": 24, "tips": 8, "reading": 40, "technology": 12, "policy_checklist": 6, "glossary": 10,
        "requests": 5, "posts": 5, "drafts": 4, "advisers": 5, "good_uses": 5,
    }  # fmt: skip
    assert [table for table, count in least.items() if len(getattr(CONTENT, table)) < count] == []


def test_every_scenario_of_the_workbook_ends_with_the_reasonings_of_two_practitioners(subtests):
    for scenario in CONTENT.scenarios:
        with subtests.test(scenario.id):
            roles = [one.who for one in CONTENT.reasonings.where(scenario=scenario.id)]
            assert len(set(roles)) == len(roles) == 2


def test_practitioners_think_about_a_scenario_in_few_and_plain_words(subtests):
    for one in CONTENT.reasonings:
        with subtests.test(one.id):
            assert 40 <= len(one.reasoning.split()) <= 70
            assert textstat.flesch_kincaid_grade(one.reasoning) <= 8


def test_concerns_are_composites_and_public_ones_with_their_addresses():
    kinds = Counter(one.kind for one in CONTENT.concerns)
    assert kinds["composite"]
    assert kinds["public"]
    assert all(one.address for one in CONTENT.concerns.where(kind="public"))


def test_an_address_leads_to_the_thing_and_not_to_a_home_page():
    given = [(one.id, urlsplit(one.address)) for one in (*CONTENT.reading, *CONTENT.concerns) if one.address]
    # A site made with WordPress also leads to a page by its number, as ?p=33.
    assert [name for name, at in given if not at.path.strip("/") and not at.query.startswith("p=")] == []


def test_a_scenario_about_harm_or_death_warns_of_it_first():
    hurts = re.compile(
        r"\b(suicide|want to die|miss me|dying|die|abuse|violence|illness|Traveller|sent home|one side of the"
        r" community|did not want to be here|beautiful|shouting from the window|the blue dot)\b"
    )
    told = {one.id: f"{one.facts} {one.people}" for one in CONTENT.scenarios}
    for scene in CONTENT.scenes:
        told[scene.scenario] += f" {scene.situation}"
    warned = {one.id for one in CONTENT.scenarios if one.content_note}
    assert {name for name, text in told.items() if hurts.search(text)} - warned == set()


def test_a_content_note_says_what_it_is_about_and_no_more():
    notes = [one.content_note for one in CONTENT.scenarios if one.content_note]
    assert [note for note in notes if not note.startswith("This one ") or len(note) > 100] == []


def test_law_is_shown_where_a_scenario_turns_on_it():
    shown = {one.id: {one.law, one.also_law} - {""} for one in CONTENT.scenarios}
    assert shown["the-car-park-after-court"] == {"family-proceedings"}
    assert shown["twenty-to-one"] == {"telling-the-police"}
    assert shown["the-open-profile"] == {"looking-at-profiles"}


def test_there_is_a_line_for_each_need_and_a_number_to_ring_in_danger_and_in_distress():
    needs = read_package(DATA).tables["support"].column("need").enum
    assert [need for need in needs if not CONTENT.support.where(need=need)] == []
    assert CONTENT.support.where(need="danger")[0].number == "999"
    assert CONTENT.support.where(need="yourself")[0].number == "0808 808 8000"


def test_no_text_uses_the_terms_of_another_part_of_the_united_kingdom():
    english = re.compile(
        r"local authorit|council social|Section 47|\bMASH\b|\bLADO\b|\bIRO\b|Care Act|DoLS|\bASYE\b|"
        r"\bCPS\b|practice educator|Equality Act|Mental Capacity Act 2005"
    )
    assert [said[:3] for said in prose() if english.search(said[3])] == []


def test_no_public_case_is_told_under_the_names_of_its_parties():
    assert [one.id for one in CONTENT.concerns if re.search(r"\bv\.? [A-Z]", one.source)] == []
    told = "\n".join(text for *_, text in prose())
    assert not re.search(r"\b[A-Z]\w+ v\.? [A-Z]", told)


def test_each_tip_has_an_exercise_and_all_exercises_of_tips_are_used():
    allowed = read_package(DATA).tables["tips"].column("exercise").enum
    assert {one.exercise for one in CONTENT.tips} == set(allowed)


def test_at_least_six_scenarios_branch():
    def branches(scenario):
        scenes = [one.id for one in CONTENT.scenes.where(scenario=scenario)]
        onward = [one.next_scene for one in CONTENT.choices if one.scene in scenes and one.next_scene]
        return len(scenes) > 1 and bool(onward)

    assert sum(map(branches, SCENARIOS)) >= 6


def test_going_online_is_the_good_choice_in_at_least_five_scenarios():
    assert len(CONTENT.scenarios.where(online_is_good=True)) >= 5


def test_every_walk_through_a_scenario_gives_consequences_and_reasons_to_its_end(subtests):
    for scenario in SCENARIOS:
        with subtests.test(scenario):
            scenes = CONTENT.scenes.where(scenario=scenario)
            found = list(walks(scenes, CONTENT.choices))
            assert len(found) >= 3, "a scenario needs more than one defensible way"
            for walk in found:
                assert all(choice.consequence and choice.rationale and choice.standard for choice in walk)
            assert not unreachable(scenes, CONTENT.choices)
            assert not cycles(scenes, CONTENT.choices)


def test_a_scenario_is_never_only_right_or_wrong():
    grades = {scenario: set() for scenario in SCENARIOS}
    for choice in CONTENT.choices:
        grades[CONTENT.scenes.by_id(choice.scene).scenario].add(choice.judgement)
    assert [scenario for scenario, found in grades.items() if len(found) < 3] == []


def test_every_scene_has_exactly_one_best_choice_among_three_or_more():
    for choices in SCENES:
        assert len(choices) >= 3, choices[0].scene
        assert [one.judgement for one in choices].count("best") == 1, choices[0].scene


def test_the_best_choice_is_not_usually_the_longest():
    longest = sum(max(choices, key=lambda one: len(one.choice)).judgement == "best" for choices in SCENES)
    assert longest / len(SCENES) <= 0.40


def test_the_best_choice_is_not_usually_the_shortest():
    shortest = sum(min(choices, key=lambda one: len(one.choice)).judgement == "best" for choices in SCENES)
    assert shortest / len(SCENES) <= 0.45


def test_the_best_choice_is_not_usually_in_the_same_place():
    places = Counter([one.judgement for one in choices].index("best") for choices in SCENES)
    assert max(places.values()) / len(SCENES) <= 0.45


def test_the_best_answers_to_requests_and_posts_are_not_always_in_the_same_place():
    requests = [
        [one.effect for one in CONTENT.request_answers.where(request=name)] for name in CONTENT.requests.ids
    ]
    posts = [[one.judgement for one in CONTENT.post_actions.where(post=name)] for name in CONTENT.posts.ids]
    assert len({answers.index("keeps") for answers in requests}) > 1
    assert len({actions.index("best") for actions in posts}) > 1


def test_there_are_ready_plans_of_half_an_hour_of_one_hour_and_of_two_and_for_meetings_online():
    assert [one.minutes for one in CONTENT.plans if not one.id.endswith("-online")] == [30, 60, 120]
    assert [one.minutes for one in CONTENT.plans if one.id.endswith("-online")] == [30, 60]


def test_a_ready_plan_votes_twice_shows_a_case_where_posting_is_right_and_ends_with_a_change(subtests):
    for plan in CONTENT.plans:
        with subtests.test(plan.id):
            steps = CONTENT.plan_steps.where(plan=plan.id)
            rounds = {kind: {one.round for one in steps if one.kind == kind} for kind in ("vote", "rating")}
            assert rounds["vote"] == {1, 2}
            # Half an hour is too short to rate oneself twice.
            assert rounds["rating"] == ({1, 2} if plan.minutes >= 60 else set())
            assert {"talk", "share"} <= {one.kind for one in steps}
            cases = {CONTENT.scenes.by_id(one.subject).scenario for one in steps if one.kind == "vote"}
            assert any(CONTENT.scenarios.by_id(case).online_is_good for case in cases)
    longest = CONTENT.plan_steps.where(plan="two-hours")
    assert {one.kind for one in longest} == {"talk", "vote", "rating", "order", "word", "share"}


def test_a_ready_plan_has_the_minutes_that_a_room_of_twenty_needs(subtests):
    # To join takes twenty phones six minutes; to write, to read before it shows, and to show takes as long.
    for plan in CONTENT.plans:
        with subtests.test(plan.id):
            steps = CONTENT.plan_steps.where(plan=plan.id)
            assert next(one.minutes for one in steps if one.title == "Join and welcome") >= 6
            assert all(one.minutes >= 6 for one in steps if one.kind in ("word", "share"))
            in_hand = sum(one.minutes for one in steps if one.title == "Time in hand")
            assert in_hand >= plan.minutes / 12


def test_there_are_three_orderings_of_five_or_six_acts():
    assert len(CONTENT.orderings) >= 3
    for ordering in CONTENT.orderings.ids:
        assert len(CONTENT.ordering_items.where(ordering=ordering)) in (5, 6)


def test_only_standard_5_9_is_quoted_and_it_is_quoted_word_for_word():
    (quoted,) = CONTENT.provisions.where(text_kind="wording")
    assert (quoted.standard, quoted.number) == ("standard-5", "5:9")
    assert quoted.text.rstrip(".") == STANDARD_5_9
    assert not any(one.wording for one in CONTENT.standards)
    assert not any(one.number for one in CONTENT.provisions if one is not quoted)


def test_every_text_reads_at_grade_10_or_below(record_property):
    grades = [(textstat.flesch_kincaid_grade(text), table, row, column) for table, row, column, text in PROSE]
    grades.sort(reverse=True)
    lines = [f"{grade:5.1f}  {table}, {row}, {column}" for grade, table, row, column in grades]
    record_property("reading_grades", json.dumps(lines))
    print(f"Reading grade (Flesch-Kincaid) of {len(lines)} texts, the hardest first:", *lines, sep="\n")
    assert [line for line, (grade, *_) in zip(lines, grades, strict=True) if grade > 10] == []


def test_no_text_holds_a_long_dash_or_says_that_a_regulator_approves():
    approved = re.compile(r"\b(approved|endorsed|accredited|certified) by\b", re.IGNORECASE)
    for table, row, column, text in PROSE:
        assert "\u2014" not in text, (table, row, column)
        assert not approved.search(text), (table, row, column)


def test_the_learner_s_guide_says_how_long_scenarios_take_by_the_table():
    numbers = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ]
    guide = (ROOT / "notebooks" / "guides" / "learner.ipynb").read_text(encoding="utf-8")
    [(least, most)] = re.findall(r"A scenario takes (\w+) to (\w+) minutes", guide)
    minutes = [scenario.minutes for scenario in load(DATA).scenarios]
    assert [numbers.index(least) + 1, numbers.index(most) + 1] == [min(minutes), max(minutes)]
