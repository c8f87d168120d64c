"""How many new records one network may create, and how fast."""

from served import answering
from widget_host.common.kernel_rpc import ADDRESS, SERVICES
from workbook.record.network_permits import RecordPermits
from workbook.record.permits import PERMIT, VISITOR, seconds_to_wait


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


ONE, OTHER = "192.0.2.1", "192.0.2.2"


def test_three_hundred_learners_behind_one_address_begin_their_records_within_a_minute():
    permits = RecordPermits(Clock())
    assert {permits.wait_s("mark") for _ in range(300)} == {0.0}


def test_whoever_makes_very_many_records_is_slowed_and_others_are_not():
    clock = Clock()
    permits = RecordPermits(clock)
    waits = [permits.wait_s("mark") for _ in range(5000)]
    assert waits.count(0.0) == 400
    clock.now = 60
    assert [permits.wait_s("mark") for _ in range(100)].count(0.0) == 60
    assert permits.wait_s("another") == 0.0


def test_a_kernel_asks_the_server_and_knows_its_network_by_a_mark_alone():
    permits = RecordPermits(Clock())
    told = permits.environment(ONE)
    assert ONE not in str(told)
    assert permits.environment(ONE) == told != permits.environment(OTHER)
    assert permits.environment("") == {}
    with answering({PERMIT: permits.answer}) as called:
        assert seconds_to_wait({**called, **told}) == 0.0
        for _ in range(399):
            permits.wait_s(told[VISITOR])
        assert seconds_to_wait({**called, **told}) == 1.0
        assert seconds_to_wait({**called, **permits.environment(OTHER)}) == 0.0
        assert seconds_to_wait(called) == 0.0


def test_where_no_server_answers_nobody_waits(tmp_path):
    assert seconds_to_wait({ADDRESS: str(tmp_path / "nothing"), SERVICES: PERMIT, VISITOR: "mark"}) == 0.0
    assert seconds_to_wait({VISITOR: "mark"}) == 0.0
    with answering({PERMIT: lambda _: {"wait": "soon"}}) as called:
        assert seconds_to_wait({**called, VISITOR: "mark"}) == 0.0
