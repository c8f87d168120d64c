"""Which files are notebooks, and what is read of their metadata."""

import pytest

from widget_host.common.notebook_files import metadata_of, notebook_files, units_in


@pytest.fixture
def folder(tmp_path):
    """Notebooks as JupyterLab and a Mac leave them: with copies beside them."""
    for path in (
        *("one.ipynb", "guides/two.ipynb", ".ipynb_checkpoints/one-checkpoint.ipynb", "._one.ipynb"),
        *("guides/.ipynb_checkpoints/two-checkpoint.ipynb", "guides/.private/x.ipynb"),
    ):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("{}")
    return tmp_path


def test_a_copy_that_a_program_keeps_is_no_notebook(folder):
    assert notebook_files(folder) == [folder / "guides" / "two.ipynb", folder / "one.ipynb"]
    assert notebook_files(folder, deep=False) == [folder / "one.ipynb"]
    assert notebook_files(folder / "nowhere") == []


@pytest.mark.parametrize(
    ("text", "metadata"),
    [
        ('{"metadata": {"title": "One"}}', {"title": "One"}),
        ('{"metadata": {}}', {}),
        ('{"metadata": "none"}', None),
        ('{"cells": []}', None),
        ("[]", None),
        ("no notebook", None),
        ("[" * 100_000, None),
    ],
)
def test_a_notebook_s_metadata_is_told_from_what_is_no_notebook(tmp_path, text, metadata):
    path = tmp_path / "a.ipynb"
    path.write_text(text, encoding="utf-8")
    assert metadata_of(path) == metadata


def test_a_notebook_that_is_not_there_has_no_metadata(tmp_path):
    assert metadata_of(tmp_path / "none.ipynb") is None


def test_the_units_of_a_notebook_have_their_headings_and_the_calls_in_their_cells():
    def text(source, *tags, minutes=None):
        about = {} if minutes is None else {"widget_host": {"minutes": minutes}}
        return {"cell_type": "markdown", "source": source, "metadata": {"tags": [*tags], **about}}

    def code(source):
        return {"cell_type": "code", "source": [source], "metadata": {}}

    cells = [
        code("keeping()"),
        text("## **First** part\n\nMore.", "unit", minutes=12),
        code('scenario("one", steps="none")'),
        text("## Not tagged"),
        code('reflection("two")'),
        text("## Second ##", "unit", minutes="long"),
        text("No heading", "unit"),
        text("## The end", "unit-end"),
        code('scenario("three")'),
        "no cell",
    ]
    assert units_in(cells) == [
        ("First part", 12, [["scenario", "one"], ["reflection", "two"]]),
        ("Second", 0, []),
    ]
    assert units_in(None) == []
