"""What every test run shares: nothing is left out quietly, and nothing at all in continuous integration."""

import os

import pytest


@pytest.fixture(scope="session", autouse=True)
def _records_of_the_tests_alone(tmp_path_factory):
    """Keep every server that a test starts away from the records of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBOOK_DATABASE", str(tmp_path_factory.mktemp("records") / "records.sqlite"))
        patch.delenv("WORKBOOK_RETENTION_MONTHS", raising=False)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    """Make a skipped test fail where CI is set: there, whatever is missing has to be installed."""
    report = yield
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped when CI is set: {_reason(report)}"
    return report


def pytest_terminal_summary(terminalreporter):
    """Say in a plain line what was not run, and why."""
    reasons = {}
    for report in terminalreporter.stats.get("skipped", []):
        reasons[_reason(report)] = reasons.get(_reason(report), 0) + 1
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"Not run: {count} {'test' if count == 1 else 'tests'}. {reason}")


def _reason(report):
    """Return why a test was skipped, without the place in the code."""
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")
