import io
import logging
import sys

import pytest
from tornado.websocket import WebSocketClosedError

from workbook.serve.logs import DiscreetFormatter, worth_saying

WORDS = "what a learner wrote"


def raised(error):
    try:
        raise error
    except type(error):
        return sys.exc_info()


def record(message, *values, exc_info=None):
    return logging.LogRecord("x", logging.ERROR, "x.py", 1, message, values, exc_info)


def test_an_address_loses_its_query_and_a_kernel_its_id():
    line = DiscreetFormatter("%(message)s").format(
        record("GET /api/kernels/%s?q=%s failed", "0a1b2c3d-0000-4000-8000-0123456789ab", "some words")
    )
    assert line == "GET /api/kernels/(kernel)?... words failed"


def test_an_exception_is_told_by_its_place_and_not_by_its_message():
    line = DiscreetFormatter("%(message)s").format(record("It failed.", exc_info=raised(ValueError(WORDS))))
    assert WORDS not in line
    assert line.startswith("It failed. (ValueError in test_logs.py, line ")
    assert "\n" not in line


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
    handler.setFormatter(DiscreetFormatter("workbook: %(message)s"))
    logger = logging.Logger("one")
    logger.addHandler(handler)
    logger.error("GET /x?secret failed")
    assert out.getvalue() == "workbook: GET /x?... failed\n"
