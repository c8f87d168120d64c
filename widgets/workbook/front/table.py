"""Converts a pandas table to plain rows, in the format of the front end's table.

Here: converting a frame to JSON values. Not here: the content of the frame, which the exercise builds.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # pandas is slow to import, so only an exercise that builds a table imports it
    import pandas as pd

Cell = str | int | float | bool
"""The type of a cell."""


def rows_of(frame: "pd.DataFrame") -> list[list[Cell]]:
    """Return the rows of a frame in order, with plain Python values instead of NumPy's."""
    return [list(row) for row in frame.astype(object).itertuples(index=False, name=None)]
