"""A learner's browsers and the workbook's store: deletions, lost answers, two tabs, restored backups.

The page's own modules run in Node.js, with a database of the browser's that stands in for IndexedDB; behind
them is the workbook's own RPC handler with a real database.
"""

import pytest

from record.ui.browsers import RefusedError
from workbook.record.code import new_code


@pytest.fixture
def code():
    return new_code()


@pytest.fixture
def phone(browser, code):
    """A phone whose learner wrote one answer and keeps it under a code."""
    one = browser()
    one.write("first", "Kept under the code.")
    one.do("chooseCode", code)
    assert one.state()["waiting"] == 0
    return one


@pytest.fixture
def laptop(browser, phone, code):  # noqa: ARG001 - the phone begins the record
    """A laptop that went on with the phone's record."""
    one = browser(code)
    assert one.words == {"first": ["Kept under the code."]}
    return one


def refused(browser, name, *args, tab=0):
    with pytest.raises(RefusedError) as reason:
        browser.do(name, *args, tab=tab)
    return str(reason.value)


GONE = {"device": 0, "database": 0}


# A record that is full, and a disk


def test_a_record_that_is_full_says_so_and_the_words_stay_here_until_there_is_room(phone, laptop):
    phone.limit(record=1)
    phone.write("long", "w" * 900_000)
    assert (phone.state()["trouble"], phone.state()["waiting"]) == ("nearly", 0)
    phone.write("more", "m" * 200_000)
    phone.write("short", "A few words.")
    told = phone.state()
    # One answer does not fit; the others are kept all the same.
    assert (told["trouble"], told["waiting"], "more" in told["entries"]) == ("quota", 1, True)
    assert laptop.state()["entries"]["short"] == ["A few words."]
    phone.write("long", "Shorter.")
    told = phone.state()
    assert (told["trouble"], told["waiting"]) == ("", 0)
    assert laptop.state()["entries"]["more"] == ["m" * 200_000]


def test_where_the_disk_has_little_room_the_words_stay_here_and_go_later(phone, laptop):
    phone.limit(low_disk=2**40)
    phone.write("long", "w" * 1_200_000)
    told = phone.state()
    assert (told["trouble"], told["waiting"]) == ("scarce", 1)
    phone.limit()
    told = phone.state()
    assert (told["trouble"], told["waiting"]) == ("", 0)
    assert laptop.state()["entries"]["long"] == ["w" * 1_200_000]


# Delete everything


def test_another_device_empties_itself_when_it_is_told_and_says_so_until_that_was_read(phone, laptop):
    assert phone.do("deleteEverything") == GONE
    told = laptop.state()
    assert (told["entries"], told["mode"], told["deleted"], told["left"]) == ({}, "undecided", True, 0)
    assert laptop.state(tab=1)["deleted"] is True
    laptop.do("acknowledgeDeleted")
    assert laptop.do("state")["deleted"] is False


def test_words_that_were_never_sent_stay_until_the_learner_has_decided(phone, laptop):
    laptop.net = "cut"
    laptop.write("second", "Never sent.")
    phone.do("deleteEverything")
    laptop.net = "up"
    told = laptop.state()
    assert (told["entries"], told["deleted"], told["left"]) == ({"second": ["Never sent."]}, True, 1)
    laptop.do("keepLeft")
    kept = laptop.state()
    assert (kept["entries"], kept["mode"], kept["deleted"]) == (
        {"second": ["Never sent."]},
        "device",
        False,
    )


def test_a_page_that_is_opened_anew_with_words_that_were_never_sent_asks_about_them_too(phone, laptop):
    laptop.net = "cut"
    laptop.write("second", "Never sent.")
    phone.do("deleteEverything")
    assert laptop.do("look", tab=1) is None
    waiting = laptop.do("state", tab=1)
    assert (waiting["trouble"], waiting["waiting"], waiting["deleted"]) == ("silent", 1, False)
    laptop.net = "up"
    told = laptop.state(tab=2)
    assert (told["entries"], told["deleted"], told["left"]) == ({"second": ["Never sent."]}, True, 1)


def test_words_that_were_never_sent_are_deleted_too_where_the_learner_says_so(phone, laptop):
    laptop.net = "cut"
    laptop.write("second", "Never sent.")
    phone.do("deleteEverything")
    laptop.net = "up"
    laptop.state()
    laptop.write("third", "Written since then.")
    laptop.do("deleteLeft")
    assert laptop.words == {"third": ["Written since then."]}
    assert laptop.do("state")["deleted"] is False


def test_of_an_answer_that_was_changed_since_it_was_sent_the_change_alone_stays(phone, laptop):
    laptop.net = phone.net = "cut"
    phone.write("first", "As the phone has it.")
    laptop.write("first", "As the laptop has it.")
    phone.net = "up"
    phone.state()
    phone.do("deleteEverything")
    laptop.net = "up"
    assert laptop.state()["entries"] == {"first": ["As the laptop has it."]}


