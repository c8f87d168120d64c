"""Faults of files: the folder, the package, a table's file and its header."""

from workbook.content.check.faults.base import Fault

SAVE_AS = (
    "Open it, choose Save as, and pick 'CSV UTF-8 (comma delimited)' in Excel, or 'Text CSV' with the "
    "character set 'Unicode (UTF-8)' in LibreOffice."
)


class MissingFolder(Fault):
    """The folder of the tables or of the notebooks is not there."""

    type = "missing-folder"
    title = "Missing folder"
    template = "There is no folder here."
    remedy = "Check how the folder's name is spelt, or start from the workbook's own folder."


class MissingPackage(Fault):
    """The folder has no datapackage.json, which says what tables and columns there are."""

    type = "missing-package"
    title = "Missing datapackage.json"
    template = "The file is missing, so the tables can't be checked."
    remedy = "Put datapackage.json back from the workbook as you got it."


class BrokenPackage(Fault):
    """datapackage.json is not JSON, or does not describe the tables as a Data Package does."""

    type = "broken-package"
    title = "Broken datapackage.json"
    template = "The file can't be used: {reason}."
    remedy = "Put datapackage.json back from the workbook as you got it, or fix it in a text editor."


class UndescribedTable(Fault):
    """datapackage.json leaves out a table or a column that the workbook's pages need."""

    type = "undescribed-table"
    title = "Table without a description"
    template = "It does not describe {needed}, which the pages need."
    remedy = "Put datapackage.json back from the workbook as you got it, and add your own columns again."


class MissingTable(Fault):
    """A table of the package has no file."""

    type = "missing-table"
    title = "Missing table"
    template = "The table {table} is missing."
    remedy = "Put the file back, or save it again under the name {table}.csv or {table}.xlsx."


class TableTwice(Fault):
    """A table is there both as .csv and as .xlsx, so that nobody can tell which one counts."""

    type = "table-twice"
    title = "Table in two files"
    template = "The same table is also in {other}."
    remedy = (
        "Keep the one that you last worked on, and move the other out of the folder. Only {kept} was checked."
    )


class UnknownTable(Fault):
    """The folder holds a table that the package does not know."""

    type = "unknown-table"
    title = "Unknown table"
    template = "The workbook has no table of this name."
    remedy = "Correct the file's name, or move the file out of the folder."


class UnsupportedFile(Fault):
    """A table was saved in a kind of file that the workbook does not read."""

    type = "unsupported-file"
    title = "Table in another kind of file"
    template = "A table can be a .csv or an .xlsx file, but this is a {suffix} file."
    remedy = "Open it, save it as CSV in UTF-8 or as an Excel workbook (.xlsx), and move this file away."


class UnopenableFile(Fault):
    """The file is there, but the system refuses to open it."""

    type = "unopenable-file"
    title = "File that can't be opened"
    template = "The file can't be opened ({reason})."
    remedy = "Close it in other programs. Check that you are allowed to read it, and that it is a file."


class NotATable(Fault):
    """The file holds something else than its name says."""

    type = "not-a-table"
    title = "Not a table"
    template = "The file is not what its name says: it is {reason}."
    remedy = "Open it in a spreadsheet, and save it as CSV in UTF-8 or as an Excel workbook (.xlsx)."


class TooLargeTable(Fault):
    """The file holds, or claims to hold, far more than a table of the workbook."""

    type = "too-large-table"
    title = "Table too large"
    template = "The file is far too large for a table: {reason}."
    remedy = "Copy the table's cells into a new spreadsheet, and save that under the same name."


class OtherSheet(Fault):
    """The table is not on the first sheet of its file."""

    type = "other-sheet"
    title = "Table on another sheet"
    template = "The first sheet is not the table: {reason}."
    remedy = "Move the sheet with the table to the front, and save the file."


class LateHeader(Fault):
    """Something stands above the row that names the columns."""

    type = "late-header"
    title = "Rows above the header"
    template = "The first row does not name the columns: {reason}."
    remedy = "Delete the rows above it."


class FormulaWithoutValue(Fault):
    """The file says a formula, and not what comes of it."""

    type = "formula-without-value"
    title = "Formula without a value"
    template = "The formula in {reason} has no value in the file."
    remedy = (
        "Open the file in Excel or LibreOffice and save it again, or type the text in the formula's place."
    )


class WrongEncoding(Fault):
    """The file is not in UTF-8, so apostrophes, pound signs and accents would come out garbled."""

    type = "wrong-encoding"
    title = "Wrong encoding"
    template = "The file is not saved as UTF-8: it looks like {reason}."
    remedy = SAVE_AS


class UnclosedQuotes(Fault):
    """A cell starts with a quotation mark that is never closed, so rows run into each other."""

    type = "unclosed-quotes"
    title = "Quotation mark never closed"
    template = "A quotation mark in or near this row is not closed, or a cell is far too long."
    remedy = (
        "Open the file in a text editor and double each quotation mark within a cell, or close the open one."
    )


class EmptyTable(Fault):
    """The file holds nothing, or nothing but its header where every course needs rows."""

    type = "empty-table"
    title = "Empty table"
    template = "The table has no rows."
    remedy = "Put the file back as it was, with the column names in row 1."


class MissingColumn(Fault):
    """The header lacks a column of the package."""

    type = "missing-column"
    title = "Missing column"
    template = "The column {column} is missing."
    remedy = "Write {column} as the name of a column in row 1, and fill it in each row where it is needed."


class UnknownColumn(Fault):
    """The header has a column that the package does not know: one too many, or one misspelt."""

    type = "unknown-column"
    title = "Unknown column"
    template = "The workbook knows no column '{value}' in this table."
    remedy = "Correct the name in row 1, or delete the column."


class UnnamedColumn(Fault):
    """A cell stands in a column that has no name in the header."""

    type = "unnamed-column"
    title = "Column without a name"
    template = "The cell '{value}' is in a column without a name."
    remedy = (
        "Delete the cell, or move it to the column where it belongs. A comma in a text needs quotation marks."
    )


class RepeatedColumn(Fault):
    """Two columns of the header have the same name."""

    type = "repeated-column"
    title = "Column twice"
    template = "The column {column} is there twice."
    remedy = "Delete one of the two. The first one was checked."
