"""Notes: what was read in another way than it stands in the file, and is no fault."""

from workbook.content.check.faults.base import Note


class ReadAsTyped(Note):
    """A spreadsheet made something else of what was typed, such as a time, and it was read back."""

    type = "read-as-typed"
    title = "Read as it was typed"
    template = "The spreadsheet has made '{value}' of what was typed. It is read as '{read}'."
    remedy = (
        "Nothing is wrong. To see in your spreadsheet what learners see, format the column as text, then "
        "type {read} again."
    )