def test_what_is_sent_again_after_a_fault_was_sent_and_goes(phone, laptop, store):
    laptop.net = "cut"
    with store.connection(write=True) as connection:
        connection.exec_driver_sql("UPDATE workbook_database SET generation = 'another'")
    phone.state()
    phone.do("deleteEverything")
    laptop.net = "up"
    assert laptop.state()["entries"] == {}


def test_a_deletion_whose_answer_is_lost_is_finished_at_the_next_connection(phone, laptop):
    phone.net = "deaf"
    assert refused(phone, "deleteEverything") == "silent"
    assert phone.words == {"first": ["Kept under the code."]}
    phone.net = "up"
    assert phone.state()["entries"] == {}
    assert laptop.state()["entries"] == {}


def test_a_deletion_without_a_connection_deletes_nothing_and_can_be_tried_again(phone, laptop):
    phone.net = "cut"
    assert refused(phone, "deleteEverything") == "silent"
    assert phone.words == laptop.state()["entries"] == {"first": ["Kept under the code."]}
    phone.net = "up"
    assert phone.do("deleteEverything") == GONE
    assert laptop.state()["entries"] == {}


def test_two_devices_delete_and_neither_is_refused(phone, laptop):
    assert phone.do("deleteEverything") == laptop.do("deleteEverything") == GONE


def test_what_another_device_saves_while_everything_is_deleted_is_gone_or_offered(phone, laptop):
    laptop.net = "held"
    saving = laptop.begin(("write", ["second", "On its way."], 0))
    laptop.until_sent("push")
    assert phone.do("deleteEverything") == GONE
    laptop.release()
    laptop.end(saving)
    assert laptop.state()["entries"] == {}
    laptop.write("third", "Afterwards.")
    assert laptop.state()["entries"] == {"third": ["Afterwards."]}


def test_a_code_whose_record_was_deleted_opens_nothing_and_nothing_comes_back_under_it(
    phone, laptop, browser, code
):
    phone.do("deleteEverything")
    assert refused(browser(), "resume", code) == "deleted"
    assert refused(laptop, "keepAgain") == "deleted"
    assert laptop.words == {}


def test_an_answer_that_comes_after_another_tab_has_deleted_everything_brings_nothing_back(phone, laptop):
    laptop.write("second", "From the laptop.")
    laptop.state()
    phone.net = "held"
    looking = phone.begin(("look", [], 1))
    phone.until_sent("pull")
    held, phone.net = phone.held, "up"
    assert phone.do("deleteEverything", tab=0) == GONE
    for told in held:
        phone.tell(told)
    phone.end(looking)
    state = phone.do("state", tab=1)
    assert (state["entries"], state["mode"], state["deleted"]) == ({}, "undecided", False)


def test_what_another_tab_is_saving_while_everything_is_deleted_does_not_come_back(phone):
    phone.do("state", tab=1)
    for attempt in range(5):
        writing = [("write", [f"while {attempt} {n}", "Typed before."], 1) for n in range(4)]
        phone.end(phone.begin(writing[0], ("deleteEverything", [], 0), *writing[1:]))
        state = phone.do("state", tab=0)
        assert (state["entries"], state["drafts"]) == ({}, [])
    phone.write("after", "Typed afterwards.", tab=1)
    assert phone.words == {"after": ["Typed afterwards."]}


# Other ways to part


def test_a_record_that_is_taken_out_of_the_database_stays_on_every_device(phone, laptop):
    phone.do("leaveCode")
    told = laptop.state()
    assert (told["entries"], told["trouble"]) == ({"first": ["Kept under the code."]}, "left")
    assert phone.do("state")["mode"] == "device"


def test_a_changed_code_is_told_as_that_and_the_record_under_it_is_not_called_gone(phone, laptop):
    phone.do("changeCode", new_code())
    assert laptop.state()["trouble"] == "changed"
    assert refused(laptop, "deleteEverything") == "changed"
    assert laptop.words == phone.words == {"first": ["Kept under the code."]}


def test_a_device_is_not_forgotten_where_the_database_has_lost_the_record(phone, store):
    with store.connection(write=True) as connection:
        connection.exec_driver_sql("DELETE FROM records")
    assert refused(phone, "forgetDevice") == "lost"
    assert phone.words == {"first": ["Kept under the code."]}


def test_a_record_that_is_lost_is_kept_again_under_its_code_and_all_devices_add_what_they_have(
    phone, laptop, browser, store, code
):
    laptop.net = "cut"
    laptop.write("second", "On the laptop alone.")
    with store.connection(write=True) as connection:
        connection.exec_driver_sql("DELETE FROM records")
    assert phone.state()["trouble"] == "unknown"
    phone.do("keepAgain")
    assert (phone.do("state")["trouble"], phone.do("state")["waiting"]) == ("", 0)
    laptop.net = "up"
    assert laptop.state()["trouble"] in ("", "older")
    both = {"first": ["Kept under the code."], "second": ["On the laptop alone."]}
    assert phone.state()["entries"] == laptop.words == browser(code).words == both
