"""How a server's kernels access records: with the key of one record, only that record."""

import json
import threading
from contextlib import closing

import pytest

from record.entries import entry
from workbook.record.code import new_code
from workbook.record.records import Records
from workbook.record.rpc_handler import LANES, RpcHandler
from workbook.record.service import RecordService
from workbook.record.store import Store

SECRET = "what a learner wrote"


@pytest.fixture
def told():
    """What was told of saves."""
    return []


@pytest.fixture
def environment(store, served, told):
    """The environment of a kernel whose server keeps records in a database of which it is told nothing."""
    service = RecordService(store.address, "onecourse")
    answer = service.answering(lambda saved, seconds: told.append((saved, seconds)))
    with closing(service), served(dict.fromkeys(LANES.values(), answer)) as environment:
        assert store.address not in str(environment)
        yield environment


class Kernel:
    """A kernel, as its page speaks to it."""

    def __init__(self, environment, **options):
        self.slept = []
        self.handler = RpcHandler(environment, sleep=self.slept.append, **options)
        self.access = {}

    def ask(self, ask, **more):
        reply, files = self.handler.answer({"type": "record", "id": 1, "ask": ask, **self.access, **more})
        assert files == []
        assert (reply.pop("type"), reply.pop("id")) == ("record", 1)
        return reply

    def enter(self, ask, code):
        reply = self.ask(ask, code=code)
        assert reply["ok"], reply
        self.access = {"record": reply["record"], "key": reply["key"]}
        return self


def test_a_record_is_made_saved_read_put_under_another_code_and_deleted_through_the_server(environment, told):
    code, other = new_code(), new_code()
    first = Kernel(environment).enter("create", code)
    assert first.ask("push", entries=[entry("a", SECRET)])["ok"]
    second = Kernel(environment).enter("open", code)
    assert [one["value"] for one in second.ask("pull", since=0)["entries"]] == [SECRET]
    second.enter("recode", other)
    assert first.ask("pull", since=0)["reason"] == "changed"
    assert second.ask("delete")["left"] == 0
    assert Kernel(environment).ask("open", code=other)["reason"] == "deleted"
    assert [word for word, _ in told] == ["saved"]
    assert 0 < told[0][1] < 60


def test_who_has_the_key_of_one_record_can_neither_read_nor_change_another(environment, told):
    mine, theirs = (Kernel(environment).enter("create", new_code()) for _ in range(2))
    assert theirs.ask("push", entries=[entry("a", SECRET)])["ok"]
    mine.access = {"record": theirs.access["record"], "key": mine.access["key"]}
    asked = [
        mine.ask("pull", since=0),
        mine.ask("push", entries=[entry("a", "another")]),
        mine.ask("recode", code=new_code()),
        mine.ask("delete"),
        mine.ask("leave"),
    ]
    assert [(one["ok"], one["reason"]) for one in asked] == [(False, "wrong")] * 5
    assert SECRET not in str(asked)
    assert [one["value"] for one in theirs.ask("pull", since=0)["entries"]] == [SECRET]
    assert [word for word, _ in told] == ["saved", "failed"]


def test_a_big_message_that_comes_in_parts_gets_there_whole(environment):
    kernel = Kernel(environment).enter("create", new_code())
    message = {"type": "record", "ask": "push", **kernel.access, "entries": [entry("a", SECRET * 1000)]}
    text = json.dumps(message)
    parts = [text[at : at + 5000] for at in range(0, len(text), 5000)]
    for number, part in enumerate(parts, start=1):
        sent = {"type": "record", "id": 7, "part": number, "parts": len(parts), "text": part}
        reply, _ = kernel.handler.answer(sent)
        assert reply == {} or number == len(parts)
    assert (reply["ok"], reply["id"]) == (True, 7)
    assert [one["value"] for one in kernel.ask("pull", since=0)["entries"]] == [SECRET * 1000]


def test_a_kernel_can_t_choose_the_course(environment, store):
    code = new_code()
    Kernel({**environment, "WORKBOOK_NAMESPACE": "another"}).enter("create", code)
    assert Kernel(environment).enter("open", code)
    records = Records(store)
    plain = Kernel({"WORKBOOK_DATABASE": store.address}, make_records=lambda _: records)
    assert plain.ask("open", code=code)["reason"] == "unknown"


