"""A workshop in real browsers: the trainer's console, the wall, and learners on their pages."""

import re
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import expect

from browser.axe import violations
from browser.server import NOTEBOOKS
from browser.workshop_room import (
    activity,
    answer,
    begin,
    console,
    fill_room,
    open_wall,
    press,
    set_up_trainer,
    sign_in,
)

OUT = Path(__file__).parents[1] / "out"
PATIENCE_MS = 15_000
UNSEEN = "The room does not see this yet."


@pytest.fixture(scope="module")
def room(server):
    """The workbook as it is served, with a trainer set up."""
    set_up_trainer(server)
    return server


@pytest.fixture
def trainer(room, open_page):
    """The console with a trainer signed in."""
    page = open_page(room.page("workshop"))
    sign_in(page)
    expect(console(page)).to_contain_text("Start a workshop")
    return page


def picture(page, name, *, full=True):
    OUT.mkdir(exist_ok=True)
    page.screenshot(path=OUT / f"workshop-{name}.png", full_page=full)


def end(page):
    press(page, "End the workshop")
    press(page, "End it")
    expect(console(page)).to_contain_text("The workshop has ended")


def current(page):
    return console(page).locator('[aria-current="step"]')


def test_without_a_trainer_the_console_stays_closed_and_says_what_to_type(serve, open_page):
    page = open_page(serve(NOTEBOOKS).page("workshop"))
    sign_in(page)
    expect(console(page).locator("code")).to_have_text("workbook trainer add NAME")
    expect(console(page).get_by_label("Your passphrase")).to_be_visible()
    assert violations(page, ".wb-workshop_console") == []


def test_wrong_passphrases_are_refused_and_slowed_and_the_seconds_count_down(serve, open_page):
    server = serve(NOTEBOOKS)
    set_up_trainer(server)
    page = open_page(server.page("workshop"))
    told = console(page).locator(".wb-workshop_console-told")
    for _ in range(3):
        sign_in(page, passphrase="not this one at all")
        expect(told).to_contain_text("do not go together")
    sign_in(page, passphrase="nor this one at all")
    expect(told).to_contain_text(re.compile(r"try again in \d+ s"))
    expect(told).to_be_empty(timeout=PATIENCE_MS)
    sign_in(page)
    expect(console(page)).to_contain_text("Start a workshop")


def test_whoever_came_to_take_part_is_shown_the_way(room, open_page):
    page = open_page(room.page("workshop"), size="phone")
    console(page).get_by_role("link", name="Type the code that is on the screen").click()
    expect(page.get_by_label("The code on the screen")).to_be_visible()


def test_a_server_that_listens_on_this_machine_alone_says_how_phones_can_reach_it(trainer):
    begin(trainer)
    expect(console(trainer)).to_contain_text('make serve ARGS="--host 0.0.0.0"')
    end(trainer)


def test_a_plan_of_one_s_own_is_made_from_a_ready_one_by_buttons_alone(trainer):
    press(trainer, "Change a copy of it")
    name = console(trainer).get_by_label("The plan's name")
    name.fill("Our team's plan")
    cards = console(trainer).locator(".wb-workshop_console-cards > li")
    titles = cards.locator("h5").all_inner_texts()
    console(trainer).get_by_role("button", name=re.compile("^Move down")).first.press("Enter")
    second = titles[1].split(". ", 1)[1]
    expect(cards.first.locator("h5")).to_have_text(f"1. {second}")
    # The same button again: the focus went along.
    expect(cards.nth(1).get_by_role("button", name=re.compile("^Move down"))).to_be_focused()
    cards.last.get_by_role("button", name="Remove").click()
    expect(cards).to_have_count(len(titles) - 1)
    console(trainer).get_by_role("button", name=re.compile("^Put back")).click()
    expect(cards).to_have_count(len(titles))
    console(trainer).get_by_label("What happens").select_option("vote")
    press(trainer, "Add it at the end")
    press(trainer, "Save the plan")
    expect(cards.last).to_contain_text("Choose what this step is about.")
    about = cards.last.get_by_label("What it is about")
    expect(about).to_be_focused()
    assert violations(trainer, ".wb-workshop_console") == []
    picture(trainer, "plan")
    about.select_option(index=about.locator("option").count() - 1)
    minutes = cards.last.get_by_label("Minutes")
    minutes.fill("0")
    expect(cards.last).to_contain_text("whole minutes")
    minutes.fill("3")
    trainer.reload()
    expect(console(trainer).get_by_label("The plan's name")).to_have_value("Our team's plan")
    press(trainer, "Save the plan")
    plans = console(trainer).get_by_role("group", name="Which plan?")
    plans.locator("label", has_text="Our team's plan").click()
    press(trainer, "Delete this plan")
    press(trainer, "Delete")
    expect(plans).not_to_contain_text("Our team's plan")


