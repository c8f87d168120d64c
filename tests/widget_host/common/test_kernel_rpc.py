"""Calls from a kernel to its server: request and answer, and what happens to anything else."""

import asyncio
import json
import logging
import shutil
import socket
import threading

import pytest

from timeouts import scaled
from widget_host.common.kernel_rpc import ADDRESS, MOST_BYTES, SERVICES, RpcError, call, framed, is_offered
from widget_host.kernels import rpc_handlers

WORDS = "what a learner wrote"


def echo(message):
    return {"heard": message}


@pytest.fixture(params=[True, False], ids=["socket", "port"])
def environment(request, served):
    with served({"echo": echo, "record.reading": echo}, is_unix=request.param) as told:
        yield told


def test_a_message_gets_there_and_back_with_all_that_json_can_say(environment):
    message = {
        "text": "Scr\u00edobh \U0001f469\u200d\U0001f467 \0 half \ud83d",
        "list": [1, None, 2.5],
        "long": "x" * 500_000,
    }
    assert call(environment, "echo", message) == {"heard": message}


def test_a_socket_whose_file_was_deleted_is_called_again_and_what_was_begun_is_answered(tmp_path):
    begun, go_on = threading.Event(), threading.Event()

    def slow(message):
        begun.set()
        assert go_on.wait(scaled(20))
        return message

    async def story():
        broker = rpc_handlers.RpcServer(tmp_path, {"echo": echo, "slow": slow})
        await broker.start()
        assert not await broker.ensure()
        under_way = asyncio.create_task(asyncio.to_thread(call, broker.environment, "slow", {"a": 1}))
        await asyncio.to_thread(begun.wait, scaled(20))
        broker.path.unlink()
        with pytest.raises(RpcError, match="down"):
            await asyncio.to_thread(call, broker.environment, "echo", {})
        # Several kernels may start at once.
        assert await asyncio.gather(broker.ensure(), broker.ensure()) == [True, False]
        assert await asyncio.to_thread(call, broker.environment, "echo", {}) == {"heard": {}}
        go_on.set()
        assert await under_way == {"a": 1}
        await broker.stop()
        assert not await broker.ensure()

    asyncio.run(story())


def test_a_socket_without_a_folder_is_opened_when_there_is_one_again(tmp_path):
    async def story():
        folder = tmp_path / "sockets"
        folder.mkdir()
        broker = rpc_handlers.RpcServer(folder, {"echo": echo})
        await broker.start()
        shutil.rmtree(folder)
        with pytest.raises(FileNotFoundError):
            await broker.ensure()
        folder.mkdir()
        assert await broker.ensure()
        assert await asyncio.to_thread(call, broker.environment, "echo", {}) == {"heard": {}}
        await broker.stop()

    asyncio.run(story())


def test_a_kernel_knows_which_services_its_server_has(environment):
    assert environment[SERVICES] == "echo record.reading"
    assert is_offered(environment, "record.reading")
    assert not any(is_offered(environment, name) for name in ("record", "reading", "", "echo record.reading"))
    assert not is_offered({}, "echo")


def test_a_service_that_there_is_not_answers_nobody(environment):
    with pytest.raises(RpcError, match="down"):
        call(environment, "other", {})


@pytest.mark.parametrize("address", ["", "/nowhere/at/all", "1 token", "99999999 token", "x" * 500])
def test_where_nobody_listens_the_server_is_down(address):
    with pytest.raises(RpcError, match="down"):
        call({ADDRESS: address, SERVICES: "echo"}, "echo", {})


def test_without_the_token_nobody_is_answered_at_a_port(served):
    with served({"echo": echo}, is_unix=False) as environment:
        port, _, token = environment[ADDRESS].partition(" ")
        assert len(token) == 32
        for wrong in ("x", token[:-1], token.upper() + "\u00e9"):
            with pytest.raises(RpcError, match="down"):
                call({**environment, ADDRESS: f"{port} {wrong}"}, "echo", {})


