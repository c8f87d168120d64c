import pytest

from workbook.workshop.live.rate_limits import Guesses


@pytest.fixture
def time():
    """A clock that is turned by hand: `time.now += 3`."""

    class Time:
        now = 1000.0

        def __call__(self):
            return self.now

    return Time()


def test_a_mistyped_code_may_be_tried_again_at_once_and_guessing_is_slowed_ever_more(time):
    guesses = Guesses(time)
    line = guesses.of_line()
    waits = []
    for _ in range(12):
        guesses.was_wrong("10.0.0.1", line)
        waits.append(guesses.wait_s("10.0.0.1", line))
        time.now += waits[-1]
        assert guesses.wait_s("10.0.0.1", line) == 0
    assert waits == [0, 0, 0, 0, 5, 10, 20, 40, 60, 60, 60, 60]


def test_who_opens_new_lines_to_guess_is_slowed_too_and_others_are_not(time):
    guesses = Guesses(time)
    tried = 0
    while not guesses.wait_s("10.0.0.1", guesses.of_line()):
        guesses.was_wrong("10.0.0.1", guesses.of_line())
        tried += 1
    assert tried == 100  # a whole room may mistype it once
    assert guesses.wait_s("10.0.0.2", guesses.of_line()) == 0
    time.now += 1
    assert guesses.wait_s("10.0.0.1", guesses.of_line()) == 0


def test_the_count_of_addresses_does_not_grow_without_end(time):
    guesses = Guesses(time)
    for number in range(5000):
        guesses.was_wrong(f"address {number}", guesses.of_line())
    assert len(guesses._of_address) == 2000
