"""What a number of learners needs: the arithmetic, and the measured figures behind it."""

import re
from pathlib import Path

import pytest

from load import bench
from widget_host.errors import ServeError
from widget_host.kernels.admission_queue import KEPT_FREE, KERNEL_MIB
from workbook.server.capacity import (
    BUSY,
    PAGE_EVERY_MIN,
    ROOM,
    SAVES_A_MIN,
    Measurement,
    Needs,
    figures,
    make_plan,
)

README = (Path(__file__).parents[1] / "load" / "README.md").read_text(encoding="utf-8")
VALUE = {name: figure.value for name, figure in figures().items()}
AGAIN = "Copy what stands in tests/load/README.md into widgets/workbook/server/capacity_figures.json."


def table(title):
    """The rows of a table of the README, its columns first, and on what it was measured."""
    before, _, after = README.partition(f"\n### {title}\n")
    assert after, f"There is no table {title!r}."
    lines = re.match(r"\n((?:\|.*\n)+)", after)[1].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return [rows[0], *rows[2:]], re.findall(r"^Measured with (.*?), Python", before, re.MULTILINE)[-1]


def cell(figure):
    """What stands in the README where a figure says that it is, without how many times better that is."""
    (columns, *rows), on = table(figure.table)
    (row,) = [row for row in rows if tuple(row[: len(figure.row)]) == figure.row]
    return re.match(r"[\d,.]+(?: (?:ms|s|MiB|kB)\b)?", row[columns.index(figure.column)])[0], on


@pytest.mark.parametrize("figure", figures().values(), ids=lambda figure: figure.name)
def test_a_figure_is_what_was_measured(figure):
    assert (figure.measured, figure.on) == cell(figure), AGAIN


@pytest.mark.parametrize("figure", figures().values(), ids=lambda figure: figure.name)
def test_a_figure_can_be_measured_again(figure):
    part = re.fullmatch(r'make bench ARGS="(\w+)"', figure.bench)[1]
    assert part in bench.FULL
    title = figure.table.split(",")[0]
    if part == "serving":
        sources = (Path(bench.__file__).parent / "serving").glob("*.py")
    else:
        sources = [Path(bench.__file__).with_name(f"{part}.py")]
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    assert re.sub(r"\d+", "{processes}", title) in text or title in text


@pytest.mark.parametrize(
    ("measured", "value"), [("13 ms", 0.013), ("0.031 s", 0.031), ("95 kB", 95_000), ("1,645 MiB", 1645)]
)
def test_a_figure_is_read_in_its_unit(measured, value):
    assert Measurement("n", "w", measured, "on", "bench", "table", (), "column").value == pytest.approx(value)


def test_one_learner_needs_one_server_and_a_spare_one():
    plan = make_plan(Needs(1, 1))
    assert (plan.present, plan.servers, plan.spare, plan.all_servers) == (1, 1, 1, 2)
    assert plan.database_cores == 1


def test_a_part_of_a_learner_is_one():
    assert make_plan(Needs(3, 0.1)).present == 1
    assert make_plan(Needs(100, 0.07)).present == 7  # which is 7.000000000000001 as a binary fraction


def test_the_memory_is_what_the_server_counts_for_a_process():
    plan = make_plan(Needs(5000, 0.1, memory_gib=8))
    usable = (8 * 1024 - VALUE["server_memory"]) * (1 - KEPT_FREE)
    assert plan.servers_by["memory"] == -(-500 * KERNEL_MIB // usable)
    assert plan.places == int(usable / KERNEL_MIB)
    assert plan.servers * plan.places >= plan.present
    assert plan.likely_memory_mib == pytest.approx(
        500 * VALUE["kernel_memory"] + plan.servers * VALUE["server_memory"]
    )


def test_the_cores_are_what_all_people_take_together():
    plan = make_plan(Needs(20_000, 0.1, minutes=10, workshops=4))
    assert plan.openings_a_s == pytest.approx(2000 * (1 / 10 + 1 / PAGE_EVERY_MIN) / 60)
    assert plan.saves_a_s == pytest.approx(2000 * SAVES_A_MIN / 60)
    assert plan.in_workshops == 4 * ROOM
    assert plan.busy_cores == pytest.approx(
        plan.openings_a_s * VALUE["opening_core"]
        + plan.saves_a_s * VALUE["save_core"]
        + 2000 * VALUE["kernel_core"] / 60
        + 4 * ROOM * VALUE["room_core"] / 60
        + plan.servers * VALUE["server_core"] / 60
    )
    assert plan.busy_cores <= plan.servers * 2 * BUSY


@pytest.mark.parametrize(
    ("needs", "reason"),
    [
        (Needs(5000, 0.1, memory_gib=2), "memory"),
        (Needs(5000, 0.1, memory_gib=256, cores=64), "people"),
        (Needs(5000, 1, minutes=0.02, memory_gib=256, cores=1), "cores"),
        (Needs(10, 0.1, workshops=100), "votes"),
    ],
)
def test_each_reason_can_decide_how_many_servers_there_are(needs, reason):
    plan = make_plan(needs)
    others = [count for name, count in plan.servers_by.items() if name != reason]
    assert plan.servers == plan.servers_by[reason] > max(others)


@pytest.mark.parametrize("more", [{"learners": 20_000}, {"peak": 0.9}, {"workshops": 900}])
def test_more_people_never_need_less(more):
    less = {"learners": 5000, "peak": 0.1, "workshops": 3}
    small, big = make_plan(Needs(**less)), make_plan(Needs(**{**less, **more}))
    assert big.servers > small.servers
    assert big.memory_mib > small.memory_mib
    assert big.busy_cores > small.busy_cores


def test_a_class_that_begins_together_opens_more_pages_a_second():
    spread, together = (make_plan(Needs(5000, 0.1, minutes=minutes)) for minutes in (60, 1))
    assert together.openings_a_s > 4 * spread.openings_a_s
    assert together.busy_cores > spread.busy_cores


def test_a_database_beyond_what_was_measured_is_said_to_be_so():
    assert make_plan(Needs(3400, 1)).database_measured
    assert not make_plan(Needs(3500, 1)).database_measured


@pytest.mark.parametrize(
    ("needs", "told"),
    [
        ({"learners": 0}, "--learners 0 is too few. Give 1 or more."),
        ({"peak": 0}, "--peak 0 is not a share. Give one above 0 and up to 1: 0.1 is one in ten."),
        ({"peak": 10}, "--peak 10 is not a share."),
        ({"peak": float("nan")}, "--peak nan is not a share."),
        ({"minutes": 0}, "--minutes 0 is not a time."),
        ({"workshops": -1}, "--workshops -1 is too few. Give 0 or more."),
        ({"cores": 0}, "--cores 0 is too few."),
        ({"memory_gib": -1}, "--per-server-memory -1 is not a size."),
        (
            {"memory_gib": 0.5},
            "A server with 0.5 GiB has no memory left for learners. Give --per-server-memory",
        ),
    ],
)
def test_what_nobody_can_plan_with_is_told(needs, told):
    with pytest.raises(ServeError, match="^" + re.escape(told)):
        make_plan(Needs(**{"learners": 5000, "peak": 0.1, **needs}))


def test_the_least_memory_that_is_told_is_enough():
    with pytest.raises(ServeError) as told:
        make_plan(Needs(1, 1, memory_gib=0.1))
    least = float(re.search(r"--per-server-memory ([\d.]+)", str(told.value))[1])
    assert make_plan(Needs(1, 1, memory_gib=least)).places >= 1
