"""Notebooks that somebody brought along: what stock Voila shows in them, and what this says better."""

import nbformat
import pytest
from playwright.sync_api import expect

from browser.axe import offences
from browser.pictures import picture
from browser.server import Server
from timeouts import scaled

THREAD = """
import threading, time
import ipywidgets as w
bar, said = w.IntProgress(max=5), w.Label("start")
def work():
    for at in range(5):
        time.sleep(0.3)
        bar.value, said.value = at + 1, f"at {at + 1}"
display(bar, said, w.Label("$x$"))
threading.Thread(target=work).start()
"""
OUTPUTS = """
import sys
import ipywidgets as w
from IPython.display import HTML, JSON, Latex, Markdown, Math, Pretty, display
shown, button = w.Output(), w.Button(description="Fill")
def fill(_):
    with shown:
        print("plain line")
        print("/srv/secret.py: a warning", file=sys.stderr)
        display(Markdown("## Heading in Output\\n\\n* one **bold**\\n\\n|a|b|\\n|-|-|\\n|1|$x^2$|"))
        display(Latex("$E=mc^2$"), Math(r"\\frac{a}{b}"), JSON({"k": [1, 2]}), Pretty("pretty text"))
        raise ValueError("what somebody wrote")
button.on_click(fill)
display(button, shown)
"""
DESCRIPTIONS = r"""
import ipywidgets as w
w.VBox([
    w.IntSlider(description=r"$\\alpha$"), w.Label(r"\\(x^2\\) and $y$"), w.Label("costs $5 or $6 each"),
    w.HTMLMath("<b>A sum</b> of $a+b$"),
])
"""
UPLOAD = """
import ipywidgets as w
upload, said = w.FileUpload(), w.Label("none")
upload.observe(lambda change: setattr(said, "value", f"got {[one.size for one in upload.value]}"), "value")
button, pressed = w.Button(description="Press"), w.Label("not pressed")
button.on_click(lambda _: setattr(pressed, "value", "pressed"))
w.VBox([upload, said, button, pressed])
"""
TEXT = """# Kinds

Inline $a^2+b^2$, and a price of $5 and $6.

$$\\\\int_0^1 x\\\\,dx$$

- [x] done task
- [ ] open task

<details><summary>Show the answer</summary>

The **secret** answer

</details>

<div class="alert alert-warning">A box that warns</div>

<iframe src="https://example.org/film"></iframe>
"""


def write(folder, name, *cells):
    notebook = nbformat.v4.new_notebook(cells=list(cells))
    nbformat.write(notebook, folder / f"{name}.ipynb")


@pytest.fixture(scope="module")
def strange(tmp_path_factory):
    folder, code = tmp_path_factory.mktemp("strange"), nbformat.v4.new_code_cell
    for name, source in (("thread", THREAD), ("outputs", OUTPUTS), ("upload", UPLOAD)):
        write(folder, name, code(source))
    write(
        folder,
        "text",
        nbformat.v4.new_markdown_cell(TEXT.replace("\\\\", "\\")),
        code(DESCRIPTIONS.replace("\\\\", "\\")),
    )
    running = Server(folder)
    yield running
    assert running.stop() == 0


def test_what_a_thread_does_is_seen_without_a_touch(strange, open_page):
    page = open_page(strange.page("thread"))
    expect(page.get_by_text("at 5", exact=True)).to_be_visible(timeout=scaled(20_000))
    # Its cells are run for each visitor, and the page's data leaves it with what they showed.
    expect(page.locator(".jupyter-widgets math")).to_have_count(1)


def test_outputs_that_come_later_look_as_those_of_the_page_and_tell_nothing_of_the_server(strange, open_page):
    page = open_page(strange.page("outputs"))
    page.get_by_role("button", name="Fill").click()
    expect(page.get_by_role("heading", name="Heading in Output")).to_be_visible(timeout=scaled(20_000))
    expect(page.locator("math")).to_have_count(3)
    expect(page.get_by_text("pretty text")).to_be_visible()
    expect(page.get_by_text('"k": [')).to_be_visible()
    expect(page.locator(".wb-cell-failed")).to_be_visible()
    text = page.locator("main").inner_text()
    assert "plain line" in text
    for secret in ("/srv/secret.py", "what somebody wrote", "ValueError"):
        assert secret not in text
    picture(page, "strange-outputs")


def choose(page, size):
    """Choose a file of so many bytes for the upload."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Upload").click()
    kind = "application/octet-stream"
    chooser.value.set_files({"name": f"{size}.bin", "mimeType": kind, "buffer": b"x" * size})


def test_a_message_that_is_too_large_is_refused_in_words_and_stops_nothing(strange, open_page):
    page = open_page(strange.page("upload"))
    choose(page, 5_000_000)
    expect(page.get_by_role("alert")).to_have_text(
        "That is too large to be sent: 4.8 MB. The most is 4 MB. Choose something smaller."
    )
    picture(page, "strange-too-large", full=False)
    page.get_by_role("button", name="Press").click()
    expect(page.get_by_text("pressed", exact=True)).to_be_visible(timeout=scaled(20_000))
    expect(page.get_by_text("none", exact=True)).to_be_visible()
    page.get_by_role("button", name="Hide this message").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    choose(page, 3_000_000)
    expect(page.get_by_text("got [3000000]")).to_be_visible(timeout=scaled(20_000))


def test_texts_keep_their_shape_and_formulas_are_set(strange, open_page):
    page = open_page(strange.page("text"))
    answer = page.get_by_text("The secret answer")
    expect(answer).to_be_hidden()
    page.get_by_text("Show the answer").click()
    expect(answer).to_be_visible()
    expect(page.get_by_text("and a price of $5 and $6.")).to_be_visible()
    expect(page.get_by_role("checkbox", name="done task")).to_be_checked()
    expect(page.get_by_role("link", name="https://example.org/film")).to_be_visible()
    # Two in the text, and four in what its widgets say.
    expect(page.locator("math")).to_have_count(6)
    expect(page.get_by_text("costs $5 or $6 each")).to_be_visible()
    # What its own sliders lack is for Jupyter's widgets to mend.
    assert offences(page, ".wb-text") == []
    picture(page, "strange-text")
