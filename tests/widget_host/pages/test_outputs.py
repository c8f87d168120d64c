import base64
import json
import re
from html import escape

import pytest

from forked_kernels.run import Model, Run
from widget_host.link import shared_styles
from widget_host.pages.generated_assets import GeneratedAssets
from widget_host.pages.outputs import Drawing, as_json, host_of, rendered_text

OWN = "export default own;"
VIEW = "application/vnd.jupyter.widget-view+json"
PNG = base64.b64encode(b"png").decode()


@pytest.fixture
def made():
    return GeneratedAssets("/made/")


@pytest.fixture
def drawing(made):
    return Drawing(lambda name: f"[{name}]", made, lambda: {OWN: "/code/own.js"})


def display(data, **metadata):
    return {"output_type": "display_data", "data": data, "metadata": metadata}


def test_an_error_shows_nothing_of_itself(drawing):
    error = {"output_type": "error", "ename": "X", "evalue": "secret", "traceback": ["secret"]}
    html = drawing.output(error, {})
    assert "secret" not in html
    assert "[serve.cell.failed]" in html


def test_printed_text_is_shown_as_text(drawing):
    assert "&lt;b&gt;" in drawing.output({"output_type": "stream", "text": ["<b>", "x"]}, {})


def test_what_code_says_on_its_error_stream_is_not_shown(drawing):
    said = {"output_type": "stream", "name": "stderr", "text": "/srv/workbook/page.py:1: UserWarning"}
    assert drawing.output(said, {}) == ""


def test_what_an_output_widget_holds_of_it_is_not_sent_either(drawing):
    error = {"output_type": "error", "ename": "X", "evalue": "secret", "traceback": ["secret"]}
    outputs = [
        {"output_type": "stream", "name": "stderr", "text": "secret"},
        {"output_type": "stream", "name": "stdout", "text": "words"},
        error,
    ]
    model = Model("OutputModel", "@jupyter-widgets/output", "1.0.0", {"outputs": outputs})
    sent = json.dumps(drawing.data(Run((), {"a": model})))
    assert "words" in sent
    assert "secret" not in sent


def test_text_is_shown_as_a_terminal_leaves_it(drawing):
    said = "\x1b[31mred\x1b[0m plain\x1b]8;;x\x07\n 1 of 2\r 2 of 2\r\n"
    html = drawing.output({"output_type": "stream", "name": "stdout", "text": said}, {})
    assert "red plain\n 2 of 2\n" in html


@pytest.mark.parametrize("kind", ["text/html", "text/markdown"])
def test_what_would_come_from_another_site_is_a_link_with_a_sentence(drawing, kind):
    html = drawing.output(display({kind: '<iframe src="https://example.org/"></iframe>'}), {})
    assert "[serve.elsewhere] <a href" in html
    assert "<iframe" not in html


def test_what_a_widget_says_before_it_is_drawn_has_its_formulas_set(drawing):
    state = {"description": r"$\alpha$", "value": 3}
    models = {"a": Model("IntSliderModel", "@jupyter-widgets/controls", "2.0.0", state)}
    html = drawing.output(display({VIEW: {"model_id": "a"}}), models)
    assert "<math" in html
    assert " 3</p>" in html


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ({"text/html": "<table></table>", "text/plain": "a table"}, "<table></table>"),
        ({"text/markdown": "**bold**", "text/plain": "bold"}, "<strong>bold</strong>"),
        ({"text/plain": "<a> & b"}, "&lt;a&gt; &amp; b"),
        ({"text/markdown": "math $x$"}, "<math"),
        ({"text/latex": "$x^2$", "text/plain": "<Latex>"}, "<msup>"),
        ({"text/latex": "The $x$ & <y>"}, "&amp; &lt;y&gt;"),
        ({"application/json": {"k": [1, {"ü": "<"}]}, "text/plain": "<JSON>"}, "&#34;ü&#34;: &#34;&lt;&#34;"),
        ({"application/javascript": "alert(1)"}, ""),
    ],
)
def test_an_output_is_shown_in_its_richest_form(drawing, data, shown):
    html = drawing.output(display(data), {})
    assert shown in html
    assert "alert" not in html
    assert bool(html) == bool(shown)


def test_a_picture_is_an_image_with_the_words_that_its_author_gave(drawing):
    html = drawing.output(display({"image/png": PNG}, **{"image/png": {"alt": 'A "map"', "width": 9}}), {})
    assert f'src="data:image/png;base64,{PNG}"' in html
    assert 'alt="A &#34;map&#34;" width="9"' in html
    assert 'alt="[serve.picture]"' in drawing.output(display({"image/png": PNG}), {})


