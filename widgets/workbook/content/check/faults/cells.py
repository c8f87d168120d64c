"""Faults of single cells: what datapackage.json asks of a cell, in plain words."""

from workbook.content.check.faults.base import Fault


class EmptyCell(Fault):
    """A cell that must be filled is empty."""

    type = "empty-cell"
    title = "Empty cell"
    template = "The cell is empty, but this column must be filled in each row."
    remedy = "Fill it in: {about}"


class NotAWholeNumber(Fault):
    """A cell must hold a whole number."""

    type = "not-a-whole-number"
    title = "Not a whole number"
    template = "'{value}' is not a whole number."
    remedy = "Write digits alone, such as 5."


class NotANumber(Fault):
    """A cell must hold a number."""

    type = "not-a-number"
    title = "Not a number"
    template = "'{value}' is not a number."
    remedy = "Write digits, with a full stop before any decimals, such as 2.5."


class NotTrueOrFalse(Fault):
    """A cell must hold true or false."""

    type = "not-true-or-false"
    title = "Neither true nor false"
    template = "'{value}' is neither true nor false."
    remedy = "Write true or false."


class NotAnAddress(Fault):
    """A cell must hold a web address."""

    type = "not-an-address"
    title = "Not a web address"
    template = "'{value}' is not a web address."
    remedy = "Copy the address from a browser, with https:// at its start and no spaces."


class WrongType(Fault):
    """A cell does not hold the kind of value that datapackage.json names for its column."""

    type = "wrong-type"
    title = "Wrong kind of value"
    template = "'{value}' is not of the kind {kind}."
    remedy = "The column is for: {about}"


class NotInList(Fault):
    """A cell must hold one of a few values."""

    type = "not-in-list"
    title = "Not in the list"
    template = "'{value}' is not one of the values that this column allows."
    remedy = "Write one of: {allowed}."


class BadIdentifier(Fault):
    """An identifier may hold small letters, digits and hyphens only."""

    type = "bad-identifier"
    title = "Identifier in a wrong form"
    template = "'{value}' can't be an identifier."
    remedy = "Use small letters, digits, and single hyphens between them, such as friend-request."


class OutOfRange(Fault):
    """A number is below the smallest or above the largest that its column allows."""

    type = "out-of-range"
    title = "Number too small or too large"
    template = "{value} is too {direction}."
    remedy = "Write a number of {limit} or {opposite}."


class WrongRule(Fault):
    """A cell breaks another rule that datapackage.json has for its column, such as its length."""

    type = "wrong-rule"
    title = "Does not fit the column's rule"
    template = "'{value}' does not fit the rule of this column ({rule})."
    remedy = "The column is for: {about}"


class RepeatedId(Fault):
    """Two rows of a table have the same identifier."""

    type = "repeated-id"
    title = "Identifier used twice"
    template = "The identifier '{value}' is also in row {first}."
    remedy = "Give this row an identifier of its own."


class RepeatedValue(Fault):
    """A value that may stand in one row only stands in two, or two rows share a pair of values."""

    type = "repeated-value"
    title = "Value used twice"
    template = "'{value}' is also in row {first}, and may be there once only."
    remedy = "Change one of the two rows."


class BrokenReference(Fault):
    """A cell names a row of another table that does not exist."""

    type = "broken-reference"
    title = "Broken reference"
    template = "The table {table} has no row with the identifier '{value}'."
    remedy = "Write an identifier from the table {table}, or add a row with this one there."


class GarbledText(Fault):
    """A text was once opened in the wrong encoding and saved so: apostrophes and accents are broken."""

    type = "garbled-text"
    title = "Garbled text"
    template = "The text has broken characters: '{value}'."
    remedy = "Type the characters again, and save the file as CSV UTF-8."


class InvisibleCharacter(Fault):
    """A cell holds a control character that nobody can see, often from copying."""

    type = "invisible-character"
    title = "Invisible character"
    template = "The cell holds a character that can't be shown (number {code})."
    remedy = "Type the cell's text again rather than pasting it."


class TooLongCell(Fault):
    """A cell holds more than a spreadsheet can, often since a quotation mark is missing somewhere."""

    type = "too-long-cell"
    title = "Cell too long"
    template = "The cell holds {count} characters, and a spreadsheet's cell at most {most}."
    remedy = "Look for a quotation mark that is not closed, or shorten the text."


class SpreadsheetError(Fault):
    """The spreadsheet took the text for a formula, and shows an error such as #NAME?."""

    type = "spreadsheet-error"
    title = "A spreadsheet's error in place of text"
    template = "The cell holds the spreadsheet's error {value} in place of a text."
    remedy = "Format the cell as text, then type the text again. A text must not start with = or +."
