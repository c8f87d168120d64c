"""A drill: learners write, a backup is made, they write more, it is restored, and all devices return."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from record.ui.browsers import Browser, RefusedError
from workbook.cli.storage.database import parts
from workbook.database.backup import backup
from workbook.database.restore import restore
from workbook.record.code import new_code

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass
class Learner:
    """Somebody with a code, a phone and a laptop."""

    code: str
    phone: Browser
    laptop: Browser


@pytest.fixture
def learner(browser):
    """Begin a record: one answer, kept under a code, on two devices."""

    def begin(words):
        code, phone = new_code(), browser()
        phone.write("first", words)
        phone.do("chooseCode", code)
        return Learner(code, phone, browser(code))

    return begin


def why_not(browser, name, *args):
    with pytest.raises(RefusedError) as refusal:
        browser.do(name, *args)
    return str(refusal.value)


def test_after_a_backup_is_put_back_nothing_that_was_kept_is_gone_and_nothing_deleted_returns(
    browser, learner, store, tmp_path
):
    goes_on, deletes, changes = learner("Before."), learner("To be deleted."), learner("Under the old code.")
    backup(store, tmp_path / "backup.sqlite", parts(), NOW)
    goes_on.phone.write("second", "From the phone, since then.")
    goes_on.phone.state()
    goes_on.laptop.write("third", "From the laptop, since then.")
    goes_on.laptop.state()
    begins = learner("Begun since then.")
    deletes.phone.do("deleteEverything")
    newer_code = new_code()
    changes.phone.do("changeCode", newer_code)
    changes.phone.write("second", "Under the new code.")
    changes.phone.state()
    restore(store, tmp_path / "backup.sqlite", parts(), replace=True)

    all_of_it = {
        "first": ["Before."],
        "second": ["From the phone, since then."],
        "third": ["From the laptop, since then."],
    }
    for device in (goes_on.phone, goes_on.laptop, goes_on.phone):
        device.state()
    assert goes_on.phone.words == goes_on.laptop.state()["entries"] == all_of_it
    assert browser(goes_on.code).words == all_of_it

    told = begins.phone.state()
    assert (told["trouble"], told["entries"]) == ("restored", {"first": ["Begun since then."]})
    begins.phone.do("keepAgain")
    assert begins.phone.state()["trouble"] == ""
    begins.laptop.state()
    assert begins.laptop.state()["trouble"] == ""
    assert browser(begins.code).words == {"first": ["Begun since then."]}

    assert deletes.laptop.state()["entries"] == {}
    assert why_not(browser(), "resume", deletes.code) == "deleted"

    assert changes.phone.state()["trouble"] == "restored"
    changes.phone.do("keepAgain")
    both = {"first": ["Under the old code."], "second": ["Under the new code."]}
    assert browser(newer_code).words == changes.phone.state()["entries"] == both
    assert why_not(browser(), "resume", changes.code) == changes.laptop.state()["trouble"] == "changed"


def test_a_device_that_deletes_what_a_backup_did_not_have_keeps_the_others_from_making_it_again(
    learner, store, tmp_path
):
    backup(store, tmp_path / "backup.sqlite", parts(), NOW)
    begins = learner("Begun since then.")
    restore(store, tmp_path / "backup.sqlite", parts(), replace=True)
    assert begins.phone.state()["trouble"] == "restored"
    assert begins.phone.do("deleteEverything") == {"device": 0, "database": 0}
    assert why_not(begins.laptop, "keepAgain") == "deleted"
    assert begins.laptop.words == {}


def test_words_that_only_one_device_holds_are_sent_again_though_another_has_saved_past_them(
    browser, learner, store, tmp_path
):
    ahead = learner("Before.")
    backup(store, tmp_path / "backup.sqlite", parts(), NOW)
    ahead.laptop.write("second", "Seen by the laptop alone.")
    ahead.laptop.state()
    restore(store, tmp_path / "backup.sqlite", parts(), replace=True)
    for number in range(4):
        ahead.phone.write("third", f"Text {number}.")
        ahead.phone.state()
    ahead.laptop.state()
    assert browser(ahead.code).words.keys() == {"first", "second", "third"}
