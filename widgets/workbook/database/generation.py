"""The generation of the database: a random number that changes with each restore.

A client that has kept data from before, such as a learner's device, detects by it that the database may lack
data that it once acknowledged.
"""

import secrets

from sqlalchemy import Connection, delete, insert, select

from workbook.database.schema import state

__all__ = ["generation", "renew"]


def generation(connection: Connection) -> str:
    """Return the present generation: 32 hexadecimal digits."""
    return str(connection.execute(select(state.c.generation)).scalar_one())


def renew(connection: Connection) -> str:
    """Start a new generation in the connection's transaction, and return it."""
    new = secrets.token_hex(16)
    connection.execute(delete(state))
    connection.execute(insert(state).values(generation=new))
    return new