def test_a_console_that_is_reloaded_comes_back_where_it_was_with_the_notes(trainer):
    begin(trainer)
    press(trainer, "Next step")
    expect(current(trainer)).not_to_contain_text("from minute 0")
    here = current(trainer).text_content()
    console(trainer).get_by_label("Your notes on this step").fill("They spoke about photos.")
    trainer.reload()
    expect(current(trainer)).to_have_text(here)
    expect(console(trainer).get_by_label("Your notes on this step")).to_have_value("They spoke about photos.")
    end(trainer)


def test_a_press_too_many_on_close_does_not_show_the_result_to_the_room(trainer):
    begin(trainer)
    console(trainer).locator(".wb-workshop_console-steps button").nth(1).click()
    press(trainer, "Open it")
    console(trainer).get_by_role("button", name="Close it").dblclick()
    expect(console(trainer)).to_contain_text("Closed, not shown yet")
    trainer.wait_for_timeout(600)
    expect(console(trainer)).to_contain_text("Closed, not shown yet")
    end(trainer)


def test_the_wall_s_window_turns_to_the_next_workshop(trainer):
    begin(trainer, title="In the morning")
    wall = open_wall(trainer)
    expect(wall.locator("body")).to_contain_text("In the morning")
    end(trainer)
    press(trainer, "Go to the reports")
    begin(trainer, title="In the afternoon")
    press(trainer, "Open the wall")
    expect(wall.locator("body")).to_contain_text("In the afternoon")
    end(trainer)


def test_a_workshop_s_long_name_leaves_room_for_its_code_on_the_wall(trainer):
    begin(trainer, title="A name as long as it may be, for teams in Belfast and in the north west, in winter")
    wall = open_wall(trainer)
    wall.set_viewport_size({"width": 1280, "height": 720})
    scene = wall.locator(".wb-workshop_console-scene")
    expect(scene).to_contain_text("or scan this")
    # The size of the type follows the window's, a frame later.
    wall.wait_for_function(
        "([scene]) => scene.scrollHeight <= scene.clientHeight + 1", arg=[scene.element_handle()]
    )
    console(trainer).locator(".wb-workshop_console-steps button").nth(1).click()
    press(trainer, "Open it")
    expect(wall.locator(".wb-workshop_console-wall-count")).to_have_text("0 of 0 have answered")
    middles = wall.locator(".wb-workshop_console-wall-head > :not([hidden])").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect()).map(({ top, bottom }) => (top + bottom) / 2)"
    )
    assert len(middles) == 3
    assert max(middles) - min(middles) < 2
    end(trainer)


def test_the_wall_is_light_on_black_in_a_dark_theme_too(room, open_page):
    page = open_page(room.page("workshop"), scheme="dark")
    sign_in(page)
    begin(page)
    wall = open_wall(page)
    assert wall.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    shown = wall.locator(".wb-workshop_console-wall")
    expect(shown).to_have_css("background-color", "rgb(0, 0, 0)")
    expect(shown).to_have_css("color", "rgb(255, 255, 255)")
    end(page)


def test_a_lost_line_is_told_calmly_and_goes_on_by_itself(room, wire, open_page):
    cable = wire(room)
    page = open_page(f"http://127.0.0.1:{cable.port}/voila/render/workshop.ipynb", may_break=True)
    sign_in(page)
    begin(page)
    cable.cut()
    expect(console(page)).to_contain_text("The connection is lost.", timeout=PATIENCE_MS)
    console(page).get_by_label("Your notes on this step").fill("Written without a line.")
    expect(console(page)).to_contain_text("Not saved yet", timeout=PATIENCE_MS)
    cable.mend()
    expect(console(page)).not_to_contain_text("The connection is lost.", timeout=PATIENCE_MS)
    expect(console(page).locator(".wb-status")).to_have_text(["Saved", ""], timeout=PATIENCE_MS)
    end(page)


def test_a_second_window_of_the_wall_shows_nothing_to_somebody_who_is_not_signed_in(room, open_page):
    page = open_page(f"{room.page('workshop')}#wall")
    expect(console(page)).to_contain_text("Open the wall from the console")
    assert violations(page, ".wb-workshop_console") == []


def kinds_of(page):
    """The kind of each step of the plan, as the console's list names it."""
    names = {
        "Talk": "talk",
        "Vote on a scenario": "vote",
        "Rate yourself": "rating",
        "Put in order of risk": "order",
        "One word": "word",
        "Share a reflection": "share",
    }
    notes = console(page).locator(".wb-workshop_console-steps small:not([data-done])").all_inner_texts()
    return [names[note.split(",")[0]] for note in notes]


