"""Where answers are stored, as a person sees it: the status line, the choice, the code and the dialog."""

import re
import sqlite3
from contextlib import closing

import nbformat
import pytest
from playwright.sync_api import expect

from browser.axe import offences
from browser.server import DATA, Server
from timeouts import scaled
from workbook.record.code import show_code
from workbook.record.encryption import mark_of

CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){5}")


def write_notebook(folder):
    """Make the page of these tests: the status line, and a field."""
    cells = [
        nbformat.v4.new_markdown_cell("# Keeping"),
        nbformat.v4.new_code_cell("import workbook\n\nworkbook.keeping()"),
        nbformat.v4.new_markdown_cell("## Look back"),
        nbformat.v4.new_code_cell('workbook.reflection("whole-workbook")'),
        nbformat.v4.new_markdown_cell("## Privacy"),
        nbformat.v4.new_code_cell("workbook.privacy()"),
    ]
    about = {"page": "keeping", "part": "start", "order": 1, "minutes": 2, "summary": "Keeping."}
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"title": "Keeping", "workbook": about, "kernelspec": kernel}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), folder / "keeping.ipynb")
    return folder


@pytest.fixture(scope="module")
def keeping(tmp_path_factory):
    """Serve the page, with recovery codes."""
    running = Server(write_notebook(tmp_path_factory.mktemp("keeping")))
    yield running
    assert running.stop() == 0


@pytest.fixture
def page(keeping, open_page):
    return open_page(keeping.page("keeping"))


def line(page):
    return page.locator(".wb-keeping-line")


def write(page, text="I would ask first."):
    field = page.locator(".wb-reflection textarea").first
    field.press_sequentially(text)
    page.locator(".wb-reflection .wb-status[data-state=saved]").first.wait_for()
    return field


