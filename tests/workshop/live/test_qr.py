import re

import pytest
import segno

from workbook.workshop.errors import WorkshopError
from workbook.workshop.live.qr import qr_path

ADDRESS = "https://workbook.example.org/#join=K7M9XW"


def test_a_qr_code_is_the_path_of_its_dark_modules_within_a_quiet_zone():
    size, path = qr_path(ADDRESS)
    dark = set()
    for x, y, run in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path):
        dark |= {(int(x) + step, int(y)) for step in range(int(run))}
    rows = list(segno.make(ADDRESS, error="m", micro=False).matrix)
    assert dark == {(x + 4, y + 4) for y, row in enumerate(rows) for x, one in enumerate(row) if one}
    assert size == len(rows) + 8
    assert re.sub(r"M\d+ \d+h(\d+)v1h-\1z", "", path) == ""


@pytest.mark.parametrize("text", ["", "x" * 501])
def test_what_fits_no_qr_code_on_a_wall_is_refused(text):
    with pytest.raises(WorkshopError):
        qr_path(text)
