"""Who may run workshops: passphrases, sign-ins and their rate limits, over both databases."""

import unicodedata
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from examples import examples
from workbook.workshop.domain.plans import plan_data, plan_of
from workbook.workshop.errors import WorkshopError
from workbook.workshop.storage import trainers
from workbook.workshop.storage.schema import sessions, tries
from workbook.workshop.storage.schema import trainers as table
from workbook.workshop.storage.store import WorkshopStore
from workbook.workshop.storage.workshops import Workshops
from workshop.domain.test_plans import JSON
from workshop.rooms import NOW, PLAN, Known, Texts, outcome, reason

PASSPHRASE = "correct horse battery"
HERE, THERE = "192.0.2.1", "192.0.2.2"
DAY = NOW.date()


@pytest.fixture
def ann(store):
    trainers.add(store, "Ann", PASSPHRASE, DAY)
    return store


def sign_in(store, name="Ann", passphrase=PASSPHRASE, who=HERE, now=NOW):
    return trainers.sign_in(store, name, passphrase, who, now)


def waits(store, **tried):
    """How long the next try has to wait: 0 where it is only wrong."""
    with pytest.raises(WorkshopError) as told:
        sign_in(store, **{"passphrase": "wrong wrong wrong", **tried})
    assert told.value.reason in ("password", "wait")
    return told.value.wait_s


def rows(store, of):
    with store.connection(write=False) as connection:
        return list(connection.execute(of.select()))


# Names and passphrases


def test_trainers_are_added_listed_and_removed(store):
    assert trainers.names(store) == []
    assert trainers.add(store, "  Máire   Ní Néill ", PASSPHRASE, DAY) == "Máire Ní Néill"
    trainers.add(store, "Ann", PASSPHRASE, DAY)
    assert trainers.names(store) == [("Ann", DAY), ("Máire Ní Néill", DAY)]
    trainers.remove(store, "ann")
    assert [name for name, _ in trainers.names(store)] == ["Máire Ní Néill"]
    assert reason(trainers.remove, store, "Ann") == "unknown"


@pytest.mark.parametrize("passphrase", ["tiny", "elevenSigns", " " * 20, "  elevenSigns "])
def test_a_passphrase_has_12_signs_and_says_so(store, passphrase):
    with pytest.raises(WorkshopError, match=r"it has \d+ characters. Use at least 12") as told:
        trainers.add(store, "Ann", passphrase, DAY)
    assert told.value.reason == "password"
    assert passphrase not in told.value.text


@pytest.mark.parametrize("passphrase", ["x" * 201, "twelve signs\nand a line", "half a sign \ud800"])
def test_what_nobody_could_type_is_no_passphrase(store, passphrase):
    assert reason(trainers.add, store, "Ann", passphrase, DAY) == "password"


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "A\0", "A\u202e\ud800"])
def test_what_can_t_be_read_is_no_name(store, name):
    assert reason(trainers.add, store, name, PASSPHRASE, DAY) == "unreadable"


@pytest.mark.usefixtures("real_hashes")
def test_a_passphrase_is_kept_as_an_argon2id_hash_alone(ann):
    (row,) = rows(ann, table)
    assert row.passphrase.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert PASSPHRASE not in row.passphrase


def test_a_name_is_found_whatever_its_capitals_and_a_passphrase_however_it_is_written(store):
    composed = "sléibhte agus gleannta"
    trainers.add(store, "Séan", unicodedata.normalize("NFD", composed), DAY)
    token = sign_in(store, unicodedata.normalize("NFD", "SÉAN"), composed)
    assert trainers.trainer_of(store, token, NOW) == "Séan"


def test_a_new_passphrase_takes_the_place_of_the_old_one_and_signs_out(ann):
    token = sign_in(ann)
    assert trainers.add(ann, "ANN", "another horse battery", DAY + timedelta(days=1)) == "Ann"
    assert trainers.names(ann) == [("Ann", DAY)]
    assert reason(trainers.trainer_of, ann, token, NOW) == "signed_out"
    assert reason(sign_in, ann) == "password"
    sign_in(ann, passphrase="another horse battery")


# Signing in and out


def test_without_any_trainer_it_says_that_none_is_set_up(store):
    assert reason(sign_in, store) == "passphrase_none"
    assert rows(store, tries) == []


def test_a_sign_in_lasts_twelve_hours_or_until_it_is_ended(ann):
    token = sign_in(ann)
    assert trainers.trainer_of(ann, token, NOW + timedelta(hours=11, minutes=59)) == "Ann"
    assert reason(trainers.trainer_of, ann, token, NOW + timedelta(hours=12)) == "signed_out"
    trainers.sign_out(ann, token)
    assert reason(trainers.trainer_of, ann, token, NOW) == "signed_out"
    trainers.sign_out(ann, token)


