"""Small notebooks for the tests of servers."""

import nbformat
from nbformat.v4 import new_code_cell, new_notebook


def page_folder_in(folder, key):
    """Make a folder, and a function that puts a notebook there: `put("one", order=2, cells=[...])`.

    What is said of the page stands under `key` in the notebook's metadata.
    """
    folder.mkdir()

    def put(path, *, title="A page", cells=(), **about):
        file = folder / f"{path}.ipynb"
        file.parent.mkdir(exist_ok=True)
        metadata = {"title": title} if title else {}
        if about:
            metadata[key] = about
        nbformat.write(new_notebook(cells=list(cells), metadata=metadata), file)
        return file

    return folder, put


def tagged_code(source, *tags):
    """Make a code cell, with tags: `tagged_code("1 + 1", "check")`."""
    return new_code_cell(source, metadata={"tags": list(tags)} if tags else {})
