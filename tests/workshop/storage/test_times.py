"""How long each step took: the time for which it was the current one."""

from datetime import timedelta

from workbook.workshop.storage.rows import read
from workbook.workshop.storage.times import times_of
from workshop.rooms import NOW


def minutes(room):
    """The minutes that each step took, as a report gets them."""
    with room.store.connection(write=False) as connection:
        times = times_of(connection, read(connection, room.id))
    return {step: seconds / 60 for step, seconds in times.items()}


def after(count):
    """The time so many minutes after the start."""
    return NOW + timedelta(minutes=count)


def test_a_step_takes_as_long_as_it_is_the_current_one(small):
    small.do("go", now=after(7), step=1)
    small.do("open", now=after(8))
    small.do("close", now=after(10))
    small.do("go", now=after(12), step=2)
    assert minutes(small) == {"hello": 7, "vote": 5}


def test_a_step_to_which_the_trainer_goes_back_takes_both_times_together(small):
    small.do("go", now=after(2), step=1)
    small.do("go", now=after(5), step=0)
    assert minutes(small) == {"vote": 3}
    small.do("go", now=after(9), step=1)
    assert minutes(small) == {"hello": 2 + 4}
    small.do("end", now=after(10))
    assert minutes(small) == {"hello": 6, "vote": 3 + 1}


def test_the_end_ends_the_last_step_once(small):
    small.do("end", now=after(4))
    small.do("end", now=after(9))
    assert minutes(small) == {"hello": 4}


def test_a_clock_that_is_put_back_takes_no_time_away(small):
    small.do("go", now=after(5), step=1)
    small.do("go", now=after(3), step=2)
    assert minutes(small) == {"hello": 5, "vote": 0}
