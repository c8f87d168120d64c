"""How many examples Hypothesis tries: few in `make test`, all with `--hypothesis-profile all`.

A test that says nothing gets the profile's number. One whose examples are dear or cheap asks for its own by
`examples`, and so gets fewer in the short run as well.
"""

from hypothesis import settings

ALL, FEW = 100, 15
LEAST = 5


def register() -> None:
    """Register both profiles, and use the short one unless pytest gets another."""
    # A busy machine may take its time over one example; the tests' own time limit still holds.
    settings.register_profile("all", max_examples=ALL, deadline=None)
    settings.register_profile("few", max_examples=FEW, deadline=None)
    settings.load_profile("few")


def examples(whole: int) -> int:
    """Return how many examples to try if the long run tries `whole` of them."""
    return max(min(whole, LEAST), whole * settings.default.max_examples // ALL)
