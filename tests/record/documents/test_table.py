import csv
import io

from documents.papers import HOSTILE
from record.documents.asking import LABELS, entry, everything, plan, rating, request, time
from workbook.record.documents import make
from workbook.record.documents.table import COLUMNS

DATE, ACTIVITY, STANDARD, MINUTES, PART, QUESTION, ANSWER = (LABELS[name] for name in COLUMNS)


def rows(asked):
    return list(csv.DictReader(io.StringIO(make("csv", asked).data.decode("utf-8-sig"), newline="")))


def test_it_opens_as_utf_8_in_a_spreadsheet():
    data = make("csv", request(entry(value="Čas 😀"))).data
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    assert "Čas 😀" in data.decode("utf-8")


def test_each_answer_has_a_row_with_what_an_audit_asks_for():
    (row,) = rows(request(entry(frame="now_what")))
    assert row == {
        DATE: "2026-11-03",
        ACTIVITY: "Standard 1: Rights",
        STANDARD: "Standard 1, in this workbook's words: Rights",
        MINUTES: "",
        PART: LABELS["documents.change"],
        QUESTION: "Your own practice: What happened?",
        ANSWER: "I will ask first.",
    }


def test_the_minutes_of_an_activity_add_up_to_its_time():
    found = rows(request(entry(), entry("b"), time(d20261103=20), time(device="two", d20261104=5)))
    assert [row[MINUTES] for row in found if row[MINUTES]] == ["25"]
    assert found[0][PART] == LABELS["documents.table.time_measured"]


def test_every_part_is_there_and_a_version_that_is_not_settled_says_so():
    parts = {row[PART] for row in rows(everything())}
    learned = LABELS["documents.learned"]
    assert LABELS["documents.table.other"].replace("{part}", learned) in parts
    assert {LABELS["documents.before"], LABELS["documents.after"], LABELS["documents.plan_by"]} <= parts


def test_only_the_parts_that_are_chosen_are_there():
    entries = (entry(), time(d20261103=20), rating("before", 2), plan("change", "Read"))
    found = rows(request(*entries, include=["plan"]))
    assert [row[ANSWER] for row in found] == ["Read"]


def test_no_cell_begins_as_a_formula():
    text = "=1+cmd|' /C calc'!A0"
    asked = request(entry(value=text, question=text, page="p"), time("p", d20261103=1) | {"title": text})
    found = rows(asked)
    assert not [cell for row in found for cell in row.values() if cell.startswith("=")]
    assert any(row[ANSWER] == f"'{text}" for row in found)


def test_a_hostile_text_stands_there_letter_for_letter():
    (row,) = rows(request(entry(value="\n".join(HOSTILE), question=HOSTILE[1])))
    assert row[ANSWER] == "'" + "\n".join(HOSTILE)
    assert row[QUESTION] == f"Your own practice: {HOSTILE[1]}"


def test_an_answer_that_no_cell_can_hold_takes_several_rows_and_none_of_it_is_lost():
    long = "=1+1 " * 40_000
    found = rows(request(entry(value=long)))
    assert len(found) == 7
    assert all(len(row[ANSWER]) <= 32_767 for row in found)
    assert "".join(row[ANSWER].removeprefix("'") for row in found) == long
    assert found[1][QUESTION] == "Your own practice: What happened? (piece 2 of 7)"


def test_signs_that_no_text_can_hold_are_replaced():
    (row,) = rows(request(entry(value="a\x00b\ud800")))
    assert row[ANSWER] == "a\ufffdb\ufffd"
