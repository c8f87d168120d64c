"""A workshop's report as a file: who gets one, what is in it, and what must not be."""

import csv
import io
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import pairwise

import docx
import openpyxl
import pytest
from pypdf import PdfReader

from workbook.documents.blocks import Grid
from workbook.front import words
from workbook.workshop.domain.plans import Step, WorkshopPlan
from workbook.workshop.errors import WorkshopError
from workbook.workshop.report import report
from workbook.workshop.report.contents import paper
from workbook.workshop.report.request import MOST, SERVICE, read_request, service
from workbook.workshop.report.request import served as asked_of_server
from workbook.workshop.storage.schema import times, workshops
from workbook.workshop.storage.store import WorkshopStore
from workbook.workshop.storage.workshops import Workshops
from workbook.workshop.texts import Texts
from workshop.reporting import (
    SCENARIO,
    NoTexts,
    ReportTexts,
    Room,
    finding,
    long_plan,
    play,
    request,
    sign_in,
    vote_as_before,
    vote_twice,
)
from workshop.rooms import NOW, OTHER, PLAN, TRAINER, reason
from workshop.rooms import Texts as Ids

LABELS = words("workshop_report")
KEPT_BACK = LABELS["workshop_report.masked"]


def maker(store):
    """Make reports of rooms as their trainer."""
    token = sign_in(store)

    def made(*rooms, texts=None, **changes):
        asked = {**request(token, *rooms), **changes}
        return report.make(asked, finding(store), texts or ReportTexts())

    return made


@pytest.fixture
def make(small):
    return maker(small.store)


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """A workshop that was played to its end, and what makes its reports."""
    with WorkshopStore(tmp_path_factory.mktemp("played") / "workshops.sqlite") as store:
        store.prepare()
        yield play(Room(store)), maker(store)


def text_of(file):
    """All that a file says."""
    if file.name.endswith(".csv"):
        return file.data.decode("utf-8-sig")
    if file.name.endswith(".pdf"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(file.data)).pages)
    if file.name.endswith(".xlsx"):
        return "\n".join(str(cell) for row in cells_of(file) for cell in row)
    word = docx.Document(io.BytesIO(file.data))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])


def cells_of(file):
    book = openpyxl.load_workbook(io.BytesIO(file.data))
    return [row for sheet in book for row in sheet.iter_rows(values_only=True)]


def rows_of(file):
    return list(csv.DictReader(io.StringIO(text_of(file))))


def squeezed(text):
    return "".join(text.split())


# Who gets one


def test_a_report_is_made_for_the_trainer_whose_workshop_it_is(store):
    room, token = Room(store), sign_in(store)
    file = report.make(request(token, room), finding(store), ReportTexts())
    assert (file.name, file.media) == ("workshop-report-2026-11-23.csv", "text/csv;charset=utf-8")


def test_another_s_workshop_is_refused_and_nothing_of_it_is_told(small, make):
    theirs = Room(small.store, trainer=OTHER)
    assert reason(make, small, theirs) == "not_yours"


@pytest.mark.parametrize("token", [None, 7, "", "guessed", ["x"]])
def test_who_is_not_signed_in_gets_nothing(small, make, token):
    assert reason(make, small, token=token) == "signed_out"


def test_a_workshop_that_is_gone_is_unknown(small, make):
    small.workshops.delete(small.id, TRAINER)
    assert reason(make, small) == "unknown"


@pytest.mark.parametrize("ids", [None, "abc", [], [1], [{}], [None]])
def test_a_request_that_names_no_workshop_is_unreadable(make, ids):
    assert reason(make, workshops=ids) == "unreadable"


@pytest.mark.parametrize(
    "changes", [{"format": "exe"}, {"format": None}, {"labels": None}, {"labels": {"a": 1}}, {"made": "now"}]
)
def test_a_request_of_another_shape_is_unreadable(small, make, changes):
    assert reason(make, small, **changes) == "unreadable"


@pytest.mark.parametrize(
    "changes",
    [
        {"language": "x" * 256},
        {"language": ["en"]},
        {"made": "9999-12-31T23:59:59-12:00"},
        {"made": "0001-01-01T00:00:00+14:00"},
        {"made": float("nan")},
    ],
    ids=str,
)
def test_a_language_or_a_moment_that_no_report_can_have_is_unreadable(small, make, changes):
    assert reason(make, small, **changes) == "unreadable"