@pytest.fixture
def full_room(room, trainer, open_page):
    """A workshop of 30 minutes: its trainer, its wall, three learners on their pages, and six seats more."""
    code = begin(trainer)
    wall = open_wall(trainer)
    learners = [open_page(f"{room.address}#join={code}", size="phone", ready=False) for _ in range(3)]
    for learner in learners:
        expect(learner.locator("#wb-room")).to_contain_text("Team north")
    crowd = open_page(room.address)
    fill_room(crowd, room, code, 6)
    return trainer, wall, learners


def test_a_trainer_and_three_learners_go_through_the_whole_plan_of_thirty_minutes(full_room):
    trainer, wall, learners = full_room
    expect(console(trainer)).to_contain_text("9 have joined")
    expect(wall.locator("body")).to_contain_text("9 have joined")
    for page, name in ((trainer, "console"), (wall, "wall"), (learners[0], "learner")):
        picture(page, f"join-{name}", full=page is not wall)
        assert violations(page) == [], name
    kinds = kinds_of(trainer)
    for at, kind in enumerate(kinds):
        if at:
            press(trainer, "Next step")
        expect(console(trainer).locator(".wb-workshop_console-steps button").nth(at)).to_have_attribute(
            "aria-current", "step"
        )
        if kind != "talk":
            run_step(trainer, wall, learners, kind, f"{at + 1:02}-{kind}")
    end(trainer)
    expect(wall.locator("body")).to_contain_text("Thank you for taking part")
    for learner in learners:
        expect(learner.locator("body")).to_contain_text("This workshop has ended")
    picture(trainer, "ended")
    press(trainer, "Go to the reports")
    expect(
        console(trainer).get_by_role("group", name="Which workshops?").get_by_role("checkbox").first
    ).to_be_checked()
    expect(console(trainer).get_by_role("heading", name="Afterwards")).to_be_focused()
    picture(trainer, "afterwards")
    assert violations(trainer) == []


def run_step(trainer, wall, learners, kind, name):
    """Open a step, have everybody answer, close it, look at it, show it to the room."""
    press(trainer, "Open it")
    for at, learner in enumerate(learners):
        answer(learner, kind, at)
    count = 9 if kind != "share" else 3
    expect(console(trainer)).to_contain_text(f"{count} of 9 have answered")
    expect(wall.locator("body")).to_contain_text(f"{count} of 9 have answered")
    if kind in ("word", "share"):
        let_some(trainer, wall, kind)
    picture(wall, f"{name}-wall-open", full=False)
    press(trainer, "Close it")
    if kind != "share":
        expect(console(trainer)).to_contain_text(UNSEEN)
        expect(wall.locator(".wb-room-result")).to_have_count(0)
        for learner in learners:
            expect(activity(learner).locator(".wb-room-result")).to_have_count(0)
    press(trainer, "Show it to the room")
    expect(console(trainer)).not_to_contain_text(UNSEEN)
    if kind not in ("word", "share"):
        # What was asked stands in the results; words that wait belong to their own step.
        expect(console(trainer).locator(".wb-room-asked")).to_have_count(0)
        expect(console(trainer)).not_to_contain_text("Waiting for you")
    if kind != "share":
        expect(wall.locator(".wb-room-result")).to_be_visible()
        for learner in learners:
            expect(activity(learner).locator(".wb-room-result")).to_be_visible()
    for page, who in ((trainer, "console"), (wall, "wall"), (learners[0], "learner")):
        picture(page, f"{name}-{who}", full=page is not wall)
        assert violations(page) == [], f"{name}, {who}"


def let_some(trainer, wall, kind):
    """Let one text, and refuse another: the room sees the one alone."""
    shares = console(trainer).locator(".wb-workshop_console-share")
    expect(shares.first).to_be_visible()
    allowed, refused = ("calm", "braver") if kind == "word" else ("(0)", "(2)")
    shares.filter(has_text=allowed).get_by_role("button", name=re.compile("^Allow")).click()
    expect(shares.filter(has_text=allowed)).to_contain_text("Take it down")
    shares.filter(has_text=refused).get_by_role("button", name=re.compile("^Refuse")).click()
    expect(shares.filter(has_text=refused)).to_have_count(0)
    if kind == "share":
        expect(wall.locator("body")).to_contain_text("(0)")
        expect(wall.locator("body")).not_to_contain_text("(1)")


