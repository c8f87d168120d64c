"""Notes: values that were read differently from the file, or that have grown old. Neither is a fault."""

from workbook.content.check.faults.base import CheckNote


class ReadAsTyped(CheckNote):
    """A spreadsheet made something else of what was typed, such as a time, and it was read back."""

    type = "read-as-typed"
    title = "Read as it was typed"
    template = "The spreadsheet has made '{value}' of what was typed. It is read as '{read}'."
    remedy = (
        "Nothing is wrong. To see in your spreadsheet what learners see, format the column as text, then "
        "type {read} again."
    )


class MayBeATime(CheckNote):
    """A text is a time of day alone: a spreadsheet may have made it of a provision's number, such as 5:9."""

    type = "may-be-a-time"
    title = "A time of day, or something else"
    template = "A spreadsheet may have made '{value}' of something else, such as {perhaps}."
    remedy = "Nothing is wrong if it was meant so. If not, format the column as text, then type it again."


class ReadLongAgo(CheckNote):
    """A telephone number, or a law, was last read at its source more than a year ago."""

    type = "read-long-ago"
    title = "Last read more than a year ago"
    template = "'{line}' was last read at its source in {value}, more than a year ago."
    remedy = "Ring the number, open the address, correct the row, and write today's date here."
    shown = 3
