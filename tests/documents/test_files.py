from datetime import UTC, datetime

import pytest

from workbook.documents.files import file_name

MADE = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("my-record-{date}", "my-record-2026-11-22.pdf"),
        ("../../é x:{date}", "x-2026-11-22.pdf"),
        ("<c>{date}", "c-2026-11-22.pdf"),
        ("???", "record.pdf"),
    ],
)
def test_a_file_s_name_has_the_day_and_no_sign_that_a_system_may_refuse(label, name):
    assert file_name(label, MADE, "pdf") == name
