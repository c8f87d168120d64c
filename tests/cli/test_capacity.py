"""The output of `workbook capacity`: a table that fits a terminal, JSON, or a line if there is no answer."""

import json
import re

import pytest

from commands import refused
from workbook.server.capacity import Needs, figures, make_plan

ASKED = ("--learners", "5000", "--peak", "0.1")


@pytest.fixture
def plan(run_here):
    """Ask for a plan."""
    return lambda *arguments: run_here("capacity", *arguments)


def test_a_plan_names_servers_memory_and_cores(plan):
    text = plan(*ASKED).stdout
    made = make_plan(Needs(5000, 0.1))
    assert re.search(rf"^  Servers +{made.all_servers}: {made.servers} to carry .* and 1 spare$", text, re.M)
    assert re.search(rf"^  Memory in all +{made.all_servers * 8} GiB$", text, re.M)
    assert re.search(rf"^  Cores in all +{made.all_servers * 2}$", text, re.M)
    assert "500, who come within 20 minutes" in text


@pytest.mark.parametrize(
    "more", [(), ("--workshops", "9999"), ("--learners", "100000000", "--peak", "1", "--minutes", "0.333")]
)
def test_a_plan_fits_80_columns(plan, more):
    lines = plan(*ASKED, *more).stdout.splitlines()
    assert max(map(len, lines)) <= 80


def test_a_plan_says_what_it_assumes_and_every_figure_with_what_measures_it(plan):
    text = plan(*ASKED).stdout
    assert "Everybody who is there writes" in text
    assert "half or twice as long" in " ".join(text.split())
    for figure in figures().values():
        assert re.search(rf"^    {re.escape(figure.what)} +{re.escape(figure.measured)}$", text, re.M)
        assert f"  {figure.bench} on {figure.on}" in text


def test_a_plan_warns_of_a_database_beyond_what_was_measured(plan):
    assert "No measurement reached" in plan("--learners", "50000", "--peak", "0.5").stdout
    assert "No measurement reached" not in plan(*ASKED).stdout


def test_a_plan_as_json_holds_the_same(plan):
    whole = json.loads(plan(*ASKED, "--format", "json", "--cores", "4", "--per-server-memory", "16").stdout)
    made = make_plan(Needs(5000, 0.1, cores=4, memory_gib=16))
    assert whole["plan"]["all_servers"] == made.all_servers
    assert whole["plan"]["busy_cores"] == made.busy_cores
    assert whole["needs"]["cores"] == 4
    assert {one["name"] for one in whole["figures"]} == set(figures())
    assert whole["assumes"]


@pytest.mark.parametrize(
    ("more", "code", "told"),
    [
        (("--learners", "0"), 2, "'0' is not a number of learners. Give a number from 1 to"),
        (("--learners", "many"), 2, "'many' is not a number of learners."),
        (("--peak", "10"), 1, "--peak 10 is not a share. Give one above 0 and up to 1"),
        (("--peak", "a tenth"), 2, "'a tenth' is not a number. Give one like 0.5 or 20."),
        (("--minutes", "nan"), 2, "'nan' is not a number."),
        (("--per-server-memory", "0.2"), 1, "A server with 0.2 GiB has no memory left for learners."),
    ],
)
def test_what_nobody_can_plan_with_is_told_in_a_line(plan, more, code, told):
    refused(plan(*ASKED, *more), code, told)
