"""Days and numbers in a page's language, in Node.js."""

from pathlib import Path

import pytest

import widget_host
from in_node import run_program
from widget_host.link import bundle

STATIC = Path(widget_host.__file__).parent / "pages" / "static"
PLAYED = """
import { readFileSync } from "node:fs";
import { clockText, dayText, language, locales, writtenMoment } from "./language.mjs";

const answers = JSON.parse(readFileSync(process.argv[2], "utf-8")).map(([lang, days]) => {
  globalThis.document = { documentElement: { lang }, body: { dataset: days ? { days } : {} } };
  const date = new Date(2026, 10, 23, 9, 5);
  return [language(), dayText(date), clockText(date), writtenMoment(date), (12345).toLocaleString(locales())];
});
console.log(JSON.stringify(answers));
"""
MONTHS = '{"day": "{day} {month} {year}", "months": [0,1,2,3,4,5,6,7,8,9,"Lafan",11]}'


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What is written for pages: (the page's language, how it has days written)."""
    folder = tmp_path_factory.mktemp("language")
    (folder / "language.mjs").write_text(bundle(STATIC / "common" / "language.js"), encoding="utf-8")
    asked = [("", None), ("en", None), ("en-GB", None), ("de", MONTHS), ("xx", MONTHS), ("xx", None)]
    return dict(zip(asked, run_program(folder, PLAYED, asked), strict=True))


@pytest.mark.parametrize("lang", ["", "en", "en-GB"])
def test_pages_in_english_have_days_as_in_britain(told, lang):
    day = "23 November 2026"
    assert told[lang, None] == ["en-GB", day, "09:05", f"{day} at 09:05", "12,345"]


def test_a_language_that_the_browser_knows_is_written_by_it(told):
    assert told["de", MONTHS][:2] == ["de", "23. November 2026"]


def test_a_language_that_it_does_not_know_has_the_months_that_the_page_brings(told):
    day = "23 Lafan 2026"
    assert told["xx", MONTHS] == ["xx", day, "09:05", f"{day}, 09:05", "12,345"]
    assert told["xx", None][1] == "23 November 2026"
