"""What every exercise shows before its script has loaded."""

import json
from functools import cache
from importlib import import_module

import pytest
from hypothesis import given

import workbook
from front.html_page import HOSTILE, Html
from workbook.common import widget_registry as registry
from workbook.content import load
from workbook.front.exercise import Exercise

TABLES = load()
EXERCISES = [name for name in workbook.__all__ if name != "load"]
# Those that take a keyword.
WHICH = {
    "confidence": [(row.id, when) for row in TABLES.standards for when in ("before", "after")],
    "reading": [(), *((theme,) for theme in {row.theme: None for row in TABLES.reading})],
}


def calls_of(name):
    """What to call an exercise with, so that each row of its table is shown."""
    widget = registry.WIDGETS[name]
    if name in WHICH or widget.ids == "none":
        return WHICH.get(name, [()])
    table, column = widget.shown_rows
    ids = [getattr(row, column) for row in getattr(TABLES, table)]
    return [(), tuple(ids)] if widget.ids == "any" else [(one,) for one in ids]


SHOWN = [(name, which) for name in EXERCISES for which in calls_of(name)]

# Names by which something is found or worded, not texts.
NAMES = {
    "id",
    "kind",
    "about",
    "frame",
    "when",
    "text_kind",
    "standard",
    "standards",
    "next_scene",
    "theme",
    "themes",
    "verdict",
    "effect",
    "address",
    "reach",
    "need",
    "number",
    "sound",
}


@cache
def shown(name, which=()):
    """The HTML that stands beside the live exercise."""
    data = getattr(workbook, name)(*which)._repr_mimebundle_()
    data = data[0] if isinstance(data, tuple) else data
    assert "application/vnd.jupyter.widget-view+json" in data
    return data["text/html"]


def test_every_exercise_says_what_there_is_to_read():
    modules = [import_module(registry.module_of(name)) for name in EXERCISES]
    classes = {
        module.__name__: [
            one
            for one in vars(module).values()
            if isinstance(one, type) and issubclass(one, Exercise) and one.__module__ == module.__name__
        ]
        for module in modules
    }
    says = {
        name: [bool({"describe", "readable"} & set(vars(own))) for own in owned]
        for name, owned in classes.items()
    }
    assert says == {name: [True] for name in classes}


def test_what_is_read_is_balanced_and_holds_no_script_no_style_and_nothing_that_does_not_work(subtests):
    for name, which in SHOWN:
        with subtests.test(name, which=which):
            page = Html(shown(name, which))
            assert page.roots == 1
            assert "{" not in page.text, "a value is missing"
            for link in page.all("a"):
                if link["href"].startswith("tel:"):
                    assert name == "support"
                    assert link["href"].removeprefix("tel:").isdecimal()
                    continue
                if link["href"].startswith("#"):
                    ids = [held.get("id") for _, held in page.elements]
                    assert ids.count(link["href"].removeprefix("#")) == 1
                    continue
                assert link["href"].startswith("http")
                assert link["rel"] == "noopener noreferrer"


def test_it_has_the_frame_of_the_live_exercise_and_its_headings_go_down_by_one(subtests):
    for name, which in SHOWN:
        with subtests.test(name, which=which):
            page = Html(shown(name, which))
            roots = page.all("article")
            assert roots
            for root in roots:
                assert root["class"].split()[:2] == ["wb", "wb-exercise"]
                assert root["lang"] == "en-GB"
            assert f"wb-{name}" in [root["class"].split()[2] for root in roots]
            headings = [tag for tag, _ in page.elements if tag in ("h3", "h4")]
            assert headings[:1] in (["h3"], [])


def test_tips_are_read_together_with_their_exercise():
    first, second = [row.id for row in TABLES.tips if row.exercise == "draft"]
    kinds = [root["class"].split()[2] for root in Html(shown("tip", (first, second))).all("article")]
    assert kinds == ["wb-tip", "wb-tip", "wb-draft"]


def is_name_of_a_word(text, areas):
    """Whether a text is the name of a word instead of the word, like `common.save`."""
    area, dot, rest = text.partition(".")
    return bool(dot and area in areas and rest and rest[0].islower())


def test_no_word_is_missing():
    missing = []
    for name, which in SHOWN:
        page = Html(shown(name, which))
        widget = getattr(workbook, name)(*which)
        for child in getattr(widget, "children", [widget]):
            areas = {word.split(".")[0] for word in child.words}
            missing += [(name, which, text) for text in page.texts if is_name_of_a_word(text, areas)]
    assert missing == []


# What answers for the learner stays in the live exercise, by the key that it has in the content.
ANSWERS = {
    "boundaries": {"what_happens", "rationale"},
    "offensive": {"how_it_reads", "rationale"},
    "scenario": {"consequence", "rationale", "reasoning", "why_standard"},
}


