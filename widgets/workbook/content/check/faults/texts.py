"""Faults of texts: what fits its column, and is not fit to be read by learners or opened in a spreadsheet."""

from workbook.content.check.faults.base import Fault


class HtmlInText(Fault):
    """Texts of tables are plain, so that HTML in them would be read as it stands."""

    type = "html-in-text"
    title = "HTML in a text"
    template = "The text holds '{value}', which learners would see as it stands: tables hold plain text."
    remedy = "Take it out. A line break in the cell begins a new paragraph."


class FormulaInText(Fault):
    """A spreadsheet takes a text that begins with =, +, - or @ for a formula."""

    type = "formula-in-text"
    title = "Text that a spreadsheet would run"
    template = "A spreadsheet takes '{value}' for a formula, because of the character that it begins with."
    remedy = "Begin the text with a letter, a digit or a quotation mark."


class MadeBySpreadsheet(Fault):
    """A spreadsheet took what was typed for a date, a number or a truth value, and it is lost."""

    type = "made-by-spreadsheet"
    title = "Changed by the spreadsheet"
    template = "'{value}' looks like {made} that a spreadsheet made of something else."
    remedy = (
        "Format the column as text, then type what was meant. Write a date in words, such as 13 July 2023."
    )


class TooLongText(Fault):
    """A text is far longer than texts of its column are: no page has room for it."""

    type = "too-long-text"
    title = "Text too long for its column"
    template = "The text has {count} characters, and this column has room for {most}."
    remedy = "Shorten it. The column is for: {about}"


class RealNumber(Fault):
    """A telephone number in a story may be somebody's."""

    type = "real-number"
    title = "Telephone number that may be a real person's"
    template = "'{value}' may be the telephone number of a real person."
    remedy = (
        "Take it out, or write one that Ofcom keeps for stories, such as 028 9649 6012 or 07700 900123. They "
        "belong to nobody."
    )


class RealAddress(Fault):
    """A postal address in a story may be somebody's."""

    type = "real-address"
    title = "Postal address that may be a real person's"
    template = "'{value}' may be the address of a real person."
    remedy = "Take it out, or give a made-up street a postcode that no place has, such as BT59 1AA."


class RealContact(Fault):
    """An email address or a website in a story may be somebody's."""

    type = "real-contact"
    title = "Email or web address that may be someone's"
    template = "'{value}' may be the address of a real person or organisation."
    remedy = (
        "Take it out, or let it end with example.org, which belongs to nobody. A source that learners should "
        "open belongs in a column for web addresses."
    )
