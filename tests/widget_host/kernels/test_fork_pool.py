import asyncio
import json
import os
import re
import signal
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest

from forked_kernels.limits import Limits
from forks.forked import ForkHost, cells, has_ended
from timeouts import scaled, wait_until, wait_until_async
from widget_host.kernels import fork_pool
from widget_host.kernels.fork_pool import CannotRunOnce

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Kernels are forked on Linux alone.")


@pytest.fixture(scope="module")
def host():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fork_pool, "_LOOK_EVERY_S", 0.2)
        host = ForkHost(keep_s=1.0)
        yield host
        host.close()


@contextmanager
def hurried(host, source):
    """Give a notebook that never ends little time: on a busy machine others need more."""
    with pytest.MonkeyPatch.context() as patch:
        if "while True" in source or "sleep(600)" in source:
            # Long enough that the cell is reached.
            patch.setattr(host.forks, "_run_within_s", scaled(2.0))
        yield


def text_of(run):
    return [(number, output.get("text") or output["data"]["text/plain"]) for number, output in run.outputs]


def change(host, name, before, *sources):
    """Change a notebook while it has visitors, and wait for the result."""

    async def wait():
        assert host.forks.present(name, cells(*sources)) is before
        await wait_until_async(
            lambda: host.forks.troubles().get(name) or host.forks.present(name, cells(*sources)) is not before
        )
        return host.forks.present(name, cells(*sources))

    return host.run(wait())


def test_a_notebook_is_run_once_and_a_visitor_s_kernel_has_run_it(host):
    template = host.template("once.ipynb", "import os\nran_in = os.getpid()", "print('shown')", "6 * 7")
    assert text_of(template.run) == [(3, "shown\n"), (5, "42")]
    visitor = host.visit(template)
    assert host.run(visitor.value("ran_in")) == str(template.pid)
    assert host.run(visitor.value("os.getpid()")) == str(visitor.pid) != str(template.pid)
    visitor.leave()


def test_cells_for_each_visitor_are_left_out(host):
    first, second = cells("a = 1", "a = 2")
    template = host.run(host.forks.template("each.ipynb", (first, replace(second, each_visitor=True))))
    visitor = host.visit(template)
    assert host.run(visitor.value("a")) == "1"
    visitor.leave()


def test_widgets_live_on_in_a_visitor_s_kernel(host):
    template = host.template(
        "widgets.ipynb",
        "import ipywidgets as w, traitlets, anywidget",
        "slider = w.IntSlider(value=3)",
        "seen = []\nslider.observe(lambda change: seen.append(change.new), 'value')",
        "class Own(anywidget.AnyWidget):\n    _esm = ''\n    n = traitlets.Int(1).tag(sync=True)",
        "own = Own()",
        "slider",
    )
    models = template.run.models
    [slider] = [name for name, model in models.items() if model.name == "IntSliderModel"]
    assert models[slider].state["value"] == 3
    assert {"AnyModel", "LayoutModel"} <= {model.name for model in models.values()}
    visitor = host.visit(template)

    async def slide():
        data = {"method": "update", "state": {"value": 8}, "buffer_paths": []}
        message = visitor.client.session.msg("comm_msg", {"comm_id": slider, "data": data})
        visitor.client.shell_channel.send(message)
        return await visitor.value("seen, slider.value, own.n")

    assert host.run(slide()) == "([8], 8, 1)"
    assert host.run(visitor.value("w.IntSlider().model_id != w.IntSlider().model_id")) == "True"
    visitor.leave()


def test_an_output_widget_knows_what_it_shows_in_the_page_and_in_python(host):
    template = host.template(
        "output.ipynb",
        "import ipywidgets as w",
        "out = w.Output()\nwith out:\n    print('inside')\nprint('outside')",
        "with out:\n    print('again')\n    1 / 0",
    )
    assert text_of(template.run) == [(3, "outside\n")]
    [state] = [one.state for one in template.run.models.values() if one.name == "OutputModel"]
    assert [one["output_type"] for one in state["outputs"]] == ["stream", "error"]
    assert state["outputs"][0]["text"] == "inside\nagain\n"
    visitor = host.visit(template)
    assert host.run(visitor.value("out.outputs[0]['text']")) == "'inside\\nagain\\n'"
    visitor.leave()


