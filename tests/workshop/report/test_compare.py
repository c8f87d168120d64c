"""Several workshops compared, as a DataFrame and as the console's table."""

import pandas as pd
import pytest

from workbook.front import words
from workbook.workshop.report import compare
from workshop.reporting import (
    NoTexts,
    ReportTexts,
    Room,
    finding,
    rate_twice,
    request,
    sign_in,
    vote_as_before,
    vote_twice,
)
from workshop.rooms import CHOICES, OTHER, STATEMENTS, reason

LABELS = words("workshop_report")


@pytest.fixture
def rooms(small):
    """Workshops of which the second hides its votes, the third had three people, and the last was not run."""
    told, masked, few, new = small, Room(small.store), Room(small.store), Room(small.store)
    rate_twice(told, vote_twice(told, (6, 6, 0), (12, 0, 0)), 2, 4)
    vote_as_before(masked)
    vote_twice(few, (2, 1, 0), (3, 0, 0))
    return told, masked, few, new


@pytest.fixture
def make(small):
    token = sign_in(small.store)

    def made(*rooms, texts=None, **changes):
        asked = {**request(token, *rooms), **changes}
        return compare.make(asked, finding(small.store), texts or ReportTexts())

    return made


def frame(*rooms):
    return compare.frame([room.snapshot() for room in rooms])


def test_each_workshop_is_a_column_and_figures_that_are_told_are_numbers(rooms):
    told = frame(*rooms)
    assert list(told.columns) == [room.id for room in rooms]
    assert tuple(told.index.names) == compare.INDEX
    column = told[rooms[0].id]
    assert column["workshop", "", "", "joined"] == 12
    assert [column["vote", "scene", "ask", what] for what in ("before", "after", "change")] == [50, 100, 50]
    # Nearly everyone rated alike, so that these means are not exact.
    assert all(pd.isna(column["rating", "standard", "", what]) for what in ("before", "after", "change"))
    assert column["vote", "scene", "", "answered_2"] == 12


def test_what_is_masked_of_too_few_or_not_asked_is_missing_and_never_nought(rooms):
    told = frame(*rooms)
    for room in rooms[1:]:
        figures = told[room.id].to_dict()
        for choice in CHOICES:
            for what in ("before", "after", "change"):
                assert pd.isna(figures["vote", "scene", choice, what])
    assert told[rooms[1].id].to_dict()["vote", "scene", "", "answered_1"] == 8
    assert pd.isna(told[rooms[2].id].to_dict()["vote", "scene", "", "answered_1"])
    assert set(told.dtypes) == {pd.Float64Dtype()}


def test_nought_that_is_told_is_nought(rooms):
    assert frame(*rooms)[rooms[0].id]["vote", "scene", "wait", "after"] == 0


def test_a_mean_over_workshops_passes_over_what_is_missing(rooms):
    assert frame(*rooms).loc[("vote", "scene", "ask", "after")].mean() == 100


def test_the_table_says_in_words_why_a_figure_is_not_told(small, make, rooms):
    table = make(*rooms)
    named = ("Vote: The petition", "Ask the team leader before you do anything")
    cells = {
        when: next(line[3:] for line in table["rows"] if tuple(line[:3]) == (*named, when))
        for when in ("Before", "After", "Change")
    }
    order = [
        snapshot.id for snapshot in sorted(map(Room.snapshot, rooms), key=lambda one: (one.started, one.id))
    ]
    shown = {when: dict(zip(order, line, strict=True)) for when, line in cells.items()}
    assert [shown[when][small.id] for when in cells] == ["50%", "100%", "+50 points"]
    for when in cells:
        assert shown[when][rooms[1].id] == LABELS["workshop_report.masked"]
        assert shown[when][rooms[2].id] == LABELS["workshop_report.few"]
        assert shown[when][rooms[3].id] == LABELS["workshop_report.none"]


def test_rows_that_no_workshop_has_anything_to_say_to_are_left_out(make, rooms):
    table = make(*rooms)
    assert not [line for line in table["rows"] if all(cell is None for cell in line[3:])]
    assert all(len(line) == len(table["columns"]) for line in table["rows"])


def test_a_change_has_its_sign_and_none_has_none(small, make):
    apart = [1] * 4 + [3] * 4 + [5] * 4
    surer, same = Room(small.store), Room(small.store)
    for room, after in ((surer, [3] * 4 + [5] * 8), (same, apart)):
        seats = room.join(12)
        for position, step, ratings in ((3, "rating", apart), (4, "rated", after)):
            room.go(position)
            room.answer(seats, [dict.fromkeys(STATEMENTS, rating) for rating in ratings], step)
            room.do("reveal")
    lines = [line for line in make(surer, same)["rows"] if line[1:3] == ["All statements together", "Change"]]
    # Both started at the same moment, so that their ids decide which is first.
    order = sorted((surer.id, same.id))
    assert dict(zip(order, lines[0][3:], strict=True)) == {surer.id: "+1.3", same.id: "0.0"}


def test_subjects_that_the_content_lacks_are_compared_by_their_ids(make, rooms):
    said = str(make(*rooms, texts=NoTexts()))
    assert "scene (no longer in the workbook)" in said


def test_one_workshop_alone_can_t_be_compared(small, make):
    assert reason(make, small) == "unreadable"
    assert reason(make, small, small) == "unreadable"


def test_another_s_workshop_is_not_compared(small, make):
    assert reason(make, small, Room(small.store, trainer=OTHER)) == "not_yours"
    assert reason(make, small, Room(small.store), token="guessed") == "signed_out"


def test_nothing_that_anybody_wrote_is_in_a_comparison(small, make):
    other = Room(small.store)
    for room in (small, other):
        seats = room.join(6)
        room.go(6)
        for share in [room.share(seat, "calm") for seat in seats]:
            room.do("let", share=share)
        room.do("reveal")
    assert "calm" not in str(make(small, other))
