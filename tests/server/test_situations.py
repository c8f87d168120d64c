"""The situations on the home page: which there are, where they lead, and in which order."""

from pathlib import Path

from widget_host.pages.metadata import Page
from workbook.cli.branding import situations_of
from workbook.content import load
from workbook.server.branding import Branding
from workbook.server.situations import FEW, Situation, Situations, situations_in

ROOT = Path(__file__).parents[2]


def page(name, *calls):
    return Page(f"{name}.ipynb", name, name, "practice", 1, 5, "", calls=calls)


def case(name, place=0):
    return Situation(name, f"{name} happens", 5, "hospital", "messages", "standard-1", place)


def ids(offered):
    return [one.situation.id for one in offered]


def test_those_with_a_place_stand_at_the_top_in_its_order_and_all_are_in_the_list():
    known = Situations((case("one", 2), case("two"), case("three", 1)))
    calls = [("scenario", name) for name in ("one", "two", "three")]
    chosen, every = situations_in(known, [page("some", ("keeping", ""), *calls)])
    assert ids(chosen) == ["three", "one"]
    assert ids(every) == ["one", "two", "three"]


def test_without_places_the_first_few_of_the_table_are_at_the_top():
    known = Situations(tuple(case(f"case-{n}") for n in range(FEW + 2)))
    chosen, every = situations_in(known, [page("some", *(("scenario", one.id) for one in known.every))])
    assert ids(chosen) == ids(every)[:FEW]


def test_a_situation_that_no_page_shows_is_not_offered_and_the_first_page_that_shows_it_is_its_own():
    known = Situations((case("one", 1), case("two", 2)))
    chosen, every = situations_in(
        known, [page("a", ("law", "one"), ("scenario", "two")), page("b", ("scenario", "two"))]
    )
    assert [(one.situation.id, one.page.name) for one in chosen] == [("two", "a")]
    assert every == chosen


def test_a_scenario_without_words_of_a_learner_is_called_by_its_title():
    content = load(ROOT / "data", "en")
    for one, row in zip(situations_of(content).every, content.scenarios, strict=True):
        assert one.words == (row.situation or row.title)


def test_the_workbook_chooses_six_to_eight_and_the_first_is_short_and_may_be_read_by_anybody():
    content = load(ROOT / "data", "en")
    placed = sorted((one for one in content.scenarios if one.home), key=lambda one: int(one.home))
    assert 6 <= len(placed) <= 8
    assert len({one.home for one in placed}) == len(placed)
    assert placed[0].minutes <= 5
    assert not placed[0].content_note
    assert all(one.situation and one.platform for one in content.scenarios)


def test_the_recovery_code_leads_to_a_page_that_keeps_answers_where_there_are_codes():
    pages = [page("a"), page("b", ("keeping", ""))]
    assert Branding(codes=True).home_values("en", pages)["code_page"] == pages[1]
    assert Branding().home_values("en", pages)["code_page"] is None


def test_the_home_page_is_drawn_again_when_a_situation_changes():
    words = ["one"]
    branding = Branding(situations=lambda _: Situations((case(words[0]),)))
    before = branding.state("en")
    words[0] = "another"
    assert branding.state("en") != before
