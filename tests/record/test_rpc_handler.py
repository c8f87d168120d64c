import base64
import json
import logging
import re
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from examples import examples
from record.entries import entry, texts
from record.memory import MemoryStore
from workbook.record import messages
from workbook.record.code import new_code, show_code
from workbook.record.contents import AGE
from workbook.record.encryption import Kdf
from workbook.record.errors import RecordError
from workbook.record.records import Records
from workbook.record.rpc_handler import RpcHandler
from workbook.record.store import Store

CODE = "3AZ2KJZT3TZJK2ZA3AZ2KJ5H"
OTHER_CODE = "ZYXWVTSRQPNMKJHGFEDCBARR"
SECRET = "grievance-against-my-team-leader"
LOST = {"record": "0" * 64, "key": base64.b64encode(bytes(32)).decode()}


class Front:
    """The page's side: numbers its messages, and takes replies as they come over the line."""

    def __init__(self, store=None, failures=0, **options):
        self.store = store or MemoryStore()
        self.store.count = failures
        self.now, self.slept, self.opened = 1000.0, [], []
        settings = {"WORKBOOK_DATABASE": "somewhere", **options}
        self.handler = RpcHandler(
            settings, clock=lambda: self.now, sleep=self.sleep, make_records=self.make_records
        )
        self.number = 0

    def make_records(self, address):
        self.opened.append(address)
        return Records(self.store, kdf=Kdf(memory=8, iterations=1), today=lambda: date(2026, 11, 22))

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds

    def ask(self, ask, **parts):
        reply, self.files = self.send({"type": "record", "ask": ask, **parts})
        return reply

    def send(self, message):
        self.number += 1
        reply, files = self.handler.answer({"id": self.number, **message})
        sent = json.loads(json.dumps(reply, ensure_ascii=False).encode())
        assert sent.pop("type") == "record"
        assert sent.pop("id") == self.number
        return sent, files


def test_the_records_of_a_course_are_those_that_its_kernel_is_told_of(new_address):
    address = new_address()
    with Store(address) as store:
        store.prepare()
    courses = {
        name: RpcHandler({"WORKBOOK_DATABASE": address, "WORKBOOK_NAMESPACE": name})
        for name in ("", "onecourse")
    }

    def ask(name, what):
        return courses[name].answer({"type": "record", "id": 1, "ask": what, "code": CODE})[0]

    assert ask("onecourse", "create")["ok"]
    assert ask("onecourse", "open")["ok"]
    assert ask("", "open")["reason"] == "unknown"


@pytest.fixture
def front():
    return Front()


@pytest.fixture
def whose(front):
    made = front.ask("create", code=CODE)
    return {"record": made["record"], "key": made["key"]}


def no(reason, **more):
    return {"ok": False, "reason": reason, **more}


# A record


def test_a_record_is_made_and_opened_by_its_code_as_the_learner_types_it(front):
    made = front.ask("create", code=CODE)
    assert made.keys() == {"ok", "record", "key", "head", "generation", "lock"}
    assert (made["ok"], made["head"], made["generation"]) == (True, 0, "first")
    assert re.fullmatch("[0-9a-f]{64}", made["record"])
    assert len(base64.b64decode(made["key"])) == 32
    assert front.ask("open", code=show_code(CODE).lower()) == made


def test_what_is_pushed_is_pulled(front, whose):
    pushed = front.ask("push", **whose, entries=[entry("a", SECRET)])
    assert pushed == {"ok": True, "entries": [entry("a", SECRET)], "head": 1, "generation": "first"}
    pulled = front.ask("pull", **whose, since=0)
    assert pulled == {
        "ok": True,
        "entries": [entry("a", SECRET)],
        "head": 1,
        "damaged": 0,
        "code_works": True,
        "generation": "first",
        "nearly_full": False,
    }
    assert front.ask("pull", **whose, since=1)["entries"] == []


def test_a_store_that_was_put_back_is_told_to_a_device_that_saw_it_later(front, whose):
    assert front.ask("pull", **whose, since=7) == no("older")
    assert front.ask("pull", **whose, since=0, head=7) == no("older")
    assert front.ask("push", **whose, entries=[], head=7) == no("older")
    assert front.ask("push", **whose, entries=[], head=7, again="yes") == no("older")
    assert front.ask("push", **whose, entries=[], head=7, again=True)["head"] == AGE


def test_a_code_is_changed(front, whose):
    front.ask("push", **whose, entries=[entry()])
    new = front.ask("recode", **whose, code=OTHER_CODE)
    assert (new["ok"], new["head"], new["damaged"]) == (True, 2, 0)
    assert front.ask("pull", **whose, since=0) == no("changed")
    assert front.ask("pull", record=new["record"], key=new["key"], since=0)["entries"] == [entry()]


