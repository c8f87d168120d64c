"""How long it takes in a browser from a key press to "saved": on the device, and with a code."""

import re

from playwright.sync_api import expect, sync_playwright

from browser.chromium import ARGUMENTS, MISSING, SIZES, find_chromium, wait_for_widgets
from browser.server import ServerFromCommand
from load.table import Table, ms, percentile, times

ON_DEVICE = r"^Saved \d\d:\d\d on this device$"
WITH_CODE = r"^Saved \d\d:\d\d with your recovery code$"
TITLE = "From a key to “Saved” in a browser"
_STATUS = ".wb-reflection .wb-status"
_FIELD = ".wb-reflection textarea"
_PATIENCE_MS = 60_000

# The line says "Saved" from before when the key goes down, so it has to say something else first.
_WATCH = """([field, status, wanted]) => {
  const [line, box] = [document.querySelector(status), document.querySelector(field)];
  const pattern = new RegExp(wanted);
  window.taken = new Promise((resolve, reject) => {
    let began = null;
    let left = false;
    const watching = new MutationObserver(() => {
      const says = pattern.test(line.textContent.trim());
      if (began !== null && !says) left = true;
      if (left && says) resolve(performance.now() - began);
    });
    watching.observe(line, { childList: true, characterData: true, subtree: true, attributes: true });
    box.addEventListener("input", () => { began = performance.now(); }, { capture: true, once: true });
    setTimeout(reject, 60000, new Error("It was not said within a minute."));
  });
}"""


def measure(rounds):
    """Write in a page of the workbook, first kept on the device, then under a recovery code."""
    columns = ("Said", "p50", "p99", "Beside the device alone")
    with sync_playwright() as playwright:
        path = find_chromium(playwright.chromium.executable_path)
        if path is None:
            return Table(TITLE, columns, [], f"Not measured. {MISSING}")
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        server = ServerFromCommand()
        try:
            taken = _write(chromium, server.page("standard-1"), rounds)
        finally:
            chromium.close()
            server.stop()
    base = percentile(taken["Saved ... on this device"], 0.5)
    rows = [
        (name, ms(percentile(one, 0.5)), ms(percentile(one, 0.99)), times(percentile(one, 0.5), base))
        for name, one in taken.items()
    ]
    note = (
        f"{rounds} single letters each. The page waits half a second after a key for the next one before it "
        "saves, which is part of each time; the draft is on the device at every key all the same."
    )
    return Table(TITLE, columns, rows, note)


def _write(chromium, address, rounds):
    page = chromium.new_context(viewport=SIZES["desktop"], locale="en-GB").new_page()
    page.goto(address, wait_until="domcontentloaded")
    wait_for_widgets(page)
    page.locator(_FIELD).first.press_sequentially("Begun. ")
    page.get_by_label("Keep on this device").check()
    page.get_by_role("button", name="Go on", exact=True).click()
    device = [_letter(page, ON_DEVICE) for _ in range(rounds)]
    _choose_code(page)
    code = [_letter(page, WITH_CODE) for _ in range(rounds)]
    page.close()
    return {"Saved ... on this device": device, "Saved ... with your recovery code": code}


def _letter(page, wanted):
    """Seconds from one key to the wanted words."""
    page.evaluate(_WATCH, [_FIELD, _STATUS, wanted])
    page.locator(_FIELD).first.press_sequentially("a")
    return page.evaluate("() => window.taken") / 1000


def _choose_code(page):
    """Keep with a recovery code from now on, as a learner does."""
    page.locator(".wb-keeping-line").get_by_role("button", name="Change").click()
    dialog = page.locator(".wb-keeping dialog[open]")
    dialog.get_by_role("button", name="Keep with a recovery code").click()
    dialog.get_by_role("button", name="Make a recovery code").click()
    dialog.get_by_label("I have kept the code").check()
    dialog.get_by_role("button", name="Keep my answers with this code").click()
    dialog.get_by_role("button", name="Close").click(timeout=_PATIENCE_MS)
    expect(page.locator(_STATUS).first).to_have_text(re.compile(WITH_CODE), timeout=_PATIENCE_MS)
