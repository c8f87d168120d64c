"""Faults of notebooks that show when their cells are run; `value` is the first line of the cell."""

from workbook.content.check.faults.base import Fault


class FailingCell(Fault):
    """A cell stops with an error."""

    type = "failing-cell"
    title = "Cell that fails"
    template = "The cell that begins with '{value}' stops with {error}."
    remedy = (
        "Correct the cell, or what it uses: JupyterLab shows where it stops. "
        "One that is meant to fail gets the tag raises-exception."
    )


class MissingModule(Fault):
    """A cell imports what is not installed."""

    type = "missing-module"
    title = "Module that is not installed"
    template = "The cell that begins with '{value}' needs the module {module}, which is not installed."
    remedy = "Correct its name, or install it in the Python that runs the workbook, as with pip install."


class InputInCell(Fault):
    """A cell asks for a line at the keyboard."""

    type = "input-in-cell"
    title = "Cell that asks for input"
    template = "The cell that begins with '{value}' asks for input(), which nobody can answer on a page."
    remedy = "Use a widget in its place, such as ipywidgets.Text."


class TooMuchMemory(Fault):
    """A cell needs more memory than a page's process may have."""

    type = "too-much-memory"
    title = "Cell that needs too much memory"
    template = "The cell that begins with '{value}' needs more memory than a page may use."
    remedy = "Have it hold less at a time, or read a smaller file."


class EndlessCell(Fault):
    """A cell never ends, or not in time."""

    type = "endless-cell"
    title = "Cell that does not end"
    template = "After {seconds} seconds the cell that begins with '{value}' had not ended."
    remedy = (
        "Take out what waits or goes on for ever. What takes long can be worked out once and kept in a file."
    )


class EndedProcess(Fault):
    """A cell ends the process that runs it."""

    type = "ended-process"
    title = "Cell that ends its process"
    template = "The cell that begins with '{value}' ends the page's process."
    remedy = (
        "Take out what ends it, such as exit(). A crash in a library or too much memory can end it as well."
    )
