"""A workshop in real browsers: the trainer's console, the wall, and learners on their pages."""

import re

import pytest
from docx import Document
from playwright.sync_api import expect

from browser.axe import offences, violations
from browser.pictures import picture as left_picture
from browser.server import NOTEBOOKS, copied
from browser.workshop.workshop_room import (
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
from timeouts import scaled, wait_until
from workbook.content import load

CONTENT = load()
# Presses a button as soon as it is drawn.
PRESS_AT_ONCE = """(console, label) => {
  new MutationObserver((_, watch) => {
    const next = [...console.querySelectorAll("button")].find((one) => one.textContent === label);
    if (!next) return;
    watch.disconnect();
    next.click();
    window.pressed = true;
  }).observe(console, { childList: true, subtree: true });
}"""
UNSEEN = "The room does not see this yet."
# Which steps of each kind are run: the first, and the second round of a vote and of a rating.
RUN = {"talk": (), "word": (0,), "rating": (0, 2), "vote": (0, 1), "order": (0,), "share": (0,)}


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
    left_picture(page, f"workshop-{name}", full=full)


def end(page):
    press(page, "End the workshop")
    press(page, "End it")
    expect(console(page)).to_contain_text("The workshop has ended")


def current(page):
    return console(page).locator('[aria-current="step"]')


@pytest.mark.slow
def test_a_console_without_a_trainer_says_what_to_type_and_wrong_passphrases_are_slowed(
    serve, open_page, tmp_path
):
    server = serve(copied(NOTEBOOKS, tmp_path, "workshop"))
    page = open_page(server.page("workshop"))
    sign_in(page)
    expect(console(page).locator("code")).to_have_text("workbook trainer add NAME")
    expect(console(page).get_by_label("Your passphrase")).to_be_visible()
    assert violations(page, ".wb-workshop_console") == []
    set_up_trainer(server)
    told = console(page).locator(".wb-workshop_console-told")
    for _ in range(3):
        sign_in(page, passphrase="not this one at all")
        expect(told).to_contain_text("do not go together")
    sign_in(page, passphrase="nor this one at all")
    expect(told).to_contain_text(re.compile(r"try again in \d+ s"))
    expect(told).to_be_empty(timeout=scaled(15_000))
    sign_in(page)
    expect(console(page)).to_contain_text("Start a workshop")


@pytest.mark.slow
def test_whoever_came_to_take_part_is_shown_the_way_and_the_wall_s_address_alone_shows_nothing(
    room, open_page
):
    page = open_page(f"{room.page('workshop')}#wall", size="phone")
    expect(console(page)).to_contain_text("Open the wall from the console")
    assert violations(page, ".wb-workshop_console") == []
    other = open_page(room.page("workshop"), size="phone", context=page.context)
    console(other).get_by_role("link", name="Type the code that is on the screen").click()
    expect(other.get_by_label("The code on the screen")).to_be_visible()


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_console_that_is_reloaded_comes_back_and_a_press_too_many_shows_no_result_to_the_room(trainer):
    begin(trainer)
    expect(console(trainer)).to_contain_text('make serve ARGS="--host 0.0.0.0"')
    press(trainer, "Next step")
    expect(current(trainer)).not_to_contain_text("from minute 0")
    here = current(trainer).text_content()
    note = console(trainer).get_by_label("Your notes on this step")
    note.fill("They spoke about photos.")
    trainer.reload()
    expect(current(trainer)).to_have_text(here)
    expect(note).to_have_value("They spoke about photos.")
    console(trainer).locator(".wb-workshop_console-steps button").nth(1).click()
    press(trainer, "Open it")
    # A second press, meant for the button before, comes at the moment that the next one is there.
    console(trainer).evaluate(PRESS_AT_ONCE, "Show it to the room")
    press(trainer, "Close it")
    expect(console(trainer)).to_contain_text("Closed, not shown yet")
    # What was said to the server after the second press has been answered: that press said nothing.
    note.fill("They closed it.")
    expect(console(trainer).locator(".wb-status").first).to_have_text("Saved")
    assert trainer.evaluate("window.pressed")
    expect(console(trainer)).to_contain_text("Closed, not shown yet")
    press(trainer, "Show it to the room")
    expect(console(trainer)).to_contain_text("Shown to the room")
    end(trainer)


@pytest.mark.slow
def test_the_wall_is_light_on_black_has_room_for_its_code_and_turns_to_the_next_workshop(room, open_page):
    page = open_page(room.page("workshop"), scheme="dark")
    sign_in(page)
    begin(page, title="A name as long as it may be, for teams in Belfast and in the north west, in winter")
    wall = open_wall(page)
    assert wall.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    shown = wall.locator(".wb-workshop_console-wall")
    expect(shown).to_have_css("background-color", "rgb(0, 0, 0)")
    expect(shown).to_have_css("color", "rgb(255, 255, 255)")
    wall.set_viewport_size({"width": 1280, "height": 720})
    scene = wall.locator(".wb-workshop_console-scene")
    expect(scene).to_contain_text("or scan this")
    # The size of the type follows the window's, a frame later.
    wait_until(lambda: scene.evaluate("(scene) => scene.scrollHeight <= scene.clientHeight + 1"))
    console(page).locator(".wb-workshop_console-steps button").nth(1).click()
    press(page, "Open it")
    expect(wall.locator(".wb-workshop_console-wall-count")).to_have_text("0 of 0 have answered")
    middles = wall.locator(".wb-workshop_console-wall-head > :not([hidden])").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect()).map(({ top, bottom }) => (top + bottom) / 2)"
    )
    assert len(middles) == 3
    assert max(middles) - min(middles) < 2
    end(page)
    press(page, "Go to the reports")
    begin(page, title="In the afternoon")
    press(page, "Open the wall")
    expect(wall.locator("body")).to_contain_text("In the afternoon")
    end(page)