def test_a_record_is_deleted_and_the_reply_says_what_is_left(front, whose):
    front.ask("push", **whose, entries=[entry()])
    assert front.ask("delete", **whose) == {"ok": True, "left": 0}
    assert front.ask("pull", **whose, since=0) == no("deleted")
    assert front.ask("delete", **whose) == {"ok": True, "left": 0}


def test_a_record_that_is_taken_out_of_the_database_says_so_to_its_other_devices(front, whose):
    front.ask("push", **whose, entries=[entry()])
    assert front.ask("leave", **whose) == {"ok": True, "left": 0}
    assert front.ask("pull", **whose, since=0) == no("left")
    assert front.ask("open", code=CODE) == no("left")


def test_a_record_that_a_backup_did_not_have_is_made_again_with_what_a_device_kept(front):
    made = front.ask("create", code=CODE)
    whose = {name: made[name] for name in ("record", "key", "generation")}
    front.ask("push", **whose, entries=[entry()])
    front.store.records, front.store.entries, front.store.generation = {}, {}, "another"
    assert front.ask("pull", **whose, since=1) == no("restored")
    again = front.ask("create_again", **whose, lock=made["lock"])
    assert (again["record"], again["key"], again["generation"]) == (made["record"], made["key"], "another")
    assert front.ask("open", code=CODE)["key"] == made["key"]


@pytest.mark.parametrize(
    ("part", "value", "why"),
    [
        ("id", "", "unreadable"),
        ("salt", "no base64", "unreadable"),
        ("wrapped", base64.b64encode(bytes(76)).decode(), "wrong"),
        ("kdf", '{"name":"argon2id","memory":999999999,"iterations":1,"lanes":1}', "damaged"),
    ],
)
def test_a_lock_that_is_none_makes_no_record(front, part, value, why):
    made = front.ask("create", code=CODE)
    front.store.records = {}
    whose = {name: made[name] for name in ("record", "key")}
    assert front.ask("create_again", **whose, lock={**made["lock"], part: value}) == no(why)
    assert front.ask("create_again", **whose) == no("unreadable")
    assert front.store.records == {}


@settings(max_examples=examples(30), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts)
def test_any_text_comes_back_over_the_line(text):
    front = Front()
    made = front.ask("create", code=CODE)
    whose = {"record": made["record"], "key": made["key"]}
    front.ask("push", **whose, entries=[entry("a", text)])
    reply = front.ask("pull", **whose, since=0)
    whole = json.loads(reply["text"]) if "text" in reply else reply
    assert (whole["ok"], whole["entries"][0]["value"]) == (True, text)


def test_the_store_is_opened_once_and_at_the_first_need(front):
    front.ask("qr", text="x")
    assert front.opened == []
    front.ask("create", code=CODE)
    front.ask("open", code=CODE)
    assert front.opened == ["somewhere"]


@pytest.mark.parametrize("address", ["", "  "])
def test_without_a_database_codes_are_off_and_files_are_still_made(address):
    front = Front(WORKBOOK_DATABASE=address)
    asked = [
        front.ask("create", code=CODE),
        front.ask("open", code=CODE),
        front.ask("pull", **LOST, since=0),
        front.ask("push", **LOST, entries=[]),
        front.ask("recode", **LOST, code=CODE),
        front.ask("delete", **LOST),
    ]
    assert asked == [no("off")] * 6
    assert front.ask("qr", text="x")["ok"]


def test_a_database_that_can_t_be_used_is_tried_again_at_the_next_need():
    tried = []

    def make(address):
        tried.append(address)
        if len(tried) == 1:
            raise RecordError("old")
        return front.make_records(address)

    front = Front()
    front.handler = RpcHandler({"WORKBOOK_DATABASE": "somewhere"}, make_records=make)
    assert front.ask("create", code=CODE) == no("old")
    assert front.ask("create", code=CODE)["ok"]


def test_the_desk_opens_the_database_that_the_environment_names(new_store):
    store = new_store("sqlite")
    handler = RpcHandler({"WORKBOOK_DATABASE": store.address})
    reply, _ = handler.answer({"type": "record", "id": 1, "ask": "create", "code": CODE})
    assert reply["ok"]
    with store.transaction(write=False) as rows:
        assert rows.by_lookup(bytes.fromhex(reply["record"]))


