"""Which form of a word a number takes in a language."""

import pytest

from widget_host.languages import plural_form


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en-GB", "other one other other other"),
        ("ga", "other one two few many"),
        ("cy", "zero one two few other"),
        ("xx", "other other other other other"),
    ],
)
def test_a_language_s_forms_are_those_of_unicode(language, forms):
    assert " ".join(plural_form(count, language) for count in (0, 1, 2, 3, 7)) == forms
