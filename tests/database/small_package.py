"""A small package that stores words in a database, to test what every package may rely on."""

from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table, insert, select

from workbook.database.steps import Steps
from workbook.database.store import Database

metadata = MetaData()
words = Table(
    "words",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("said", LargeBinary, nullable=False),
)
version_of_words = Table("words_schema", MetaData(), Column("version_num", String(32), primary_key=True))


class WordsError(Exception):
    """The error of the small package, with a reason and a text as every package's has."""

    def __init__(self, reason, text=""):
        self.reason = reason
        super().__init__(text or reason)


class Words(Database):
    """A database of words."""

    STEPS = Steps(Path(__file__).parent / "small_steps", version_of_words)
    Error = WordsError

    def write(self, number=1, said=b"hello"):
        """Keep a word under a number that has none yet."""
        with self.connection(write=True) as connection:
            connection.execute(insert(words).values(number=number, said=said))

    def read(self):
        """All words by their numbers."""
        with self.connection(write=False) as connection:
            return read(connection)


def read(connection):
    """All words by their numbers, as a transaction sees them."""
    return {row.number: bytes(row.said) for row in connection.execute(select(words))}


def reason(work, *arguments):
    """Why the work can't be done."""
    with pytest.raises(WordsError) as told:
        work(*arguments)
    return told.value.reason