def test_a_database_without_tables_is_refused_by_its_reason(new_address):
    handler = RpcHandler({"WORKBOOK_DATABASE": new_address("sqlite")})
    reply, _ = handler.answer({"type": "record", "id": 1, "ask": "create", "code": CODE})
    assert reply == {"type": "record", "id": 1, "ok": False, "reason": "closed"}


# Codes that are tried


def test_a_mistyped_code_is_told_at_once_and_not_counted(front):
    assert front.ask("open", code=CODE[:-1] + "X") == no("mistyped")
    assert front.ask("create", code="hello") == no("mistyped")
    assert (front.store.count, front.slept) == (0, [])


def test_each_code_that_opens_nothing_makes_the_next_wait_twice_as_long(front):
    for failed in range(1, 6):
        assert front.ask("open", code=new_code()) == no("unknown")
        assert front.store.count == failed
    assert front.slept == [0.5, 1.0, 2.0, 4.0]


def test_a_pause_that_is_long_is_told_instead_of_slept_and_asks_nothing_of_the_store(front):
    for _ in range(5):
        front.ask("open", code=new_code())
    assert front.ask("open", code=new_code()) == no("wait", seconds=8)
    front.now += 3.5
    assert front.ask("open", code=new_code()) == no("wait", seconds=5)
    assert front.store.count == 5
    front.now += 4.5
    assert front.ask("open", code=new_code()) == no("unknown")
    assert front.ask("open", code=new_code()) == no("wait", seconds=8)


def test_one_page_makes_a_few_records_and_then_slowly(front):
    made = [front.ask("create", code=new_code()) for _ in range(6)]
    assert [one["ok"] for one in made] == [True] * 5 + [False]
    assert made[-1] == no("crowded", seconds=60)
    front.now += 58
    assert front.ask("create", code=new_code())["ok"]
    assert sum(front.slept) == pytest.approx(2)
    assert front.ask("create", code=new_code())["reason"] == "crowded"


def test_a_record_that_a_page_makes_again_counts_as_a_new_one(front):
    made, *_ = (front.ask("create", code=new_code()) for _ in range(5))
    again = {name: made[name] for name in ("record", "key", "lock")}
    assert front.ask("create_again", **again) == no("crowded", seconds=60)
    front.now += 60
    assert front.ask("create_again", **again)["ok"]


def test_whoever_takes_time_to_type_does_not_wait(front):
    front.ask("create", code=CODE)
    assert front.ask("open", code=OTHER_CODE) == no("unknown")
    front.now += 5
    assert front.ask("open", code=CODE)["ok"]
    assert front.slept == []


def test_many_failures_in_all_kernels_slow_every_code():
    calm, crowded = Front(failures=100), Front(failures=101)
    for front in (calm, crowded):
        assert front.ask("open", code=CODE) == no("unknown")
    assert (calm.slept, crowded.slept) == ([], [2.0])


# Files, made by the package's documents


def test_an_export_comes_as_a_file(front):
    request = {"labels": {}, "made": "2026-11-22T14:05:33+00:00", "entries": [entry()]}
    reply = front.ask("export", format="json", request=request)
    assert (reply["ok"], reply["media"]) == (True, "application/json")
    assert reply["name"].endswith(".json")
    (data,) = front.files
    back = front.ask("import", text=data.decode())
    assert back == {"ok": True, "entries": [entry()], "made": "2026-11-22T14:05:33+00:00"}


def test_a_card_is_a_pdf(front):
    reply = front.ask("card", code=show_code(CODE), labels={})
    assert (reply["ok"], reply["media"]) == (True, "application/pdf")
    assert front.files[0].startswith(b"%PDF-")
    assert CODE[:4] not in json.dumps(reply)


def test_a_qr_code_comes_as_rows_of_modules(front):
    rows = front.ask("qr", text=show_code(CODE))["rows"]
    assert {len(row) for row in rows} == {len(rows)}
    assert set("".join(rows)) == {"0", "1"}


@pytest.mark.parametrize(
    "message",
    [
        {"ask": "export", "format": "exe", "request": {}},
        {"ask": "export", "format": "docx"},
        {"ask": "export", "format": ["docx"], "request": {}},
        {"ask": "export", "format": "docx", "request": {"entries": 5}},
        {"ask": "import", "text": "{}"},
        {"ask": "import", "text": "\ud800"},
        {"ask": "import"},
        {"ask": "card", "code": CODE},
        {"ask": "card", "code": CODE, "labels": {"documents.card.title": 5}},
        {"ask": "qr", "text": ""},
        {"ask": "qr", "text": "x" * 501},
        {"ask": "qr", "text": "\ud800"},
    ],
    ids=ascii,
)
def test_what_no_file_can_be_made_of_is_unreadable(front, message):
    assert front.send({"type": "record", **message}) == (no("unreadable"), [])


