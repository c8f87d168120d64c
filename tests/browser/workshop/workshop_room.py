"""Shared by the browser tests of workshops: a trainer, learners on real pages, and a crowd of seats."""

import re
from datetime import UTC, datetime

from playwright.sync_api import expect

from workbook.workshop.live.extension import prepared
from workbook.workshop.storage import trainers
from workbook.workshop.storage.store import WorkshopStore

TRAINER = "Aoife"
PASSPHRASE = "four calm rooms upstairs"

# Joins many seats by code, and answers each step that opens: as a room of phones does, without their pages.
CROWD = """async ([address, code, size]) => {
  const answers = ({ kind, activity }, at) => {
    if (kind === 'vote') return activity.choices[at % 2].id;
    if (kind === 'rating')
      return Object.fromEntries(activity.statements.map(({ id }) => [id, 1 + (at % 2) * 3]));
    if (kind === 'order') return activity.items.map(({ id }) => id);
    return null;
  };
  const join = (at) => new Promise((resolve, reject) => {
    const socket = new WebSocket(address);
    let count = 1;
    let answered = '';
    const look = (state) => {
      const { step, status } = state;
      if (!step || status !== 'open' || answered === step.id) return;
      answered = step.id;
      const answer = answers(step, at);
      if (answer !== null)
        socket.send(JSON.stringify({ type: 'answer', id: (count += 1), step: step.id, answer }));
      else if (step.kind === 'word')
        socket.send(JSON.stringify({ type: 'share', id: (count += 1), step: step.id, text: 'ready' }));
    };
    socket.onopen = () => socket.send(JSON.stringify({ type: 'join', id: 1, code }));
    socket.onerror = () => reject(new Error('no line'));
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.type === 'refused') reject(new Error(data));
      if (message.state) look(message.state);
      if (message.type === 'joined') resolve(null);
    };
  });
  await Promise.all(Array.from({ length: size }, (_, at) => join(at)));
}"""


def set_up_trainer(server, name=TRAINER, passphrase=PASSPHRASE):
    """Do what `workbook trainer add` does, in the database of a server."""
    address, _ = prepared(str(server.database))
    with WorkshopStore(address) as store:
        trainers.add(store, name, passphrase, datetime.now(UTC).date())


def console(page):
    return page.locator(".wb-workshop_console")


def press(page, name, *, exact=True):
    """Press one of the console's buttons, in front: behind the wall the console draws once a second."""
    page.bring_to_front()
    console(page).get_by_role("button", name=name, exact=exact).click()


def sign_in(page, name=TRAINER, passphrase=PASSPHRASE):
    console(page).get_by_label("Your name as a trainer").fill(name)
    console(page).get_by_label("Your passphrase").fill(passphrase)
    press(page, "Sign in")


def begin(page, minutes=30, title="Team north"):
    """Start a workshop by the ready plan of so many minutes; returns its code."""
    plans = console(page).get_by_role("group", name="Which plan?")
    plans.locator("label", has_text=re.compile(rf"\({minutes} minutes\)")).first.click()
    console(page).get_by_label("A name for this workshop").fill(title)
    press(page, "Start")
    code = console(page).locator(".wb-workshop_console-code")
    expect(code).to_have_text(re.compile(r"^[0-9A-Z]{3}-[0-9A-Z]{3}$"))
    return code.inner_text().replace("-", "")


def open_wall(page):
    """Open the wall in its window, as the trainer does."""
    with page.expect_popup() as popup:
        press(page, "Open the wall")
    wall = popup.value
    page.watched.watch(wall)
    wall.locator(".wb-workshop_console-wall").wait_for()
    return wall


def fill_room(page, server, code, size):
    """Have a crowd join and answer by itself, as long as `page` is open."""
    address = server.address.replace("http", "ws", 1) + "workbook/workshop"
    page.evaluate(CROWD, [address, code, size])


def activity(learner):
    return learner.locator("#wb-activity")


def answer(learner, kind, at):
    """Answer the open step on a learner's page; `at` tells learners apart."""
    room = activity(learner)
    room.locator(".wb-room-form").wait_for()
    if kind == "vote":
        room.get_by_role("radio").nth(at % 2).check()
        room.get_by_role("button", name="Send my vote").click()
    elif kind == "rating":
        for group in room.get_by_role("group").all():
            group.get_by_role("radio").nth(at).check()
        room.get_by_role("button", name="Send my ratings").click()
    elif kind == "order":
        for item in room.locator(".wb-room-item").all():
            item.click()
        room.get_by_role("button", name="Send my order").click()
    else:
        text = (
            ["calm", "ready", "braver"][at] if kind == "word" else f"I will ask first, and then post ({at})."
        )
        room.locator("input, textarea").first.fill(text)
        room.get_by_role("button", name="Show to the room").click()
