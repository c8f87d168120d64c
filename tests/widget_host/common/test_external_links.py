import pytest

from widget_host.common.external_links import addresses_elsewhere, as_links, told

FRAME = '<iframe width="9" src="https://www.youtube.com/embed/a?b&amp;c" allowfullscreen></iframe>'


@pytest.mark.parametrize(
    ("html", "address"),
    [
        (FRAME, "https://www.youtube.com/embed/a?b&c"),
        ("<img src=//example.org/x.png>", "https://example.org/x.png"),
        ("<video controls><source src='http://example.org/a.mp4'></video>", "http://example.org/a.mp4"),
        ('<audio src="https://example.org/a.mp3"></audio>', "https://example.org/a.mp3"),
        ('<object data="https://example.org/a.pdf">Words</object>', "https://example.org/a.pdf"),
        ('<EMBED SRC="https://example.org/a.swf">', "https://example.org/a.swf"),
    ],
)
def test_what_comes_from_another_site_is_a_link(html, address):
    assert list(addresses_elsewhere(f"Before {html} after")) == [address]
    made = as_links(f"Before {html} after")
    assert made.startswith('Before <span class="wb-elsewhere"><a href="')
    assert made.endswith("</a></span> after")


@pytest.mark.parametrize(
    "html",
    [
        '<img src="data:image/png;base64,AA==">',
        '<iframe srcdoc="<p>https://example.org</p>"></iframe>',
        '<audio controls src="data:audio/wav;base64,AA=="></audio>',
        '<a href="https://example.org/">A link</a>',
    ],
)
def test_what_is_the_page_s_own_stays(html):
    assert as_links(html) == html


def test_each_link_is_told_with_a_sentence():
    assert told(as_links(FRAME * 2), "From elsewhere:").count("From elsewhere: <a") == 2


@pytest.mark.parametrize("begin", ["<video", "<video>", "<img ", "<iframe src=x>"])
def test_beginnings_without_an_end_are_left_and_looked_through_once(begin):
    # Looking for the end of each in all that follows would take minutes.
    html = begin * 200_000
    assert as_links(html) == html
