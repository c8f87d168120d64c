"""A record under a recovery code: begun on a phone, resumed on a laptop, and gone when it is deleted."""

import re
import sqlite3

import pytest
from playwright.sync_api import expect

from browser.server import NOTEBOOKS

SECRET = "marmalade on the moon"
CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){5}")
WITH_CODE = re.compile(r"^Saved \d\d:\d\d with your recovery code$")
PATIENCE_MS = 30_000


def field(page):
    return page.locator(".wb-reflection textarea").first


def kept(page):
    """Wait until the first field of the page says that its words are kept under the code."""
    status = page.locator(".wb-reflection .wb-status").first
    expect(status).to_have_text(WITH_CODE, timeout=PATIENCE_MS)


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
    page.get_by_label("Keep with a recovery code").check()
    page.get_by_role("button", name="Go on").click()
    code = take_code(page, "Keep my answers with this code")
    expect(dialog(page)).to_contain_text("Your answers are kept with your recovery code", timeout=PATIENCE_MS)
    close(page)
    kept(page)
    return code


def resume(page, code):
    page.get_by_role("button", name="Use a recovery code").click()
    dialog(page).get_by_label("Your recovery code").fill(code)
    dialog(page).get_by_role("button", name="Open my answers").click()
    expect(dialog(page)).to_contain_text("are here", timeout=PATIENCE_MS)
    close(page)


def look_for_news(page):
    """What a page does when its learner turns to it again."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def rows(server, table="records"):
    with sqlite3.connect(server.database) as database:
        count = database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    database.close()
    return count


def every_byte(server):
    """All that the database's files hold."""
    return b"".join(file.read_bytes() for file in server.database.parent.iterdir())


