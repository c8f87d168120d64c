"""A person's way through the workbook, in any of three browsers: what they press, and what that costs them.

A journey counts presses, screens that are scrolled, and words that stand between one press and the next.
Chromium is driven by Playwright, Firefox and WebKit by WebDriver: a `hand` does what is different.
"""

import base64
from dataclasses import dataclass, field

from playwright.sync_api import Error
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By

from browser.pages.visit import KEEP_FILES
from timeouts import scaled, wait_until

PHONE = {"width": 390, "height": 844}
NOT_YET = (Error, WebDriverException)
MARKED = "[data-journey]"
# Shows, and marks, the first (or nth) that can be seen and has a text in it. What folds is not seen.
FIND = """([selector, text, nth]) => {
  for (const one of document.querySelectorAll("[data-journey]")) one.removeAttribute("data-journey");
  const isSeen = (one) => one.checkVisibility ? one.checkVisibility({checkVisibilityCSS: true})
    : one.getClientRects().length > 0 && getComputedStyle(one).visibility !== "hidden";
  const found = [...document.querySelectorAll(selector)]
    .filter((one) => isSeen(one) && one.textContent.includes(text))[nth];
  if (!found) return null;
  found.setAttribute("data-journey", "");
  const { top, bottom } = found.getBoundingClientRect();
  return { top, bottom, height: innerHeight, at: scrollY };
}"""
# The words from a place of the page down to what is marked; in an open dialog, all of them.
WORDS = """([from]) => {
  const marked = document.querySelector("[data-journey]");
  const within = marked.closest("dialog[open]") ?? document.body;
  const end = marked.getBoundingClientRect().bottom + scrollY;
  const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let words = 0;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const on = node.parentElement;
    if (!node.textContent.trim() || on.closest("script, style, template, svg, .wb-visually-hidden")) continue;
    if (on.checkVisibility && !on.checkVisibility({checkVisibilityCSS: true})) continue;
    range.selectNodeContents(node);
    const { top, bottom, width, height } = range.getBoundingClientRect();
    if (width < 2 || height < 2) continue;
    if (within === document.body && (top + scrollY < from || bottom + scrollY > end + 1)) continue;
    words += node.textContent.trim().split(/\\s+/).length;
  }
  return words;
}"""
PLACE = (
    '() => document.querySelector("[data-journey]").scrollIntoView({block: "center", behavior: "instant"})'
)
RESTS = """() => {
  const { x, y } = document.querySelector("[data-journey]").getBoundingClientRect();
  return `${x} ${y}`;
}"""
READY = """() => location.href !== "about:blank" && document.readyState === "complete"
  && (document.body.hasAttribute("data-ready") || document.body.classList.contains("wb-home"))"""
STANDS_AT = """() => {
  const exercise = document.activeElement.closest(".wb-exercise");
  return exercise && document.getElementById(exercise.getAttribute("aria-labelledby"))?.textContent;
}"""
KEEP_BYTES = """() => {
  const blob = window.keptFiles.at(-1);
  window.keptBytes = "";
  if (!blob) return false;
  blob.arrayBuffer().then((bytes) => {
    window.keptBytes = btoa(Array.from(new Uint8Array(bytes), (one) => String.fromCharCode(one)).join(""));
  });
  return true;
}"""


class PlaywrightHand:
    """Drives Chromium; each context is a device."""

    def __init__(self, chromium):
        self.chromium = chromium
        self.context = chromium.new_context(viewport=PHONE, locale="en-GB")
        self.page = self.context.new_page()

    def go(self, address):
        self.page.goto(address, wait_until="commit", timeout=scaled(30_000))

    def run(self, script, *given):
        return self.page.evaluate(script, list(given))

    def click(self):
        self.page.locator(MARKED).click(timeout=scaled(10_000))

    def write(self, text):
        self.page.keyboard.insert_text(text)

    def next_day(self):
        """Leave the page, and begin in a new tab of the same browser."""
        before, self.page = self.page, self.context.new_page()
        before.close()

    def other_device(self):
        return PlaywrightHand(self.chromium)

    def end(self):
        self.page.close()
        self.context.close()


