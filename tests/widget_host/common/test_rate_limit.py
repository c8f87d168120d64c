"""How often something may be done."""

from widget_host.common.rate_limit import TokenBucket, TokenBuckets


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


def test_so_many_are_given_at_once_and_then_so_many_a_second():
    clock = Clock()
    bucket = TokenBucket(3, 2, clock)
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]
    assert bucket.wait_s() == 0.5
    clock.now += 0.5
    assert [bucket.take(), bucket.take()] == [True, False]
    clock.now += 60
    assert bucket.wait_s() == 0
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]


def test_whoever_asks_for_the_wait_takes_one_where_there_is_one():
    bucket = TokenBucket(1, 0.25, Clock())
    assert [bucket.take_or_wait_s() for _ in range(3)] == [0, 4, 4]


def test_what_was_not_needed_can_be_given_back():
    bucket = TokenBucket(1, 1, Clock())
    assert bucket.take()
    bucket.give_back()
    assert [bucket.take(), bucket.take()] == [True, False]


def test_each_name_has_a_bucket_of_its_own_and_a_question_makes_none():
    buckets = TokenBuckets(1, 1, 2, Clock())
    assert [buckets.of(name).take() for name in ("one", "other", "one")] == [True, True, False]
    assert (buckets.wait_s("one"), buckets.wait_s("a third")) == (1, 0)
    assert not buckets.of("other").take()


def test_the_name_that_was_not_used_for_longest_is_forgotten_first():
    buckets = TokenBuckets(1, 1, 2, Clock())
    for name in ("one", "other", "one", "a third"):
        buckets.of(name).take()
    assert not buckets.of("one").take()
    assert buckets.of("other").take()
