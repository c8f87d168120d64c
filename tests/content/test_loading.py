"""Tables become typed, immutable rows: what is accepted, what is refused, and how fast."""

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pytest

from workbook.content import ContentError, UnknownName, load
from workbook.content.content import ROWS

OWN_DATA = Path(__file__).parents[2] / "data"


def test_cells_get_the_types_that_the_package_names(small):
    content = load(small.data)
    scenario = content.scenarios[0]
    assert (scenario.id, scenario.minutes, scenario.online_is_good) == ("case-1", 5, False)
    assert content.audience_assumptions[0].value == 150.0
    assert content.standards[0].wording == ""


def test_a_row_cannot_be_changed(small):
    with pytest.raises(dataclasses.FrozenInstanceError):
        load(small.data).scenarios[0].title = "Other"


def test_the_classes_have_exactly_the_columns_of_the_package():
    package = json.loads((OWN_DATA / "datapackage.json").read_text(encoding="utf-8"))
    described = {
        one["name"]: {field["name"] for field in one["schema"]["fields"]} for one in package["resources"]
    }
    assert {
        table: {field.name for field in dataclasses.fields(row)} for table, row in ROWS.items()
    } == described


def test_a_look_up_by_id_gives_the_row(small):
    assert load(small.data).scenes.by_id("case-2-3").scenario == "case-2"


def test_an_unknown_id_is_answered_with_the_nearest_ones(small):
    with pytest.raises(UnknownName, match=r"There is no scenario named 'case1'\. Did you mean 'case-1'"):
        load(small.data).scenarios.by_id("case1")


def test_an_id_that_is_near_nothing_is_answered_with_what_there_is(small):
    with pytest.raises(LookupError, match=r"no facilitator note named 'xyz'\. There is 'note-1', 'note-2'\."):
        load(small.data).facilitator_notes.by_id("xyz")


def test_what_is_no_id_at_all_is_an_unknown_name_too(small):
    with pytest.raises(UnknownName):
        load(small.data).scenarios.by_id(["case-1"])


def test_rows_are_found_by_their_columns_in_the_order_of_the_file(small):
    choices = load(small.data).choices
    assert [one.id for one in choices.where(scene="case-1-2")] == ["case-1-2-a", "case-1-2-b"]
    assert [one.id for one in choices.where(scene="case-1-2", judgement="best")] == ["case-1-2-a"]
    assert choices.where(scene="nowhere") == ()


def test_the_walks_through_a_scenario_are_found_by_its_id(small):
    content = load(small.data)
    assert [[one.id[-3:] for one in walk] for walk in content.walks("case-1")] == [
        ["1-a", "2-a"],
        ["1-a", "2-b", "3-a"],
        ["1-a", "2-b", "3-b"],
        ["1-b", "3-a"],
        ["1-b", "3-b"],
    ]
    with pytest.raises(UnknownName, match="Did you mean 'case-2', 'case-1'"):
        content.walks("case-4")


def test_a_folder_is_read_once(small):
    assert load(small.data) is load(small.data)


def test_a_folder_is_read_again_when_a_table_has_changed(small):
    before = load(small.data)
    small.edit("scenarios", 2, title="A new title")
    assert load(small.data).scenarios[0].title == "A new title"
    assert before.scenarios[0].title == "A case"


@pytest.mark.parametrize(
    "rewrite",
    [
        pytest.param(lambda text: text.replace(",", ";").encode(), id="semicolons"),
        pytest.param(lambda text: text.replace(",", "\t").encode(), id="tabs"),
        pytest.param(lambda text: b"\xef\xbb\xbf" + text.encode(), id="byte order mark"),
        pytest.param(lambda text: text.replace("\n", "\r\n").encode(), id="Windows line ends"),
        pytest.param(lambda text: (text + ",,,\r\n,,,\r\n").encode(), id="empty rows at the end"),
        pytest.param(lambda text: text.replace("\n", "\n,,,\n", 1).encode(), id="an empty row"),
        pytest.param(lambda text: text.replace("a-draft,", " a-draft ,").encode(), id="spaces round a cell"),
        pytest.param(
            lambda text: "\n".join(",".join(reversed(row.split(","))) for row in text.split("\n")).encode(),
            id="columns in another order",
        ),
    ],
)
def test_a_table_reads_the_same_however_a_spreadsheet_saves_it(small, rewrite):
    small.write("drafts", [{"id": "a-draft", "title": "Draft", "text": "Hello.", "note": "Nothing."}])
    expected = load(small.data).drafts
    small.put("drafts.csv", rewrite(small.text("drafts").replace("\r\n", "\n")))
    assert load(small.data).drafts == expected


