"""What an exercise describes once has a form on the screen and one on paper."""

import pytest

from workbook.documents.blocks import Heading, Listing, Note, WritingPrompt
from workbook.front.parts import Feedback, Options, Prompt, Subtitle, Text, Title, letter
from workbook.front.readable import article, blocks_in, details, heading, options, paragraphs, prompt, tag


@pytest.mark.parametrize(
    ("part", "screen", "paper"),
    [
        (Title("Kind", "Topic"), heading("Kind", "Topic"), [Heading(3, "Topic")]),
        (Title("Kind", "Topic", "Kind: Topic"), heading("Kind", "Topic"), [Heading(3, "Kind: Topic")]),
        (Subtitle("Part"), tag("h4", "Part"), [Heading(4, "Part")]),
        (Text("One\nTwo"), paragraphs("One\nTwo"), [Note("One\nTwo", "text")]),
        (Text("Aside", muted=True), tag("p.wb-small.wb-muted", "Aside"), [Note("Aside", "hint")]),
        (
            Prompt("Why?", "Think.", 2, 3),
            prompt("Why?", "Think.", lines=2),
            [WritingPrompt("Why?", "Think.", 3)],
        ),
        (
            Options("Which?", ("This", "That")),
            options("Which?", [("This",), ("That",)]),
            [Note("Which?", "lead"), Listing((("", "This"), ("", "That")), "letters", ticks=True)],
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_part_is_the_kit_s_html_on_the_screen_and_blocks_on_paper(part, screen, paper):
    shown = article("small", part)
    assert shown == article("small", screen)
    assert list(blocks_in(part)) == paper


def test_a_part_s_texts_are_escaped():
    assert tag("p", Subtitle("a < b")) == "<p><h4>a &lt; b</h4></p>"


def test_html_is_on_the_screen_alone_and_a_block_on_paper_alone():
    described = [tag("p", "Saved."), Note("With a pen.", "text")]
    assert article("small", described) == article("small", tag("p", "Saved."))
    assert list(blocks_in(described)) == [Note("With a pen.", "text")]


def test_parts_are_on_paper_in_reading_order_however_deep_they_stand():
    described = tag("ol", tag("li", Subtitle("One"), [details("More", Text("Two"))]), Heading(4, "Three"))
    found = blocks_in("In front", described, Subtitle("Four"))
    assert [block.text for block in found] == ["One", "Two", "Three", "Four"]


def test_feedback_is_nothing_on_the_screen_and_left_to_the_document():
    feedback = Feedback("Topic", (Note("Why.", "text"),))
    assert article("small", feedback) == article("small")
    assert list(blocks_in(feedback)) == [feedback]


def test_answers_have_letters_that_begin_again_after_the_last():
    assert [letter(at) for at in (0, 1, 25, 26)] == ["A", "B", "Z", "A"]
