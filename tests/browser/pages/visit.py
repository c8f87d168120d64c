"""What a person does and sees on a page, through any WebDriver; each step waits until it has happened."""

import base64
from contextlib import contextmanager

from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By

from browser.chromium import SHOW_WHOLE
from timeouts import wait_until

# What a page gives to be saved is kept, instead of handed to the browser's folder of downloads.
KEEP_FILES = """
window.keptFiles = [];
const create = URL.createObjectURL.bind(URL);
URL.createObjectURL = (blob) => { window.keptFiles.push(blob); return create(blob); };
HTMLAnchorElement.prototype.click = function () {
  if (!this.download) this.dispatchEvent(new MouseEvent("click"));
};
"""
READ_FILE = """
const [done] = arguments;
const blob = window.keptFiles.at(-1);
if (!blob) done("");
else blob.arrayBuffer().then((bytes) => done(btoa(Array.from(new Uint8Array(bytes),
  (byte) => String.fromCharCode(byte)).join(""))));
"""
PLACE = """
arguments[0].scrollIntoView({block: "center", behavior: "instant"});
const { x, y } = arguments[0].getBoundingClientRect();
return [x, y];
"""
NAMED = {
    "button": ".//button[normalize-space()={0}] | .//a[contains(@class, 'wb-button')][normalize-space()={0}]",
    "label": ".//label[contains(normalize-space(), {0})]",
    "text": ".//*[text()[contains(normalize-space(), {0})]]",
    "link": ".//a[contains(normalize-space(), {0})]",
}


class Visit:
    """One browser with one page at a time."""

    def __init__(self, driver):
        self.driver = driver
        driver.set_script_timeout(30)

    def open(self, address):
        """Open an address, and wait until its exercises are there."""
        self.driver.get(address)
        if "/voila/render/" in address or address.endswith(".html"):
            self.one("body[data-ready]")
            self.driver.execute_script(f"({SHOW_WHOLE})()")
            assert not self.all(".wb-cell-failed, #wb-failed"), f"An exercise of {address} did not open."
        return self

    def enter(self, selector):
        """Go on within a frame of the page."""
        self.driver.switch_to.frame(self.one(selector))

    def all(self, selector, within=None):
        """What a selector finds."""
        return (within or self.driver).find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector, within=None):
        """The first that a selector finds and that can be seen."""
        return self._wait(lambda: self._seen(By.CSS_SELECTOR, selector, within), selector)

    def named(self, kind, name, within=None):
        """The first button, label, link or text of this name that can be seen."""
        path = NAMED[kind].format(f'"{name}"')
        return self._wait(lambda: self._seen(By.XPATH, path, within), f"{kind} {name}")

    def press(self, name, within=None, kind="button"):
        """Press what has this name."""
        found = self.named(kind, name, within)
        self._bring_into_view(found)
        self._wait(lambda: found.click() or True, f"to press {name}")

    def pick(self, element):
        """Press an element, such as a radio button."""
        self._bring_into_view(element)
        self._wait(lambda: element.click() or True, "to pick an option")

    def says(self, selector, text):
        """Wait until something that can be seen says a text."""

        def told():
            return any(text in one.text for one in self.all(selector) if one.is_displayed())

        self._wait(told, f"{selector} to say {text!r}")

    @contextmanager
    def saved_file(self):
        """Have what is saved within; gives a function that returns its bytes."""
        self.driver.execute_script(KEEP_FILES)
        yield lambda: base64.b64decode(
            self._wait(lambda: self.driver.execute_async_script(READ_FILE), "a file to be saved")
        )

    def _bring_into_view(self, element):
        """Scroll to something, and wait until it rests: a press goes to a place, whatever has moved there."""
        places = []

        def rests():
            places.append(self.driver.execute_script(PLACE, element))
            return places[-1:] == places[-2:-1]

        self._wait(rests, "something to rest where it is")

    def _seen(self, by, sought, within):
        found = (within or self.driver).find_elements(by, sought)
        return next((one for one in found if one.is_displayed()), None)

    def _wait(self, condition, what):
        return wait_until(condition, what=lambda: f"Waited for {what}", ignoring=(WebDriverException,))