@pytest.mark.slow
def test_a_lost_line_is_told_calmly_and_goes_on_by_itself(room, wire, open_page):
    cable = wire(room)
    page = open_page(f"http://127.0.0.1:{cable.port}/voila/render/workshop.ipynb", may_break=True)
    sign_in(page)
    begin(page)
    cable.cut()
    expect(console(page)).to_contain_text("The connection is lost.", timeout=scaled(15_000))
    console(page).get_by_label("Your notes on this step").fill("Written without a line.")
    expect(console(page)).to_contain_text("Not saved yet", timeout=scaled(15_000))
    cable.mend()
    expect(console(page)).not_to_contain_text("The connection is lost.", timeout=scaled(15_000))
    expect(console(page).locator(".wb-status")).to_have_text(["Saved", ""], timeout=scaled(15_000))
    end(page)


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
    """A workshop with all kinds of steps: its trainer, its wall, three learners on their pages, six seats."""
    code = begin(trainer, minutes=120)
    wall = open_wall(trainer)
    learners = [open_page(f"{room.address}#join={code}", size="phone", ready=False) for _ in range(3)]
    for learner in learners:
        expect(learner.locator("#wb-room")).to_contain_text("Team north")
    crowd = open_page(room.address)
    fill_room(crowd, room, code, 6)
    return trainer, wall, learners


def test_a_trainer_and_three_learners_go_through_a_plan_with_every_kind_of_step(full_room):
    trainer, wall, learners = full_room
    expect(console(trainer)).to_contain_text("9 have joined")
    expect(wall.locator("body")).to_contain_text("9 have joined")
    assert violations(trainer) == []
    assert violations(wall) == []
    kinds = kinds_of(trainer)
    for at, kind in enumerate(kinds):
        if at:
            press(trainer, "Next step")
        expect(console(trainer).locator(".wb-workshop_console-steps button").nth(at)).to_have_attribute(
            "aria-current", "step"
        )
        if kinds[:at].count(kind) in RUN[kind]:
            run_step(trainer, wall, learners, kind)
            # The learners' side is looked at in every state in test_workshop_page.
            if kind not in kinds[:at]:
                for page, who in ((trainer, "console"), (wall, "wall")):
                    picture(page, f"{at + 1:02}-{kind}-{who}", full=page is not wall)
                    assert violations(page, ".wb-workshop_console") == [], f"{kind}, {who}"
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
    path, name = report(trainer, "Word")
    assert name.endswith(".docx")
    assert "Team north" in "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)


def run_step(trainer, wall, learners, kind):
    """Open a step, have everybody answer, close it, show it to the room."""
    press(trainer, "Open it")
    for at, learner in enumerate(learners):
        answer(learner, kind, at)
    count = 9 if kind != "share" else 3
    expect(console(trainer)).to_contain_text(f"{count} of 9 have answered")
    expect(wall.locator("body")).to_contain_text(f"{count} of 9 have answered")
    if kind in ("word", "share"):
        let_some(trainer, wall, kind)
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


@pytest.mark.slow
def test_the_wall_s_keys_run_the_workshop_and_no_note_for_the_trainer_is_ever_on_it(trainer):
    begin(trainer, minutes=60)
    wall = open_wall(trainer)
    scene = wall.locator(".wb-workshop_console-scene")
    expect(scene).to_contain_text("Open on your phone")
    kinds = kinds_of(trainer)
    reminder = console(trainer).locator(".wb-panel", has_text="Your reminder")
    for at, kind in enumerate(kinds):
        if at:
            press_next(wall)
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