def test_what_a_cell_s_subprocess_writes_is_shown_too(host):
    template = host.template(
        "beside.ipynb", "import subprocess\nsubprocess.run(['echo', 'beside'], check=True);"
    )
    assert text_of(template.run) == [(1, "beside\n")]
    visitor = host.visit(template)
    messages = host.run(visitor.shown("print('before')\nsubprocess.run(['echo', 'beside']);"))
    assert "".join(content["text"] for kind, content in messages if kind == "stream") == "before\nbeside\n"
    visitor.leave()


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("secret_word", "it raises NameError in cell 2"),
        ("raise SystemExit", "it raises SystemExit in cell 2"),
        ("input()", "it raises StdinNotImplementedError in cell 2"),
        ("exit()", "it ends its kernel in cell 2"),
        ("import os\nos._exit(0)", "its process ended in cell 2"),
        ("while True: pass", r"it takes longer than [\d.]+ s in cell 2"),
        ("import threading, time\nthreading.Thread(target=time.sleep, args=[9]).start()", "a thread running"),
        ("import subprocess\nkept = subprocess.Popen(['sleep', '9'])", "another program running"),
        ("import asyncio\nkept = asyncio.create_task(asyncio.sleep(9))", "a task running"),
        ("import socket\nkept = socket.socket()", "a connection open"),
        ("import os\nkept = os.pipe()", "a pipe open"),
        ("import mmap\nkept = mmap.mmap(-1, 4096)", "it shares memory"),
        ("import sqlite3\nkept = sqlite3.connect('own.sqlite')", "a file or database open for writing"),
        (
            "import sqlite3\nwith sqlite3.connect('o.sqlite') as kept: kept.execute('create table a(b)')\n"
            "kept.close()\nkept = sqlite3.connect('file:o.sqlite?mode=ro', uri=True)\n"
            "kept.execute('select * from a')",
            "a database open",
        ),
    ],
)
def test_a_notebook_that_can_t_be_run_once_is_refused_with_a_reason_and_nothing_is_left(host, source, reason):
    letters = "".join(re.findall(r"\w", source))
    name = f"refused {letters[:40]}.ipynb"
    with hurried(host, source), pytest.raises(CannotRunOnce, match=reason) as refusal:
        host.template(name, source)
    assert "secret_word" not in refusal.value.reason
    assert host.forks.refused(name, cells(source))
    assert not host.forks.refused(name, cells("1"))
    assert (name in host.forks.troubles()) == refusal.value.fails


def test_what_was_refused_is_tried_again_only_when_it_has_changed(host):
    counted = "open('count', 'a').write('x')\nraise ValueError"
    for _ in range(2):
        with pytest.raises(CannotRunOnce):
            host.template("counted.ipynb", counted)
    assert (host.folder / "count").read_text() == "x"
    assert host.template("counted.ipynb", "1").run.outputs


@pytest.mark.parametrize(
    "ending", ["os.kill(os.getpid(), 9)", "os.kill(os.getpid(), 11)", "import time; time.sleep(600)"]
)
def test_what_only_its_process_died_of_is_tried_again_after_a_rest(host, ending, monkeypatch):
    monkeypatch.setattr(fork_pool, "_FIRST_REST_S", 0.1)
    name = f"mourned{len(ending)}{ending[-2]}.ipynb"
    once = f"import os\nif not os.path.exists({name!r}): open({name!r}, 'w').close(); {ending}\n'lives'"
    with hurried(host, once), pytest.raises(CannotRunOnce):
        host.template(name, once)
    assert name in host.forks.troubles()
    host.run(wait_until_async(lambda: not host.forks.refused(name, cells(once))))
    assert text_of(host.template(name, once).run) == [(1, "'lives'")]
    assert name not in host.forks.troubles()


def test_the_rest_is_longer_each_time_and_over_when_the_notebook_has_changed(host, monkeypatch):
    monkeypatch.setattr(fork_pool, "_FIRST_REST_S", 0.1)
    counted = "import os\nopen('deaths', 'a').write('x')\nos._exit(1)"

    async def die(times):
        while len((host.folder / "deaths").read_text()) < times:
            with suppress(CannotRunOnce):
                await host.forks.template("dies.ipynb", cells(counted))
            await asyncio.sleep(0)

    (host.folder / "deaths").touch()
    host.run(die(4))
    page = host.forks._pages["dies.ipynb", "en"]
    assert page._rest_s >= 0.8
    assert host.forks.refused("dies.ipynb", cells(counted))
    assert host.template("dies.ipynb", "1").run.outputs


