"""Faults of translations: what a language's own tables and notebooks have and the English ones lack."""

from workbook.content.check.faults.base import Fault


class UnknownLanguage(Fault):
    """A folder of tables lies in the data folder, and its name is not the code of a language."""

    type = "unknown-language"
    title = "Folder of no language"
    template = "The folder {value} holds tables, and its name is not the code of a language."
    remedy = "Name it by the language's code, such as ga or cy, or move it out of the data folder."


class UntranslatedRow(Fault):
    """A translated row has no English row."""

    type = "row-without-english"
    title = "Row without an English one"
    template = "The English table has no row with the identifier '{value}'."
    remedy = "Correct the identifier, or delete the row: a translation adds none."


class ChangedValue(Fault):
    """A translation says something else where there is nothing to translate."""

    type = "changed-value"
    title = "Changed where nothing is to translate"
    template = "'{value}' is not what the English table has: '{english}'."
    remedy = "Only texts are translated. Write '{english}', or delete the column {column} from this file."


class NotebookWithoutEnglish(Fault):
    """A notebook lies in a language's folder, and no English one has its place."""

    type = "notebook-without-english"
    title = "Notebook without an English one"
    template = "There is no English notebook {value}, whose place this one could take."
    remedy = "Give it the name and folder of the English notebook that it translates."
