import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.papers import HOSTILE
from record.documents.asking import LABELS, entry, request
from workbook.record.documents import exchange, make
from workbook.record.errors import RecordError
from workbook.record.merge import BIGGEST

FIRST = Path(__file__).parent / "record-version-1.json"
ODD = "Zoë\u2019s neighbour: “a neighbour” 😀\n\u05e9\u05dc \u0000 \ud83d"
ANY_TEXT = st.text(st.characters(codec=None), max_size=30)
ANY_VALUE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=8,
)


def held(**changes):
    whole = {
        "format": exchange.FORMAT,
        "version": 1,
        "made": "2026-11-22T18:30:00+00:00",
        "entries": [entry()],
    }
    return json.dumps(whole | changes)


def refused(text):
    with pytest.raises(RecordError) as error:
        exchange.read(text)
    return error.value


def joined(value):
    """As a browser has it: two halves of a sign that stand side by side are the sign."""
    return json.loads(json.dumps(value))


def test_a_file_of_version_1_is_read_for_ever():
    found = exchange.read(FIRST.read_text(encoding="utf-8"))
    assert found.made == "2026-11-22T18:30:00+00:00"
    assert [one["key"] for one in found.entries] == ["reflection/standard-1-what", "time/standard-1/k2"]
    first = found.entries[0]
    assert first["value"] == ODD
    assert first["others"][0]["value"] == {"choice": ["a", None, 1.5]}
    assert first["later"] == {"unknown": True}


@given(value=ANY_VALUE, question=ANY_TEXT)
def test_what_is_written_is_read_back_whole(value, question):
    entries = [entry(value=value, question=question, later=[value]), entry("b", others=[])]
    file = make("json", {"labels": LABELS, "made": "2026-11-22T18:30:00+00:00", "entries": entries})
    assert exchange.read(file.data.decode("utf-8")).entries == joined(entries)


def test_half_of_a_sign_is_written_as_json_spells_it_and_read_back():
    file = make("json", request(entry(value=ODD)))
    assert b"\\ud83d" in file.data
    assert exchange.read(file.data.decode("utf-8")).entries[0]["value"] == ODD


def test_a_hostile_text_stands_there_letter_for_letter():
    text = make("json", request(entry(value="\n".join(HOSTILE)))).data.decode("utf-8")
    assert json.loads(text)["entries"][0]["value"] == "\n".join(HOSTILE)


def test_the_file_says_what_it_is():
    file = make("json", request(entry()))
    found = json.loads(file.data)
    assert (found["format"], found["version"], found["made"]) == (
        "workbook learning record",
        1,
        "2026-11-22T18:30:00+00:00",
    )
    assert (file.name, file.media) == ("learning-record-2026-11-22.json", "application/json")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "My notes",
        "[]",
        "{",
        held()[:-5],
        '{"format": "something else"}',
        held(version="1"),
        held(version=True),
        held(version=0),
        held(made=None),
        held(made="yesterday"),
        held(entries={}),
        held().replace('"seq": 1', '"seq": NaN'),
        held().replace('"value":', '"value": "lost", "value":'),
        held().replace('"I will ask first."', "1e999"),
        "[" * 100_000,
        held().replace('"I will ask first."', "9" * 5_000),
    ],
    ids=lambda text: text[:30],
)
def test_what_is_no_whole_record_is_refused(text):
    assert refused(text).reason == "unreadable"


def test_a_file_of_a_newer_workbook_is_refused_as_one():
    assert refused(held(version=2, entries="another shape")).reason == "newer"


def test_a_broken_entry_is_named_and_nothing_is_taken_in():
    error = refused(held(entries=[entry(), entry("b", seq=0)]))
    assert error.reason == "unreadable"
    assert "Entry 2" in str(error)
    assert "Entry 1 " in str(refused(held(entries=["text"])))


def test_an_entry_that_is_too_big_is_named():
    error = refused(held(entries=[entry(value="x" * (BIGGEST + 1))]))
    assert error.reason == "big"
    assert "Entry 1" in str(error)


def test_a_file_that_is_too_big_is_not_even_parsed(monkeypatch):
    monkeypatch.setattr(exchange, "BIGGEST", 10)
    assert refused("[" * 11).reason == "big"


def test_no_refusal_quotes_what_the_file_holds():
    assert "secret" not in str(refused(held(entries=[entry(value="secret", seq="secret")])))


def test_a_mark_in_front_of_the_file_does_not_matter():
    assert len(exchange.read("\ufeff" + held()).entries) == 1


def test_what_no_file_can_hold_is_refused():
    with pytest.raises(RecordError, match="no JSON"):
        make("json", request(entry(value=float("nan"))))
