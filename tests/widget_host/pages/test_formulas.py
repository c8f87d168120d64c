import re
import time
from xml.etree import ElementTree

import pytest
from markupsafe import escape

from widget_host.pages import formulas
from widget_host.pages.formulas import as_mathml, with_formulas

# What was typed is kept in an attribute, where it is text.
TYPED = re.compile(r' data-latex="[^"<]*"')


def test_a_formula_becomes_mathml():
    assert as_mathml("a^2") == (
        '<math data-latex="a^2" display="inline"><mrow><msup><mi>a</mi><mn>2</mn></msup></mrow></math>'
    )
    block = as_mathml("x", block=True)
    assert block.startswith('<span class="wb-formula"><math data-latex="x" display="block">')
    assert "<mfrac>" in as_mathml(r"\frac{a}{b}")


@pytest.mark.parametrize(
    ("name", "source", "rows"),
    [
        ("align", "x&=1\\\\y&=2", [["x", "=1"], ["y", "=2"]]),
        ("align*", "x&=1", [["x", "=1"]]),
        ("aligned", "x&=1\\\\y&=2", [["x", "=1"], ["y", "=2"]]),
        ("alignat", "{2}x&=1", [["x", "=1"]]),
        ("gather", "x\\\\y", [["x"], ["y"]]),
        ("gathered", "x\\\\y", [["x"], ["y"]]),
        ("multline*", "x\\\\y", [["x"], ["y"]]),
        ("eqnarray", "x&=&1\\\\y&=&2", [["x", "=", "1"], ["y", "=", "2"]]),
        ("dcases", "1&a\\\\2&b", [["1", "a"], ["2", "b"]]),
    ],
)
def test_the_lines_of_an_environment_stand_below_each_other_and_have_no_numbers(name, source, rows):
    made = with_formulas(f"\\begin{{{name}}}{source}\\end{{{name}}}")
    lines = ElementTree.fromstring(made).iter("mtr")
    assert [["".join(cell.itertext()) for cell in line] for line in lines] == rows


@pytest.mark.parametrize("broken", ["", "<", "{" * 500 + "}" * 500, "x<" * 1500])
def test_what_can_t_be_set_is_shown_as_it_was_written(monkeypatch, broken):
    if broken == "<":
        monkeypatch.setattr(formulas, "convert", lambda *_, **__: 1 / 0)
    assert as_mathml(broken) == f"<code>{escape(broken)}</code>"


@pytest.mark.parametrize("sign", [r"\(", r"\[", "$$x ", "$a ", r"\begin{align}"])
def test_what_only_begins_a_formula_again_and_again_takes_no_longer_than_its_length(sign):
    began = time.process_time()
    with_formulas(sign * (20_000 // len(sign)))
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "harm",
    [
        r"\text{<script>alert(1)</script>}",
        r"\text{</mtext></math><img src=x onerror=alert(1)>}",
        r"\href{javascript:alert(1)}{x}",
        r"\style{position:fixed}{x}",
        r"\class{wb-panel}{x}",
    ],
)
def test_nothing_in_a_formula_acts_on_the_page(harm):
    made = TYPED.sub("", as_mathml(harm))
    for sign in ("script", "onerror", "<img", "href", "style=", "class"):
        assert sign not in made


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("$a$", 1),
        (r"$\alpha$ and \(x^2\)", 2),
        (r"$$a$$ \[b\]", 2),
        (r"\begin{align}x&=1\\y&=2\end{align}", 1),
        ("costs $5 or $6 each", 0),
        ("A price of $5, $6 and $7.", 0),
        ("It went from US$5 to US$6", 0),
        ("$ 5 and 6 $", 0),
        (r"\$5 and \$6", 0),
        ("no formula < here & there", 0),
    ],
)
def test_formulas_are_told_from_prices(text, count):
    made = with_formulas(text)
    assert made.count("<math") == count
    assert ("&lt;" in made) is ("<" in text)