def test_a_moment_without_its_offset_is_unreadable(small, make):
    assert reason(make, small, made="2026-11-23T12:00:00") == "unreadable"


def test_more_workshops_than_a_file_can_hold_are_too_big(make):
    assert reason(make, *map(str, range(MOST + 1))) == "big"


def test_a_kernel_without_a_server_says_that_it_is_down(small):
    with pytest.raises(WorkshopError, match="workbook serve") as told:
        report.make(request("token", small), texts=ReportTexts())
    assert told.value.reason == "down"


def test_through_the_server_a_kernel_gets_the_same_report_and_nothing_that_people_wrote(small, served):
    room, token = play(small), sign_in(small.store)
    theirs = Room(small.store, trainer=OTHER)
    answers = []

    def answer(asked):
        answers.append(service(small.store.address)(asked))
        return answers[-1]

    with served({SERVICE: answer}) as environment:
        through = partial(asked_of_server, environment=environment)
        found = report.make(request(token, room), through, ReportTexts())
        assert found == report.make(request(token, room), finding(small.store), ReportTexts())
        assert reason(report.make, request(token, theirs), through, ReportTexts()) == "not_yours"
        assert reason(report.make, request("guessed", room), through, ReportTexts()) == "signed_out"
    assert "A secret of mine" not in str(answers)
    assert reason(report.make, request(token, room), through, ReportTexts()) == "down"


# What stands in it


@pytest.mark.parametrize("kind", ["docx", "pdf", "csv", "xlsx"])
def test_every_kind_of_file_tells_what_was_done_and_what_came_of_it(played, kind):
    room, make = played
    said = squeezed(text_of(make(room, format=kind)))
    for told in (
        "Half an hour",
        SCENARIO,
        "Standard 5: Public trust",
        "Six posts",
        "Vote again",
        "We ran late",
    ):
        assert squeezed(told) in said, told


@pytest.mark.parametrize("kind", ["docx", "pdf", "csv", "xlsx"])
def test_no_file_holds_what_anybody_in_the_room_wrote(played, kind):
    room, make = played
    said = text_of(make(room, format=kind))
    assert "calm" not in said
    assert "secret" not in said


def test_what_people_wrote_is_not_in_the_report_of_a_workshop_that_still_runs(small, make):
    seats = small.join(6)
    small.go(6)
    shares = [small.share(seat, "calm") for seat in seats]
    small.do("let", share=shares[0])
    small.do("reveal")
    assert small.result("word")["words"]
    said = text_of(make(small, format="docx"))
    assert "calm" not in said
    assert "6 people gave a word" in said
    assert "had not been ended" in said


@pytest.mark.parametrize("kind", ["docx", "pdf", "csv", "xlsx"])
def test_the_trainer_s_notes_are_in_it_only_where_they_are_wanted(played, kind):
    room, make = played
    assert squeezed("We ran late") in squeezed(text_of(make(room, format=kind)))
    assert "We ran late" not in text_of(make(room, format=kind, notes=False))


@pytest.mark.parametrize("unwanted", [None, "yes", 1])
def test_notes_are_left_out_unless_the_page_says_plainly_that_they_are_wanted(played, unwanted):
    room, make = played
    assert "We ran late" not in text_of(make(room, notes=unwanted))


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_what_is_kept_back_is_said_in_words_and_explained(small, make, kind):
    vote_as_before(small)
    said = squeezed(text_of(make(small, format=kind)))
    assert said.count(squeezed(KEPT_BACK)) >= 6
    assert squeezed(LABELS["workshop_report.masked.why"]) in said


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_without_any_result_it_says_so(small, make, kind):
    assert squeezed(LABELS["workshop_report.results.none"]) in squeezed(text_of(make(small, format=kind)))


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_of_fewer_than_five_it_says_that_and_no_number(small, make, kind):
    vote_twice(small, (2, 1, 0), (3, 0, 0))
    said = squeezed(text_of(make(small, format=kind)))
    assert squeezed("First vote: too few people answered") in said
    assert squeezed("3 people") not in said


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_it_says_what_figures_can_and_can_t_say_and_that_nobody_endorsed_it(small, make, kind):
    said = squeezed(text_of(make(small, format=kind)))
    assert squeezed("not a ranking of teams") in said
    assert squeezed("No regulator has endorsed") in said
    assert squeezed("The names of the standards are this workbook's words.") in said


