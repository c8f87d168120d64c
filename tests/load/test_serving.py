"""How the benchmark of serving counts and reads, and that our own server serves three visitors."""

import asyncio
import json
import os
import shutil
import subprocess
import sys

import pytest

from browser.chromium import MISSING
from load.serving import browser, content, herd, jupyter, servers, usage, visitor
from load.serving.figures import FIGURES, ratio, shown
from load.serving.report import TARGETS, tables

NAMES = (content.MAIN, content.STOCK)
CACHES = ("cold", "warm")

pytestmark = pytest.mark.skipif(os.name != "posix", reason="The bench reads Linux's /proc.")


def test_time_of_a_core_is_that_of_a_process_and_of_its_children_that_ended():
    stat = "42 (a (strange) name) S 1 42 42 0 -1 4194560 9 0 0 0 300 200 40 10 20 0 1 0 999"
    assert usage.stat_s(stat) == pytest.approx(550 / usage.TICKS)
    assert usage.stat_s("") == 0


def test_memory_is_the_share_of_a_process():
    assert usage.rollup_bytes("Rss: 9000 kB\nPss:    2048 kB\nPss_Dirty: 1 kB\n") == 2 * 2**20
    assert usage.rollup_bytes("") == 0


def test_a_message_survives_being_packed_for_the_socket():
    header = {"msg_id": "1", "msg_type": "comm_msg"}
    sent = {"comm_id": "ab", "data": {"method": "update", "state": {"value": "schön"}}}
    assert jupyter.unpacked(jupyter.packed("shell", header, {}, sent)) == ("comm_msg", sent)


def test_the_answer_of_python_is_told_from_what_else_a_widget_sends():
    assert visitor.is_answer({"method": "update", "state": {"value": "Answered 2"}})
    assert visitor.is_answer({"method": "custom", "content": {"type": "record", "id": 1, "ok": True}})
    assert not visitor.is_answer({"method": "update", "state": {"value": 3}})
    assert not visitor.is_answer({"method": "echo_update", "state": {"value": "Nothing yet."}})
    assert not visitor.is_answer({"method": "custom", "content": "Answered"})


def test_only_what_people_use_counts_as_a_control():
    names = ("ButtonModel", "IntSliderModel", "DatePickerModel", "SelectMultipleModel", "BoundedIntTextModel")
    assert all(visitor.is_control({"_model_name": name}) for name in names)
    others = ("ButtonStyleModel", "SliderStyleModel", "LayoutModel", "LabelModel", "VBoxModel", "HBoxModel")
    assert not any(visitor.is_control({"_model_name": name}) for name in others)


def test_every_page_has_a_sentence_to_look_for_and_something_to_answer():
    for name in content.names():
        page = content.page(name)
        assert page.sentence in "\n".join(source for kind, source in page.cells if kind == "markdown")
        assert page.shows >= 2


def test_a_plain_sentence_has_no_markup():
    prose = "# A title of some length\n\n**Bold** is no plain text.\nThis one is plain and long enough. More."
    assert content.sentence(prose) == "This one is plain and long enough."


def test_every_page_is_a_program_for_marimo_with_each_exercise_in_its_place():
    for name in content.names()[:-1]:
        page = content.page(name)
        text = content.as_marimo(page)
        compile(text, name, "exec")
        shown = [source for kind, source in page.cells if kind == "code" and content.is_shown(source)]
        assert text.count("mo.ui.anywidget(") == len(shown)


def test_one_visit_that_never_came_is_not_hidden_by_the_others():
    figure = next(one for one in FIGURES if one.key == f"one/{content.MAIN}/usable")
    assert figure.of({"one": {content.MAIN: {"usable": [3.0, 1.0, 2.0]}}}) == 2.0
    assert figure.of({"one": {content.MAIN: {"usable": [3.0, None, 2.0]}}}) is None
    assert figure.of({}) is None


def test_figures_are_shown_in_the_units_of_people():
    assert [shown(0.0123, "s"), shown(1.25, "s"), shown(0.0801, "core s")] == ["12 ms", "1.2 s", "0.080 s"]
    assert [shown(16 * 2**20, "MiB"), shown(-5, "MiB"), shown(900_000, "kB")] == [
        "16 MiB",
        "0.00 MiB",
        "900 kB",
    ]
    assert [shown(None, "s"), shown(1204, "")] == ["none", "1,204"]


def test_a_ratio_says_how_many_times_better_something_is():
    assert [ratio(10, 2), ratio(2, 10), ratio(10, 0), ratio(None, 1), ratio(1, None)] == [
        "5.0 x",
        "0.2 x",
        "over 1,000 x",
        "",
        "",
    ]


def test_targets_are_met_only_by_figures_that_meet_them():
    assert _met_of(usable=2.0, voila=16.0) == ("yes", "no")
    assert _met_of(usable=0.8, voila=16.0) == ("yes", "yes")
    assert _met_of(usable=2.1, voila=16.0) == ("no", "no")
    assert _met_of(usable=None, voila=16.0) == ("not measured", "not measured")


