"""Rows for any table, generated from its columns' types, for tests over all tables."""

from datetime import date

from sqlalchemy import Boolean, Date, Float, Integer, LargeBinary, MetaData, String, insert, select

VALUES = {
    Boolean: lambda _, number: bool(number % 2),
    Integer: lambda _, number: number + 1,
    Float: lambda _, number: number + 0.25,
    Date: lambda _, number: date(2026, 11, 1 + number),
    LargeBinary: lambda name, number: f"{name} {number} \0\u00e9".encode(),
    String: lambda name, number: f"{number} {name} \u00e9"[:6],
}


def value(column, number):
    """The value of a column in the row of a number; one that points to another row has that row's."""
    for key in column.foreign_keys:
        return value(key.column, number)
    kind = next(kind for kind in VALUES if isinstance(column.type, kind))
    return VALUES[kind](column.name, number)


def reflected(connection, leave_out=()):
    """The tables that there are, parents first."""
    metadata = MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name not in leave_out]


def fill(connection, tables, numbers=range(2)):
    """Put rows of these numbers into tables."""
    for table in tables:
        rows = [{column.name: value(column, number) for column in table.columns} for number in numbers]
        connection.execute(insert(table), rows)


def contents(connection, tables):
    """All rows of tables, by the tables' names."""
    return {
        table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
        for table in tables
    }