def test_what_a_cell_has_ended_by_itself_keeps_it_from_nothing(host):
    tidy = (
        "import threading, subprocess, socket, asyncio",
        "thread = threading.Thread(target=print)\nthread.start()\nthread.join()",
        "subprocess.run(['true'])\nsubprocess.Popen(['true'])",
        "open('written', 'w').write('x')\nsocket.socket().close()",
        "await asyncio.sleep(0)\nasyncio.create_task(asyncio.sleep(0));",
        "import warnings\nwarnings.warn('mind')",
    )
    assert host.template("tidy.ipynb", *tidy).run.outputs


def test_a_file_that_stays_open_is_read_by_each_visitor_from_the_same_place(host):
    (host.folder / "lines.txt").write_text("one\ntwo\nthree\n")
    template = host.template("reads.ipynb", "file = open('lines.txt', 'rb', buffering=0)\nfile.readline()")
    visitors = [host.visit(template) for _ in range(2)]
    for visitor in visitors:
        assert host.run(visitor.value("file.readline()")) == "b'two\\n'"
        visitor.leave()


def test_a_notebook_finds_the_modules_beside_it(host):
    (host.folder / "own_helper.py").write_text("answer = 42")
    [(_, output)] = host.template("imports.ipynb", "import own_helper\nown_helper.answer").run.outputs
    assert output["data"]["text/plain"] == "42"


def test_a_loop_that_a_cell_remembers_is_the_one_that_the_visitor_s_kernel_runs(host):
    template = host.template("loop.ipynb", "import asyncio\nloop = asyncio.get_running_loop()\nheard = []")
    visitor = host.visit(template)
    host.run(visitor.execute("loop.call_soon(heard.append, 1)\nawait asyncio.sleep(0.01)"))
    assert host.run(visitor.value("heard")) == "[1]"
    visitor.leave()


def test_all_who_ask_at_the_same_time_share_one_build(host):
    async def ask():
        same = cells("open('builds', 'a').write('x')")
        return await asyncio.gather(*(host.forks.template("shared.ipynb", same) for _ in range(5)))

    found = host.run(ask())
    assert len({template.pid for template in found}) == 1
    assert (host.folder / "builds").read_text() == "x"


@pytest.mark.parametrize("what", ["notebook", "data"])
def test_when_this_changes_the_one_before_serves_until_the_new_one_is_ready(host, what):
    name = f"{what}.ipynb"
    before = host.template(name, "a = 1")
    if what == "data":
        host.data.name += "!"
    after = change(host, name, before, "a = 2" if what == "notebook" else "a = 1")
    assert (after is not before, after.build != before.build) == (True, True)


def test_no_new_code_is_started_beside_the_old(host):
    template = host.template("upgraded.ipynb", "a = 1")
    host.code.is_changed = True
    try:
        fork_server = host.forks.fork_server()
        os.kill(fork_server.pid, signal.SIGKILL)
        fork_server._process.wait()
        with pytest.raises(fork_pool.RestartNeededError):
            host.forks.fork_server()
        with pytest.raises(CannotRunOnce):
            host.template("later.ipynb", "a = 2")
        visitor = host.visit(template)  # what runs goes on
        assert host.run(visitor.value("a")) == "1"
        visitor.leave()
    finally:
        host.code.is_changed = False
    assert host.forks.fork_server().pid != fork_server.pid


def test_what_was_replaced_lives_on_for_the_pages_that_are_open_and_then_ends(host):
    before = host.template("old.ipynb", "a = 1")
    change(host, "old.ipynb", before, "a = 2")
    assert host.forks.at("old.ipynb", before.build) is before
    visitor = host.visit(before)
    assert host.run(visitor.value("a")) == "1"
    host.run(wait_until_async(lambda: host.forks.at("old.ipynb", before.build) is None))
    wait_until(lambda: has_ended(before.pid))
    assert host.run(visitor.value("a")) == "1"
    visitor.leave()


