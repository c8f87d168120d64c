"""Who can read what: one text for all places, and none that promises more."""

import csv
import json
import re
from pathlib import Path

import pytest

from widget_host.common.notebook_files import notebook_files
from workbook.front import words
from workbook.front._catalogue_reader import word_files
from workbook.record.ui.keeping import keeping
from workbook.record.ui.privacy import privacy
from workbook.record.ui.your_record import your_record

ROOT = Path(__file__).parents[3]
ABSOLUTE = re.compile(
    r"can(?:'t|not| not) read|nobody (?:else )?(?:can |will |may |ever )?(?:reads?|sees?)\b|nowhere\b"
    r"|(?<!should )never leaves?|never reach|only you can|(?:yours|you) alone|nothing leaves",
    re.IGNORECASE,
)
TRUE = {
    "Keep these pages where others can't read them.": "advice about paper",
    "Nobody sees a result before you show it.": "the server holds a result back",
    "It is sent nowhere, and nobody has a list of names.": "a learner's browser makes the statement",
    "it is for you alone": "the result of a step that the plan never shows stays on the console",
    "This is for you alone.": "likewise",
    "Nobody sees who wrote it.": "a text that is shown in a workshop carries no name",
    "Your own reminder, which nobody else sees": "a trainer's note is never sent to the room",
    "It is kept under your name, for you alone.": "a trainer's plan",
    "Say that nobody will read it unless they choose to show it.": "a trainer says so of pen and paper too",
    "What makes each act more risky, or less, is for you alone.": "a trainer's notes stay there",
    'What is under "For you" is for you alone.': "a trainer's notes stay there",
    "Keep it somewhere that only you can open, until you hand it in.": "advice on where to keep a document",
    "Now paste it somewhere that only you can open.": "advice on where to keep a code",
    "Keep it where only you can find it, such as in a password manager or on paper at home.": "likewise",
    "It can write to a `/tmp` of its own and nowhere else.": "the server's own user",
    "It can be opened with your code alone, so throw the code away too.": "a sealed copy in a backup",
}


@pytest.fixture(params=["1", ""], ids=["codes", "no codes"])
def _codes(request, monkeypatch):
    monkeypatch.setenv("WORKBOOK_DATABASE", request.param and "records.sqlite")


@pytest.mark.usefixtures("_codes")
def test_who_can_read_what_is_told_in_the_words_of_the_choice_and_of_the_server():
    notice, part = privacy(), privacy("readers")
    names = ["device", "server", *(["code"] if keeping().content["codes"] else [])]
    for name in names:
        honest = str(notice._t(f"keeping.{name}.honest")).replace("'", "&#39;")
        assert honest in str(notice.readable())
        assert honest in str(part.readable())
    assert ("recovery code</h" in str(part.readable())) == keeping().content["codes"]


@pytest.mark.usefixtures("_codes")
def test_the_notice_has_each_line_of_the_two_cards_and_the_longer_text_keeps_each_promise_of_them():
    shown = keeping()
    notice = str(privacy().readable())
    for way in ("device", "code") if shown.content["codes"] else ("device",):
        for fact in ("where", "lost", "readers"):
            line = shown.words[f"keeping.{way}.{fact}"].replace("'", "&#39;")
            assert f"{shown.words[f'keeping.fact.{fact}']}: {line}" in notice
    promises = {
        "keeping.device.where": ["this browser"],
        "keeping.device.lost": ["history is cleared", "private window is closed"],
        "keeping.device.readers": [
            "nyone who uses this browser under the same sign-in",
            "whoever manages this device",
        ],
        "keeping.code.where": ["database", "his browser", "You can go on from any device"],
        "keeping.code.lost": ["nobody can help"],
        "keeping.code.readers": [
            "Whoever finds",
            "In principle, whoever runs the server",
            "while you use it, and that may be your employer",
        ],
    }
    for name, parts in promises.items():
        honest = shown.words[f"{name.rpartition('.')[0]}.honest"]
        for part in parts:
            assert part in shown.words[name], name
            assert part in honest, name


def test_a_copy_without_a_server_tells_who_can_read_it_there(monkeypatch):
    monkeypatch.setenv("WORKBOOK_COPY", "1")
    part = privacy("readers")
    assert part.words["privacy.copy.host"] in str(part.readable())
    assert part.words["privacy.server.title"] not in str(part.readable())


def test_each_text_on_reading_names_the_sign_in_and_whoever_manages_the_device_or_runs_the_server():
    words = {**privacy().words, **your_record().words}
    for name in ("keeping.device.honest", "privacy.copy.text", "your_record.readers"):
        assert "same sign-in" in words[name]
        assert "whoever manages this device" in words[name]
    for name in ("keeping.code.honest", "keeping.server.honest", "your_record.readers_code"):
        assert "could read what you write" in words[name]
        assert "that may be your employer" in words[name]


def test_no_text_promises_more_than_the_notice():
    promised = [
        f"{place}: {sentence}"
        for place, text in texts()
        for sentence in re.split(r"(?<=[.!?:”])\s+|\n", text)
        if ABSOLUTE.search(sentence) and sentence.strip(" -*") not in TRUE
    ]
    assert promised == []


def texts():
    """Every text that tells a learner, a trainer or a publisher of the workbook itself, and its place."""
    yield "README.md", (ROOT / "README.md").read_text(encoding="utf-8")
    for path in notebook_files(ROOT / "notebooks"):
        if ".ipynb_checkpoints" in path.parts:
            continue
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                yield path.name, "".join(cell["source"])
                yield path.name, cell["metadata"].get("workbook", {}).get("without_server", "")
    yield from words(*word_files()).items()
    guide = ("facilitator_guide", "facilitator_notes", "plan_steps", "plans")
    for name in (*guide, "reflections", "self_ratings"):
        with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                yield from ((f"{name}.csv", text) for text in row)