def press_next(wall):
    """Press a clicker's button, once the wall listens to it again."""
    wall.locator(".wb-workshop_console-wall:not([data-rests])").wait_for()
    wall.keyboard.press("PageDown")


@pytest.mark.slow
def test_a_clicker_at_the_wall_goes_through_the_plan_and_makes_the_wall_dark(trainer):
    begin(trainer)
    wall = open_wall(trainer)
    here = console(trainer)
    scene = wall.locator(".wb-workshop_console-scene")
    steps = here.locator(".wb-workshop_console-steps button")
    expect(scene).to_contain_text("Open on your phone")
    # The first step is talk; then comes a vote that is kept for later.
    press_next(wall)
    expect(steps.nth(1)).to_have_attribute("aria-current", "step")
    press_next(wall)
    expect(here).to_contain_text("Open: people can answer")
    press_next(wall)
    expect(here).to_contain_text("Closed, not shown yet")
    expect(wall.locator(".wb-workshop_console-wall-tools")).to_contain_text("Next step")
    wall.keyboard.press("b")
    expect(scene).not_to_be_visible()
    picture(wall, "wall-dark", full=False)
    # The press that finds the wall dark shows it, and does nothing else.
    press_next(wall)
    expect(scene).to_be_visible()
    expect(steps.nth(1)).to_have_attribute("aria-current", "step")
    press_next(wall)
    expect(steps.nth(2)).to_have_attribute("aria-current", "step")
    wall.keyboard.press("PageUp")
    expect(steps.nth(1)).to_have_attribute("aria-current", "step")
    assert violations(wall) == []
    assert "wb-trainer" not in wall.url
    end(trainer)


@pytest.mark.slow
def test_the_console_fits_every_screen_and_axe_finds_nothing(room, open_page):
    page = open_page(room.page("workshop"))
    wrong = [f"sign-in: {one}" for one in offences(page)]
    sign_in(page)
    expect(console(page)).to_contain_text("Start a workshop")
    wrong += [f"home: {one}" for one in offences(page)]
    begin(page, title="Mentalhealthandlearningdisabilityteamsinthenorthwest")
    wrong += [f"run: {one}" for one in offences(page)]
    end(page)
    press(page, "Go to the reports")
    wrong += [f"reports: {one}" for one in offences(page)]
    assert wrong == []


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
    with page.expect_download(timeout=scaled(60_000)) as download:
        press(page, "Make the report")
    return download.value.path(), download.value.suggested_filename


@pytest.mark.slow
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
    # The vote's question is unfolded, the others are not.
    table = console(ended).get_by_role("table").nth(1)
    expect(table).to_contain_text("Team north", timeout=scaled(60_000))
    expect(table).to_contain_text("Team south")
    expect(table).to_contain_text("People who answered")
    heading = console(ended).get_by_role("heading", name="The workshops side by side")
    expect(heading).to_be_focused()
    comparison = heading.locator("..").bounding_box()
    assert comparison["height"] < 2 * ended.viewport_size["height"]
    picture(ended, "compared")
    assert violations(ended, ".wb-workshop_console") == []
    count = workshops.get_by_role("checkbox").count()
    press(ended, "Delete what is ticked")
    press(ended, "Delete")
    expect(workshops.get_by_role("checkbox")).to_have_count(count - 2)


@pytest.mark.slow
def test_the_trainer_s_kernel_is_killed_and_nothing_of_the_workshop_is_lost(room, trainer):
    others = room.kernel_processes()
    begin(trainer)
    end(trainer)
    press(trainer, "Go to the reports")
    report(trainer, "CSV")
    begin(trainer, title="After the kernel")
    trainer.watched.may_break = True
    kernels = [one for one in room.kernel_processes() if one not in others]
    assert kernels
    for kernel in kernels:
        kernel.kill()
    press(trainer, "Next step")
    expect(current(trainer)).not_to_contain_text("from minute 0")
    here = current(trainer).text_content()
    trainer.reload()
    expect(current(trainer)).to_have_text(here)
    end(trainer)
    press(trainer, "Go to the reports")
    assert report(trainer, "CSV")[1].endswith(".csv")


@pytest.mark.slow
def test_a_step_about_something_that_may_hurt_reminds_the_trainer_to_say_so_first(trainer):
    begin(trainer, minutes=120)
    wall = open_wall(trainer)
    note = CONTENT.scenarios.by_id("the-open-profile").content_note
    panel = console(trainer).locator(".wb-panel", has_text="Say this first")
    expect(panel).to_have_count(0)
    console(trainer).locator(".wb-workshop_console-steps button").nth(10).click()
    expect(panel).to_contain_text(note)
    expect(panel).to_contain_text("may leave this one out")
    assert note not in wall.locator("body").inner_text()
    assert violations(trainer, ".wb-workshop_console") == []