class WebDriverHand:
    """Drives Firefox or WebKit; each driver is a device. Neither gets as narrow as a phone."""

    def __init__(self, begin):
        self.begin = begin
        self.driver = begin()
        self.driver.set_window_size(500, PHONE["height"])

    def go(self, address):
        self.driver.get(address)

    def run(self, script, *given):
        return self.driver.execute_script(f"return ({script})(arguments[0])", list(given))

    def click(self):
        self.driver.find_element(By.CSS_SELECTOR, MARKED).click()

    def write(self, text):
        self.driver.switch_to.active_element.send_keys(text)

    def next_day(self):
        """Leave the page, and begin in a new tab of the same browser."""
        before = self.driver.current_window_handle
        self.driver.switch_to.new_window("tab")
        after = self.driver.current_window_handle
        self.driver.switch_to.window(before)
        self.driver.close()
        self.driver.switch_to.window(after)

    def other_device(self):
        return WebDriverHand(self.begin)

    def end(self):
        self.driver.quit()


@dataclass
class Journey:
    """What a person does, counted since it began or since `start`."""

    hand: object
    presses: int = 0
    screens: float = 0
    words: int = 0
    _from: float = field(default=0, repr=False)

    def start(self):
        """Count from here on."""
        self.presses, self.screens, self.words = 0, 0, 0
        return self

    def open(self, address):
        """Open an address, as from a message or a bookmark."""
        self.hand.go(address)
        self._arrived()
        return self

    def sees(self, selector, text="", nth=0):
        """Whether something can be seen on the page, without scrolling or not."""
        return self.hand.run(FIND, selector, text, nth)

    def press(self, selector, text="", nth=0):
        """Press what can be seen, once it is there and rests; count what it took to get there."""
        box = self._find(selector, text, nth)
        self._count(box)
        self.presses += 1
        self.hand.run(PLACE)
        places = []

        def rests():
            places.append(self.hand.run(RESTS))
            return places[-1:] == places[-2:-1]

        wait_until(rests, what=f"{selector} {text!r} to rest", ignoring=NOT_YET)
        self._from = self.hand.run("() => scrollY")
        wait_until(lambda: self.hand.click() or True, what=f"to press {selector} {text!r}", ignoring=NOT_YET)

    def reach(self, selector, text="", nth=0):
        """Count the way to something, which is read and not pressed."""
        self._count(self._find(selector, text, nth))

    def follow(self, selector, text="", nth=0):
        """Press a link, and wait for its page."""
        before = self.hand.run("() => performance.timeOrigin")
        self.press(selector, text, nth)
        wait_until(
            lambda: self.hand.run("() => performance.timeOrigin") != before, what="a page", ignoring=NOT_YET
        )
        self._arrived()

    def write(self, text):
        """Write where the focus is."""
        self.hand.write(text)

    def says(self, selector, text):
        """Wait until something that can be seen says a text."""
        wait_until(lambda: self.sees(selector, text), what=f"{selector} to say {text!r}", ignoring=NOT_YET)

    def text(self, selector):
        return self.hand.run("([selector]) => document.querySelector(selector)?.textContent ?? ''", selector)

    def stands_at(self):
        """The name of the exercise that has the focus."""
        return self.hand.run(STANDS_AT)

    def keep_files(self):
        """From here on, what the page saves is kept instead of handed over."""
        self.hand.run(f"() => {{ {KEEP_FILES} }}")

    def saved(self):
        """The bytes of what the page has saved."""
        wait_until(lambda: self.hand.run(KEEP_BYTES), what="a file", ignoring=NOT_YET)
        return base64.b64decode(wait_until(lambda: self.hand.run("() => window.keptBytes"), what="its bytes"))

    def _find(self, selector, text, nth):
        return wait_until(
            lambda: self.sees(selector, text, nth), what=f"{selector} {text!r}", ignoring=NOT_YET
        )

    def _count(self, box):
        below, above = box["bottom"] - box["height"], -box["top"]
        self.screens += max(below, above, 0) / box["height"]
        self.words += self.hand.run(WORDS, self._from)

    def _arrived(self):
        wait_until(lambda: self.hand.run(READY), what="a page to be ready", ignoring=NOT_YET)
        places = []

        def rests():
            places.append(self.hand.run("() => scrollY"))
            return len(places) > 2 and len(set(places[-3:])) == 1

        wait_until(rests, what="the page to rest", ignoring=NOT_YET)
        self._from = places[-1]