def look_for_news(page):
    """What a page does when its learner returns to it."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def tab_to(page, name, within=12):
    """Press Tab until a button or box has the focus."""
    for _ in range(within):
        page.keyboard.press("Tab")
        if (
            page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).textContent")
            == name
        ):
            return
    raise AssertionError(f"Tab never came to {name}")


def take_code(page):
    """Answer something, and store it with a new code, which is returned."""
    write(page)
    page.get_by_role("radio", name="Keep with a recovery code").check()
    press(page, "Go on")
    code = page.locator(".wb-keeping-code").inner_text()
    page.get_by_label("I have kept the code").check()
    press(page, "Keep my answers with this code")
    press(page, "Close")
    expect(line(page)).to_contain_text("Kept with your recovery code. All saved.")
    return code


def test_the_choice_is_drawn_below_the_field_at_the_first_words_and_nobody_is_stopped_from_writing(page):
    expect(line(page)).to_contain_text("Nothing is kept yet.")
    field = write(page, "One two three")
    expect(field).to_be_focused()
    expect(field).to_have_value("One two three")
    choice = page.get_by_role("group", name="Where should your answers be kept?")
    below = page.locator(".wb-reflection .wb-field").first.get_by_role("group", name="Where should")
    expect(below).to_be_visible()
    assert choice.count() == 1
    with_code = page.get_by_role("radio", name="Keep with a recovery code", exact=True)
    expect(with_code).to_have_accessible_description(re.compile("24 months"))
    press(page, "Go on")
    expect(page.get_by_text("Choose one of the two first.")).to_be_visible()
    page.get_by_role("radio", name="Keep on this device", exact=True).check()
    press(page, "Go on")
    expect(choice).to_have_count(0)
    expect(field).to_be_focused()
    expect(line(page)).to_contain_text("Kept on this device only.")


@pytest.mark.slow
def test_the_choice_can_wait_and_is_then_not_asked_again_in_this_visit(page):
    write(page)
    press(page, "Decide later")
    choice = page.get_by_role("group", name="Where should your answers be kept?")
    expect(choice).to_have_count(0)
    page.locator(".wb-reflection textarea").nth(1).press_sequentially("More")
    expect(page.locator(".wb-reflection .wb-status[data-state=saved]")).to_have_count(2)
    expect(choice).to_have_count(0)
    expect(line(page)).to_contain_text("You have not chosen yet.")
    press(page, "Choose now")
    expect(page.get_by_role("dialog", name="Where your answers are kept")).to_be_visible()


def test_a_code_has_to_be_kept_before_it_is_put_to_use(page):
    write(page)
    page.get_by_role("radio", name="Keep with a recovery code").check()
    press(page, "Go on")
    dialog = page.get_by_role("dialog", name="Your recovery code")
    assert CODE.fullmatch(dialog.locator(".wb-keeping-code").inner_text())
    expect(dialog.get_by_role("img", name="The recovery code as a QR code")).to_be_visible()
    top = dialog.get_by_role("button", name="Keep my answers with this code").bounding_box()["y"]
    dialog.locator(".wb-keeping-qr").evaluate("(place) => place.replaceChildren()")
    # The picture comes a moment later, and what somebody is about to press must not move.
    assert dialog.get_by_role("button", name="Keep my answers with this code").bounding_box()["y"] == top
    press(page, "Keep my answers with this code")
    expect(dialog.locator(".wb-keeping-notice")).to_have_text("Keep the code first, and then tick the box.")
    assert page.evaluate("document.querySelector('.wb-keeping-line').textContent").startswith("Kept on")
    with page.expect_download() as download:
        press(page, "Save as a card")
    assert download.value.path().read_bytes().startswith(b"%PDF")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="This code is not in use yet")).to_be_visible()
    press(page, "Go back to the code")
    page.get_by_label("I have kept the code").check()
    press(page, "Keep my answers with this code")
    expect(page.get_by_role("dialog", name="Your answers are kept with your recovery code")).to_be_visible()
    press(page, "Close")
    expect(page.locator(".wb-reflection textarea").first).to_be_focused()
    expect(line(page)).to_contain_text("Kept with your recovery code. All saved.")
    assert page.locator(".wb-keeping-code").count() == 0, "a code that was shown does not stay on the page"


def test_a_code_brings_the_answers_to_another_device_and_a_mistyped_one_is_told_at_once(
    keeping, open_page, page
):
    code = take_code(page)
    other = open_page(keeping.page("keeping"), size="phone")
    other.locator(".wb-reflection textarea").nth(1).fill("Written here before.")
    expect(line(other)).to_contain_text("You have not chosen yet.")
    press(other, "Use a recovery code")
    dialog = other.get_by_role("dialog", name="Use a recovery code")
    expect(dialog).to_contain_text("This browser already holds 1 answer.")
    field, fault = other.get_by_label("Your recovery code"), other.locator(".wb-keeping-fault")
    expect(field).to_be_focused()
    plain = code.replace("-", "")
    wrong = plain[:11] + ("2" if plain[11] != "2" else "3") + plain[12:]
    other.keyboard.type(wrong[:23].lower())
    expect(field).to_have_value(show_code(wrong)[:-1])
    expect(fault).to_be_hidden()
    other.keyboard.type(wrong[23])
    expect(fault).to_contain_text("look at group 3 first")
    expect(field).to_have_attribute("aria-invalid", "true")
    # Back over the hyphen behind the third group: the wrong sign before it goes, and the right one comes.
    field.evaluate("(input) => input.setSelectionRange(15, 15)")
    other.keyboard.press("Backspace")
    other.keyboard.type(plain[11])
    expect(field).to_have_value(code)
    expect(fault).to_be_hidden()
    assert field.evaluate("(input) => input.selectionStart") == 14
    # Pasted with separators of all kinds, and in small letters.
    field.fill("")
    other.evaluate(
        "(text) => document.execCommand('insertText', false, text)", code.lower().replace("-", " / ")
    )
    expect(field).to_have_value(code)
    press(other, "Open my answers")
    expect(other.get_by_role("dialog", name="Your answers are here")).to_contain_text(
        "2 answers are here now."
    )
    press(other, "Close")
    expect(other.locator(".wb-reflection textarea").first).to_have_value("I would ask first.")


def test_the_dialog_can_be_used_by_keyboard_alone_and_gives_the_focus_back(page):
    take_code(page)
    page.get_by_role("button", name="Change", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Where your answers are kept")).to_be_visible()
    tab_to(page, "Forget this device")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Forget this device?")).to_be_focused()
    tab_to(page, "Back")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Change", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    # A busy browser deals with the next keys before it tells the page that the dialog was closed.
    page.get_by_role("dialog").evaluate("(dialog) => dialog.dispatchEvent(new Event('close'))")
    tab_to(page, "Delete everything")
    page.keyboard.press("Enter")
    tab_to(page, "Delete everything")
    page.keyboard.press("Enter")
    done = page.get_by_role("dialog", name="Everything is deleted")
    expect(done).to_contain_text("Left on this device: nothing.")
    expect(done).to_contain_text("Left in the database: nothing.")
    # The page's other exercises hear of it, and say so in turn, when all is said here already.
    page.evaluate("""new Promise((heard) => {
      new BroadcastChannel("workbook").onmessage = heard;
      new BroadcastChannel("workbook").postMessage({ cleared: true });
    })""")
    expect(done).to_be_visible()
    page.keyboard.press("Escape")
    expect(line(page)).to_contain_text("Nothing is kept yet.")
    expect(page.locator(".wb-reflection textarea").first).to_have_value("")


@pytest.mark.slow
def test_somebody_else_on_the_same_computer_is_told_that_the_only_copy_is_here(keeping, open_page, page):
    write(page)
    page.get_by_role("radio", name="Keep on this device").check()
    press(page, "Go on")
    expect(page.get_by_role("button", name="Not you?")).to_have_count(0)
    later = open_page(keeping.page("keeping"), context=page.context)
    press(later, "Not you?")
    dialog = later.get_by_role("dialog", name="Not you?")
    expect(dialog).to_contain_text("The only copy of their answers is here.")
    expect(dialog.get_by_role("link")).to_have_attribute("href", "record.ipynb")


@pytest.mark.slow
def test_a_kernel_that_is_gone_costs_nothing_and_is_told(serve, tmp_path, open_page):
    server = serve(write_notebook(tmp_path))
    page = open_page(server.page("keeping"), may_break=True)
    write(page)
    page.get_by_role("radio", name="Keep with a recovery code").check()
    press(page, "Go on")
    # It drew the code's picture.
    server.wait_for_kernels(1)
    for process in server.kernel_processes():
        process.kill()
    page.get_by_label("I have kept the code").check()
    press(page, "Keep my answers with this code")
    expect(page.locator(".wb-keeping-notice")).to_contain_text(
        "The workbook did not answer.", timeout=scaled(90_000)
    )
    expect(page.locator(".wb-keeping-notice")).to_contain_text("The code above is not in use yet.")
    assert CODE.fullmatch(page.locator(".wb-keeping-code").inner_text())


@pytest.mark.slow
def test_without_recovery_codes_nothing_is_asked_and_the_line_says_where_answers_are(
    serve, tmp_path, open_page
):
    server = serve(write_notebook(tmp_path), DATA, 0, "/", "--no-recovery-codes")
    page = open_page(server.page("keeping"))
    expect(line(page)).to_contain_text("Your answers are kept on this device only.")
    write(page)
    expect(page.get_by_role("group", name="Where should your answers be kept?")).to_have_count(0)
    press(page, "Change")
    dialog = page.get_by_role("dialog", name="Where your answers are kept")
    expect(dialog.get_by_role("button")).to_have_text(["Delete everything", "Close"])
    expect(page.locator(".wb-privacy")).not_to_contain_text("Keep with a recovery code")
    with closing(sqlite3.connect(server.database)) as database:
        for table in ("records", "entries"):
            assert database.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


@pytest.mark.slow
def test_every_step_is_accessible_and_fits(keeping, open_page):
    page = open_page(keeping.page("keeping"))

    def look():
        assert offences(page) == []
        low = page.evaluate("""() => ['.wb-keeping :is(button, a, textarea)',
            '.wb-keeping-choice :is(button, .wb-option)']
          .flatMap((all) => [...document.querySelectorAll(all)])
          .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 44)
          .map((one) => one.outerHTML)""")
        assert low == []

    look()
    write(page)
    look()
    page.get_by_role("radio", name="Keep with a recovery code").check()
    press(page, "Go on")
    expect(page.get_by_role("img", name="The recovery code as a QR code")).to_be_visible()
    look()
    page.get_by_label("I have kept the code").check()
    press(page, "Keep my answers with this code")
    press(page, "Close")
    press(page, "Change")
    look()
    press(page, "Delete everything")
    look()


@pytest.mark.slow
def test_what_becomes_of_a_record_that_is_gone_is_asked_in_words_that_all_can_use(keeping, open_page):
    page = open_page(keeping.page("keeping"))
    take_code(page)

    with closing(sqlite3.connect(keeping.database)) as database, database:
        database.execute("DELETE FROM records")
        database.execute("UPDATE workbook_database SET generation = 'put back'")
    look_for_news(page)
    expect(line(page)).to_contain_text("A backup of the database was put back", timeout=scaled(30) * 1000)
    expect(page.locator(".wb-reflection .wb-status").first).to_contain_text("on this device")
    press(page, "Keep them under your code again")
    assert offences(page) == []
    press(page, "Keep them under my code")
    expect(page.locator(".wb-keeping dialog")).to_contain_text("with your recovery code again")
    press(page, "Close")
    expect(line(page)).to_contain_text("All saved.")

    with closing(sqlite3.connect(keeping.database, isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        # A busy browser tells the page of the dialog's end when its learner is writing already.
        field = page.locator(".wb-reflection textarea").first
        field.focus()
        page.locator(".wb-keeping dialog").evaluate("(dialog) => dialog.dispatchEvent(new Event('close'))")
        expect(field).to_be_focused()
        write(page, " Never sent.")
        press(page, "Change")
        expect(page.locator(".wb-keeping dialog")).to_be_visible()
        ((lookup,),) = database.execute("SELECT lookup FROM records").fetchall()
        database.execute("DELETE FROM records")
        database.execute("INSERT INTO tombstones VALUES (?, 'deleted', '2026-11-22')", [mark_of(lookup)])
        database.execute("COMMIT")
    look_for_news(page)
    expect(line(page)).to_contain_text("1 answer that was never sent", timeout=scaled(30) * 1000)
    expect(page.locator(".wb-keeping dialog")).to_be_hidden()
    press(page, "See what is left")
    expect(page.locator(".wb-keeping dialog li")).to_contain_text("I would ask first. Never sent.")
    assert offences(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Delete them too")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".wb-keeping dialog")).to_contain_text("Nothing of what was left is on this device")
    press(page, "Close")
    expect(line(page)).to_contain_text("Nothing is kept yet")
    expect(page.locator(".wb-reflection textarea").first).to_have_value("")
