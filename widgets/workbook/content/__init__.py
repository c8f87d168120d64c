"""The content: the folder data/ as immutable, typed tables, and the checker of that folder.

It imports no other package except `common`. The modules for a learner's kernel are light; the checker
(`workbook.content.check`) is imported separately, since it needs Frictionless.
"""

from workbook.content.content import Content, Table
from workbook.content.errors import ContentError, UnknownName
from workbook.content.folder import data_folder
from workbook.content.identity import namespace, new_identifier
from workbook.content.latest import Latest
from workbook.content.load import load, untranslated
from workbook.content.paths import cycles, unreachable, walks

__all__ = [
    "Content",
    "ContentError",
    "Latest",
    "Table",
    "UnknownName",
    "cycles",
    "data_folder",
    "load",
    "namespace",
    "new_identifier",
    "unreachable",
    "untranslated",
    "walks",
]
