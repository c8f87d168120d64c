"""A record with a recovery code: started on a phone, continued on a laptop, and gone once it is deleted."""

import re
import sqlite3
import subprocess
import sys
from io import BytesIO

import pytest
from docx import Document
from playwright.sync_api import expect

from browser.pictures import picture
from browser.server import NOTEBOOKS
from timeouts import scaled

SECRET = "marmalade on the moon"
CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){5}")
WITH_CODE = re.compile(r"^Saved \d\d:\d\d with your recovery code$")


def patience():
    """For how long a message may be on its way to another device, in ms."""
    return scaled(30_000)


def field(page):
    return page.locator(".wb-reflection textarea").first


def kept(page):
    """Wait until the first field of the page says that its words are kept under the code."""
    status = page.locator(".wb-reflection .wb-status").first
    expect(status).to_have_text(WITH_CODE, timeout=patience())


def dialog(page):
    return page.locator(".wb-keeping dialog[open]")


def close(page):
    dialog(page).get_by_role("button", name="Close").click()


def change(page, what):
    """Open one of the ways to change where answers are kept."""
    page.locator(".wb-keeping-line").get_by_role("button", name="Change").click()
    dialog(page).get_by_role("button", name=what).click()


def take_code(page, button):
    """Keep the code that is shown, and return it."""
    expect(dialog(page)).to_contain_text(CODE)
    code = CODE.search(dialog(page).inner_text())[0]
    dialog(page).get_by_label("I have kept the code").check()
    dialog(page).get_by_role("button", name=button).click()
    return code


def begin(page, words):
    """Write for the first time, choose a recovery code, and return it."""
    field(page).press_sequentially(words)
    # What is said of the first words moves the page; only then does the choice stand still.
    page.locator(".wb-reflection .wb-status[data-state=saved]").first.wait_for()
    expect(page.locator(".wb-keeping-text")).to_contain_text("You have not chosen yet.")
    page.get_by_label("Keep with a recovery code").check()
    page.get_by_role("button", name="Go on", exact=True).click()
    code = take_code(page, "Keep my answers with this code")
    expect(dialog(page)).to_contain_text("Your answers are kept with your recovery code", timeout=patience())
    close(page)
    kept(page)
    return code


def resume(page, code):
    page.get_by_role("button", name="Use a recovery code").click()
    dialog(page).get_by_label("Your recovery code").fill(code)
    dialog(page).get_by_role("button", name="Open my answers").click()
    expect(dialog(page)).to_contain_text("are here", timeout=patience())
    close(page)


