"""Small notebooks for the tests of the host, which know nothing of a program that mounts it."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

import examples
from served import answering

examples.register()


@pytest.fixture
def page_folder(tmp_path):
    """A folder, and a function that puts a notebook into it: `put("one", order=2, cells=[...])`."""
    folder = tmp_path / "notebooks"
    folder.mkdir()

    def put(path, *, title="A page", cells=(), **about):
        file = folder / f"{path}.ipynb"
        file.parent.mkdir(exist_ok=True)
        metadata = {"title": title} if title else {}
        if about:
            metadata["widget_host"] = about
        nbformat.write(new_notebook(cells=list(cells), metadata=metadata), file)
        return file

    return folder, put


@pytest.fixture
def served():
    """Answer the calls of kernels, as a server does: `with served({"name": answer}) as environment`."""
    return answering


@pytest.fixture
def text():
    """Make a text cell."""
    return new_markdown_cell


@pytest.fixture
def code():
    """Make a code cell, with tags: `code("1 + 1", "check")`."""
    return lambda source, *tags: new_code_cell(source, metadata={"tags": list(tags)} if tags else {})