# Messages in parts


def cut(message, *lengths):
    text = json.dumps({"type": "record", **message}, ensure_ascii=False)
    halves = text.encode("utf-16-le", "surrogatepass")
    pieces, at = [], 0
    for length in (*lengths, len(halves)):
        pieces.append(halves[2 * at : 2 * (at + length)].decode("utf-16-le", "surrogatepass"))
        at += length
    return pieces


def send_parts(front, number, pieces, first=0, order=None):
    replies = []
    for at in order or range(len(pieces)):
        part = {"type": "record", "id": number, "part": at + first, "parts": len(pieces), "text": pieces[at]}
        replies.append(front.handler.answer(part)[0])
    return replies


@pytest.mark.parametrize(
    ("first", "order"), [(0, None), (1, None), (0, (2, 0, 1))], ids=["from 0", "from 1", "mixed"]
)
def test_a_message_that_comes_in_parts_is_answered_once_at_the_last(front, whose, first, order):
    message = {"id": 70, "ask": "push", **whose, "entries": [entry("a", "\U0001f600" * 50)]}
    pieces = cut(message, 100, 651)
    *before, last = send_parts(front, 70, pieces, first, order)
    assert before == [{}, {}]
    assert (last["id"], last["ok"], last["entries"]) == (70, True, [entry("a", "\U0001f600" * 50)])


def test_a_sign_that_was_cut_in_two_is_whole_again(front, whose):
    message = {"id": 70, "ask": "push", **whose, "entries": [entry("\U0001f600", "\U0001f600")]}
    text = json.dumps({"type": "record", **message}, ensure_ascii=False)
    at = text.index("\U0001f600") + 1
    assert send_parts(front, 70, cut(message, at))[-1]["entries"] == [entry("\U0001f600", "\U0001f600")]


def test_a_part_that_is_sent_twice_changes_nothing(front):
    pieces = cut({"id": 70, "ask": "qr", "text": "x"}, 10, 10)
    assert send_parts(front, 70, pieces, order=(0, 0, 1, 1)) == [{}] * 4
    assert send_parts(front, 70, pieces, order=(2,))[0]["ok"]


def test_a_message_whose_end_never_came_is_forgotten_at_the_next(front):
    pieces = cut({"id": 70, "ask": "qr", "text": "x"}, 10)
    assert send_parts(front, 70, pieces, order=(0,)) == [{}]
    assert send_parts(front, 71, cut({"id": 71, "ask": "qr", "text": "y"}, 10))[-1]["ok"]
    assert send_parts(front, 70, pieces, order=(1,)) == [{}]


def test_a_message_that_is_too_big_is_refused_at_its_last_part_and_the_next_is_answered(front, monkeypatch):
    monkeypatch.setattr(messages, "BIGGEST_MESSAGE", 1000)
    pieces = cut({"id": 70, "ask": "qr", "text": "x" * 2000}, 600, 600, 600)
    *before, last = send_parts(front, 70, pieces)
    assert before == [{}] * 3
    assert last == {"type": "record", "id": 70, **no("big")}
    assert send_parts(front, 71, cut({"id": 71, "ask": "qr", "text": "x"}, 5))[-1]["ok"]


@pytest.mark.parametrize(
    "part",
    [
        {"part": 0, "parts": 1, "text": "{"},
        {"part": 0, "parts": 1, "text": "[]"},
        {"part": 0, "parts": 1, "text": "[" * 100_000},
        {"part": 0, "parts": 1, "text": '{"type": "record", "part": 0, "parts": 1, "text": "{}"}'},
        {"part": 0, "parts": 0, "text": ""},
        {"part": 3, "parts": 2, "text": ""},
        {"part": 0, "parts": 10**9, "text": ""},
        {"part": -1, "parts": 2, "text": ""},
        {"part": 0, "parts": 2},
        {"part": "0", "parts": 2, "text": ""},
        {"parts": 2, "text": ""},
    ],
    ids=lambda part: ascii(part)[:60],
)
def test_parts_that_make_no_message_are_unreadable(front, part):
    assert front.send({"type": "record", **part}) == (no("unreadable"), [])


