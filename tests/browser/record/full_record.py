"""A full record, as a learner has it who has been through the workbook: answers, ratings and time."""

import json

from workbook.content import load

WORDS = "I would say who I am, and why I ask, and then leave it to them whether they answer. "
STANDARDS = range(1, 7)

_TAKE_IN = """async ([entries, days]) => {
  const mark = document.querySelector("link[rel=icon]").href;
  const { openRecord } = await import(mark.replace("server/static/mark.svg", "record/ui/record.js"));
  const record = openRecord();
  await record.takeIn(entries);
  for (const [page, minutes] of days)
    await record.save(`time/${page}/phone`, { "2026-07-01": minutes }, { kind: "time", title: page });
}"""


def fill(page, answers=40):
    """Put a full record into the browser of a page of the workbook, which has the record open."""
    days = [(f"standard-{number}", 35) for number in STANDARDS]
    page.evaluate(_TAKE_IN, json.loads(json.dumps([[*_reflections(answers), *_ratings()], days])))


def _reflections(count):
    for number in range(count):
        yield _entry(
            f"reflection/question-{number}",
            WORDS * 4,
            kind="reflection",
            title="A reflection",
            question="What would you do differently next time, and who would you tell?",
            standard=f"standard-{number % 6 + 1}",
        )


def _ratings():
    for one in load().self_ratings:
        for value, when in enumerate(("before", "after"), 2):
            key = f"confidence/{one.id}/{when}"
            yield _entry(key, value, kind="confidence", title="How sure?", standard=one.standard)


def _entry(key, value, *, standard, **about):
    made = {"client": "phone", "seq": 1, "updated": "2026-07-01T10:00:00.000Z"}
    return {"key": key, "value": value, "standard": standard, "page": standard, **made, **about} | {
        "seen": {"phone": 1},
        "others": [],
    }