def look_for_news(page):
    """What a page does when its learner returns to it."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def rows(server, table="records"):
    with sqlite3.connect(server.database) as database:
        count = database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    database.close()
    return count


def look(page, step):
    """Leave a picture of a step of the path, to be watched."""
    picture(page, f"record-path-{step}", full=False)


def saved_word_document(page):
    """Make a Word document on the page Your record, and return its text."""
    page.get_by_role("button", name="Check for people and save").click()
    page.get_by_role("dialog").get_by_role("radio", name="No", exact=True).check()
    look(page, "6-before-it-goes-out")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save it as it is").click()
    body = Document(BytesIO(download.value.path().read_bytes())).element.body
    return "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))


@pytest.mark.timeout(400)
def test_from_a_phone_to_a_laptop_with_a_conflict_to_a_document_and_to_nothing(server, open_page):  # noqa: PLR0915 - one path
    stored = rows(server), rows(server, "entries")
    phone = open_page(server.page("standard-1"), size="phone", has_touch=True)
    code = begin(phone, "Begun on the phone.")
    assert (rows(server), rows(server, "entries")) > stored
    look(phone, "1-phone")

    # On a laptop, with a code that was typed from a scrap of paper.
    laptop = open_page(server.page("standard-1"))
    resume(laptop, code.lower().replace("-", " ").replace("0", "o").replace("1", "l"))
    expect(field(laptop)).to_have_value("Begun on the phone.")
    look(laptop, "2-laptop")
    field(laptop).press("End")
    field(laptop).press_sequentially(" Carried on at work.")
    kept(laptop)
    look_for_news(phone)
    expect(field(phone)).to_have_value("Begun on the phone. Carried on at work.", timeout=patience())

    # Both write before they have heard of each other.
    field(laptop).fill("As the laptop has it.")
    kept(laptop)
    field(phone).fill("As the phone has it.")
    kept(phone)
    apart = phone.locator(".wb-reflection .wb-versions").first
    expect(apart).to_contain_text("As the laptop has it.", timeout=patience())
    expect(apart).to_contain_text("As the phone has it.")
    expect(field(phone)).to_have_value("As the phone has it.")
    apart.scroll_into_view_if_needed()
    look(phone, "3-both-texts-on-the-phone")
    look_for_news(laptop)
    both = laptop.locator(".wb-reflection .wb-versions").first
    expect(both).to_contain_text("As the phone has it.", timeout=patience())
    both.scroll_into_view_if_needed()
    look(laptop, "4-both-texts-on-the-laptop")
    laptops_own = both.locator(".wb-version", has_text="As the laptop has it.")
    # Straight from the field, and pressed for as long as people press.
    field(laptop).focus()
    laptops_own.get_by_role("button", name="Keep this one").click(delay=300)
    expect(laptop.locator(".wb-versions")).to_have_count(0)
    expect(field(laptop)).to_have_value("As the laptop has it.")
    kept(laptop)
    phone.locator("h1").click()
    look_for_news(phone)
    expect(phone.locator(".wb-versions")).to_have_count(0, timeout=patience())
    expect(field(phone)).to_have_value("As the laptop has it.")

    # Handed in.
    laptop.goto(server.page("record"))
    laptop.wait_for_widgets()
    look(laptop, "5-record")
    text = saved_word_document(laptop)
    assert "As the laptop has it." in text
    assert "As the phone has it." not in text

    # And gone, everywhere.
    change(laptop, "Delete everything")
    dialog(laptop).get_by_role("button", name="Delete everything").click()
    expect(dialog(laptop)).to_contain_text("Left on this device: nothing", timeout=patience())
    expect(dialog(laptop)).to_contain_text("Left in the database: nothing")
    expect(dialog(laptop)).to_contain_text("On a device that you will not open again, the copy stays.")
    look(laptop, "7-deleted")
    assert (rows(server), rows(server, "entries")) == stored
    close(laptop)
    look_for_news(phone)
    told = phone.locator(".wb-keeping-text")
    expect(told).to_contain_text("Everything was deleted from another device", timeout=patience())
    expect(field(phone)).to_have_value("")
    phone.locator("h1").scroll_into_view_if_needed()
    look(phone, "8-phone-is-told")
    phone.get_by_role("button", name="I have read this").click()
    expect(told).to_contain_text("Nothing is kept yet")
    laptop.get_by_role("button", name="Use a recovery code").click()
    dialog(laptop).get_by_label("Your recovery code").fill(code)
    dialog(laptop).get_by_role("button", name="Open my answers").click()
    expect(dialog(laptop)).to_contain_text("Everything under this code was deleted", timeout=patience())


@pytest.mark.slow
def test_how_far_a_learner_has_come_is_known_on_every_device(server, open_page):
    phone = open_page(server.page("standard-1"), size="phone")
    code = begin(phone, SECRET)
    home = open_page(server.address, context=phone.context)
    come = home.locator("li", has=home.get_by_role("link", name="Standard 1")).get_by_text("1 of")
    come.wait_for()
    laptop = open_page(server.page("record"))
    resume(laptop, code)
    there = open_page(server.address, context=laptop.context)
    card = there.locator("li", has=there.get_by_role("link", name="Standard 1"))
    expect(card).to_contain_text(come.inner_text(), timeout=patience())


def test_a_device_that_forgets_keeps_nothing_and_the_record_is_still_under_its_code(server, open_page):
    shared = open_page(server.page("standard-1"))
    code = begin(shared, SECRET)
    change(shared, "Forget this device")
    dialog(shared).get_by_role("button", name="Forget this device").click()
    expect(dialog(shared)).to_contain_text("Left on this device: nothing")
    close(shared)
    expect(field(shared)).to_have_value("")
    shared.reload()
    shared.wait_for_widgets()
    expect(field(shared)).to_have_value("")
    assert SECRET not in str(shared.evaluate("JSON.stringify(localStorage)"))
    resume(shared, code)
    expect(field(shared)).to_have_value(SECRET)


@pytest.mark.slow
def test_a_code_that_was_changed_opens_nothing_and_the_new_one_everything(server, open_page):
    page = open_page(server.page("standard-1"))
    old = begin(page, SECRET)
    other = open_page(server.page("standard-1"))
    resume(other, old)
    change(page, "Change the code")
    dialog(page).get_by_role("button", name="Make a new code").click()
    new = take_code(page, "Change to this code")
    expect(dialog(page)).to_contain_text("Your code is changed", timeout=patience())
    close(page)
    kept(page)
    field(other).press("End")
    field(other).press_sequentially(" Written before it knew.")
    expect(other.locator(".wb-keeping-text")).to_contain_text(
        "Your recovery code was changed on another device", timeout=patience()
    )
    other.get_by_role("button", name="Enter the new code").click()
    dialog(other).get_by_label("Your recovery code").fill(old)
    dialog(other).get_by_role("button", name="Open my answers").click()
    expect(dialog(other)).to_contain_text("This code was changed for a new one", timeout=patience())
    dialog(other).get_by_label("Your recovery code").fill(new)
    dialog(other).get_by_role("button", name="Open my answers").click()
    expect(dialog(other)).to_contain_text("are here", timeout=patience())
    close(other)
    kept(other)
    look_for_news(page)
    expect(field(page)).to_have_value(f"{SECRET} Written before it knew.", timeout=patience())


@pytest.mark.slow
def test_a_record_goes_back_to_the_device_alone_and_under_a_code_again(server, open_page):
    stored = rows(server), rows(server, "entries")
    page = open_page(server.page("standard-1"))
    begin(page, SECRET)
    change(page, "Keep on this device only")
    dialog(page).get_by_role("button", name="Delete the copy in the database").click()
    expect(dialog(page)).to_contain_text("Kept on this device only", timeout=patience())
    close(page)
    assert (rows(server), rows(server, "entries")) == stored
    expect(field(page)).to_have_value(SECRET)
    expect(page.locator(".wb-reflection .wb-status").first).to_have_text(
        re.compile(r"^Saved \d\d:\d\d on this device$")
    )
    change(page, "Keep with a recovery code")
    dialog(page).get_by_role("button", name="Make a recovery code").click()
    take_code(page, "Keep my answers with this code")
    expect(dialog(page)).to_contain_text("Your answers are kept with", timeout=patience())
    close(page)
    kept(page)
    assert rows(server) == stored[0] + 1


@pytest.mark.slow
def test_words_that_were_written_while_the_kernel_was_gone_go_under_the_code_afterwards(server, open_page):
    others = server.kernel_processes()
    page = open_page(server.page("standard-1"), may_break=True)
    code = begin(page, "Before. ")
    [kernel] = [one for one in server.kernel_processes() if one not in others]
    kernel.kill()
    page.get_by_text("session has ended").first.wait_for(timeout=patience())
    field(page).press("End")
    field(page).press_sequentially("After.")
    status = page.locator(".wb-reflection .wb-status").first
    expect(status).to_contain_text("It goes under your recovery code when", timeout=patience())
    page.get_by_role("button", name="Resume").click()
    page.wait_for_widgets()
    kept(page)
    laptop = open_page(server.page("standard-1"))
    resume(laptop, code)
    expect(field(laptop)).to_have_value("Before. After.")


@pytest.mark.slow
def test_while_the_database_is_locked_the_words_stay_and_the_line_says_so_and_then_they_are_kept(
    serve, open_page
):
    server = serve(NOTEBOOKS)
    page = open_page(server.page("standard-1"))
    begin(page, "Before. ")
    other = sqlite3.connect(server.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    field(page).press("End")
    field(page).press_sequentially("Meanwhile.")
    line = page.locator(".wb-keeping-text")
    expect(line).to_contain_text("The database can't be reached now", timeout=patience())
    expect(page.locator(".wb-reflection .wb-status").first).to_contain_text("on this device")
    expect(field(page)).to_have_value("Before. Meanwhile.")
    other.execute("ROLLBACK")
    other.close()
    kept(page)
    expect(line).to_have_text("Kept with your recovery code. All saved.", timeout=patience())


@pytest.mark.slow
def test_what_was_written_after_a_backup_is_sent_again_once_that_is_put_back(serve, open_page, tmp_path):
    server = serve(NOTEBOOKS)
    page = open_page(server.page("standard-1"))
    code = begin(page, "Before the backup.")
    as_publisher(server, "backup", tmp_path / "backup.sqlite")
    page.goto(server.page("standard-2"))
    page.wait_for_widgets()
    field(page).press_sequentially("After the backup.")
    kept(page)
    page.goto(server.page("standard-1"))
    page.wait_for_widgets()
    expect(field(page)).to_have_value("Before the backup.")
    kept(page)
    as_publisher(server, "restore", tmp_path / "backup.sqlite", "--replace")
    # A save is what comes first, before the page has asked for news.
    field(page).press("End")
    field(page).press_sequentially(" And more.")
    kept(page)
    laptop = open_page(server.page("standard-1"))
    resume(laptop, code)
    expect(field(laptop)).to_have_value("Before the backup. And more.")
    laptop.goto(server.page("standard-2"))
    expect(field(laptop)).to_have_value("After the backup.")


def as_publisher(server, *command):
    """Have a publisher do something with the server's database."""
    asked = [
        sys.executable,
        "-m",
        "workbook",
        *map(str, command),
        "--database",
        str(server.database),
    ]
    subprocess.run(asked, check=True, capture_output=True, text=True)


def test_hostile_text_is_text_wherever_a_page_shows_it(server, open_page):
    hostile = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script> \u202e"
    page = open_page(server.page("standard-1"))
    begin(page, hostile)
    page.goto(server.page("record"))
    page.wait_for_widgets()
    record = page.locator(".wb-your_record[data-part=record]")
    expect(record).to_contain_text("<script>document.title='run'</script>")
    assert record.locator("img, script").count() == 0
    text = saved_word_document(page)
    assert "<script>document.title='run'</script>" in text
    assert page.title() != "run"