# Whatever comes, and whatever happens

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=10,
)
# What each message can't do without.
NEEDED = {
    "create": ["code"],
    "open": ["code"],
    "pull": ["record", "key", "since"],
    "push": ["record", "key", "entries"],
    "recode": ["record", "key", "code"],
    "delete": ["record", "key"],
    "export": ["format", "request"],
    "import": ["text"],
    "card": ["code", "labels"],
    "qr": ["text"],
}
wanted = st.sampled_from([(ask, field) for ask, needed in NEEDED.items() for field in needed])
# Neither a text nor a whole number, a list or a mapping.
no_field = st.none() | st.booleans() | st.floats()
fields = st.sampled_from(
    ["code", "record", "key", "since", "head", "entries", "format", "request", "text", "labels", "language"]
)


@given(anything)
def test_any_garbage_is_unreadable(garbage):
    reply, files = Front().handler.answer(garbage)
    assert (reply["ok"], reply["reason"], files) == (False, "unreadable", [])


@settings(max_examples=examples(200))
@given(wanted, no_field, st.dictionaries(fields, anything))
def test_a_message_with_garbage_in_its_fields_is_refused(wanted, garbage, others):
    ask, field = wanted
    front = Front()
    made = front.ask("create", code=CODE)
    whole = {
        "code": OTHER_CODE,
        "record": made["record"],
        "key": made["key"],
        "since": 0,
        "entries": [],
        "format": "markdown",
        "request": {},
        "text": "text",
        "labels": {},
    }
    reply = front.ask(ask, **{**others, **whole, field: garbage})
    assert (reply["ok"], reply.get("reason")) == (False, "unreadable")


@pytest.mark.parametrize(
    "changes",
    [
        {"record": "0" * 63},
        {"record": "G" * 64},
        {"record": "A" * 64},
        {"record": " " * 64},
        {"record": None},
        {"key": "=" * 44},
        {"key": "AAAA"},
        {"key": base64.b64encode(bytes(33)).decode()},
        {"key": LOST["key"] + "\n"},
        {"key": 5},
        {"since": -1},
        {"since": 1.0},
        {"since": True},
        {"since": 2**53},
        {"since": None},
        {"head": "1"},
    ],
    ids=ascii,
)
def test_a_field_that_is_not_what_it_should_be_makes_a_message_unreadable(front, changes):
    assert front.ask("pull", **{**LOST, "since": 0, **changes}) == no("unreadable")


def test_the_reply_to_a_message_without_a_number_has_none(front):
    reply, _ = front.handler.answer({"type": "record", "ask": "qr", "text": "x"})
    assert reply["id"] is None


@pytest.mark.parametrize("ask", ["push", "pull"])
def test_what_nobody_expected_is_told_without_a_word_of_the_learner_s(front, whose, monkeypatch, caplog, ask):
    def fail(*_arguments, **_named):
        raise ZeroDivisionError(SECRET)

    monkeypatch.setattr(front.store, "transaction", fail)
    reply = front.ask(ask, **whose, since=0, entries=[entry(value=SECRET)])
    assert reply == no("closed")
    assert "ZeroDivisionError" in caplog.text
    assert SECRET not in caplog.text
    assert all(record.exc_info is None for record in caplog.records)


def test_a_fault_in_a_document_is_told_without_a_word_of_the_learner_s(front, monkeypatch, caplog):
    monkeypatch.setitem(sys.modules, "workbook.record.documents", None)
    assert front.ask("export", format="json", request={"name": SECRET}) == no("unreadable")
    assert SECRET not in caplog.text


def test_nothing_that_is_refused_repeats_what_was_said(front, whose, caplog):
    caplog.set_level(logging.DEBUG)
    for said in (
        {"ask": SECRET},
        {"ask": "open", "code": SECRET},
        {"ask": "push", **whose, "entries": [SECRET]},
        {"ask": "push", **whose, "entries": [{**entry(value=SECRET), "seq": 0}]},
        {"ask": "import", "text": SECRET},
        {"ask": "export", "format": SECRET, "request": {}},
    ):
        reply, files = front.send({"type": "record", **said})
        assert SECRET not in json.dumps(reply)
        assert files == []
    assert SECRET not in caplog.text


def test_no_key_and_no_code_stays_with_the_desk(front, whose):
    front.ask("push", **whose, entries=[entry(value=SECRET)])
    front.ask("open", code=CODE)
    key = base64.b64decode(whose["key"])
    kept = [
        vars(front.handler),
        vars(front.handler._parts),
        vars(front.handler._patience),
        vars(front.handler._records_in_use),
    ]
    assert repr(key) not in repr(kept)
    assert CODE not in repr(kept)
    assert SECRET not in repr(kept)


def test_a_page_that_asks_for_no_file_imports_no_maker_of_files():
    program = "import sys, workbook.record.rpc_handler; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, check=True)
    assert not {"docx", "typst", "segno", "alembic", "pandas"} & set(ran.stdout.split())
