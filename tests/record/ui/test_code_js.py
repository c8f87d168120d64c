import json
from pathlib import Path

import pytest

from in_node import run_program
from widget_host.link import link
from workbook.front import __file__ as front
from workbook.record.code import read_code, show_code

MODULE = Path(front).parents[1] / "record" / "ui" / "code.js"
VECTORS = json.loads((Path(__file__).parents[1] / "code_vectors.json").read_text(encoding="utf-8"))

# The browser's source of random bytes is put aside where the test knows what the bytes make.
PROGRAM = """
import { newCode, readCode, showCode } from "./code.mjs";
import { readFileSync } from "node:fs";
const { made, typed } = JSON.parse(readFileSync(process.argv[2], "utf-8"));
const random = globalThis.crypto;
const makeFrom = (hex) => {
  const getRandomValues = (array) => (array.set(Buffer.from(hex, "hex").subarray(0, array.length)), array);
  Object.defineProperty(globalThis, "crypto", { value: { getRandomValues }, configurable: true });
  return newCode();
};
const fixed = made.map(makeFrom);
Object.defineProperty(globalThis, "crypto", { value: random, configurable: true });
const fresh = Array.from({ length: 200 }, newCode);
const read = typed.map(readCode);
process.stdout.write(JSON.stringify({ fixed, fresh, read, shown: fresh.map(showCode) }));
"""


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("code")
    (folder / "code.mjs").write_text(link(MODULE), encoding="utf-8")
    told = {
        "made": [vector["bytes"] for vector in VECTORS["made"]],
        "typed": [vector["typed"] for vector in VECTORS["sound"] + VECTORS["faulty"]],
    }
    return run_program(folder, PROGRAM, told)


def test_the_browser_makes_the_same_code_of_the_same_bytes_as_python(answers):
    assert answers["fixed"] == [vector["code"] for vector in VECTORS["made"]]


def test_the_browser_reads_a_code_however_it_is_typed_and_says_what_is_wrong_with_another(answers):
    sound = [{"code": vector["code"], "fault": ""} for vector in VECTORS["sound"]]
    faulty = [{"code": "", "fault": vector["fault"]} for vector in VECTORS["faulty"]]
    assert answers["read"] == sound + faulty


def test_every_code_of_the_browser_is_another_and_python_reads_it(answers):
    assert len(set(answers["fresh"])) == 200
    assert [read_code(shown) for shown in answers["shown"]] == answers["fresh"]
    assert [show_code(code) for code in answers["fresh"]] == answers["shown"]