def test_a_herd_of_which_one_failed_or_was_blank_meets_no_target():
    for fault in ("failed", "blank"):
        ours = {"last": 0.1, "failed": 0, "blank": 0} | {fault: 1}
        row = _row("Herd of 100", {"herds": {f"{content.MAIN}/100": ours}})
        assert row[4::2] == ("no", "no")


def test_a_herd_that_voila_served_in_part_is_held_against_its_95th():
    ours, voila = (
        {"last": last, "p95": p95, "failed": 0, "blank": 0} for last, p95 in ((1.0, 1.0), (None, 20.0))
    )
    row = _row(
        "Herd of 100", {"herds": {f"{content.MAIN}/100": ours}}, {"herds": {f"{content.MAIN}/100": voila}}
    )
    assert row[1:6] == ("never; 95th of 100: 20.0 s", "1.0 s (20.0 x)", "15 x", "yes", "30 x")


def test_rows_on_which_another_server_is_ahead_are_found_by_themselves():
    found = {
        servers.SOLARA: {"cpu": 0.2, "wrote": 2**20, "herds": {f"{content.MAIN}/30": {"failed": 0}}},
        servers.OURS: {"cpu": 0.1, "wrote": 4 * 2**20, "herds": {f"{content.MAIN}/30": {"failed": 0}}},
    }
    behind = tables(found)[-1]
    assert [row[1:] for row in behind.rows] == [(servers.SOLARA, "1.00 MiB", "4.00 MiB", "4.0 x")]
    assert behind.note == "Of 3 figures that Solara or marimo has as well, theirs is not better in 2."


def test_a_visitor_without_an_answer_is_not_served(monkeypatch):
    class Silent:
        first_byte, blank, left = 0.0, False, 0

        async def read(self):
            pass

        async def ask(self):
            await asyncio.sleep(60)

        async def leave(self):
            Silent.left += 1

    monkeypatch.setattr(herd, "visitor", lambda *_: Silent())
    done = asyncio.run(herd.together(None, "page", 3, -0.9))
    assert (done.failed, len(done.served), Silent.left) == (3, 0, 3)
    assert "last" not in done.figures()


@pytest.mark.slow
def test_three_visitors_of_our_server_are_answered_and_none_is_left_behind(tmp_path):
    place = servers.Servers(tmp_path)
    server = place.start(servers.OURS)
    try:
        done = asyncio.run(herd.together(server, content.STOCK, 3, 60))
        started = {process.pid for process in server.processes()}
    finally:
        left = server.stop()
    assert (done.failed, done.blank, done.faults) == (0, 0, [])
    assert done.figures()["last"] < 60
    assert left == 0
    assert not [pid for pid in started if usage.stat_s(usage.read(pid, "stat"))]


@pytest.mark.slow
def test_in_the_browser_nothing_that_a_visit_waits_for_is_missing_from_the_page(tmp_path):
    with browser.chromium() as chromium:
        if chromium is None:
            pytest.skip(MISSING)
        server = servers.Servers(tmp_path).start(servers.OURS)
        try:
            found = browser.measure(chromium, server, 1, 0, lambda _: None)
        finally:
            server.stop()
    assert sorted(found) == sorted([*(f"{name}/local/{cache}" for name in NAMES for cache in CACHES), "turn"])
    assert [visit for visits in found.values() for visit in visits if None in visit.values()] == []


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx was not found. Install it (Debian: nginx).")
def test_the_limit_sends_whole_pages_and_answers(tmp_path):
    server = servers.Servers(tmp_path).start(servers.LIMIT)
    try:
        done = asyncio.run(herd.one_by_one(server, content.MAIN, 2))
    finally:
        left = server.stop()
    assert (done.failed, done.blank, done.faults, left) == (0, 0, [], 0)


def test_what_is_further_than_the_limit_is_said_in_times():
    ours, least = ({"cpu": value, "wrote": 2**20} for value in (0.03, 0.002))
    table = tables({servers.OURS: ours, servers.LIMIT: least})[-1]
    assert table.rows == [("A core's time for a visit", "0.002 s", "0.030 s", "15.0 x")]
    assert tables({servers.OURS: ours})[-1].title != table.title


@pytest.mark.slow
def test_an_unknown_benchmark_is_named_with_what_there_is():
    done = subprocess.run(
        [sys.executable, "-m", "load.bench", "serving", "--quick", "--write"],
        env={**os.environ, "PYTHONPATH": str(content.ROOT / "tests")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "what is written is a whole run" in done.stderr


def _row(title, ours, voila=None):
    found = {servers.VOILA: voila or {}, servers.OURS: ours}
    table = next(table for table in tables(found) if table.title == "What was to be reached")
    assert len(table.rows) == len(TARGETS)
    return next(row for row in table.rows if row[0].startswith(title))


def _met_of(usable, voila):
    """Whether the first goal of a page that is usable without a browser is met, and the second."""
    seconds = [{"one": {content.MAIN: {"usable": [value]}}} for value in (usable, voila)]
    return _row("Page usable", *json.loads(json.dumps(seconds)))[4::2]
