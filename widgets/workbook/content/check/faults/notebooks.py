"""Faults of notebooks: the file, its metadata, and what its cells ask of the workbook."""

from workbook.content.check.faults.base import Fault


class BrokenNotebook(Fault):
    """The file is not a notebook: not JSON, or without cells."""

    type = "broken-notebook"
    title = "Broken notebook"
    template = "The file is not a notebook: {reason}."
    remedy = "Put the file back as it was, or open and save it in JupyterLab."


class MissingMetadata(Fault):
    """A notebook says in its metadata where it stands in the workbook."""

    type = "missing-metadata"
    title = "Missing metadata"
    template = "The notebook's metadata has no {needed}."
    remedy = "In JupyterLab, open the property inspector and write it under Notebook Metadata."


class RepeatedPage(Fault):
    """Two notebooks call themselves the same page."""

    type = "repeated-page"
    title = "Page used twice"
    template = "The page '{value}' is also {other}."
    remedy = "Give this notebook a workbook.page of its own."


class UnknownStandard(Fault):
    """A notebook's metadata names a standard that does not exist."""

    type = "unknown-standard"
    title = "Unknown standard"
    template = "The table standards has no row with the identifier '{value}'."
    remedy = "Correct workbook.standard in the notebook's metadata."


class BrokenCode(Fault):
    """A code cell is not Python."""

    type = "broken-code"
    title = "Broken code"
    template = "The cell can't be run: {reason}."
    remedy = "Correct the line, for example a bracket or a quotation mark that is not closed."


class UnknownExercise(Fault):
    """A notebook names an exercise that the workbook does not have."""

    type = "unknown-exercise"
    title = "Unknown exercise"
    template = "The workbook has no exercise '{value}'."
    remedy = "Correct the name. Anything but an exercise belongs in a cell with the tag check."


class UnknownIdentifier(Fault):
    """A notebook asks an exercise for a row that does not exist."""

    type = "unknown-identifier"
    title = "Exercise with an unknown identifier"
    template = (
        "The table {table} has no row with the identifier '{value}', which workbook.{exercise} is to show."
    )
    remedy = "Correct the identifier, or add the row to the table {table}."


class WrongCall(Fault):
    """An exercise is given too few or too many identifiers, or a keyword or value that it does not know."""

    type = "wrong-call"
    title = "Exercise called in a wrong way"
    template = "workbook.{exercise} {problem}."
    remedy = "Write it like this: {example}."