def test_a_template_that_nobody_uses_ends_and_the_next_visit_brings_it_back(host, monkeypatch):
    first = host.template("idle.ipynb", "a = 1")
    monkeypatch.setattr(host.forks, "_idle_s", 0.0)
    host.run(wait_until_async(lambda: has_ended(first.pid)))
    monkeypatch.setattr(host.forks, "_idle_s", float("inf"))
    assert host.forks.at("idle.ipynb", first.build) is first, "its outputs make the page as before"
    assert host.forks.present("idle.ipynb", cells("a = 1")) is first
    host.run(wait_until_async(lambda: host.forks.at("idle.ipynb", first.build).is_alive))
    visitor = host.visit(first)
    assert host.run(visitor.value("a")) == "1"
    visitor.leave()


def test_a_template_that_has_ended_idle_is_only_made_ready_when_its_notebook_changes(host, monkeypatch):
    first = host.template("unused.ipynb", "a = 1")
    monkeypatch.setattr(host.forks, "_idle_s", 0.0)
    host.run(wait_until_async(lambda: has_ended(first.pid)))
    monkeypatch.setattr(host.forks, "_idle_s", float("inf"))

    async def warm(source):
        host.forks.warm([("unused.ipynb", cells(source), "en")])
        await host.forks._warming
        return host.forks.at("unused.ipynb", first.build)

    for _ in range(2):  # one that has died meanwhile is there again, and so all have been looked at
        other = host.template("died.ipynb", "a = 1")
        os.kill(other.pid, signal.SIGKILL)
        host.run(wait_until_async(lambda old=other: host.forks.at("died.ipynb", old.build) is not old))
    assert not host.run(warm("a = 1")).is_alive
    assert host.run(warm("a = 2")) is not first


def test_a_changed_notebook_that_fails_leaves_the_one_before_serving_and_says_so_once(host, caplog):
    before = host.template("fails.ipynb", "a = 1")
    assert change(host, "fails.ipynb", before, "secret_word") is before
    again = host.run(host.forks.template("fails.ipynb", cells("secret_word")))
    assert again is before
    [line] = [record.getMessage() for record in caplog.records if "fails.ipynb" in record.getMessage()]
    assert line == (
        "fails.ipynb is shown as it was before its last change: as it is now, it raises NameError in cell 2."
    )
    assert host.forks.troubles()["fails.ipynb"] == "it raises NameError in cell 2"
    failure = host.forks.failure("fails.ipynb", cells("secret_word"))
    assert (failure.cell, failure.line, failure.name) == (2, "secret_word", "NameError")
    assert host.forks.failure("fails.ipynb", cells("a = 3")) is None
    host.template("fails.ipynb", "a = 3")
    assert "fails.ipynb" not in host.forks.troubles()
    assert host.forks.failure("fails.ipynb", cells("a = 3")) is None


def test_a_cell_that_may_fail_keeps_a_notebook_from_nothing(host):
    first, second = cells("1 / 0", "a = 5")
    template = host.run(host.forks.template("may.ipynb", (replace(first, may_fail=True), second)))
    [(number, output)] = template.run.outputs
    assert (number, output["ename"]) == (1, "ZeroDivisionError")
    visitor = host.visit(template)
    assert host.run(visitor.value("a")) == "5"
    visitor.leave()


def test_a_changed_notebook_that_works_but_can_t_be_run_once_is_not_hidden_by_the_one_before(host):
    before = host.template("grows.ipynb", "a = 1")
    grown = "import socket\nkept = socket.socket()"
    with pytest.raises(CannotRunOnce):
        host.template("grows.ipynb", grown)
    assert host.forks.present("grows.ipynb", cells(grown)) is None
    assert host.forks.refused("grows.ipynb", cells(grown))
    assert host.forks.at("grows.ipynb", before.build) is before


def test_a_build_has_the_same_name_and_widgets_when_the_same_is_run_again(host):
    sources = ("import ipywidgets as w", "w.HBox([w.Label('a'), w.Label('a')])")
    first = host.template("again.ipynb", *sources)
    os.kill(first.pid, signal.SIGKILL)
    wait_until(lambda: not first.is_alive)
    second = host.template("again.ipynb", *sources)
    assert second.pid != first.pid
    assert (second.build, set(second.run.models)) == (first.build, set(first.run.models))
    assert len(second.run.models) == 8


def test_a_build_with_other_widgets_has_another_name(host):
    sources = ("import ipywidgets as w, time", "w.Label(str(time.time()))")
    first = host.template("clock.ipynb", *sources)
    os.kill(first.pid, signal.SIGKILL)
    wait_until(lambda: not first.is_alive)
    assert host.template("clock.ipynb", *sources).build != first.build