def test_the_database_holds_nothing_that_one_could_sign_in_with(ann):
    token = sign_in(ann)
    (row,) = rows(ann, sessions)
    assert token.encode() not in bytes(row.token)
    assert reason(trainers.trainer_of, ann, bytes(row.token).hex(), NOW) == "signed_out"


def test_a_removed_trainer_is_signed_out_and_own_plans_are_gone(ann):
    token = sign_in(ann)
    Workshops(ann, Texts()).save_plan("Ann", PLAN)
    trainers.add(ann, "Bob", PASSPHRASE, DAY)
    trainers.remove(ann, "Ann")
    assert reason(trainers.trainer_of, ann, token, NOW) == "signed_out"
    trainers.add(ann, "Ann", PASSPHRASE, DAY)
    assert Workshops(ann, Texts()).own_plans("Ann") == []


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(JSON, JSON)
def test_garbage_is_a_wrong_name_and_passphrase_and_no_token(small_ann, name, passphrase):
    with small_ann.connection(write=True) as connection:
        connection.execute(tries.delete())
    assert reason(sign_in, small_ann, name, passphrase) == "password"
    assert reason(trainers.trainer_of, small_ann, name, NOW) == "signed_out"
    assert outcome(trainers.sign_out, small_ann, passphrase) is None


@pytest.fixture
def small_ann(new_address, new_store):
    store = new_store(new_address())
    trainers.add(store, "Ann", PASSPHRASE, DAY)
    return store


# How fast


def test_after_three_wrong_tries_each_next_one_has_to_wait_twice_as_long(ann):
    now, waited = NOW, []
    assert [waits(ann) for _ in range(3)] == [0, 0, 0]
    for _ in range(10):
        waited.append(waits(ann, now=now))
        now += timedelta(seconds=waited[-1])
        assert waits(ann, now=now) == 0
    assert waited == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


def test_who_has_to_wait_is_not_heard_even_with_the_right_passphrase(ann):
    for _ in range(3):
        waits(ann)
    assert reason(sign_in, ann) == "wait"
    sign_in(ann, now=NOW + timedelta(seconds=2))


def test_tries_are_slowed_by_name_from_wherever_they_come(ann):
    for number in range(3):
        assert waits(ann, who=f"192.0.2.{number}", name="aNN") == 0
    assert waits(ann, who=THERE) == 2


def test_tries_are_slowed_by_address_for_whichever_name(ann):
    trainers.add(ann, "Bob", PASSPHRASE, DAY)
    for name in ("Ann", "Nobody", None):
        assert waits(ann, name=name) == 0
    assert waits(ann, name="Bob") == 2
    sign_in(ann, name="Bob", who=THERE)


def known(store, name="Ann", before=None, now=NOW):
    """A device that a trainer has signed in on."""
    return trainers.know_device(store, name, now, before)


def test_strangers_who_try_do_not_keep_a_trainer_out_of_a_device_that_is_known(ann):
    device = known(ann)
    for number in range(20):
        outcome(sign_in, ann, "Ann", "a guess", f"192.0.2.{number}")
    # Nor from the trainer's own address.
    for _ in range(3):
        outcome(sign_in, ann, "Ann", "a guess", HERE)
    assert reason(sign_in, ann) == "wait"
    token = trainers.sign_in(ann, "Ann", PASSPHRASE, HERE, NOW, device=device)
    assert trainers.trainer_of(ann, token, NOW) == "Ann"
    # The strangers go on waiting.
    assert waits(ann) > 0


def test_a_known_device_is_slowed_by_its_own_wrong_tries(ann):
    device = known(ann)
    tried = [trainers_wait(ann, device) for _ in range(4)]
    assert tried == [0, 0, 0, 2]
    # Others are not.
    sign_in(ann)


def trainers_wait(store, device):
    """How long the next try on a device has to wait."""
    with pytest.raises(WorkshopError) as told:
        trainers.sign_in(store, "Ann", "wrong wrong wrong", HERE, NOW, device=device)
    return told.value.wait_s


@pytest.mark.parametrize("device", ["", "x", "\ud800", "x" * 101, 7, [], {"$ne": 1}, True])
def test_an_unknown_device_is_slowed_as_any_other(ann, device):
    for _ in range(3):
        reason(trainers.sign_in, ann, "Ann", "a guess", THERE, NOW, device=device)
    assert reason(trainers.sign_in, ann, "Ann", PASSPHRASE, HERE, NOW, device=device) == "wait"