@pytest.fixture(scope="module")
def phone_and_code(server, chromium):
    """A phone whose record is under a code; each test resumes it elsewhere."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="en-GB", has_touch=True)
    page = context.new_page()
    page.goto(server.page("standard-1"))
    page.wait_for_selector("body[data-ready]", timeout=60_000)
    code = begin(page, "Begun on the phone.")
    yield page, code
    page.close()
    context.close()


def test_what_a_phone_began_a_laptop_resumes_with_the_code_however_it_is_typed(
    server, open_page, phone_and_code
):
    phone, code = phone_and_code
    laptop = open_page(server.page("standard-1"))
    resume(laptop, code.lower().replace("-", " ").replace("0", "o").replace("1", "l"))
    expect(field(laptop)).to_have_value("Begun on the phone.")
    field(laptop).press("End")
    field(laptop).press_sequentially(" Carried on at work.")
    kept(laptop)
    look_for_news(phone)
    expect(field(phone)).to_have_value("Begun on the phone. Carried on at work.", timeout=PATIENCE_MS)
    laptop.reload()
    laptop.wait_for_widgets()
    expect(field(laptop)).to_have_value("Begun on the phone. Carried on at work.")
    kept(laptop)


def test_where_two_devices_change_one_reflection_both_texts_are_kept_and_the_learner_picks(
    server, open_page, phone_and_code
):
    phone, code = phone_and_code
    laptop = open_page(server.page("standard-1"))
    resume(laptop, code)
    look_for_news(phone)
    expect(field(laptop)).to_have_value(field(phone).input_value())
    # The phone has not looked since; its learner writes on from what it shows.
    field(laptop).fill("As the laptop has it.")
    kept(laptop)
    field(phone).fill("As the phone has it.")
    kept(phone)
    apart = phone.locator(".wb-reflection .wb-versions").first
    expect(apart).to_contain_text("As the laptop has it.", timeout=PATIENCE_MS)
    expect(apart).to_contain_text("As the phone has it.")
    expect(field(phone)).to_have_value("As the phone has it.")
    look_for_news(laptop)
    both = laptop.locator(".wb-reflection .wb-versions").first
    expect(both).to_contain_text("As the phone has it.", timeout=PATIENCE_MS)
    both.locator(".wb-version", has_text="As the laptop has it.").get_by_role(
        "button", name="Keep this one"
    ).click()
    expect(laptop.locator(".wb-versions")).to_have_count(0)
    expect(field(laptop)).to_have_value("As the laptop has it.")
    kept(laptop)
    phone.locator("h1").click()
    look_for_news(phone)
    expect(phone.locator(".wb-versions")).to_have_count(0, timeout=PATIENCE_MS)
    expect(field(phone)).to_have_value("As the laptop has it.")


def test_a_device_that_forgets_keeps_nothing_and_the_record_is_still_under_its_code(
    server, open_page, phone_and_code
):
    _, code = phone_and_code
    shared = open_page(server.page("standard-1"))
    resume(shared, code)
    words = field(shared).input_value()
    assert words
    change(shared, "Forget this device")
    dialog(shared).get_by_role("button", name="Forget this device").click()
    expect(dialog(shared)).to_contain_text("Left on this device: nothing")
    close(shared)
    expect(field(shared)).to_have_value("")
    shared.reload()
    shared.wait_for_widgets()
    expect(field(shared)).to_have_value("")
    assert words not in str(shared.evaluate("JSON.stringify(localStorage)"))
    resume(shared, code)
    expect(field(shared)).to_have_value(words)


def test_the_database_shows_neither_words_nor_exercises_nor_a_code(serve, open_page):
    server = serve(NOTEBOOKS)
    page = open_page(server.page("standard-1"))
    code = begin(page, SECRET)
    stored = every_byte(server)
    assert rows(server) == 1
    assert rows(server, "entries") >= 1
    for hidden in (SECRET, "reflection", "standard-1", "Rights and wellbeing", code, code.replace("-", "")):
        assert hidden.encode() not in stored
    assert SECRET not in page.url
    assert not any(SECRET in line or code in line for line in server.errors)


def test_deleting_everything_leaves_nothing_on_the_device_and_in_the_database(serve, open_page):
    server = serve(NOTEBOOKS)
    page = open_page(server.page("standard-1"))
    code = begin(page, SECRET)
    other = open_page(server.page("standard-1"))
    resume(other, code)
    change(page, "Delete everything")
    dialog(page).get_by_role("button", name="Delete everything").click()
    expect(dialog(page)).to_contain_text("Left on this device: nothing", timeout=PATIENCE_MS)
    expect(dialog(page)).to_contain_text("Left in the database: nothing")
    assert rows(server) == rows(server, "entries") == 0
    close(page)
    expect(field(page)).to_have_value("")
    look_for_news(other)
    expect(other.locator(".wb-keeping-text")).to_contain_text("does not open this record any more")
    expect(field(other)).to_have_value(SECRET)
    elsewhere = open_page(server.page("standard-1"))
    elsewhere.get_by_role("button", name="Use a recovery code").click()
    dialog(elsewhere).get_by_label("Your recovery code").fill(code)
    dialog(elsewhere).get_by_role("button", name="Open my answers").click()
    expect(dialog(elsewhere)).to_contain_text("There is no record under this code", timeout=PATIENCE_MS)


def test_a_code_that_was_changed_opens_nothing_and_the_new_one_everything(serve, open_page):
    server = serve(NOTEBOOKS)
    page = open_page(server.page("standard-1"))
    old = begin(page, SECRET)
    other = open_page(server.page("standard-1"))
    resume(other, old)
    change(page, "Change the code")
    dialog(page).get_by_role("button", name="Make a new code").click()
    new = take_code(page, "Change to this code")
    expect(dialog(page)).to_contain_text("Your code is changed", timeout=PATIENCE_MS)
    close(page)
    kept(page)
    field(other).press("End")
    field(other).press_sequentially(" Written before it knew.")
    expect(other.locator(".wb-keeping-text")).to_contain_text(
        "does not open this record any more", timeout=PATIENCE_MS
    )
    other.get_by_role("button", name="Enter the new code").click()
    dialog(other).get_by_label("Your recovery code").fill(old)
    dialog(other).get_by_role("button", name="Open my answers").click()
    expect(dialog(other)).to_contain_text("There is no record under this code", timeout=PATIENCE_MS)
    dialog(other).get_by_label("Your recovery code").fill(new)
    dialog(other).get_by_role("button", name="Open my answers").click()
    expect(dialog(other)).to_contain_text("are here", timeout=PATIENCE_MS)
    close(other)
    kept(other)
    look_for_news(page)
    expect(field(page)).to_have_value(f"{SECRET} Written before it knew.", timeout=PATIENCE_MS)


def test_a_record_goes_back_to_the_device_alone_and_under_a_code_again(serve, open_page):
    server = serve(NOTEBOOKS)
    page = open_page(server.page("standard-1"))
    begin(page, SECRET)
    change(page, "Keep on this device only")
    dialog(page).get_by_role("button", name="Delete the copy in the database").click()
    expect(dialog(page)).to_contain_text("Kept on this device only", timeout=PATIENCE_MS)
    close(page)
    assert rows(server) == rows(server, "entries") == 0
    expect(field(page)).to_have_value(SECRET)
    expect(page.locator(".wb-reflection .wb-status").first).to_have_text(
        re.compile(r"^Saved \d\d:\d\d on this device$")
    )
    change(page, "Keep with a recovery code")
    dialog(page).get_by_role("button", name="Make a recovery code").click()
    take_code(page, "Keep my answers with this code")
    expect(dialog(page)).to_contain_text("Your answers are kept with", timeout=PATIENCE_MS)
    close(page)
    kept(page)
    assert rows(server) == 1


def test_words_that_were_written_while_the_kernel_was_gone_go_under_the_code_afterwards(serve, open_page):
    server = serve(NOTEBOOKS)
    page = open_page(server.page("standard-1"), may_break=True)
    code = begin(page, "Before. ")
    for process in server.kernel_processes():
        process.kill()
    page.get_by_text("session has ended").first.wait_for(timeout=PATIENCE_MS)
    field(page).press("End")
    field(page).press_sequentially("After.")
    status = page.locator(".wb-reflection .wb-status").first
    expect(status).to_contain_text("It goes under your recovery code when", timeout=PATIENCE_MS)
    page.get_by_role("button", name="Resume").click()
    page.wait_for_widgets()
    kept(page)
    laptop = open_page(server.page("standard-1"))
    resume(laptop, code)
    expect(field(laptop)).to_have_value("Before. After.")


def test_a_publisher_can_switch_codes_off_and_then_no_choice_is_asked(serve, open_page):
    server = serve(NOTEBOOKS, NOTEBOOKS.parent / "data", 0, "/", "--no-recovery-codes")
    page = open_page(server.page("standard-1"))
    field(page).press_sequentially(SECRET)
    status = page.locator(".wb-reflection .wb-status").first
    expect(status).to_have_text(re.compile("on this device$"), timeout=PATIENCE_MS)
    assert page.get_by_text("Where should your answers be kept?").count() == 0
    assert page.get_by_text("recovery code", exact=False).filter(visible=True).count() == 0
    assert not server.database.exists()
