"""Faults of folders, files and headers, one by one."""

import pytest

from content.planting import Planted, assert_told, package
from workbook.content import ContentError, load
from workbook.content.check import check


def header(workbook, old, new):
    """Rename a column of the drafts."""
    workbook.put("drafts.csv", workbook.text("drafts").replace(old, new, 1))


def drafts(workbook, text):
    """Give the drafts as bytes with this text in a new row 3."""
    workbook.add("drafts", id="b-draft", text=text)
    return workbook.text("drafts")


PLANTED = [
    Planted("missing-package", lambda w: (w.data / "datapackage.json").unlink(), "datapackage.json"),
    Planted(
        "broken-package", lambda w: w.put("datapackage.json", "{\n,"), "datapackage.json", says="see line 2"
    ),
    Planted("broken-package", lambda w: w.put("datapackage.json", "[1]"), "datapackage.json"),
    Planted("broken-package", lambda w: w.put("datapackage.json", b"\xff\xfe{"), "datapackage.json"),
    Planted("broken-package", lambda w: w.put("datapackage.json", "[" * 100_000), "datapackage.json"),
    Planted(
        "broken-package",
        lambda w: package(w, lambda t, _: t["drafts"]["schema"]["fields"][1].update(type="x")),
        "datapackage.json",
        says="the table drafts",
    ),
    Planted(
        "undescribed-table",
        lambda w: package(w, lambda t, d: d["resources"].remove(t["drafts"])),
        "datapackage.json",
        says="the table drafts",
    ),
    Planted(
        "undescribed-table",
        lambda w: package(w, lambda t, _: t["drafts"]["schema"]["fields"].pop()),
        "datapackage.json",
        says="the column note of the table drafts",
    ),
    Planted("missing-table", lambda w: (w.data / "drafts.csv").unlink(), "drafts.csv"),
    Planted("table-twice", lambda w: w.put("drafts.xlsx", b""), "drafts.csv", says="also in drafts.xlsx"),
    Planted("unknown-table", lambda w: w.put("sceness.csv", "a"), "sceness.csv", nearest="scenes.csv"),
    Planted("unsupported-file", lambda w: w.put("drafts.ods", b""), "drafts.ods", says="a .ods file"),
    Planted(
        "unopenable-file",
        lambda w: (w.data / "drafts.csv").unlink() or (w.data / "drafts.csv").mkdir(),
        "drafts.csv",
    ),
    Planted("not-a-table", lambda w: w.put("drafts.csv", b"PK\x03\x04"), "drafts.csv", says="a spreadsheet"),
    Planted(
        "not-a-table", lambda w: w.put("drafts.csv", "Dear all,\nhello\n"), "drafts.csv", says="column names"
    ),
    Planted(
        "not-a-table",
        lambda w: (w.data / "drafts.csv").unlink() or w.put("drafts.xlsx", b"PK"),
        "drafts.xlsx",
    ),
    Planted(
        "too-large-table",
        lambda w: w.put("drafts.csv", b"id,title,text,note\n" + b" " * (51 << 20)),
        "drafts.csv",
        says="more than 50 MB",
    ),
    Planted(
        "other-sheet",
        lambda w: w.as_spreadsheet(
            "drafts", lambda sheet: sheet.parent.create_sheet("Notes", 0).append(["Ask"])
        ),
        "drafts.xlsx",
        says="the table is on 'Sheet'",
    ),
    Planted(
        "late-header",
        lambda w: w.as_spreadsheet(
            "drafts", lambda sheet: sheet.insert_rows(1) or sheet.cell(1, 1, "Our drafts")
        ),
        "drafts.xlsx",
        1,
        says="named in row 2",
    ),
    Planted(
        "formula-without-value",
        lambda w: w.as_spreadsheet("drafts", lambda sheet: sheet.cell(2, 2, "=A1")),
        "drafts.xlsx",
        2,
        says="B2",
    ),
    Planted(
        "wrong-encoding",
        lambda w: w.put("drafts.csv", drafts(w, "It\u2019s late").encode("cp1252")),
        "drafts.csv",
        3,
        says="CSV UTF-8 (comma delimited)",
    ),
    Planted(
        "wrong-encoding",
        lambda w: w.put("drafts.csv", w.text("drafts").encode("utf-16")),
        "drafts.csv",
        says="Unicode Text",
    ),
    Planted(
        "unclosed-quotes", lambda w: w.put("drafts.csv", w.text("drafts") + 'b,"c\nd,e\n'), "drafts.csv", 3
    ),
    Planted("empty-table", lambda w: w.put("drafts.csv", b""), "drafts.csv"),
    Planted("empty-table", lambda w: w.write("standards", []), "standards.csv"),
    Planted(
        "missing-column", lambda w: w.put("drafts.csv", "id,title,text\na,b,c\n"), "drafts.csv", 1, "note"
    ),
    Planted("unknown-column", lambda w: header(w, "title", "Tittle"), "drafts.csv", 1, "Tittle", "title"),
    Planted(
        "unknown-column",
        lambda w: w.put("drafts.csv", "id,title,text,note,mine\na,b,c,d,e\n"),
        "drafts.csv",
        1,
        "mine",
    ),
    Planted(
        "unnamed-column",
        lambda w: w.put("drafts.csv", "id,title,text,note\na,b,c,d,e\n"),
        "drafts.csv",
        2,
        "E",
    ),
    Planted(
        "repeated-column",
        lambda w: w.put("drafts.csv", "id,title,text,note,text\na,b,c,d,e\n"),
        "drafts.csv",
        1,
        "text",
    ),
]


@pytest.mark.parametrize("planted", PLANTED, ids=str)
def test_a_planted_fault_is_told_with_its_place_and_what_to_do(small, planted):
    assert_told(small, planted)


