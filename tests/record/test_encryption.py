import os
import threading
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from record.entries import entry, texts
from record.memory import Source
from workbook.record.encryption import BUCKET, MANIFEST, Kdf, Lock, RecordKeys, lock, lookup_of, unlock
from workbook.record.errors import RecordError
from workbook.record.merge import canonical

CODE = "3AZ2KJZT3TZJK2ZA3AZ2KJ5H"
OTHER_CODE = "ZYXWVTSRQPNMKJHGFEDCBARR"
RECORD_ID = bytes(range(16))
DATA_KEY = bytes(range(100, 132))
CHEAP = Kdf(memory=8, iterations=1)
KEYS = RecordKeys(RECORD_ID, DATA_KEY)
SLOT = KEYS.slot("reflection/one")

# What the code is turned into when all that is random is `Source`'s. Whoever changes these loses records.
LOOKUP = bytes.fromhex("3c6fefd6fd449aa39b79d257d2f2f25c54f0f64531c16e7ffb4ea5d178758aed")
LOCKED_KEYS = RecordKeys(
    bytes.fromhex("129faa8dfd2c4170ec09b3cf08f439cf"),
    bytes.fromhex("9d67d76323da867fcff459629746c6154c0e12899b3acb301bbe8d5873bfa1a6"),
)
LOCKED = Lock(
    lookup=LOOKUP,
    kdf='{"name":"argon2id","memory":19456,"iterations":2,"lanes":1}',
    salt=bytes.fromhex("5f4b59a57c782e3d3210177d06d6aed4"),
    wrapped=bytes.fromhex(
        "d73bf6a715f1777b01426ca52b2fbb02120acdf594acde4d6553dafb2d5403e685bf69e9fccb861e0014ec49"
        "90eb820fc132e1d122c18e67d8b3105ccb38a745f4a01418cff3833a0f594318"
    ),
)


def counting(start=0):
    """A source of random bytes that gives 0, 1, 2, ... from `start` at each call."""
    return lambda n: bytes((start + at) % 256 for at in range(n))


def refuses(keys, slot, version, sealed):
    with pytest.raises(RecordError) as refusal:
        keys.unseal(slot, version, sealed)
    return refusal.value.reason == "damaged"


def test_the_look_up_id_of_a_code_is_fixed():
    assert lookup_of(CODE) == LOOKUP


def test_the_slot_of_an_entry_is_fixed():
    assert SLOT.hex() == "695052c0f361bdb6a2e3880acce6b23e"


def test_a_lock_is_the_same_byte_for_byte_when_all_that_is_random_is():
    source = Source()
    assert lock(CODE, Kdf(), source) == (LOCKED_KEYS, LOCKED)
    assert source.calls == {16: 2, 32: 1, 12: 1}
    assert LOCKED.digest() == "2d11e8d3cf5e4dbe76a739cda6c088110ae8194f910d23395009c3bffc2beb5e"


def test_a_lock_of_the_first_version_opens():
    assert unlock(CODE, LOCKED_KEYS.record_id, LOCKED) == LOCKED_KEYS


def test_a_sealed_text_is_the_same_byte_for_byte_when_its_nonce_is():
    sealed = KEYS.seal(SLOT, 7, '{"key":"reflection/one"}', counting())
    assert len(sealed) == 12 + BUCKET + 16
    assert (
        sealed[:40].hex()
        == "000102030405060708090a0b359121a30696d974df60debf0aff4b9c631699fbc7000f52baf937d2"
    )
    assert sealed[-16:].hex() == "e79a3b0f291444bbe29418d268b2c848"
    assert sha256(sealed).hexdigest() == "4ebfe1be90f0002a0745685554b38617e0e892751229e8cd9a0a0e8447e2e9b9"
    assert KEYS.unseal(SLOT, 7, sealed) == '{"key":"reflection/one"}'


@given(texts, st.integers(0, 2**63 - 1))
def test_whatever_is_sealed_comes_back(text, version):
    plain = canonical(entry(value=text))
    sealed = KEYS.seal(SLOT, version, plain)
    assert KEYS.unseal(SLOT, version, sealed) == plain


def test_a_reflection_of_two_hundred_kilobytes_comes_back():
    plain = canonical(entry(value="\U0001f600" * 51_200))
    assert KEYS.unseal(SLOT, 1, KEYS.seal(SLOT, 1, plain)) == plain


@pytest.mark.parametrize(
    ("length", "size"), [(0, 512), (1, 512), (508, 512), (509, 1024), (1020, 1024), (1021, 1536)]
)
def test_the_size_shows_a_text_s_length_in_steps_of_512_alone(length, size):
    assert len(KEYS.seal(SLOT, 1, "x" * length)) == 12 + size + 16


def test_the_same_text_sealed_twice_looks_different():
    assert KEYS.seal(SLOT, 1, "text") != KEYS.seal(SLOT, 1, "text")


def test_no_word_of_a_text_or_key_is_in_what_is_stored():
    sealed = KEYS.seal(SLOT, 1, canonical(entry(value="grievance")))
    for word in (b"grievance", b"reflection", b"standard", b"2026", b"value"):
        assert word not in sealed + SLOT


@given(st.integers(0, 12 + BUCKET + 16 - 1), st.integers(1, 255))
def test_any_byte_of_a_sealed_text_that_is_changed_is_noticed(at, change):
    sealed = bytearray(KEYS.seal(SLOT, 3, "text"))
    sealed[at] ^= change
    assert refuses(KEYS, SLOT, 3, bytes(sealed))


@pytest.mark.parametrize("length", [0, 1, 11, 12, 27, 28, 100, 12 + BUCKET + 15])
def test_a_sealed_text_that_was_cut_is_noticed(length):
    assert refuses(KEYS, SLOT, 3, KEYS.seal(SLOT, 3, "text")[:length])