def test_an_excel_workbook_reads_the_same_as_the_csv_file(small):
    expected = load(small.data)
    for table in ("scenarios", "choices", "tips", "audience_assumptions", "scenes"):
        small.as_spreadsheet(table)
    assert load(small.data) == expected


@pytest.mark.parametrize(
    ("value", "text"),
    [(True, "true"), (2017, "2017"), (2017.0, "2017"), (2.5, "2.5"), (None, "")],
    ids=["true", "whole", "whole as decimal", "decimal", "empty"],
)
def test_a_cell_of_an_excel_workbook_is_read_as_it_would_be_typed(small, value, text):
    small.as_spreadsheet("reading", lambda sheet: sheet.cell(2, 5, value))
    assert load(small.data).reading[0].published == text


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda s: (s.data / "drafts.csv").unlink(), r"drafts\.csv: it is missing"),
        (lambda s: s.put("datapackage.json", "{"), r"datapackage\.json: it is not JSON: see line 1"),
        (lambda s: (s.data / "datapackage.json").unlink(), r"datapackage\.json: it is missing"),
        (lambda s: s.put("drafts.csv", b""), r"drafts\.csv: it is empty"),
        (lambda s: s.put("drafts.csv", "id,title,text\na,b,c\n"), "it needs one column note"),
        (lambda s: s.put("drafts.csv", "extra," + s.text("drafts")), "the column extra is not known"),
        (lambda s: s.put("drafts.csv", "id,title,text,note\na,b,caf\u00e9,d\n".encode("cp1252")),
         r"drafts\.csv, row 2: it is not saved as UTF-8"),
        (lambda s: s.edit("scenarios", 3, minutes="five"), r"scenarios\.csv, row 3: the cell in .* minutes"),
        (lambda s: s.edit("scenarios", 3, online_is_good="maybe"), "the column online_is_good does not fit"),
        (lambda s: s.edit("scenarios", 2, theme="weather"), "in the column theme does not fit"),
        (lambda s: s.edit("scenarios", 2, title=""), "in the column title does not fit"),
        (lambda s: s.edit("scenarios", 3, id="case-1"), r"scenarios\.csv: an id is used twice"),
        (lambda s: s.put("drafts.xlsx", b"no spreadsheet"), r"drafts\.xlsx is there too"),
        (lambda s: s.put("drafts.csv", 'id,title\na,"b\nc,d\n'), r"drafts\.csv, row 2: a quotation mark"),
    ],
)  # fmt: skip
def test_content_that_does_not_fit_is_refused_in_one_line_that_says_what_to_do(small, damage, message):
    damage(small)
    with pytest.raises(ContentError, match=message) as refusal:
        load(small.data)
    assert str(refusal.value).endswith("Run `workbook check` to see every fault.")
    assert "\n" not in str(refusal.value)


def test_a_package_without_a_table_that_pages_need_is_refused(small):
    package = json.loads((small.data / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"] = [one for one in package["resources"] if one["name"] != "tips"]
    small.put("datapackage.json", json.dumps(package))
    with pytest.raises(ContentError, match="does not describe the table tips"):
        load(small.data)


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ContentError, match="there is no such folder"):
        load(tmp_path / "nowhere")


def test_loading_brings_in_no_large_library():
    large = {"pandas", "frictionless", "openpyxl", "jsonschema"}
    program = (
        "import sys; sys.modules['workbook'] = type(sys)('workbook');"
        f"sys.modules['workbook'].__path__ = {[str(OWN_DATA.parent / 'widgets' / 'workbook')]!r};"
        "from pathlib import Path; from workbook.content import load;"
        f"load(Path({str(OWN_DATA)!r})); print(sorted({large!r} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