@pytest.mark.parametrize("which", ["data", "notebooks"])
def test_a_missing_folder_is_told(small, which):
    folders = {"data": small.data, "notebooks": small.notebooks} | {which: small.data / "nowhere"}
    (fault,) = check(folders["data"], folders["notebooks"]).faults
    assert (fault.type, fault.file) == ("missing-folder", str(small.data / "nowhere"))


@pytest.mark.parametrize(
    "name", ["~$drafts.xlsx", ".~lock.drafts.csv#", ".DS_Store", "README.md", "notes.txt"]
)
def test_what_lies_beside_the_tables_and_is_none_is_left_alone(small, name):
    small.put(name, b"x")
    assert small.check().faults == ()


def test_the_rest_of_a_file_in_another_encoding_is_checked_as_well(small):
    small.edit("drafts", 2, text="It\u2019s late", title="")
    small.put("drafts.csv", small.text("drafts").encode("cp1252"))
    assert [one.type for one in small.check().faults] == ["wrong-encoding", "empty-cell"]


def fields(tables, name):
    return tables[name]["schema"]["fields"]


def all_types(tables, _):
    for table in tables.values():
        for field in table["schema"]["fields"]:
            field["type"] = "words"


@pytest.mark.parametrize(
    ("change", "kind", "says"),
    [
        (lambda _, d: d.pop("resources"), "broken-package", "as a Data Package does"),
        (lambda _, d: d.update(resources="all"), "broken-package", ""),
        (lambda _, d: d.update(resources={"drafts": 1}), "broken-package", ""),
        (lambda t, _: t["drafts"].pop("schema"), "broken-package", ""),
        (lambda t, _: t["drafts"]["schema"].update(fields="id"), "broken-package", ""),
        (lambda t, _: fields(t, "drafts")[0].pop("name"), "broken-package", ""),
        (lambda t, _: fields(t, "drafts")[0].update(type=5), "broken-package", ""),
        (lambda t, _: fields(t, "drafts")[1].update(constraints=[1]), "broken-package", ""),
        (lambda t, _: fields(t, "choices")[3]["constraints"].update(enum="best"), "broken-package", ""),
        (lambda t, _: fields(t, "course")[0]["constraints"].update(enum="name"), "broken-package", ""),
        (lambda t, _: t["choices"]["schema"].update(foreignKeys="scene"), "broken-package", ""),
        (lambda t, _: fields(t, "drafts")[1]["constraints"].update(pattern="("), "broken-package", "drafts"),
        (all_types, "broken-package", "the tables course, standards, provisions, scenarios and 33 more"),
        (lambda _, d: d.update(resources=[]), "undescribed-table", "the tables course, standards"),
        (lambda t, d: d["resources"].remove(t["course"]), "undescribed-table", "the table course"),
        (lambda t, d: d["resources"].remove(t["standards"]), "undescribed-table", "the table standards"),
        (lambda t, _: fields(t, "course").pop(), "undescribed-table", "the column text of the table course"),
        (lambda t, _: t["drafts"]["schema"].update(fields=fields(t, "drafts")[:2]), "undescribed-table",
         "the columns text and note of the table drafts"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_package_is_one_fault_and_nothing_follows_from_it(small, change, kind, says):
    small.add_cell("Standard 5:9 and standard 3:4 say so.", kind="markdown")
    small.edit("course", 9, text="any")
    package(small, change)
    fault = small.only_fault()
    assert (fault.type, fault.file) == (kind, "datapackage.json")
    assert says in fault.text()


@pytest.mark.parametrize(
    "table", ["course", "standards", "scenarios", "scenes", "choices", "prompts", "plans"]
)
def test_a_missing_table_is_one_fault_and_nothing_follows_from_it(small, table):
    small.add_cell("Standard 5:9 says so.", kind="markdown")
    (small.data / f"{table}.csv").unlink()
    assert small.only_fault().type == "missing-table"


def test_a_table_without_its_identifiers_is_one_fault(small):
    small.put("scenarios.csv", small.text("scenarios").replace("id,", "case,", 1))
    assert [(one.type, one.column) for one in small.check().faults] == [
        ("unknown-column", "case"),
        ("missing-column", "id"),
    ]


def test_the_name_of_a_column_is_told_as_it_is_written(small):
    small.put("drafts.csv", small.text("drafts").replace("title", "My Title", 1))
    assert small.only_fault().message == "The workbook knows no column 'My Title' in this table."
    with pytest.raises(ContentError, match="it needs one column title"):
        load(small.data)


def test_a_misspelt_column_is_one_fault_and_its_cells_are_checked_under_the_right_name(small):
    small.edit("scenarios", 3, minutes="many")
    small.put("scenarios.csv", small.text("scenarios").replace("minutes", "Minuts"))
    assert [(one.type, one.nearest) for one in small.check().faults] == [
        ("unknown-column", "minutes"),
        ("not-a-whole-number", ""),
    ]


def test_a_table_that_can_t_be_read_gives_no_faults_of_what_refers_to_it(small):
    small.put("standards.csv", b"")
    assert [one.type for one in small.check().faults] == ["empty-table"]


def test_an_excel_workbook_is_checked_like_a_csv_file_with_the_rows_that_it_shows(small):
    def damage(sheet):
        sheet.insert_rows(3)
        sheet["D4"] = "Besst"
        sheet["J5"] = "case-1-4"

    small.as_spreadsheet("choices", damage)
    assert [(one.file, one.row, one.column, one.nearest) for one in small.check().faults] == [
        ("choices.xlsx", 4, "judgement", "best"),
        ("choices.xlsx", 5, "next_scene", "case-1-3"),
    ]