def test_times_are_those_of_the_trainer_s_zone(small, make):
    plan = replace(PLAN, id="summer")
    summer = Room(small.store)
    with small.store.connection(write=True) as connection:
        july = NOW.replace(month=7).timestamp()
        connection.execute(
            workshops.update()
            .where(workshops.c.workshop_id == summer.id)
            .values(started=july, ended=july + 60)
        )
    assert plan.title in text_of(make(summer, format="docx"))
    assert "10:00 to 10:01 (1 minute)" in text_of(make(summer, format="docx"))
    assert "09:00 to 09:01" in text_of(make(summer, format="docx", zone="nowhere"))


def test_a_workshop_that_ran_over_midnight_says_both_days(small, make):
    small.do("end", now=NOW + timedelta(hours=20))
    assert "09:00 on 23 November 2026 to 05:00 on 24 November 2026 (1200 minutes)" in text_of(
        make(small, format="docx")
    )


def test_several_workshops_are_in_one_report_oldest_first(small, make):
    later = Workshops(small.store, Ids()).create(
        TRAINER, replace(PLAN, title="The later one"), "", NOW + timedelta(1)
    )
    said = text_of(make(later.id, small, small, format="docx"))
    assert "Report on 2 workshops" in said
    assert said.index("Half an hour") < said.index("The later one")


# Whatever the content and the plan hold


@pytest.mark.parametrize("kind", ["docx", "pdf", "csv", "xlsx"])
def test_a_subject_that_the_content_lacks_is_named_by_its_id(played, kind):
    room, make = played
    said = squeezed(text_of(make(room, texts=NoTexts(), format=kind)))
    for id_ in ("scene", "standard", "ordering", "post", "knows", "photo"):
        assert squeezed(f"{id_} (no longer in the workbook)") in said


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_long_words_and_forty_steps_fit(small, make, kind):
    room = Room(small.store, long_plan(40))
    seats = room.join(9)
    room.go(39)
    room.vote(seats, 5, 4, 0)
    room.do("end")
    file = make(room, format=kind, texts=NoTexts())
    assert len(squeezed(text_of(file))) > 40 * 60
    if kind == "docx":
        assert len(docx.Document(io.BytesIO(file.data)).tables[0].rows) == 42


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "  =", "\uff1d"])
def test_no_cell_begins_as_a_formula(small, make, start):
    plan = WorkshopPlan("p", f"{start}1", 5, f"{start}aim", "", (Step("t", "talk", f"{start}step", 5),))
    room = Room(small.store, plan)
    room.do("note", step="", text=f"{start}cmd()")
    for row in csv.reader(io.StringIO(text_of(make(room)))):
        assert not [cell for cell in row if cell.lstrip()[:1] in ("=", "+", "@", "\uff1d")]
    for row in cells_of(make(room, format="xlsx")):
        assert not [
            cell for cell in row if isinstance(cell, str) and cell.lstrip()[:1] in ("=", "+", "@", "\uff1d")
        ]


@pytest.mark.parametrize("kind", ["docx", "pdf", "csv", "xlsx"])
def test_signs_that_no_file_can_hold_are_replaced(small, make, kind):
    plan = WorkshopPlan("p", "A\x00\ufffe\x0b\U0001f9d1", 5, "\ufdd0", "", (Step("t", "talk", "B\x1f", 5),))
    assert make(Room(small.store, plan), format=kind).data


# Tables


def test_a_spreadsheet_opens_it_as_utf_8_with_a_row_for_each_figure(played):
    room, make = played
    file = make(room)
    assert file.data.startswith(b"\xef\xbb\xbf")
    rows = rows_of(file)
    (vote,) = [
        row
        for row in rows
        if row["Measure"] == "Votes" and row["Item's id"] == "ask" and row["Round"] == "Second round"
    ]
    assert (vote["Value"], vote["Out of"], vote["In words"]) == ("12", "12", "12 (100%)")
    assert {row["Date"] for row in rows} == {"2026-11-23"}


def test_a_masked_figure_has_no_value_in_a_table_and_says_why(small, make):
    vote_as_before(small)
    votes = [row for row in rows_of(make(small)) if row["Measure"] == "Votes"]
    assert {(row["Value"], row["Out of"]) for row in votes} == {("", "")}
    assert {row["In words"] for row in votes} == {LABELS["workshop_report.masked.full"]}


