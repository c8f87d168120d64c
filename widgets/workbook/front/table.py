"""A pandas table as plain rows, in the shape that the front end's table takes.

Here: turning a frame into values that JSON can hold. Not here: what stands in the frame, which the exercise
that builds it knows.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # pandas takes a while to import, so only an exercise that builds a table imports it
    import pandas as pd

Cell = str | int | float | bool
"""What a cell can hold."""


def rows_of(frame: "pd.DataFrame") -> list[list[Cell]]:
    """Return the rows of a frame in its order, each cell a plain Python value instead of one of NumPy's."""
    return [list(row) for row in frame.astype(object).itertuples(index=False, name=None)]
