"""Notebook text from somebody with bad intentions: no script in it ever runs."""

import nbformat
from playwright.sync_api import expect

HARM = """# A page

<script>document.title = "harmed"</script>
<img src="x" onerror="document.title = 'harmed'">
<iframe src="https://evil.example/"></iframe>
<form action="https://evil.example/"><button id="send">Send</button></form>
<a id="go" href="javascript:document.title = 'harmed'">Go</a>
<object data="https://evil.example/"></object>
<link rel="stylesheet" href="https://evil.example/a.css">
<meta http-equiv="refresh" content="0;url=https://evil.example/">
"""


def test_no_script_of_a_page_s_text_runs_and_nothing_is_asked_of_others(serve, open_page, tmp_path):
    metadata = {
        "title": "T",
        "workbook": {"page": "a", "part": "start", "order": 1, "minutes": 1, "summary": "S"},
    }
    cells = [
        nbformat.v4.new_markdown_cell(HARM),
        nbformat.v4.new_code_cell("import workbook\nworkbook.keeping()"),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), tmp_path / "a.ipynb")
    page = open_page(serve(tmp_path).page("a"))
    expect(page.get_by_role("heading", name="A page")).to_be_visible()
    page.get_by_text("Go", exact=True).click()
    # What a click sets going comes before what is set going later.
    page.evaluate("() => new Promise((go) => setTimeout(() => setTimeout(go)))")
    assert page.title() != "harmed"
    assert page.url.endswith("a.ipynb")
    assert page.locator(".wb-text :is(script, iframe, form, object, link, meta)").count() == 0