def test_in_xlsx_figures_are_numbers_and_several_workshops_are_side_by_side(played):
    room, make = played
    other = Room(room.store)
    book = openpyxl.load_workbook(io.BytesIO(make(room, other, format="xlsx").data))
    questions = book.sheetnames[1:-2]
    assert [book.sheetnames[0], *book.sheetnames[-2:]] == ["About this report", "Results", "Side by side"]
    assert [name.split()[0] for name in questions] == ["1", "2", "3", "4", "5"]
    values = [row[11] for row in book["Results"].iter_rows(min_row=2, values_only=True)]
    assert {type(value) for value in values if value is not None} <= {int, float}
    alone = openpyxl.load_workbook(io.BytesIO(make(room, format="xlsx").data))
    assert alone.sheetnames == ["About this report", *questions, "Results"]


def test_in_xlsx_each_question_has_a_sheet_with_both_rounds_side_by_side(played):
    room, make = played
    book = openpyxl.load_workbook(io.BytesIO(make(room, format="xlsx").data))
    vote, rating = book.worksheets[1], book.worksheets[2]
    assert vote.title == "1 Vote  The petition"
    lines = {(row[2], row[3]): row[5:] for row in vote.iter_rows(min_row=2, values_only=True)}
    assert lines["People who answered", None] == (12, 12, None)
    assert lines["Votes", "Ask the team leader before you do anything"] == (6, 12, None)
    assert lines["Changed their choice", None] == (None, None, 6)
    means = [row for row in rating.iter_rows(values_only=True) if row[2] == "Average rating, 1 to 5"]
    assert {row[4] for row in means} == {"2.0 or more"}
    about = book.worksheets[0]
    heights = {row[0].row: about.row_dimensions[row[0].row].height for row in about.iter_rows()}
    longest = max(about.iter_rows(), key=lambda row: len(str(row[1].value or "")))
    assert heights[longest[0].row] > heights[2] == 15


def test_two_questions_with_one_long_name_have_a_sheet_each(small, make):
    steps = [Step(f"s{number}", "word", "The same very long name of a step, again", 4) for number in (1, 2)]
    room = Room(small.store, WorkshopPlan("p", "Plan", 8, "", "", tuple(steps)))
    for position, step in enumerate(steps):
        room.go(position)
        for seat in room.join(6):
            room.share(seat, "calm", step.id)
        room.do("close")
    names = openpyxl.load_workbook(io.BytesIO(make(room, format="xlsx").data)).sheetnames
    assert len(names) == len(set(names)) == 4
    assert max(map(len, names)) <= 31


def test_the_minutes_that_a_step_took_are_a_figure_like_others(small, make):
    rows = [row for row in rows_of(make(timed(small))) if row["Measure"] == "Minutes that it took"]
    told = {row["Step"]: (row["Value"], row["In words"]) for row in rows}
    assert told["Hello"] == ("9.0", "9 minutes")
    assert told["Vote alone"] == ("", "Left out")


# Documents


def test_the_pdf_is_tagged_and_names_itself(played):
    room, make = played
    pdf = PdfReader(io.BytesIO(make(room, format="pdf").data))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.metadata.title == "Report on a workshop"


