"""A process that reads other people's files: it answers, or is the only one to die."""

import os
import signal
from threading import Thread

import pytest

from timeouts import wait_until
from widget_host.common.worker_process import Bounds, Worker, WorkerError

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Bounds are kept to on POSIX systems alone.")


@pytest.fixture
def apart():
    """Make a process with bounds of its own: `apart(cpu_s=1)`."""
    made = []

    def make(**bounds):
        made.append(Worker(Bounds(**bounds)))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_one_process_answers_one_question_after_another(apart):
    reader = apart()
    assert reader.call("operator:add", 2, 3) == 5
    assert reader.call("builtins:sorted", ["b", "a"]) == ["a", "b"]
    assert reader.call("os:getpid") == reader.call("os:getpid") != os.getpid()


def test_it_gets_no_secret_of_whoever_asks(apart, monkeypatch):
    monkeypatch.setenv("PGPASSWORD", "secret")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    reader = apart()
    assert reader.call("os:getenv", "PGPASSWORD") is None
    assert reader.call("os:getenv", "LC_ALL") == "C.UTF-8"


def test_what_is_printed_is_no_answer(apart):
    assert apart().call("builtins:print", '{"is": 1}') is None


@pytest.mark.parametrize(
    ("bounds", "question", "said", "is_large"),
    [
        ({"memory_mib": 300}, ("operator:mul", "x", 2**30), "more than 300 MB of memory", True),
        ({"cpu_s": 1}, ("builtins:pow", 3, 10**9), "more than 1 s", True),
        ({"within_s": 1}, ("time:sleep", 600), "more than 1 s", True),
        ({}, ("json:loads", "[" * 100_000), "nested too deeply", False),
        ({}, ("os:abort",), "crashed", False),
        ({}, ("json:loads", "{"), "fails (JSONDecodeError)", False),
    ],
)
def test_what_takes_too_much_is_refused_in_words_and_the_next_question_is_answered(
    apart, bounds, question, said, is_large
):
    reader = apart(**bounds)
    with pytest.raises(WorkerError) as error:
        reader.call(*question)
    assert said in str(error.value)
    assert (error.value.is_large, error.value.is_lasting) == (is_large, True)
    assert reader.call("operator:add", 2, 3) == 5


def test_a_process_that_the_system_ends_is_asked_once_more_before_the_file_is_blamed(apart, tmp_path):
    once = tmp_path / "once"
    script = f"import os, signal\nif not os.path.exists({str(once)!r}): open({str(once)!r}, 'w').close(); "
    script += "os.kill(os.getpid(), signal.SIGKILL)"
    assert apart().call("builtins:exec", script) is None
    with pytest.raises(WorkerError, match="the system ended") as error:
        apart().call("signal:raise_signal", signal.SIGKILL)
    assert not error.value.is_lasting


def test_a_process_that_is_stopped_in_the_middle_answers_nothing_more(apart, tmp_path):
    reader, said, begun = apart(), [], tmp_path / "begun"

    def ask():
        with pytest.raises(WorkerError):
            reader.call("builtins:exec", f"import time\nopen({str(begun)!r}, 'w').close(); time.sleep(600)")
        said.append("refused")

    asking = Thread(target=ask)
    asking.start()
    wait_until(begun.exists)
    reader.stop()
    asking.join()
    assert said == ["refused"]
    with pytest.raises(WorkerError):
        reader.call("operator:add", 2, 3)
