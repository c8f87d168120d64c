"""A publisher's theme: what it may change, and all faults of one reported at once."""

import base64
import re

import pytest

from workbook.front import colours
from workbook.theme import PLAIN, Link, ThemeError, load_theme

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1"/></svg>'
WHOLE = """
[colours.light]
accent = "#5B2A86"

[footer]
text = "Served by the training team."
links = [{ words = "Help desk", address = "mailto:help@example.org" }]

[privacy]
notice = "privacy.md"
"""


@pytest.fixture
def folder(tmp_path):
    """A theme that has everything."""
    (tmp_path / "theme.toml").write_text(WHOLE, encoding="utf-8")
    (tmp_path / "logo.svg").write_bytes(SVG)
    (tmp_path / "privacy.md").write_text("# Who we are\n\nWrite to *us*.\n", encoding="utf-8")
    return tmp_path


def say(folder, text):
    (folder / "theme.toml").write_text(text, encoding="utf-8")


def faults(folder):
    with pytest.raises(ThemeError) as told:
        load_theme(folder)
    return told.value.faults


def tokens(css):
    """The colours of the first rule of the sheet, by token."""
    return dict(re.findall(r"--wb-([\w-]+): (#\w+);", css.partition("}")[0]))


def test_a_whole_theme_gives_colours_logo_foot_and_notice(folder):
    theme = load_theme(folder)
    assert tokens(theme.css)["accent"] == "#5b2a86"
    assert theme.logo == f"data:image/svg+xml;base64,{base64.b64encode(SVG).decode()}"
    assert theme.footer == "Served by the training team."
    assert theme.links == (Link("Help desk", "mailto:help@example.org"),)
    assert "<h3>Who we are</h3>" in theme.privacy
    assert "<em>us</em>" in theme.privacy


def test_an_empty_theme_changes_nothing(tmp_path):
    say(tmp_path, "")
    assert load_theme(tmp_path) == PLAIN


def test_one_accent_brings_its_shades_in_light_and_dark(folder):
    css = load_theme(folder).css
    light = tokens(css)
    assert {light[f"accent-{name}"] for name in ("strong", "soft", "ink")}.isdisjoint(
        {colours("light")["accent-strong"], colours("light")["accent-soft"]}
    )
    dark = tokens(css.partition('"false"] ')[2])
    assert dark["paper"] == colours("dark")["paper"]
    assert dark["accent"] not in {colours("dark")["accent"], light["accent"]}


def test_a_pale_accent_is_made_dark_enough_to_read(folder):
    say(folder, '[colours.light]\naccent = "#ffd400"')
    assert tokens(load_theme(folder).css)["accent"] != "#ffd400"


def test_colours_that_can_not_be_told_apart_are_refused_with_their_contrast(folder):
    say(folder, '[colours.light]\nink = "#aaaaaa"\n[colours.dark]\nfocus = "#222222"')
    told = "\n".join(faults(folder))
    assert "[colours.light] ink (#aaaaaa) can't be told from paper (#faf8f4): their contrast is 2.2" in told
    assert "[colours.dark] focus (#222222) can't be told from paper" in told


def test_the_sheet_leaves_the_wall_print_and_more_contrast_alone(folder):
    css = load_theme(folder).css
    assert css.count("@media screen and (prefers-contrast: no-preference)") == css.count("@media")
    rules = re.findall(r"[^{}]*\.wb[^{}]*(?=\{)", css)
    assert rules
    assert all(":not(.wb-on-wall)" in rule for rule in rules)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("colours = 1", "colours is not a table"),
        ('[colours.light]\nacent = "#123456"', "Did you mean accent?"),
        ('[colours.light]\naccent = "teal"', "Give it as six digits"),
        ('[colours.light]\naccent = "#123456; } body { background: url(//evil) "', "Give it as six digits"),
        ("[colour]", "Did you mean colours?"),
        ('[footer]\ntxt = "x"', "Did you mean text?"),
        ("[footer]\ntext = 3", "has to be a text"),
        ('[footer]\nlinks = "x"', "has to be a list"),
        ('[footer]\nlinks = [{ words = " ", address = "https://example.org" }]', "link 1 has no words"),
        ('[footer]\nlinks = [{ words = "x", address = "javascript:alert(1)" }]', "link 1 needs an address"),
        ('[privacy]\nnotice = "none.md"', "There is no file none.md"),
        ('[privacy]\nnotice = "../outside.md"', "lies outside the theme's folder"),
        ("[privacy]\nnotice = 3", "has to be the name of a Markdown file"),
        ("= = =", "is not TOML"),
    ],
)
def test_each_fault_is_told_with_what_to_do(folder, text, told):
    (folder.parent / "outside.md").write_text("secret", encoding="utf-8")
    say(folder, text)
    assert told in "\n".join(faults(folder))


def test_every_fault_is_told_at_once(folder):
    say(folder, '[footer]\ntext = 3\n[privacy]\nnotice = "none.md"\n[colours.light]\naccent = "red"')
    assert len(faults(folder)) == 3


def test_a_folder_or_a_theme_that_is_not_there_is_told(tmp_path):
    assert "There is no such folder" in faults(tmp_path / "nowhere")[0]
    assert "There is no file theme.toml" in faults(tmp_path)[0]


def test_a_link_out_of_the_folder_is_not_followed(folder, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "secret.svg"
    outside.write_bytes(SVG)
    (folder / "logo.svg").unlink()
    (folder / "logo.svg").symlink_to(outside)
    assert "logo.svg lies outside" in faults(folder)[0]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("logo.svg", b"plain text", "logo.svg is not a SVG picture"),
        ("logo.png", b"<svg/>", "logo.png is not a PNG picture"),
        ("logo.png", b"\x89PNG\r\n\x1a\n" + bytes(300_000), "logo.png is bigger than 256 KiB"),
    ],
)
def test_a_logo_that_is_none_is_refused(folder, name, data, told):
    (folder / "logo.svg").unlink()
    (folder / name).write_bytes(data)
    assert told in faults(folder)[0]


@pytest.mark.parametrize(
    "markdown",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[press](javascript:alert(1))",
        "![seen](https://example.org/pixel.png)",
        "<style>body { display: none }</style>",
    ],
)
def test_a_hostile_notice_is_shown_as_text(folder, markdown):
    (folder / "privacy.md").write_text(markdown, encoding="utf-8")
    html = str(load_theme(folder).privacy)
    assert not re.search(r"<(?!/?(p|a|em)\b)|javascript:|<[^>]*\son\w+=|<[^>]*src=", html)