def test_a_sealed_text_that_something_was_added_to_is_noticed():
    assert refuses(KEYS, SLOT, 3, KEYS.seal(SLOT, 3, "text") + b"\0")


@pytest.mark.parametrize(
    ("keys", "slot", "version"),
    [
        (KEYS, KEYS.slot("reflection/two"), 3),
        (KEYS, MANIFEST, 3),
        (KEYS, SLOT[:15], 3),
        (KEYS, b"", 3),
        (KEYS, SLOT, 2),
        (KEYS, SLOT, 4),
        (KEYS, SLOT, -1),
        (KEYS, SLOT, 2**63),
        (RecordKeys(bytes(16), DATA_KEY), SLOT, 3),
        (RecordKeys(RECORD_ID[:15], DATA_KEY), RECORD_ID[15:] + SLOT[:15], 3),
        (RecordKeys(RECORD_ID, bytes(32)), SLOT, 3),
    ],
    ids=[
        "another entry's slot",
        "the manifest's slot",
        "a slot cut short",
        "no slot",
        "an older version",
        "a newer version",
        "a version below nothing",
        "a version that is too big",
        "another record",
        "bytes moved from one column to the next",
        "another key",
    ],
)
def test_a_sealed_text_opens_in_its_own_place_alone(keys, slot, version):
    assert refuses(keys, slot, version, KEYS.seal(SLOT, 3, "text"))


def test_the_code_opens_its_lock():
    keys, locked = lock(CODE, CHEAP)
    assert unlock(CODE, keys.record_id, locked) == keys


def test_another_code_does_not_open_a_lock():
    keys, locked = lock(CODE, CHEAP)
    with pytest.raises(RecordError) as refusal:
        unlock(OTHER_CODE, keys.record_id, locked)
    assert refusal.value.reason == "damaged"


def test_two_records_of_one_code_share_nothing_but_the_look_up_id():
    (one, first), (other, second) = lock(CODE, CHEAP), lock(CODE, CHEAP)
    assert first.lookup == second.lookup
    assert (one.record_id, one.data_key, first.salt, first.wrapped) != (
        other.record_id,
        other.data_key,
        second.salt,
        second.wrapped,
    )
    assert one.slot("key") != other.slot("key")


@given(st.data())
def test_any_byte_of_a_lock_that_is_changed_is_noticed(data):
    keys, locked = lock(CODE, CHEAP, Source())
    parts = {
        "record_id": keys.record_id,
        "lookup": locked.lookup,
        "kdf": locked.kdf.encode(),
        "salt": locked.salt,
        "wrapped": locked.wrapped,
    }
    name = data.draw(st.sampled_from(list(parts)))
    at = data.draw(st.integers(0, len(parts[name]) - 1))
    how = data.draw(st.sampled_from(["change", "cut", "add"]))
    if how == "change":
        changed = bytearray(parts[name])
        changed[at] ^= data.draw(st.integers(1, 255))
        parts[name] = bytes(changed)
    else:
        parts[name] = parts[name][:at] if how == "cut" else parts[name] + b"\0"
    record_id, kdf = parts.pop("record_id"), parts.pop("kdf").decode("utf-8", "surrogateescape")
    stored = Lock(kdf=kdf, **parts)
    if record_id == keys.record_id:
        assert stored.digest() != locked.digest()
    with pytest.raises(RecordError) as refusal:
        unlock(CODE, record_id, stored)
    assert refusal.value.reason == "damaged"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        "[" * 100_000,
        '{"name":"argon2id","memory":19456,"iterations":2}',
        '{"name":"argon2id","memory":19456,"iterations":2,"lanes":1} ',
        '{"name":"argon2i","memory":19456,"iterations":2,"lanes":1}',
        '{"name":"argon2id","memory":19456.0,"iterations":2,"lanes":1}',
        '{"name":"argon2id","memory":19456,"iterations":2,"lanes":true}',
        '{"name":"argon2id","memory":9999999,"iterations":2,"lanes":1}',
        '{"name":"argon2id","memory":19456,"iterations":99,"lanes":1}',
        '{"name":"argon2id","memory":19456,"iterations":2,"lanes":99}',
        '{"name":"argon2id","memory":8,"iterations":2,"lanes":4}',
        '{"name":"argon2id","memory":"19456","iterations":2,"lanes":1}',
    ],
    ids=lambda text: text[:80],
)
def test_what_argon2_costs_is_read_only_as_it_was_written_and_within_bounds(text):
    with pytest.raises(RecordError) as refusal:
        Kdf.read(text)
    assert refusal.value.reason == "damaged"


def test_a_lock_knows_its_key_without_the_code():
    keys, locked = lock(CODE, CHEAP)
    assert locked.fits(keys.data_key)
    assert not locked.fits(DATA_KEY)


def test_keys_are_never_shown():
    assert repr(KEYS) == "RecordKeys()"


def test_two_halves_of_random_bytes_never_meet_again():
    # A nonce that comes twice under one key would give both texts away.
    source = Source()
    sealed = {KEYS.seal(SLOT, version, "text", source)[:12] for version in range(100)}
    assert len(sealed) == source.calls[12] == 100


def test_however_many_keys_are_made_at_once_no_more_threads_take_memory_than_there_are_processors():
    with ThreadPoolExecutor(8) as asking:
        made = list(asking.map(lambda _: lock(CODE, CHEAP), range(32)))
    assert len({keys.record_id for keys, _ in made}) == 32
    making = [thread for thread in threading.enumerate() if thread.name.startswith("record-keys")]
    assert 1 <= len(making) <= os.cpu_count()