def test_a_device_is_known_for_its_own_trainer_alone(ann):
    trainers.add(ann, "Bob", PASSPHRASE, DAY)
    device = known(ann)
    for _ in range(3):
        outcome(sign_in, ann, "Bob", "a guess", THERE)
    assert reason(trainers.sign_in, ann, "Bob", PASSPHRASE, HERE, NOW, device=device) == "wait"
    assert not trainers.is_known(ann, "Bob", NOW, device)
    assert trainers.is_known(ann, "ANN", NOW, device)


def test_a_device_is_known_for_half_a_year_and_until_there_is_a_new_passphrase(ann):
    device = known(ann)
    assert trainers.is_known(ann, "Ann", NOW + timedelta(days=179), device)
    assert not trainers.is_known(ann, "Ann", NOW + timedelta(days=180), device)
    newer = known(ann, before=device)
    assert not trainers.is_known(ann, "Ann", NOW, device)
    trainers.add(ann, "Ann", "another horse battery", DAY)
    assert not trainers.is_known(ann, "Ann", NOW, newer)


def test_twenty_devices_are_known_and_nobody_is_signed_in_by_one(ann):
    token = sign_in(ann)
    devices = [known(ann, now=NOW + timedelta(minutes=number)) for number in range(25)]
    assert [trainers.is_known(ann, "Ann", NOW, one) for one in devices] == [False] * 5 + [True] * 20
    assert reason(trainers.trainer_of, ann, devices[-1], NOW) == "signed_out"
    assert trainers.trainer_of(ann, token, NOW) == "Ann"


def test_what_a_device_is_known_by_signs_nobody_in_whatever_is_put_before_it(ann):
    device, token = known(ann), sign_in(ann)
    for before in ("", "device\0", "session\0", "device\0session\0"):
        assert reason(trainers.trainer_of, ann, before + device, NOW) == "signed_out"
        assert not trainers.is_known(ann, "Ann", NOW, before + token)


def test_the_pause_is_kept_over_a_restart_and_over_servers(ann):
    for _ in range(3):
        waits(ann)
    with WorkshopStore(ann.address) as other:
        assert waits(other) == 2


def test_signing_in_and_a_quiet_hour_make_good(ann):
    for _ in range(2):
        waits(ann)
    sign_in(ann)
    assert rows(ann, tries) == []
    for _ in range(3):
        waits(ann)
    assert waits(ann, now=NOW + timedelta(hours=2)) == 0
    assert all(row.wrong == 1 for row in rows(ann, tries))


def test_a_clock_that_is_set_back_makes_nobody_wait_for_ever(ann):
    for _ in range(3):
        waits(ann)
    assert waits(ann, now=NOW - timedelta(days=1)) == 300


@pytest.mark.usefixtures("real_hashes")
def test_a_name_that_there_is_not_costs_as_much_as_one_that_there_is(small_ann, monkeypatch):
    checked = []
    verify = trainers.Argon2id.verify_phc_encoded

    class Counting:
        def __init__(self, **given):
            self.made = trainers_argon(**given)

        def derive_phc_encoded(self, data):
            return self.made.derive_phc_encoded(data)

        @staticmethod
        def verify_phc_encoded(data, phc):
            checked.append(phc.rsplit("$", 2)[0])
            return verify(data, phc)

    trainers_argon = trainers.Argon2id
    monkeypatch.setattr(trainers, "Argon2id", Counting)
    for name in ("Ann", "Nobody", "", None, "x" * 500):
        assert reason(sign_in, small_ann, name, "wrong wrong wrong", f"address of {name}"[:30]) == "password"
    assert checked == ["$argon2id$v=19$m=19456,t=2,p=1"] * 5


# Own plans


def test_a_trainer_s_own_plans_are_kept_for_that_trainer_alone(ann):
    trainers.add(ann, "Bob", PASSPHRASE, DAY)
    workshops = Workshops(ann, Texts())
    workshops.save_plan("Ann", PLAN)
    changed = plan_of({**plan_data(PLAN), "title": "Changed"}, Known())
    workshops.save_plan("Ann", changed)
    assert workshops.own_plans("Ann") == [changed]
    assert workshops.own_plans("Bob") == []
    workshops.delete_plan("Bob", PLAN.id)
    assert workshops.own_plans("Ann") == [changed]
    for nothing in (None, "\ud800", "none"):
        workshops.delete_plan("Ann", nothing)
    workshops.delete_plan("Ann", PLAN.id)
    assert workshops.own_plans("Ann") == []


def test_a_trainer_has_a_hundred_plans_at_most(small_ann):
    workshops = Workshops(small_ann, Texts())
    for number in range(100):
        workshops.save_plan("Ann", plan_of({**plan_data(PLAN), "id": f"p{number}"}, Known()))
    workshops.save_plan("Ann", plan_of({**plan_data(PLAN), "id": "p7"}, Known()))
    assert reason(workshops.save_plan, "Ann", PLAN) == "plan"
