"""Faults of notebooks: the file, its metadata, and its cells' calls of the workbook."""

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


class OtherLanguage(Fault):
    """Pages run Python alone."""

    type = "other-language"
    title = "Notebook in another language"
    template = "The notebook is written in {language}. Pages are made of notebooks in Python."
    remedy = "Rewrite it in Python, or move it out of the folder."


class UnknownPart(Fault):
    """A notebook's metadata names a part of the workbook that does not exist."""

    type = "unknown-part"
    title = "Unknown part"
    template = "The workbook has no part '{value}', and so the page is not listed."
    remedy = "Write one of these as workbook.part in the notebook's metadata: {parts}."


class RawCell(Fault):
    """Raw cells are for other programs: no page shows them."""

    type = "raw-cell"
    title = "Raw cell"
    template = "The page leaves this raw cell out."
    remedy = "Make it a Markdown cell, or delete it."


class LoadedElsewhere(Fault):
    """A page loads nothing from other sites, since they would learn who reads it."""

    type = "loaded-elsewhere"
    title = "Loaded from another website"
    template = "The page shows a link in place of {value}, since it loads nothing from other websites."
    remedy = "Put the file beside the notebook and name it without an address, or write a link."


class QueryOnceForAll(Fault):
    """What stands behind the question mark of a page's address differs from visitor to visitor."""

    type = "query-once-for-all"
    title = "Query asked for once for all"
    template = "The cell asks for {value}, but it is run once for all visitors, who come with different ones."
    remedy = "Give the cell the tag each-visitor."


class LongUnit(Fault):
    """A unit of a page is what a learner does in about 15 minutes."""

    type = "long-unit"
    title = "Part of a page that takes too long"
    template = "The part '{value}' takes {minutes} minutes. A part should take about 15."
    remedy = "Give another text cell the tag unit, where the next part is to begin."


class ShortUnit(Fault):
    """A unit of a page takes at least as long as the scenarios in it."""

    type = "short-unit"
    title = "Part of a page with too few minutes"
    template = "The part '{value}' says {given} minutes, but its scenarios take {minutes}."
    remedy = "Correct widget_host.minutes in this cell's metadata, or move a scenario into another part."


class UnitMinutes(Fault):
    """The minutes of a page's units add up to those of the page."""

    type = "unit-minutes"
    title = "Parts of a page with other minutes"
    template = "The parts of the page take {sum} minutes, but workbook.minutes says {value}."
    remedy = "Correct it in the notebook's metadata, or widget_host.minutes in that of a part's first cell."


class UnitWithoutScenario(Fault):
    """Each unit of a standard's page has a scenario, so that a learner decides something and keeps it."""

    type = "unit-without-scenario"
    title = "Part without a scenario"
    template = "The part '{value}' of a standard's page has no scenario."
    remedy = "Move the tag unit to a text cell after the next scenario, or show a scenario in this part."


class UndrawnLibrary(Fault):
    """Pages draw the widgets of libraries that bring what the classic notebook loads."""

    type = "undrawn-library"
    title = "Widget library that pages can't draw"
    template = "Pages can't draw the widgets of {value}, which come for JupyterLab alone."
    remedy = "Show the same with ipywidgets, with a library that builds on anywidget, or as a picture."


class LibraryNeedsEval(Fault):
    """Some libraries make code out of text in the browser, which no page may do unasked."""

    type = "library-needs-eval"
    title = "Widget library that makes code in the browser"
    template = "The widgets of {value} make code out of text in the browser, which a page may not do unasked."
    remedy = (
        "Write true as widget_host.unsafe_eval in the notebook's metadata, and have the server started with "
        "--allow-unsafe-eval."
    )