GARBAGE = [
    b"",
    b"\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"[]\n",
    b"[" * 900 + b"\n",
    b"x" * 100_000,
    b'{"service": "echo", "token": ""}\n',
    b'{"service": ["echo"], "token": "", "bytes": 2}\n{}',
    b'{"service": "echo", "token": "", "bytes": -1}\n',
    json.dumps({"service": "echo", "token": "", "bytes": MOST_BYTES + 1}).encode() + b"\n",
    b'{"service": "echo", "token": "", "bytes": 99}\n{}',
    b'{"service": "echo", "token": "", "bytes": 2}\n[]',
    b'{"service": "echo", "token": "", "bytes": 3}\nx"y',
    b'{"service": "echo", "token": "", "bytes": 5000}\n' + b"[" * 5000,
]


@pytest.mark.parametrize("sent", GARBAGE, ids=range(len(GARBAGE)))
def test_what_is_no_call_is_answered_with_a_fault_or_not_at_all_and_others_go_on(served, sent, caplog):
    with served({"echo": echo}) as environment:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(scaled(20))
            line.connect(environment[ADDRESS])
            line.sendall(sent)
            line.shutdown(socket.SHUT_WR)
            answer = b"".join(iter(lambda: line.recv(1000), b""))
        assert answer in (b"", framed(None, fault="down"))
        assert call(environment, "echo", {"a": 1}) == {"heard": {"a": 1}}
    assert [one for one in caplog.records if one.name == "asyncio"] == [], "it is no failure of the server's"


@pytest.mark.parametrize("length", [-1, MOST_BYTES + 1, 10**30, 1.5, "2", None])
def test_who_announces_more_than_a_message_may_have_is_hung_up_on_at_once(served, monkeypatch, length):
    # Not because what was announced does not come.
    monkeypatch.setattr(rpc_handlers, "_READS_WITHIN_S", scaled(600))
    with served({"echo": echo}) as environment, socket.socket(socket.AF_UNIX) as line:
        line.settimeout(scaled(20))
        line.connect(environment[ADDRESS])
        line.sendall(json.dumps({"service": "echo", "token": "", "bytes": length}).encode() + b"\n")
        assert line.recv(1000) == b""


def test_a_service_that_waits_keeps_no_other_waiting(served):
    may_go_on, begun = threading.Event(), threading.Semaphore(0)

    def waits(_message):
        begun.release()
        may_go_on.wait(scaled(60))
        return {}

    with served({"slow": waits, "echo": echo}) as environment:
        waiting = [threading.Thread(target=call, args=(environment, "slow", {})) for _ in range(8)]
        for one in waiting:
            one.start()
        for _ in range(rpc_handlers._THREADS):
            assert begun.acquire(timeout=scaled(20))
        assert call(environment, "echo", {}) == {"heard": {}}
        may_go_on.set()
        for one in waiting:
            one.join()


def test_who_would_have_to_wait_too_long_is_told_that_it_is_busy(served, monkeypatch):
    monkeypatch.setattr(rpc_handlers, "_WAITS_AT_MOST_S", 0.05)
    may_go_on, begun = threading.Event(), threading.Semaphore(0)

    def waits(_message):
        begun.release()
        may_go_on.wait(scaled(60))
        return {}

    with served({"slow": waits}) as environment:
        waiting = [
            threading.Thread(target=call, args=(environment, "slow", {}))
            for _ in range(rpc_handlers._THREADS)
        ]
        for one in waiting:
            one.start()
            assert begun.acquire(timeout=scaled(20))
        with pytest.raises(RpcError, match="busy"):
            call(environment, "slow", {})
        may_go_on.set()
        for one in waiting:
            one.join()


def test_a_fault_that_nobody_thought_of_is_logged_without_a_word_of_the_message(served, caplog):
    caplog.set_level(logging.DEBUG)

    def fails(message):
        raise RuntimeError(message["text"])

    with served({"fails": fails}) as environment, pytest.raises(RpcError, match="down"):
        call(environment, "fails", {"text": WORDS})
    assert "A call of a kernel could not be answered: RuntimeError." in caplog.text
    assert WORDS not in caplog.text


def test_a_server_without_services_has_no_socket_and_its_kernels_hear_of_none(tmp_path):
    broker = rpc_handlers.RpcServer(tmp_path, {})
    assert (broker.environment, broker.path, list(tmp_path.iterdir())) == ({}, None, [])
