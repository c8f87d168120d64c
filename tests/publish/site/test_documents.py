"""Documents that the browser makes from a record, compared with the server's for the same request."""

import base64
import io
import json
import zlib
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest

import workbook
from documents.papers import HOSTILE
from in_node import run_program
from record.documents.asking import entry, everything, plan, request
from widget_host.link import bundle
from workbook.record.documents import exchange, markdown

RPC_HANDLER = Path(workbook.__file__).parent / "publish" / "site" / "static" / "rpc_handler.js"
PROGRAM = """
import {{ readFileSync }} from "node:fs";
{}
const told = JSON.parse(readFileSync(process.argv[2], "utf8"));
const {{ answer, files }} = await answerHere(told);
const made = files.map((view) => Buffer.from(view.buffer).toString("base64"));
console.log(JSON.stringify({{ answer, files: made }}));
"""


def asked(folder, **message):
    """What a copy answers by itself, and the file that came with it."""
    found = run_program(folder, PROGRAM.format(bundle(RPC_HANDLER)), message)
    files = [base64.b64decode(one) for one in found["files"]]
    return found["answer"], files[0] if files else b""


def made(folder, form, **record):
    """A document that the browser makes; by default of a record with everything in it."""
    answer, data = asked(folder, ask="export", format=form, request=record or everything())
    assert answer["ok"], answer
    return answer["name"], data


def word(folder, **record):
    return docx.Document(io.BytesIO(made(folder, "docx", **record)[1]))


def texts(document):
    """Every text of a Word file, tables included."""
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*(one.text for one in document.paragraphs), *cells]


def test_a_word_file_has_headings_a_title_and_a_language(tmp_path):
    document = word(tmp_path)
    styles = [one.style.name for one in document.paragraphs]
    assert styles[0] == "Title"
    assert {"Heading 1", "Heading 2", "Heading 3"} <= set(styles)
    assert document.core_properties.title == "My learning record"
    assert document.core_properties.language == "en-GB"


def test_a_word_file_s_tables_say_which_row_heads_them(tmp_path):
    with ZipFile(io.BytesIO(made(tmp_path, "docx")[1])) as file:
        xml = file.read("word/document.xml").decode()
        assert file.testzip() is None
    assert xml.count("<w:tblHeader/>") == xml.count('w:firstRow="1"') > 1
    assert "<w:tblCaption" in xml


def test_the_check_sum_of_a_zip_file_is_zip_s(tmp_path):
    data = made(tmp_path, "docx")[1]
    with ZipFile(io.BytesIO(data)) as file:
        for one in file.infolist():
            assert zlib.crc32(file.read(one)) == one.CRC


def test_the_browser_says_in_markdown_what_the_server_says(tmp_path):
    mine = made(tmp_path, "md")[1].decode()
    server = markdown.make(everything()).data.decode()
    lines = {line for line in server.splitlines() if line.strip()}
    missing = [line for line in lines if line not in mine]
    assert missing == []


@pytest.mark.parametrize("form", ["docx", "html", "md"])
def test_a_hostile_text_stays_a_text(tmp_path, form):
    record = request(entry(value="\n".join(HOSTILE), title=HOSTILE[0], question=HOSTILE[1]))
    if form == "docx":
        told = "\n".join(texts(word(tmp_path, **record)))
        assert all(line in told for line in HOSTILE)
    elif form == "html":
        told = made(tmp_path, "html", **record)[1].decode()
        assert "<script>alert" not in told
        assert "<img" not in told
        assert "default-src 'none'" in told
    else:
        told = made(tmp_path, "md", **record)[1].decode()
        assert "<script>" not in told
        assert "[link](" not in told


@pytest.mark.parametrize("form", ["docx", "html", "md", "json"])
def test_signs_that_no_document_can_hold_break_none(tmp_path, form):
    text = "A\x00\x08\x1f\x7f\ufffe half \ud83d end \u2028 line"
    name, data = made(tmp_path, form, **request(entry(value=text)))
    assert name.endswith(f".{form}")
    if form == "docx":
        docx.Document(io.BytesIO(data))
    else:
        data.decode("utf-8")


def test_a_long_text_comes_whole(tmp_path):
    text = "word " * 40_000
    assert any(text.strip() in one for one in texts(word(tmp_path, **request(entry(value=text)))))


def test_a_text_that_is_read_from_the_right_says_so(tmp_path):
    with ZipFile(io.BytesIO(made(tmp_path, "docx", **request(entry(value="שלום")))[1])) as file:
        assert "<w:bidi/>" in file.read("word/document.xml").decode()


def test_a_part_that_was_not_chosen_stays_away(tmp_path):
    record = {**everything(), "include": ["ratings"]}
    told = made(tmp_path, "md", **record)[1].decode()
    assert "Record of activity" not in told
    assert "before and after" in told


def test_a_date_in_the_plan_is_worded(tmp_path):
    told = made(tmp_path, "md", **request(plan("change", "Ask first."), plan("by", "2026-12-01")))[1].decode()
    assert "1 December 2026" in told


def test_the_server_reads_back_in_what_the_browser_saved_and_the_other_way_round(tmp_path):
    record = request(entry(), entry("reflection/b", ["a", {"b": 1.5}, None], words="A half \ud83d sign"))
    saved = made(tmp_path, "json", **record)[1].decode()
    assert exchange.read(saved).entries == record["entries"]
    answer, _ = asked(tmp_path, ask="import", text=exchange.make(record).data.decode())
    assert answer["ok"]
    assert answer["entries"] == record["entries"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "unreadable"),
        ("[]", "unreadable"),
        ('{"format": "other"}', "unreadable"),
        ('{"format": "workbook learning record", "version": 2, "made": "", "entries": []}', "newer"),
        ('{"format": "workbook learning record", "version": 1, "made": "no", "entries": []}', "unreadable"),
    ],
)
def test_a_file_that_is_no_record_is_refused(tmp_path, text, reason):
    answer, _ = asked(tmp_path, ask="import", text=text)
    assert (answer["ok"], answer["reason"]) == (False, reason)


@pytest.mark.parametrize(
    "change",
    [{"key": ""}, {"seq": 0}, {"seq": 9}, {"updated": "today"}, {"seen": []}, {"client": 5}, {"title": None}],
)
def test_an_entry_that_the_server_would_refuse_the_browser_refuses_too(tmp_path, change):
    held = json.loads(exchange.make(request(entry())).data)
    held["entries"][0] |= change
    answer, _ = asked(tmp_path, ask="import", text=json.dumps(held))
    assert answer == {"ok": False, "reason": "unreadable"}


def test_what_needs_a_server_is_refused(tmp_path):
    assert asked(tmp_path, ask="create", code="x")[0] == {"ok": False, "reason": "off"}
    assert asked(tmp_path, ask="export", format="pdf", request=everything())[0]["ok"] is False
