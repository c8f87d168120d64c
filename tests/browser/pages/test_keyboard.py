"""One whole standard with nothing but the keyboard: no mouse and no shortcuts."""

import pytest

FOCUSED = "document.activeElement"


class Keyboard:
    """A learner who uses the keyboard on one page."""

    def __init__(self, page):
        self.page = page

    def tab_to(self, matches, within=400):
        """Press Tab until the focused element matches a selector; fail if none does."""
        for _ in range(within):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(f"(selector) => {FOCUSED}.matches(selector)", matches):
                assert self.ring(), f"{matches} shows no focus"
                return
        raise AssertionError(f"Tab never came to {matches}")

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def ring(self):
        """Whether the focused element, or the card around it, has a visible focus ring."""
        return self.page.evaluate(f"""() => [{FOCUSED}, {FOCUSED}.closest('label')].filter(Boolean)
          .map((one) => getComputedStyle(one))
          .some((style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)""")

    def label(self):
        return self.page.evaluate(f"{FOCUSED}.textContent")


@pytest.fixture
def keys(server, open_page):
    return Keyboard(open_page(server.page("standard-5")))


def test_a_standard_can_be_worked_through_by_keyboard_alone(keys):
    page = keys.page
    keys.press("Tab")
    assert keys.label() == "Skip to the content"
    keys.press("Enter")

    keys.tab_to(".wb-confidence input[type=radio]")
    # Arrow keys stay within their question.
    keys.press(*["ArrowDown"] * 7)
    assert page.locator(".wb-confidence").first.locator("input:checked").count() == 1
    assert (
        page.locator(".wb-confidence").first.locator("fieldset").first.locator("input:checked").count() == 1
    )

    scenario = page.locator(".wb-scenario").first
    for step in ("People", "Standard"):
        keys.tab_to(".wb-scenario .wb-button-primary")
        assert keys.label().endswith(step.lower())
        keys.press("Enter")
    keys.tab_to(".wb-scenario input[type=radio]")
    keys.press("Space")
    keys.tab_to(".wb-scenario .wb-button-primary")
    keys.press("Enter")
    while not scenario.locator(".wb-end").count():
        keys.tab_to(".wb-scenario input[type=radio]")
        keys.press("Space")
        keys.tab_to(".wb-scenario .wb-button-primary")
        keys.press("Enter")
        assert scenario.get_by_role("heading", name="What follows, and why?").is_visible()
        keys.tab_to(".wb-scenario textarea")
        keys.press("Tab")
        assert keys.label() == "Show what a practice teacher would say"
        keys.press("Enter")
        assert keys.label() == "What a practice teacher would say"
        if scenario.get_by_role("button", name="Go on to the next scene").count():
            keys.tab_to(".wb-scenario .wb-button-primary")
            keys.press("Enter")

    keys.tab_to(".wb-scenario summary")
    keys.press("Enter")
    assert scenario.locator(".wb-everything details").get_attribute("open") is not None

    keys.tab_to(".wb-reflection textarea")
    page.keyboard.type("I would ask first, and say why I ask.")
    page.locator(".wb-reflection .wb-status[data-state=saved]").first.wait_for()

    keys.tab_to(".wb-confidence input[type=radio]")
    keys.press("Space")
    keys.tab_to("a[href$='standard-6.ipynb']")
    keys.press("Enter")
    page.wait_for_url("**/standard-6.ipynb")


def test_focus_is_never_caught(keys):
    page = keys.page
    keys.tab_to("footer a", within=600)
    assert page.evaluate(f"{FOCUSED}.closest('footer') !== null")
