import time
from html import escape

import pytest

from widget_host.pages.markdown import as_html


@pytest.mark.parametrize(
    "source",
    [
        "Inline $a^2+b^2$ here",
        r"Inline \\(a^2\\) here",
        "$$\\int_0^1 x\\,dx$$",
        "$$\na\n= b\n\n- c\n$$",
        r"\\[a\\]",
        "\\begin{align}x&=1\\\\y&=2\\end{align}",
        "| a |\n|---|\n| $x$ |",
        "- $x$",
        "## Why $x$",
    ],
)
def test_a_formula_is_set_wherever_it_stands(source):
    made = as_html(source)
    assert made.count("<math") == 1
    assert "$" not in made


@pytest.mark.parametrize(
    "source", ["`$x$`", "A price of $5 and $6.", "```\n$x$\n```", r"\[x\] and \(y\)", r"\$x\$"]
)
def test_what_only_looks_like_a_formula_stays(source):
    assert "<math" not in as_html(source)


def test_what_is_hidden_stays_hidden():
    made = as_html("<details><summary>Show</summary>\n\nThe **secret** answer\n\n</details>\n\nAfter")
    assert made.index("<details>") < made.index("<strong>secret</strong>") < made.index("</details>")
    assert made.index("</details>") < made.index("After")


def test_a_box_holds_its_text_and_keeps_its_border():
    made = as_html('<div style="border:1px solid;position:fixed">\n\nText *inside*\n\n</div>\n')
    assert made.startswith('<div style="border:1px solid">')
    assert made.index("<em>inside</em>") < made.index("</div>")
    assert 'class="alert alert-info"' in as_html('<div class="alert alert-info">A box</div>')


def test_code_is_marked_up_in_its_language_and_stays_text_in_one_that_nobody_knows():
    assert '<span class="nb">print</span>' in as_html("```python\nprint(1)\n```")
    assert "<code>a &lt; b\n</code>" in as_html("```\na < b\n```")
    assert ">a &lt; b\n</code>" in as_html("```nonsense\na < b\n```")
    assert '<pre class="mermaid">a--&gt;b\n</pre>' in as_html("```mermaid\na-->b\n```")


def test_of_an_attachment_in_several_formats_the_sharpest_is_shown():
    kinds = {"image/jpeg": "QQ==", "image/png": "Qg==", "image/svg+xml": "Qw=="}
    for kind in ("image/svg+xml", "image/png", "image/jpeg"):
        made = as_html("![a](attachment:a)", attachments={"a": kinds})
        assert f'src="data:{kind};base64,{kinds.pop(kind)}"' in made


def test_a_missing_attachment_leaves_the_rest_of_the_page():
    assert as_html("![A cat](attachment:cat.png) and text") == '<p><img alt="A cat"> and text</p>\n'


def test_an_item_of_a_list_of_tasks_names_its_box():
    made = as_html("- [x] done\n- [ ] open\n")
    assert made.count('<label><input type="checkbox" disabled=""') == 2
    assert made.count("checked") == 1


@pytest.mark.parametrize(
    "harm",
    ['<input type="text" name="a">', '<input type="image" src="data:image/png,">', "<label for=a>x</label>"],
)
def test_of_inputs_there_are_dead_boxes_alone(harm):
    made = as_html(harm)
    assert 'type="text"' not in made
    assert "name=" not in made
    assert "src" not in made


@pytest.mark.parametrize(
    "source",
    [
        "![A dot](dot.png)",
        "![A dot](<sub folder/dot.png>)",
        "![A dot](sub%20folder/dot.png)",
        '<img src="dot.png" alt="A dot">',
        "Within <img alt='A dot' src='dot.png'> text",
        "<img src=dot.png>",
    ],
)
def test_a_picture_beside_the_notebook_is_put_in(tmp_path, source):
    (tmp_path / "sub folder").mkdir()
    for folder in (tmp_path, tmp_path / "sub folder"):
        (folder / "dot.png").write_bytes(b"\x89PNG")
    assert 'src="data:image/png;base64,iVBORw=="' in as_html(source, tmp_path)


@pytest.mark.parametrize(
    "address", ["../dot.png", "/etc/passwd", "dot.txt", "none.png", "folder.png", "a\0.png"]
)
def test_nothing_else_is_read(tmp_path, address):
    folder = tmp_path / "in"
    (folder / "folder.png").mkdir(parents=True)
    (tmp_path / "dot.png").write_bytes(b"\x89PNG")
    (folder / "dot.txt").write_text("secret", encoding="utf-8")
    assert "data:" not in as_html(f'<img src="{address}">', folder)


def test_what_other_sites_hold_is_a_link():
    made = as_html(
        '<iframe src="https://example.org/a?b=1&amp;c=2" width=200></iframe>\n\n![x](https://example.org/x.png)'
    )
    assert made.count('<span class="wb-elsewhere"><a href="https://example.org/') == 2
    assert "<iframe" not in made
    assert "<img" not in made


@pytest.mark.slow
@pytest.mark.parametrize(
    "sign",
    [
        "<div>",
        "[",
        "*",
        "$",
        "> ",
        "- ",
        "`",
        "\\begin{align}",
        "\\\\[",
        "\\\\(",
        "<video>",
        "<details>",
        "![",
        "<img ",
    ],
)
def test_fifty_thousand_of_anything_take_no_more_than_a_moment(sign):
    began = time.process_time()
    as_html(sign * (50_000 // len(sign)))
    assert time.process_time() - began < 20


@pytest.mark.parametrize("deep", ["<div>" * 50_000, "<span><b>" * 20_000, "<ul><li>" * 20_000])
def test_what_is_nested_more_deeply_than_anybody_writes_is_shown_as_it_was_written(deep):
    # To clean so many elements within each other takes the square of their number.
    assert as_html(deep) == f"<pre>{escape(deep)}</pre>\n"


def test_many_elements_beside_each_other_are_html():
    html = as_html("<p>one</p><br><img><hr>\n\n" * 2_000)
    assert html.count("<p>one</p>") == 2_000
