"""The form of a line of the log, and what is kept out of it."""

import io
import json
import logging
import subprocess
import sys

import pytest
from tornado.websocket import WebSocketClosedError

from timeouts import scaled
from widget_host.http.logs import DiscreetFormatter, figures, say_as, worth_saying

WORDS = "what a learner wrote"


def raised(error):
    try:
        raise error
    except type(error):
        return sys.exc_info()


def record(message, *values, exc_info=None, name="widget_host.x"):
    return logging.LogRecord(name, logging.ERROR, "x.py", 7, message, values, exc_info)


def event(one, form="text"):
    """What is in a line behind its time."""
    return DiscreetFormatter(form).format(one).partition(" ")[2]


def test_a_line_has_its_time_its_level_the_event_and_figures():
    one = record("Stopped.")
    one.created = 1793423107.25
    vars(one).update(figures(kernels=3, seconds=0.5))
    line = DiscreetFormatter().format(one)
    assert line == "2026-10-31T05:05:07.250Z error widget_host: Stopped. kernels=3 seconds=0.5"
    assert json.loads(DiscreetFormatter("json").format(one)) == {
        "time": "2026-10-31T05:05:07.250Z",
        "level": "error",
        "event": "Stopped.",
        "kernels": 3,
        "seconds": 0.5,
    }


@pytest.mark.parametrize(
    ("words", "left"),
    [
        (
            "GET /api/kernels/0a1b2c3d-0000-4000-8000-0123456789ab?q=x failed",
            "GET /api/kernels/(kernel)?... failed",
        ),
        ("from 192.168.1.20 and [2001:db8::1], at 10:20:30", "from (address) and [(address)], at 10:20:30"),
        ("from ::1 and ::ffff:10.0.0.1.", "from (address) and (address)."),
        ("one\nand two", "one and two"),
        ("version 0.5.13 in cell 2: it fails", "version 0.5.13 in cell 2: it fails"),
    ],
)
def test_what_could_name_somebody_is_cut_out(words, left):
    assert event(record(words)) == f"error widget_host: {left}"


LEVELS = """
import logging, sys
from widget_host.http.logs import set_up_logs
jupyter = logging.getLogger("jupyter")
set_up_logs(jupyter, level=sys.argv[1])
for name in ("widget_host.server", "jupyter", "tornado.general", "other"):
    for level in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
        logging.getLogger(name).log(level, "what a learner wrote")
"""


@pytest.mark.parametrize(
    ("level", "ours", "others"),
    [
        ("error", ["error"], ["error"]),
        ("warning", ["warning", "error"], ["error"]),
        ("info", ["info", "warning", "error"], ["error"]),
        ("debug", ["debug", "info", "warning", "error"], ["warning", "error"]),
    ],
)
def test_how_much_is_told_is_a_setting_and_others_words_are_told_at_none(level, ours, others):
    ran = subprocess.run(
        [sys.executable, "-c", LEVELS, level], capture_output=True, text=True, check=True, timeout=scaled(60)
    )
    lines = [line.split(" ", 2)[1:] for line in ran.stderr.splitlines()]
    assert [told for told, words in lines if words == f"widget_host: {WORDS}"] == ours
    for name in ("jupyter", "tornado.general"):
        assert [told for told, words in lines if words.startswith(f"widget_host: {name} reports")] == others
    assert ran.stderr.count(WORDS) == len(ours)


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_exception_is_told_by_its_place_and_not_by_its_message(form):
    line = event(record("It failed.", exc_info=raised(ValueError(WORDS))), form)
    assert WORDS not in line
    assert "It failed. (ValueError in test_logs.py, line " in line
    assert "\n" not in line


@pytest.mark.parametrize(
    ("name", "message", "values"),
    [
        ("tornado.application", "Uncaught exception %s\n%r", ("GET /x?" + WORDS, f"Request(body={WORDS})")),
        ("asyncio", f"Exception in callback save('{WORDS}')\nhandle: <Handle {WORDS}>", ()),
        ("sqlalchemy.pool", f"Error with parameters: ('{WORDS}',)", ()),
        ("py.warnings", "%s", (f"x.py:1: UserWarning: {WORDS}",)),
    ],
)
def test_of_other_packages_the_place_is_told_and_no_word(name, message, values):
    line = event(record(message, *values, exc_info=raised(ValueError(WORDS)), name=name))
    assert WORDS not in line
    assert line.startswith(f"error widget_host: {name} reports something at line 7 of x. (ValueError in ")


@pytest.mark.parametrize(
    ("error", "message", "worth"),
    [
        (WebSocketClosedError(), "Future exception was never retrieved", False),
        (ValueError("x"), "Future exception was never retrieved", True),
        (None, "A kernel died.", True),
    ],
)
def test_a_visitor_who_left_is_no_fault(error, message, worth):
    assert worth_saying(record(message, exc_info=raised(error) if error else None)) is worth


def test_a_record_goes_through_a_real_logger():
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(DiscreetFormatter())
    logger = logging.Logger("widget_host.one")
    logger.addHandler(handler)
    logger.error("GET /x?secret failed")
    assert out.getvalue().endswith("Z error widget_host: GET /x?... failed\n")


def test_what_is_said_at_the_start_has_the_same_form_as_the_log():
    lines = []
    say_as("text", lines.append)("The workbook is open.")
    say_as("json", lines.append)("The workbook is open.")
    assert lines[0] == "The workbook is open."
    assert {"level": "info", "event": "The workbook is open."}.items() <= json.loads(lines[1]).items()


UNCAUGHT = """
import gc, logging, sys, threading, warnings
from widget_host.http.logs import set_up_logs
set_up_logs(logging.getLogger("jupyter"), "json")
class Odd:
    def __del__(self): raise ValueError("what a learner wrote")
def fail(): raise ValueError("what a learner wrote")
thread = threading.Thread(target=fail); thread.start(); thread.join()
del (odd := [Odd()])[0]
warnings.warn("what a learner wrote")
logging.getLogger("widget_host.x").error("%d", "what a learner wrote")
fail()
"""


def test_what_nobody_catches_is_told_in_the_same_form():
    done = subprocess.run(
        [sys.executable, "-c", UNCAUGHT], capture_output=True, text=True, check=False, timeout=scaled(60)
    )
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert len(lines) >= 4
    assert WORDS not in done.stderr
    assert {line["level"] for line in lines} == {"error", "warning"}