def test_every_table_in_word_has_a_header_row_and_headings_skip_no_level(played):
    room, make = played
    word = docx.Document(io.BytesIO(make(room, format="docx").data))
    levels = [int(p.style.name[-1]) for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all("tblHeader" in table.rows[0]._tr.xml for table in word.tables)


# The words, and the content as it is


@pytest.mark.parametrize("kind", ["docx", "csv", "xlsx"])
def test_no_label_is_left_without_its_words(played, kind):
    room, make = played
    half = Room(room.store)
    vote_twice(half, (4, 3, 1), (3, 0, 0))
    assert "workshop_report." not in text_of(make(room, half, format=kind))


def test_labels_from_the_page_fill_their_gaps_once_and_no_more(small, make):
    plan = WorkshopPlan("p", "{minutes} {plan}", 5, "", "", (Step("t", "talk", "x", 5),))
    assert "{minutes} {plan} (5 minutes)" in text_of(make(Room(small.store, plan), format="docx"))


def test_every_ready_plan_of_the_workbook_gives_a_report(small, make):
    for plan in Texts().ready_plans():
        said = text_of(make(Room(small.store, plan), texts=Texts(), format="docx"))
        assert plan.title in said
        assert "no longer in the workbook" not in said


def test_a_report_holds_no_seat_and_no_code(small, make):
    seats = vote_twice(small, (6, 6, 0), (12, 0, 0))
    said = text_of(make(small))
    assert small.snapshot().code not in said
    assert not [seat for seat in seats if seat in said]


# Times, totals and pictures


def timed(room):
    """Go through three steps, of which one is passed over."""
    room.do("go", now=NOW + timedelta(minutes=9), step=2)
    room.do("go", now=NOW + timedelta(minutes=9, seconds=20), step=3)
    room.do("end", now=NOW + timedelta(minutes=13))
    return room


def test_the_steps_have_their_real_minutes_beside_the_planned_ones(small, make):
    word = docx.Document(io.BytesIO(make(timed(small), format="docx").data))
    rows = {row.cells[1].text: [cell.text for cell in row.cells] for row in word.tables[0].rows}
    assert rows["Hello"][3:5] == ["2 minutes", "9 minutes"]
    assert rows["Vote alone"][4] == "Left out"
    assert rows["Vote again"][4] == "Under a minute"
    assert rows["In all"][3:5] == ["30 minutes", "13 minutes"]
    assert "09:00 to 09:13 (13 minutes)" in text_of(make(small, format="docx"))


def test_of_an_earlier_workshop_no_time_is_claimed(small, make):
    small.do("end", now=NOW + timedelta(minutes=13))
    with small.store.connection(write=True) as connection:
        connection.execute(times.delete())
    said = text_of(make(small, format="docx"))
    assert said.count("Not measured") == len(PLAN.steps)
    assert "Left out" not in said


def test_the_step_at_which_a_workshop_is_goes_on(small, make):
    assert "Goes on" in text_of(make(small, format="docx"))


def test_answers_are_added_up_and_each_question_is_told_in_short(played):
    room, make = played
    said = text_of(make(room, format="docx"))
    assert "84 answers" in said
    assert "12 people voted both times: 6 stayed with their choice, and 6 changed it." in said
    assert "How sure people said they are, on average from 1 to 5:" in said


def test_every_vote_has_a_bar_as_long_as_its_part_of_all_votes(small):
    vote_twice(small, (4, 2, 2), (8, 0, 0))
    asked = read_request(request(sign_in(small.store), small), finding(small.store), ReportTexts())
    grids = [block for block in paper(asked).blocks if isinstance(block, Grid) and block.bars]
    votes = grids[0]
    assert [[cell.split()[0] for cell in row[1:]] for row in votes.rows[:3]] == [
        ["4", "8"],
        ["2", "0"],
        ["2", "0"],
    ]
    assert votes.bars[:3] == (((), (0.5,), (1.0,)), ((), (0.25,), (0.0,)), ((), (0.25,), (0.0,)))
    kept, flows = grids[1], grids[2]
    assert [row[1] for row in kept.rows] == ["4", "4"]
    assert flows.rows == (("From B to A", "2"), ("From C to A", "2"))


def test_how_many_were_shown_is_told_apart_from_how_many_offered_a_text(small, make):
    seats = small.join(8)
    small.go(7)
    shares = [small.share(seat, "A secret of mine", "share") for seat in seats]
    for share in shares[:3]:
        small.do("let", share=share)
    small.do("refuse", share=shares[7])
    small.do("reveal")
    assert "7 people offered a reflection to the room. 3 were shown." in text_of(make(small, format="docx"))
    small.do("let", share=shares[3])
    small.do("end")
    assert "7 people offered a reflection to the room. 4 were shown." in text_of(make(small, format="docx"))


def test_where_none_was_shown_it_says_so_and_not_that_too_few_wrote(small, make):
    small.go(7)
    for seat in small.join(8):
        small.share(seat, "A secret of mine", "share")
    small.do("end")
    assert "8 people offered a reflection to the room. None was shown." in text_of(make(small, format="docx"))


@pytest.mark.parametrize("kind", ["docx", "pdf", "csv", "xlsx"])
def test_what_people_gave_for_the_report_is_in_it_and_nothing_else_that_they_wrote(small, make, kind):
    small.go(7)
    for number, seat in enumerate(small.join(6)):
        text = f"Promise {number}" if number % 2 else f"A secret of mine {number}"
        small.do("let", share=small.share(seat, text, "share", for_report=bool(number % 2)))
    assert "Promise" not in text_of(make(small, format=kind))
    small.do("end")
    said = squeezed(text_of(make(small, format=kind)))
    for told in ("Promise 1", "Promise 3", "Promise 5"):
        assert squeezed(told) in said
    assert "secret" not in said
