"""A small request for a document of a record, for the tests of all formats."""

from workbook.front import with_facts, words

LABELS = with_facts(words("documents"), {"name": "A workbook", "audience": "For the tests"})


def entry(key="reflection/a", value="I will ask first.", **more):
    """An entry as the front end has it, written on a page about Standard 1."""
    return {
        "key": key,
        "value": value,
        "kind": "reflection",
        "title": "Your own practice",
        "standard": "standard-1",
        "question": "What happened?",
        "page": "standard-1",
        "client": "abc",
        "seq": 1,
        "updated": "2026-11-03T18:05:33.120Z",
        "others": [],
        "seen": {"abc": 1},
        **more,
    }


def time(page="standard-1", device="one", **days):
    """Measured minutes: time(d20261103=20)."""
    value = {f"{day[1:5]}-{day[5:7]}-{day[7:]}": minutes for day, minutes in days.items()}
    more = {"kind": "time", "title": "Standard 1: Rights", "standard": None, "question": None}
    return entry(f"time/{page}/{device}", value, page=page, **more)


def rating(when, value, statement="s-1", **more):
    question = more.pop("question", "I am sure that I can tell.")
    return entry(f"confidence/{statement}/{when}", value, kind="confidence", question=question, **more)


def plan(field, value, number=1, **more):
    fields = {"kind": "plan", "page": "record", "standard": "", "title": "Learning plan", **more}
    return entry(f"plan/{number}/{field}", value, **fields)


def request(*entries, **more):
    """A request for a document with these entries."""
    return {
        "labels": LABELS,
        "language": "en-GB",
        "zone": "Europe/London",
        "made": "2026-11-22T18:30:00+00:00",
        "name": "",
        "title": "My learning record",
        "pages": [
            {"id": "start", "title": "Start here", "standard": "", "minutes": 10},
            {"id": "standard-1", "title": "Standard 1: Rights", "standard": "standard-1", "minutes": 40},
            {"id": "standard-2", "title": "Standard 2: Trust", "standard": "standard-2", "minutes": 40},
        ],
        "standards": [
            {"id": "standard-1", "number": "1", "title": "Rights"},
            {"id": "standard-2", "number": "2", "title": "Trust"},
        ],
        "progress": [{"page": "standard-1", "done": 3, "total": 12}],
        "entries": list(entries),
        **more,
    }


def everything():
    """A request in which each part holds something."""
    return request(
        entry(frame="what"),
        entry("reflection/c", "I will ask before I post.", frame="now_what", question="What now?"),
        entry(
            "reflection/b",
            "From my laptop.",
            standard="standard-2",
            page="standard-2",
            others=[{**entry(value="From my phone."), "client": "xyz", "updated": "2026-11-05T08:00:00Z"}],
        ),
        time(d20261103=20, d20261105=25),
        rating("before", 2),
        rating("after", 4),
        plan("change", "Read the policy"),
        plan("by", "2026-12-01"),
        name="Aoife Murphy",
    )
