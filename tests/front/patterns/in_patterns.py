"""Runs the patterns of exercises in Node.js, over a small document of their own."""

import json
from pathlib import Path

import workbook.front
from in_node import run_program
from workbook.front import words

FRONT = Path(workbook.front.__file__).parent
SMALL_DOM = Path(__file__).with_name("small_dom.mjs")


def run(tmp_path, program):
    """Run a program that calls `answer`; it has the patterns, the kit, and `t` for common words."""
    modules = [FRONT / "kit.js", *sorted((FRONT / "patterns").glob("*.js"))]
    return run_program(
        tmp_path,
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
        told=None,
    )
