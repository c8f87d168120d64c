"""Finds telephone numbers and addresses in texts that may belong to a real person, by their form.

Stories are fictional, but an invented number may be somebody's real one. The exceptions are the numbers that
Ofcom reserves for drama, postcodes that no place has, and the names that RFC 2606 reserves for examples.

Here: finding them in one text. Not here: which texts are checked (see `texts`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from workbook.content.check.book import Book
from workbook.content.check.faults import Fault, texts

__all__ = ["Contacts", "contacts_of", "mobile_numbers"]

REAL = ("course", "standards", "provisions", "reading", "advisers", "support", "law")
"""The tables about real bodies, which may contain their contact details."""

# Telephone numbers for use in TV and radio drama programmes (Ofcom), without spaces, up to their last three
# or four digits.
_FOR_DRAMA = (
    *("01134960", "01144960", "01154960", "01164960", "01174960", "01184960", "01214960", "01314960"),
    *("01414960", "01514960", "01614960", "01632960", "01914980", "02079460", "02896496", "02920180"),
    *("03069990", "07700900", "08081570", "09098790"),
)
_TELEPHONE = re.compile(
    r"(?<![\w.,/:#-])\(?(?:\+(?:[ ()-]{0,3}\d){8,14}|00(?:[ ()-]{0,3}\d){9,13}|0(?!0)(?:[ ()-]{0,3}\d){9,10})"
    r"(?![\w/]|[.,:-]\d)"
)
_DIGIT = re.compile(r"\d")
_DATE = re.compile(r"\d{1,2}-\d{1,2}-\d{4}")
_ABROAD = re.compile(r"00|\+")
_HERE = re.compile(r"(?:\+|00)44")
_LENGTHS = {"1": (10, 11), "2": (11,), "3": (11,), "7": (11,), "8": (10, 11), "9": (11,)}
"""How many digits numbers in the United Kingdom have, by the second of them."""

_AREA = re.compile(
    "A[BL]|B[ABDHLNRST]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|JE|K[ATWY]|"
    "L[ADELNSU]?|M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|W[ACDFNRSV]?|YO|ZE"
)
_POSTCODE = re.compile(r"\b([A-Z]{1,2})(\d[A-Z\d]?) ?\d[ABD-HJLNP-UW-Z]{2}\b")
# The existing postcode districts of Northern Ireland.
_DISTRICTS = {*range(1, 50), *range(51, 58), *range(60, 72), *range(74, 83), 92, 93, 94}
_STREET = re.compile(
    r"\b\d{1,4}[A-Za-z]? (?:[A-Z][A-Za-z'\u2019]+ ){1,3}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Gardens|Drive|Lane|Close|Terrace|Crescent|Grove|Park|Mews)\b"
)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@((?:[\w-]+\.)+[A-Za-z]{2,})\b")
_WEB = re.compile(r"\b(?:https?://|www\.)[^\s<>\"'()]+", re.IGNORECASE)
_RESERVED = ("example", "test", "invalid", "localhost")
_EXAMPLES = ("example.org", "example.com", "example.net")


@dataclass(frozen=True, slots=True)
class Contacts:
    """The contacts that texts may name: `hosts` are those of the course's own sources."""

    hosts: frozenset[str] = frozenset()

    def in_text(self, table: str, text: str) -> Iterator[tuple[type[Fault], str]]:
        """Yield the possibly real contacts in a table's text, each with the kind of fault."""
        if table in REAL:
            return
        if _DIGIT.search(text):
            for number in _numbers(text):
                yield texts.RealNumber, number
            for address in _addresses(text):
                yield texts.RealAddress, address
        for found in _MAIL.finditer(text) if "@" in text else ():
            if not self._is_known(found[1]):
                yield texts.RealContact, found[0]
        for found in _WEB.finditer(text) if "//" in text or "www" in text.lower() else ():
            if not self._is_known(_host(found[0])):
                yield texts.RealContact, found[0].rstrip(".,;:!?")

    def _is_known(self, host: str) -> bool:
        name = host.lower().rstrip(".")
        of_examples = name.endswith(tuple(f".{one}" for one in _EXAMPLES)) or name in _EXAMPLES
        return of_examples or name.rpartition(".")[2] in _RESERVED or name.removeprefix("www.") in self.hosts


def contacts_of(book: Book) -> Contacts:
    """Return the contacts that a course's texts may name: the websites in its columns for web addresses."""
    hosts = {
        _host(line[column.name])
        for sheet in book.sheets.values()
        for column in sheet.schema.columns
        if column.format == "uri"
        for line in sheet.lines
    }
    return Contacts(frozenset(host.removeprefix("www.") for host in hosts if host))


def mobile_numbers(text: str) -> Iterator[str]:
    """Yield the mobile telephone numbers in a text, each of which may be somebody's."""
    return (number for number in _numbers(text) if _national(number).startswith("07"))


def _numbers(text: str) -> Iterator[str]:
    for found in _TELEPHONE.finditer(text):
        number = found[0].strip()
        if not _DATE.search(number) and _may_be_somebodys(number):
            yield number


def _may_be_somebodys(number: str) -> bool:
    digits = _national(number)
    if _ABROAD.match(digits):
        return True
    return len(digits) in _LENGTHS.get(digits[1:2], ()) and not digits.startswith(_FOR_DRAMA)


def _national(number: str) -> str:
    """Return a number's digits as they are dialled in the United Kingdom."""
    digits = re.sub(r"[^\d+]", "", number)
    within = _HERE.match(digits)
    return f"0{digits[within.end() :].lstrip('0')}" if within else digits


def _addresses(text: str) -> Iterator[str]:
    """Yield real postcodes, and streets with a number unless an invented postcode is near."""
    codes = list(_POSTCODE.finditer(text))
    real = [found[0] for found in codes if _is_place(found[1], found[2])]
    yield from real
    if not codes:
        yield from (found[0] for found in _STREET.finditer(text))


def _is_place(area: str, district: str) -> bool:
    if area == "BT":
        return district.isdecimal() and int(district) in _DISTRICTS
    return bool(_AREA.fullmatch(area))


def _host(address: str) -> str:
    try:
        return urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