def test_the_script_in_a_drawing_can_not_run_since_the_drawing_is_an_image(drawing):
    html = drawing.output(display({"image/svg+xml": "<svg><script>x</script></svg>"}), {})
    assert "script" not in html
    assert "<script>x</script>" in base64.b64decode(re.search(r"base64,([^\"]+)", html)[1]).decode()


def test_a_widget_shows_what_can_be_read_until_it_is_live(drawing):
    html = drawing.output(display({VIEW: {"model_id": "a"}, "text/html": "<p>Facts</p>"}), {})
    assert '<div class="wb-output wb-widget" data-model="a"><p>Facts</p></div>' in html


def control(name, **state):
    return Model(name, "@jupyter-widgets/controls", "2", state)


def test_a_stock_widget_shows_its_labels_and_values_until_it_is_live(drawing):
    models = {
        "box": control("VBoxModel", children=["IPY_MODEL_a", "IPY_MODEL_b", "IPY_MODEL_c", "IPY_MODEL_gone"]),
        "a": control("IntSliderModel", description="How <sure>", value=3),
        "b": control("DropdownModel", description="Which", _options_labels=["One", "Two"], index=1),
        "c": control("CheckboxModel", description="Agreed", value=True),
    }
    html = drawing.output(display({VIEW: {"model_id": "box"}}), models)
    assert "<p>How &lt;sure&gt; 3</p><p>Which Two</p><p>Agreed</p>" in html


def test_a_widget_that_holds_itself_is_shown_without_end_of_the_world(drawing):
    html = drawing.output(
        display({VIEW: {"model_id": "box"}}), {"box": control("VBoxModel", children=["IPY_MODEL_box"])}
    )
    assert 'data-model="box"' in html


def anywidget(**state):
    return Model("AnyModel", "anywidget", "~0.11", state)


def model_of(drawing, model):
    return drawing.data(Run((), {"a": model}))["models"]["a"]


def test_an_exercise_of_ours_names_its_module_and_leaves_its_styles_to_the_page(drawing):
    drawn = model_of(drawing, anywidget(_esm=OWN, _css="p {}", styles=shared_styles(), content={"id": 1}))
    assert (drawn["esm"], drawn["css"]) == ("/code/own.js", "")
    assert drawn["state"] == {"styles": "", "content": {"id": 1}}


def test_another_anywidget_s_module_and_styles_are_files_of_their_own(drawing, made):
    drawn = model_of(drawing, anywidget(_esm="export default {};", _css="p { color: red }"))
    assert made.get(drawn["esm"].removeprefix("/made/")).body == b"export default {};"
    assert made.get(drawn["css"].removeprefix("/made/")).content_type.startswith("text/css")
    assert model_of(drawing, anywidget(_esm="https://x.example/a.js"))["esm"] == "https://x.example/a.js"
    assert model_of(drawing, anywidget(_esm="export default {};"))["css"] == ""


def test_a_model_s_bytes_travel_with_their_place(drawing):
    model = Model("ImageModel", "@jupyter-widgets/controls", "2", {"format": "png"}, ((("value",), b"png"),))
    assert model_of(drawing, model)["buffers"] == [{"path": ["value"], "data": PNG}]


LAYOUT = {"_model_module": "@jupyter-widgets/base", "_view_name": "LayoutView", "width": None}


@pytest.mark.parametrize(
    ("models", "host"),
    [
        ({}, ""),
        ({"a": anywidget(), "l": Model("LayoutModel", "@jupyter-widgets/base", "2", LAYOUT)}, "light"),
        ({"a": anywidget(), "b": control("VBoxModel", box_style="")}, "light"),
        ({"a": anywidget(), "b": control("VBoxModel", box_style="info")}, "full"),
        ({"a": anywidget(), "b": control("IntSliderModel")}, "full"),
        ({"a": Model("MapModel", "leaflet", "1", {})}, "full"),
    ],
)
def test_the_small_host_draws_pages_of_anywidgets_and_boxes_alone(models, host):
    assert host_of(Run((), models)) == host


def test_json_in_a_page_can_not_end_its_element_and_says_the_same():
    value = {"a": "</script><!-- & \u2028"}
    text = as_json(value)
    assert "<" not in text
    assert "\u2028" not in text
    assert json.loads(text) == value


@pytest.mark.parametrize("kind", ["text/markdown", "text/latex"])
def test_a_text_that_is_far_too_long_is_left_as_it_is(kind):
    text = "$a$ <b> " * 20_000
    assert rendered_text({kind: text}) == f"<pre>{escape(text)}</pre>"
