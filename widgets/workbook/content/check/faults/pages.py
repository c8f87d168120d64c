"""Faults of pages together: what no page shows, what one page shows twice, and links that lead nowhere."""

from workbook.content.check.faults.base import Fault


class UnlistedPage(Fault):
    """No list shows a notebook without the workbook's metadata, and no page links to this one."""

    type = "unlisted-page"
    title = "Page that nothing leads to"
    template = "No list and no link leads to this page: its metadata says nothing under workbook."
    remedy = (
        "Link to it from another page. Or have it listed: in JupyterLab, open the property inspector and "
        "write under Notebook Metadata: {example}"
    )


class ShownNowhere(Fault):
    """A row of a table is there for an exercise, and no page shows it."""

    type = "shown-nowhere"
    title = "Row that no page shows"
    template = "No page shows '{value}'."
    remedy = "Write {example} into a code cell of a page, or delete the row."


class TableShownNowhere(Fault):
    """All rows of a table are there for an exercise that no page has."""

    type = "table-shown-nowhere"
    title = "Table that no page shows"
    template = "No page shows any of the {count} rows of this table."
    remedy = "Write {example} into a code cell of a page, or delete the rows."


class ShownTwice(Fault):
    """A page shows an exercise twice, and both would keep the same answer."""

    type = "shown-twice"
    title = "Exercise twice on a page"
    template = "This page shows {value} in cell {first} already."
    remedy = "Delete one of the two cells, or show another exercise here."


class MissingSound(Fault):
    """A row of a table has a recording that is not in the folder of the notebooks."""

    type = "missing-sound"
    title = "Recording that is not there"
    template = "There is no file '{value}' in the folder of the notebooks."
    remedy = (
        "Put the recording there, and write its path below that folder, with capitals as its name has them. "
        "If there is no recording, leave the cell empty."
    )


class UnplayableSound(Fault):
    """A row of a table has a recording of a type that some supported browsers can't play."""

    type = "unplayable-sound"
    title = "Recording that not every browser can play"
    template = "Not every browser that learners use can play '{value}'."
    remedy = "Save the recording as {kinds}, and write the name of that file here."


class DeadLink(Fault):
    """A link leads to a page, a heading or a file that is not there."""

    type = "dead-link"
    title = "Link that leads nowhere"
    template = "'{value}' leads nowhere: {reason}."
    remedy = "{how}"
