"""The figures as tables: side by side, compared with the targets, and where other servers are ahead."""

from load.serving.content import MAIN
from load.serving.figures import FIGURES, ratio, shown
from load.serving.servers import KINDS, LIMIT, MARIMO, OURS, SOLARA, VOILA
from load.table import Table

_BY_KEY = {figure.key: figure for figure in FIGURES}
_MIB, _KB = 2**20, 1000
_USABLE = f"one/{MAIN}/usable"
_COLD = f"browser/{MAIN}/local/cold"
_SLOW = f"browser/{MAIN}/slow/cold"

TARGETS = (
    ("Page usable without a browser", _USABLE, "times", 8, 20),
    ("Herd of 30, last one usable", f"herds/{MAIN}/30/last", "times", 16, 30),
    ("Herd of 100, last one usable, none failed or blank", f"herds/{MAIN}/100/last", "times", 15, 30),
    ("Memory of a learner who writes", "wrote", "most", 16 * _MIB, 8 * _MIB),
    ("Memory of a learner who only reads", "read", "most", 2 * _MIB, 0.1 * _MIB),
    ("A core's time for a visit", "cpu", "most", 0.08, 0.03),
    ("Widgets visible in Chromium, local", f"{_COLD}/widgets", "most", 1.0, 0.5),
    ("Text visible at 1.6 Mbit/s", f"{_SLOW}/text", "most", 1.2, 0.8),
    ("Exercise usable at 1.6 Mbit/s", f"{_SLOW}/usable", "most", 6.0, 3.0),
    ("Bytes, first visit", f"loaded/{MAIN}/bytes", "most", 900 * _KB, 400 * _KB),
)
"""What to reach: at least, and then. `times` as often as stock Voila, or at `most` so much."""


def tables(found):
    """Every table of what was measured, by server and then as `figures` names it."""
    kinds = [kind for kind in KINDS if kind in found]
    values = {kind: {figure.key: figure.of(found[kind]) for figure in FIGURES} for kind in kinds}
    sides = [_side_by_side(title, kinds, values) for title in dict.fromkeys(one.table for one in FIGURES)]
    herds = next(table for table in sides if table.title.startswith("A herd"))
    herds.note = _herd_note(found)
    ours = [_targets(values), _behind(values)] if OURS in values else []
    return [
        *sides,
        *ours,
        *([_beside_the_limit(values[OURS], found[LIMIT])] if ours and LIMIT in found else []),
    ]


def _side_by_side(title, kinds, values):
    rows = []
    for figure in FIGURES:
        if figure.table == title and any(values[kind][figure.key] is not None for kind in kinds):
            base = values.get(VOILA, {}).get(figure.key)
            rows.append(
                (figure.title, *(_cell(base, values[kind][figure.key], figure.unit) for kind in kinds))
            )
    return Table(title, ("What", *kinds), rows)


def _cell(base, value, unit):
    times = ratio(base, value) if unit else ""
    return f"{shown(value, unit)} ({times})" if times else shown(value, unit)


def _herd_note(found):
    """Why a herd was left out, and what went wrong in one."""
    said = ["Served is who had an answer from Python; blank is a page whose text or widgets were missing."]
    for kind, of_kind in found.items():
        for where, herd in of_kind.get("herds", {}).items():
            name, count = where.split("/")
            if herd.get("skipped"):
                said.append(f"{kind}, {count} to `{name}`: {herd['skipped']}.")
            if herd.get("faults"):
                said.append(f"{kind}, {count} to `{name}`: {'; '.join(herd['faults'])}.")
    return "\n".join(f"- {one}" for one in said)


def _targets(values):
    rows = [_target(values, target) for target in TARGETS]
    columns = ("What", "Voila", "Reached", "At least", "Met", "Then", "Met")
    return Table("What was to be reached", columns, rows)


def _target(values, target):
    title, key, how, least, then = target
    unit = _BY_KEY[key].unit
    base, value = values.get(VOILA, {}).get(key), values[OURS][key]
    stock = shown(base, unit)
    if base is None and key.endswith("/last"):
        # The last of a herd of which Voila left some unserved never came: ours is held against its 95th.
        base = values.get(VOILA, {}).get(key.replace("/last", "/p95"))
        stock = f"never; 95th of 100: {shown(base, unit)}" if base is not None else stock
    words = [f"{goal} x" if how == "times" else shown(goal, unit) for goal in (least, then)]
    met = [_met(base, value, how, goal) for goal in (least, then)]
    if key.startswith("herds/") and any(
        values[OURS][key.replace("/last", end)] for end in ("/failed", "/blank")
    ):
        met = ["no", "no"]
    return (title, stock, _cell(base, value, unit), words[0], met[0], words[1], met[1])


def _met(base, value, how, goal):
    if value is None or (how == "times" and base is None):
        return "not measured"
    return "yes" if (value * goal <= base if how == "times" else value <= goal) else "no"


def _behind(values):
    """On which rows another server is as good or better."""
    rows, compared = [], 0
    for figure in FIGURES:
        ours = values[OURS][figure.key]
        for kind in (SOLARA, MARIMO):
            theirs = values.get(kind, {}).get(figure.key)
            if ours is None or theirs is None:
                continue
            compared += 1
            # Nobody can be ahead of none failed and none blank.
            if theirs < ours or (theirs == ours and figure.unit):
                what = f"{figure.table}: {figure.title}"
                rows.append(
                    (what, kind, shown(theirs, figure.unit), shown(ours, figure.unit), ratio(ours, theirs))
                )
    columns = ("What", "Who is ahead", "Theirs", "Ours", "By")
    ahead = compared - len(rows)
    note = f"Of {compared} figures that Solara or marimo has as well, theirs is not better in {ahead}."
    return Table("Where Solara or marimo is ahead", columns, rows, note)


def _beside_the_limit(ours, of_limit):
    """How much more than the least it costs, without a browser."""
    rows = []
    for figure in FIGURES:
        least = figure.of(of_limit)
        if figure.unit in ("s", "core s") and least and ours[figure.key] is not None:
            value = ours[figure.key]
            times = f"{value / least:,.1f} x"
            rows.append((figure.title, shown(least, figure.unit), shown(value, figure.unit), times))
    note = "nginx sends the same pages, compressed, and a WebSocket answers one message without a kernel."
    return Table("How far it is to the limit", ("What", LIMIT, OURS, "Times the limit"), rows, note)