def test_what_answers_for_the_learner_is_left_to_the_live_exercise(subtests):
    for name, which in SHOWN:
        if name not in ANSWERS:
            continue
        with subtests.test(name, which=which):
            text = Html(shown(name, which)).text
            content = getattr(workbook, name)(*which).content
            answers = [value for key, value in texts_of(content) if key in ANSWERS[name]]
            assert answers
            assert [answer for answer in answers if answer in text] == []


# What there is to read, by the keys of the content.
READ = {
    "advice": {"who", "good_for", "note"},
    "audience": {"title", "description", "unit", "meaning"},
    "boundaries": {"sender", "time", "text", "answer"},
    "carousel": {"title", "what_happened", "why_it_matters", "lesson", "short_title", "source"},
    "confidence": {"statement"},
    "draft": {"title", "text", "note"},
    "facilitator_guide": {"title", "text"},
    "facilitator_note": {"short_title", "aim", "prepare", "title", "text", "comes_up", "avoid"},
    "glossary": {"term", "meaning"},
    "law": {"title", "text", "source", "read_on"},
    "good_use": {"title", "benefit", "care"},
    "offensive": {"author", "text", "action"},
    "plan": {"title", "aim", "prepare", "wall", "notes", "about_title"},
    "policy": {"find", "why", "where"},
    "reading": {"title", "publisher", "author", "published", "country", "find_it", "good_for", "address"},
    "reflection": {"title", "intro", "prompt", "hint"},
    "scenario": {
        "content_note",
        "facts",
        "unknown",
        "people",
        "short_title",
        "situation",
        "question",
        "choice",
    },
    "standard": {"title", "summary", "wording", "text", "online"},
    "support": {"who", "who_for", "number", "hours", "note", "read_on"},
    "technology": {"title", "consideration", "example", "question", "overview"},
    "tip": {"title", "why", "short_title"},
    "voices": {"who", "text", "transcript"},
}


def to_be_read(exercise):
    """The lines of an exercise's content that a reader has to find."""
    content = exercise.content
    if exercise.name == "scenario":  # a later scene says what came of a choice, and law is for its end
        content = {**content, "scenes": content["scenes"][:1], "law": []}
    return [
        " ".join(line.split())
        for key, value in texts_of(content)
        if key in READ[exercise.name]
        for line in value.split("\n")
    ]


def test_everything_that_is_there_to_read_is_there(subtests):
    for name, which in SHOWN:
        if name not in READ:
            continue
        with subtests.test(name, which=which):
            text = " ".join(Html(shown(name, which)).text.split())
            widget = getattr(workbook, name)(*which)
            for child in getattr(widget, "children", [widget]):
                lines = to_be_read(child)
                assert any(lines)
                assert [line for line in lines if line not in text] == []


def test_the_overview_of_scenarios_has_a_row_for_each():
    page = Html(shown("scenarios_overview"))
    assert {row.title for row in TABLES.scenarios} <= set(page.texts)
    assert len(page.all("tr")) == 1 + len(TABLES.scenarios)


def texts_of(content, key=""):
    """Every text of a content, with the key that it stands under."""
    if isinstance(content, str):
        yield key, content
    elif isinstance(content, dict):
        for name, value in content.items():
            yield from texts_of(value, name)
    elif isinstance(content, list):
        for value in content:
            yield from texts_of(value, key)


def with_text(content, text, key=""):
    """The same content with one text in place of every text."""
    if isinstance(content, str):
        return content if key in NAMES else text
    if isinstance(content, dict):
        return {name: with_text(value, text, name) for name, value in content.items()}
    if isinstance(content, list):
        return [with_text(value, text, key) for value in content]
    return content


HELD = [
    ("scenario", (TABLES.scenarios[0].id,)),
    ("standard", (TABLES.standards[0].id,)),
    ("reading", ()),
    ("reflection", (TABLES.reflections[0].id,)),
    ("boundaries", ()),
    ("technology", ()),
    ("draft", ()),
    ("support", ()),
    ("law", ()),
    ("voices", (TABLES.standards[0].id,)),
]


@pytest.mark.parametrize(("name", "which"), HELD, ids=[name for name, _ in HELD])
@given(text=HOSTILE)
def test_a_text_stays_a_text_whatever_stands_in_it(name, which, text):
    widget = WIDGETS[name, which]
    calm, hostile = widget_with(widget, "calm words"), widget_with(widget, text)
    assert [(tag, list(held)) for tag, held in hostile.elements] == [
        (tag, list(held)) for tag, held in calm.elements
    ]
    assert hostile.texts == [one.replace("calm words", text) for one in calm.texts]


WIDGETS = {(name, which): getattr(workbook, name)(*which) for name, which in HELD}


def widget_with(widget, text):
    """What an exercise shows with one text in place of every text."""
    original = widget.content
    try:
        widget.content = with_text(json.loads(json.dumps(original)), text)
        return Html(str(widget.readable()))
    finally:
        widget.content = original