def test_the_wall_s_keys_run_the_workshop_and_no_note_for_the_trainer_is_ever_on_it(trainer):
    begin(trainer)
    wall = open_wall(trainer)
    scene = wall.locator(".wb-workshop_console-scene")
    expect(scene).to_contain_text("Open on your phone")
    kinds = kinds_of(trainer)
    reminder = console(trainer).locator(".wb-panel", has_text="Your reminder")
    for at, kind in enumerate(kinds):
        if at:
            wall.keyboard.press("ArrowRight" if at % 2 else "PageDown")
        expect(console(trainer).locator(".wb-workshop_console-steps button").nth(at)).to_have_attribute(
            "aria-current", "step"
        )
        notes = reminder.locator("p:not(.wb-label)").all_inner_texts() if reminder.count() else []
        assert not [note for note in notes if note in wall.locator("body").inner_text()]
        if kind != "talk":
            wall.keyboard.press("o")
            expect(console(trainer)).to_contain_text("Open: people can answer")
            expect(scene).to_contain_text("Open: answer on your phone")
            wall.keyboard.press("c")
            expect(console(trainer)).to_contain_text("Closed, not shown yet")
            expect(scene).to_contain_text("Closed")
            wall.keyboard.press("r")
            expect(console(trainer)).to_contain_text("Shown to the room")
    wall.keyboard.press("p")
    expect(
        console(trainer).locator(".wb-workshop_console-steps button").nth(len(kinds) - 2)
    ).to_have_attribute("aria-current", "step")
    wall.keyboard.press("?")
    expect(wall.get_by_role("heading", name="Keys")).to_be_visible()
    assert violations(wall) == []
    wall.get_by_label(re.compile("Letter keys work here")).uncheck()
    wall.keyboard.press("Escape")
    wall.keyboard.press("o")
    wall.keyboard.press("j")
    expect(scene).not_to_contain_text("Open on your phone")
    end(trainer)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_the_console_fits_every_screen_and_axe_finds_nothing(room, open_page, size, scheme):
    page = open_page(room.page("workshop"), size=size, scheme=scheme)
    for name in ("sign-in", "home", "run", "reports"):
        if name == "home":
            sign_in(page)
            expect(console(page)).to_contain_text("Start a workshop")
        if name == "run":
            begin(page, title="Mentalhealthandlearningdisabilityteamsinthenorthwest")
            page.wait_for_timeout(300)
        if name == "reports":
            end(page)
            press(page, "Go to the reports")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert violations(page) == [], name
        picture(page, f"{name}-{size}-{scheme}")


@pytest.fixture
def ended(room, trainer, open_page):
    """The console after two workshops in which a vote was asked of six seats."""
    for title in ("Team north", "Team south"):
        code = begin(trainer, title=title)
        fill_room(open_page(room.address), room, code, 6)
        vote = kinds_of(trainer).index("vote")
        console(trainer).locator(".wb-workshop_console-steps button").nth(vote).click()
        press(trainer, "Open it")
        expect(console(trainer)).to_contain_text("6 of 6 have answered")
        console(trainer).get_by_label("Your notes on this step").fill(f"The room of {title} was lively.")
        press(trainer, "Close and show it")
        end(trainer)
        press(trainer, "Go to the reports")
    return trainer


def report(page, kind):
    """Make a report of one kind, and return its path and its name."""
    console(page).get_by_role("group", name="What kind of file?").get_by_label(kind).check()
    with page.expect_download(timeout=60_000) as download:
        press(page, "Make the report")
    return download.value.path(), download.value.suggested_filename


def test_a_report_comes_in_every_kind_of_file_and_workshops_are_compared_and_deleted(ended):
    for kind, ending in (("Word", "docx"), ("PDF", "pdf"), ("CSV", "csv"), ("Excel", "xlsx")):
        path, name = report(ended, kind)
        assert name.endswith(f".{ending}")
        assert path.stat().st_size > 0
        if ending == "docx":
            text = "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)
            assert "The room of Team south was lively." in text
    workshops = console(ended).get_by_role("group", name="Which workshops?")
    for box in workshops.get_by_role("checkbox").all()[:2]:
        box.check()
    press(ended, "Compare them")
    table = console(ended).get_by_role("table")
    expect(table).to_contain_text("Team north", timeout=60_000)
    expect(table).to_contain_text("Team south")
    picture(ended, "compared")
    assert violations(ended, ".wb-workshop_console") == []
    count = workshops.get_by_role("checkbox").count()
    press(ended, "Delete what is ticked")
    press(ended, "Delete")
    expect(workshops.get_by_role("checkbox")).to_have_count(count - 2)


def test_the_trainer_s_kernel_is_killed_and_nothing_of_the_workshop_is_lost(room, trainer):
    begin(trainer)
    end(trainer)
    press(trainer, "Go to the reports")
    report(trainer, "CSV")
    begin(trainer, title="After the kernel")
    trainer.watched.may_break = True
    assert room.kernel_processes()
    for kernel in room.kernel_processes():
        kernel.kill()
    press(trainer, "Next step")
    expect(current(trainer)).not_to_contain_text("from minute 0")
    here = current(trainer).text_content()
    trainer.reload()
    expect(current(trainer)).to_have_text(here)
    end(trainer)
    press(trainer, "Go to the reports")
    assert report(trainer, "CSV")[1].endswith(".csv")
