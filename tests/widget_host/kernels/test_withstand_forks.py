"""What forked kernels have to survive: one another, the end of what they depend on, and its restart."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from examples import examples
from forked_kernels.limits import ResourceWatch
from forks.forked import ENV, ForkHost, has_ended
from timeouts import scaled, wait_until, wait_until_async
from widget_host.kernels import fork_pool

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Kernels are forked on Linux alone.")


@pytest.fixture(scope="module")
def host():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fork_pool, "_LOOK_EVERY_S", 0.1)
        host = ForkHost()
        yield host
        host.close()


@pytest.fixture(scope="module")
def three(host):
    """Three visitors of the same page, whose cells have made what they could share."""
    template = host.template("shared.ipynb", "given = {name: 0 for name in 'abc'}\nhistory = []\nnumber = 0")
    visitors = [host.visit(template) for _ in range(3)]
    yield visitors
    for visitor in visitors:
        visitor.leave()


STEPS = st.tuples(st.integers(0, 2), st.sampled_from("abc"), st.integers(-9, 9))


@settings(max_examples=examples(12), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(st.lists(STEPS, min_size=1, max_size=6), min_size=1, max_size=4))
def test_visitors_never_see_one_another_s_values(host, three, rounds):
    expected = [dict.fromkeys("abc", 0) for _ in three]
    told = [[] for _ in three]

    async def play():
        reset = "given.update(a=0, b=0, c=0); history.clear()"
        await asyncio.gather(*(visitor.execute(reset) for visitor in three))
        for steps in rounds:
            # All at once: each visitor's own steps in order, the visitors' mixed.
            for who, name, value in steps:
                three[who].client.execute(f"given[{name!r}] = {value}; history.append({value})")
                expected[who][name] = value
                told[who].append(value)
            found = await asyncio.gather(*(visitor.value("(given, history)") for visitor in three))
            assert found == [str((expected[who], told[who])) for who in range(3)]

    host.run(play())


def test_chance_clocks_and_names_are_renewed_in_each_fork(host):
    template = host.template(
        "chance.ipynb",
        "import random, uuid, secrets, os, time, tempfile\nimport numpy as np\nimport ipywidgets as w",
        "made = random.random(), np.random.rand()",
    )
    same = "made"
    own = (
        "random.random()",
        "np.random.rand()",
        "uuid.uuid4()",
        "secrets.token_hex(8)",
        "os.getpid()",
        "time.time()",
        "tempfile.mktemp()",
        "w.Label().model_id",
        "get_ipython().kernel.ident",
        "get_ipython().kernel.session.session",
    )

    async def ask():
        visitors = await asyncio.gather(*(host.visitor(template) for _ in range(2)))
        values = [[await visitor.value(what) for what in (same, *own)] for visitor in visitors]
        for visitor in visitors:
            visitor.leave()
        return values

    one, other = host.run(ask())
    assert one[0] == other[0]
    assert [what for what, a, b in zip(own, one[1:], other[1:], strict=True) if a == b] == []


def test_databases_that_sqlalchemy_keeps_open_are_opened_anew_by_each_fork(host):
    template = host.template(
        "database.ipynb",
        "import sqlalchemy, os\nfile = sqlalchemy.create_engine('sqlite:///kept.sqlite')",
        "memory = sqlalchemy.create_engine('sqlite://')",
        "with file.begin() as link: link.execute(sqlalchemy.text('create table if not exists t(a)'));",
        "with memory.begin() as link: link.execute(sqlalchemy.text('create table m as select 5 as a'));",
    )
    ask = "{}.connect().execute(sqlalchemy.text('select count(*) from {}')).scalar()"
    visitor = host.visit(template)
    assert host.run(visitor.value(ask.format("file", "t"))) == "0"
    assert host.run(visitor.value(ask.format("memory", "m"))) == "1"
    visitor.leave()


def test_a_fork_that_is_killed_harms_nobody_and_leaves_no_zombie(host):
    template = host.template("killed.ipynb", "a = 1")
    one, other = host.visit(template), host.visit(template)
    one.leave()
    wait_until(lambda: has_ended(one.pid))
    assert one.kernel.poll() == 0
    assert host.run(other.value("a")) == "1"
    other.leave()


def test_a_template_that_is_killed_is_built_again_and_its_visitors_are_unharmed(host):
    template = host.template("template.ipynb", "a = 1")
    visitor = host.visit(template)
    os.kill(template.pid, signal.SIGKILL)
    wait_until(lambda: has_ended(template.pid))
    # Else nobody might clean up after it.
    assert psutil.Process(visitor.pid).ppid() == template.fork_server.pid
    late = host.visit(template)
    assert [host.run(one.value("a")) for one in (visitor, late)] == ["1", "1"]
    again = host.forks.at("template.ipynb", template.build)
    assert again.is_alive
    assert psutil.Process(late.pid).ppid() == again.pid
    for one in (visitor, late):
        one.leave()
        wait_until(lambda pid=one.pid: has_ended(pid))


def test_a_template_that_is_killed_is_built_again_before_anybody_asks(host):
    template = host.template("noticed.ipynb", "a = 1")
    os.kill(template.pid, signal.SIGKILL)

    def is_another():
        now = host.forks.at("noticed.ipynb", template.build)
        return now and now.pid != template.pid

    host.run(wait_until_async(is_another))


def test_a_fork_server_that_is_killed_is_started_again_and_all_that_it_forked_is_unharmed(host):
    template = host.template("first.ipynb", "a = 1")
    visitor = host.visit(template)
    os.kill(template.fork_server.pid, signal.SIGKILL)
    template.fork_server._process.wait()
    late = host.visit(template)
    another = host.template("second.ipynb", "a = 2")
    assert another.fork_server.pid != template.fork_server.pid
    third = host.visit(another)
    assert [host.run(one.value("a")) for one in (visitor, late, third)] == ["1", "1", "2"]
    for one in (visitor, late, third):
        one.leave()


def test_an_answer_comes_while_two_runaways_have_both_cores(host):
    template = host.template("runaway.ipynb", "a = 1")
    runaways = [host.visit(template) for _ in range(2)]
    watch = ResourceWatch(lambda: [one.pid for one in runaways], most_s=0.1)
    watch.check(0)
    for one in runaways:
        one.client.execute("while True: pass")
    wait_until(lambda: all(psutil.Process(one.pid).cpu_times().user > 0.4 for one in runaways))
    watch.check(5)
    calm = host.visit(template)
    assert host.run(calm.value("a")) == "1"
    assert [os.getpriority(os.PRIO_PROCESS, one.pid) for one in (*runaways, calm)] == [19, 19, 5]
    for one in (*runaways, calm):
        one.leave()


def test_an_endless_cell_is_interrupted(host):
    visitor = host.visit(host.template("interrupt.ipynb", "a = 1"))

    async def interrupt():
        running = asyncio.create_task(visitor.execute("a = 2\nwhile True: pass"))
        await wait_until_async(lambda: psutil.Process(visitor.pid).cpu_times().user >= 0.3)
        visitor.kernel.send_signal(signal.SIGINT)
        return await running

    assert host.run(interrupt())["ename"] == "KeyboardInterrupt"
    assert host.run(visitor.value("a")) == "2"
    visitor.leave()


def test_when_a_cell_fails_those_that_wait_are_let_go_and_later_ones_are_run(host):
    visitor = host.visit(host.template("abort.ipynb", "import time"))

    async def fail():
        asked = [visitor.client.execute(source) for source in ("time.sleep(0.2)\n1 / 0", "a = 1", "b = 1")]
        answers = [await visitor.client.get_shell_msg(timeout=scaled(10)) for _ in asked]
        return [answer["content"]["status"] for answer in answers], await visitor.value("'a' in globals()")

    assert host.run(fail()) == (["error", "aborted", "aborted"], "False")

    async def go_on():
        return (await visitor.execute("1 / 0"))["status"], await visitor.value("1 + 1")

    assert [host.run(go_on()) for _ in range(5)] == [("error", "2")] * 5
    visitor.leave()


def test_an_awaiting_cell_is_interrupted_too_and_other_messages_are_answered_meanwhile(host):
    visitor = host.visit(host.template("await.ipynb", "import asyncio\na = 1"))

    async def interrupt():
        running = asyncio.create_task(
            visitor.execute("a = 2\nopen('begun', 'w').close()\nawait asyncio.sleep(60)")
        )
        await wait_until_async((host.folder / "begun").exists)
        asked = visitor.client.session.msg("kernel_info_request", {})
        visitor.client.control_channel.send(asked)
        answer = await visitor.client.get_control_msg(timeout=scaled(10))
        visitor.kernel.send_signal(signal.SIGINT)
        return answer["msg_type"], (await running)["ename"]

    assert host.run(interrupt()) == ("kernel_info_reply", "CancelledError")
    visitor.leave()


def test_a_kernel_asked_to_shut_down_says_goodbye_and_ends(host):
    visitor = host.visit(host.template("shutdown.ipynb", "import atexit, pathlib"))

    async def shut_down():
        await visitor.execute("atexit.register(pathlib.Path('goodbye').touch);")
        visitor.client.shutdown()
        return (await visitor.client.get_control_msg(timeout=scaled(10)))["msg_type"]

    assert host.run(shut_down()) == "shutdown_reply"
    wait_until(lambda: has_ended(visitor.pid))
    assert (host.folder / "goodbye").exists()
    visitor.leave()


def test_what_a_thread_prints_in_a_visitor_s_kernel_is_shown(host):
    visitor = host.visit(host.template("thread.ipynb", "import threading, time"))
    source = "one = threading.Thread(target=print, args=['from a thread'])\none.start()\none.join()"
    messages = host.run(visitor.shown(source))
    assert "from a thread\n" in "".join(content.get("text", "") for _, content in messages)
    visitor.leave()


SERVER = """
import sys, time
from forks.forked import ENV, ForkHost
host = ForkHost()
template = host.template("page.ipynb", "a = 1")
visitors = [host.visit(template) for _ in range(3)]
visitors[0].client.execute("while True: pass")
visitors[1].client.execute("import time; time.sleep(600)")
arguments = ["ipykernel_launcher", "-f", f"{host.folder}/plain.json"]
host.run(host.forks.plain_kernel(arguments, "/", ENV, (1, 2)))
print(host.folder, flush=True)
time.sleep(600)
"""


def test_no_process_is_left_when_the_server_is_killed():
    path = os.pathsep.join([ENV["PYTHONPATH"], str(Path(__file__).parents[2])])
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER], env={**ENV, "PYTHONPATH": path}, stdout=subprocess.PIPE
    )
    try:
        folder = server.stdout.readline().decode().strip()
        below = psutil.Process(server.pid).children(recursive=True)
        # The fork server, the template, three visitors' kernels and a plain one.
        assert len(below) == 6
    finally:
        server.send_signal(signal.SIGKILL)
        server.wait()
        server.stdout.close()
    _, alive = psutil.wait_procs(below, timeout=scaled(5))
    assert alive == []
    shutil.rmtree(folder)