def test_an_open_page_finds_its_build_again_after_the_server_was_started_anew(host):
    sources = cells("import ipywidgets as w", "w.Label('a')")
    build = host.run(host.forks.template("open.ipynb", sources)).build
    other = ForkHost(folder=host.folder)
    other.data.name, other.code.name = host.data.name, host.code.name
    try:
        assert other.forks.at("open.ipynb", build) is None
        assert other.run(other.forks.find("open.ipynb", sources, build)).build == build
        assert other.run(other.forks.find("open.ipynb", sources, "0123456789ab")) is None
    finally:
        other.close()


def test_templates_are_made_ready_in_the_background(host):
    async def wait():
        host.forks.warm(
            (name, cells(source), "en")
            for name, source in (("warm.ipynb", "1"), ("broken.ipynb", "x"), ("warm2.ipynb", "2"))
        )
        await wait_until_async(lambda: host.forks.present("warm2.ipynb", cells("2")))

    host.run(wait())
    assert host.forks.present("warm.ipynb", cells("1"))
    assert host.forks.refused("broken.ipynb", cells("x"))


def test_a_notebook_runs_once_for_each_language_and_its_kernels_speak_it(host):
    source = "import os; said = os.environ['WIDGET_HOST_LANGUAGE']; print(said)"
    english = host.template("spoken.ipynb", source)
    irish = host.run(host.forks.template("spoken.ipynb", cells(source), "ga"))
    assert [one.run.outputs[0][1]["text"] for one in (english, irish)] == ["en\n", "ga\n"]
    assert english.build != irish.build
    assert host.forks.at("spoken.ipynb", irish.build) is None
    assert host.forks.at("spoken.ipynb", irish.build, "ga") is irish
    visitor = host.visit(irish)
    assert host.run(visitor.value("said")) == "'ga'"
    visitor.leave()


def test_made_ready_again_is_only_what_changed(host):
    async def warm(source, before):
        # They are made one after the other: once the second is there, the first would have been made as well.
        wanted = [("same.ipynb", cells("1")), ("other.ipynb", cells(source))]

        def is_made():
            # As the server does, again and again: nothing comes of it while they are still being made.
            host.forks.warm((*one, "en") for one in wanted)
            return (made := host.forks.present(*wanted[1])) and made.build != before

        await wait_until_async(is_made)
        return [host.forks.present(*one).build for one in wanted]

    same, other = host.run(warm("2", None))
    assert host.run(warm("3", other))[0] == same


def test_a_kernel_has_limits_and_its_process_group_but_the_server_s_session(host):
    template = host.template("limits.ipynb", "import resource")
    visitor = host.visit(template)
    limits = json.loads(
        host.run(
            visitor.value("[resource.getrlimit(n)[1] for n in (resource.RLIMIT_CPU, resource.RLIMIT_CORE)]")
        )
    )
    assert limits == [Limits().cpu_s + 1, 0]
    assert os.getpriority(os.PRIO_PROCESS, visitor.pid) == Limits().nice
    assert os.getpgid(visitor.pid) == visitor.pid
    assert os.getsid(visitor.pid) == os.getsid(0)
    answer = host.run(visitor.execute("much = bytearray(1200 * 2**20)"))
    assert answer["ename"] == "MemoryError"
    assert host.run(visitor.value("len(bytearray(500 * 2**20))")) == str(500 * 2**20)
    visitor.leave()


def test_a_visitor_s_environment_is_the_visitor_s_own(host):
    template = host.template("env.ipynb", "import os\nos.environ['SET_BY_CELL'] = 'x'")
    visitor = host.visit(template, {"FOR_VISITOR": "y"})
    assert host.run(visitor.value("os.environ['SET_BY_CELL'] + os.environ['FOR_VISITOR']")) == "'xy'"
    visitor.leave()


def test_twenty_kernels_asked_for_at_once_all_answer(host):
    template = host.template("herd.ipynb", "a = 1")

    async def herd():
        visitors = await asyncio.gather(*(host.visitor(template) for _ in range(20)))
        values = await asyncio.gather(*(visitor.value("a") for visitor in visitors))
        for visitor in visitors:
            visitor.leave()
        return values

    began = time.monotonic()
    assert host.run(herd()) == ["1"] * 20
    assert time.monotonic() - began < scaled(20)