def test_a_mistyped_code_does_not_reach_the_server_and_makes_nobody_wait(environment):
    kernel = Kernel(environment)
    assert kernel.ask("open", code=new_code()[:-1] + "*")["reason"] == "mistyped"
    assert kernel.slept == []


def test_codes_that_open_nothing_make_the_kernel_wait_as_ever(environment):
    kernel = Kernel(environment, clock=lambda: 1000.0)
    assert [kernel.ask("open", code=new_code())["reason"] for _ in range(5)] == ["unknown"] * 5
    assert kernel.slept == [0.5, 1.0, 2.0, 4.0]
    waits = kernel.ask("open", code=new_code())
    assert (waits["reason"], waits["seconds"]) == ("wait", 8)


def test_a_page_makes_a_few_records_through_the_server_and_then_slowly(environment):
    kernel = Kernel(environment, clock=lambda: 1000.0)
    made = [kernel.ask("create", code=new_code()) for _ in range(6)]
    assert [one["ok"] for one in made] == [True] * 5 + [False]
    again = {name: made[0][name] for name in ("record", "key", "lock")}
    for refused in (made[-1], kernel.ask("create_again", **again)):
        assert (refused["reason"], refused["seconds"]) == ("crowded", 60)


def test_while_many_codes_fail_in_all_kernels_each_has_to_wait(environment, store):
    with store.transaction() as rows:
        for _ in range(101):
            rows.note_failure()
    kernel = Kernel(environment)
    kernel.ask("open", code=new_code())
    assert kernel.slept == [2.0]


@pytest.mark.parametrize("ask", ["export", "import", "card", "qr", "", "other", None, ["open"], {"a": 1}])
def test_the_server_does_nothing_for_a_kernel_that_is_not_about_the_database(store, ask):
    with closing(RecordService(store.address, "")) as service:
        answer = service.answering(lambda *_: None)
        message = {"type": "record", "id": 1, "ask": ask, "text": "x", "code": new_code()}
        assert answer(message)["reason"] == "unreadable"
        in_parts = {"type": "record", "id": 1, "ask": "pull", "parts": 1, "part": 1, "text": "{}"}
        assert answer(in_parts)["reason"] == "unreadable"


def test_what_a_kernel_makes_by_itself_it_goes_on_making_without_the_server(environment):
    reply, _ = RpcHandler(environment).answer({"type": "record", "id": 1, "ask": "qr", "text": "x"})
    assert reply["ok"]


def test_a_database_that_can_t_be_used_is_tried_again_at_the_next_need(new_address, served):
    address = new_address("sqlite")
    service = RecordService(address, "")
    answer = service.answering(lambda *_: None)
    with closing(service), served(dict.fromkeys(LANES.values(), answer)) as environment:
        kernel = Kernel(environment)
        assert kernel.ask("create", code=new_code())["reason"] == "closed"
        with Store(address) as store:
            store.prepare()
        kernel.enter("create", new_code())


def test_without_its_server_a_kernel_tells_the_page_to_try_again_later(store, served):
    with served({"record.writing": lambda _message: {}}) as environment:
        pass
    kernel = Kernel({**environment, "WORKBOOK_DATABASE": store.address})
    assert kernel.ask("push", record="0" * 64, key="", entries=[])["reason"] == "closed"


def test_many_kernels_that_save_at_once_lose_nothing(environment):
    code = new_code()
    first = Kernel(environment).enter("create", code)
    kernels = [Kernel(environment) for _ in range(8)]
    replies = []

    def save(number):
        kernels[number].access = first.access
        replies.extend(
            kernels[number].ask("push", entries=[entry(f"k{number}-{at}", SECRET)])["ok"] for at in range(5)
        )

    saving = [threading.Thread(target=save, args=(number,)) for number in range(len(kernels))]
    for one in saving:
        one.start()
    for one in saving:
        one.join()
    assert replies == [True] * 40
    assert len(first.ask("pull", since=0)["entries"]) == 40
