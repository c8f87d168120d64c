"""The accessibility of a page: axe-core's findings (WCAG 2.2 A and AA, and best practice), and its width."""

from pathlib import Path

import pytest

from browser.chromium import SIZES

# A page is looked at as a phone and as a laptop show it; the one in the dark, the other in the light.
LOOKS = [("desktop", "light"), ("phone", "dark")]
SCRIPT = Path(__file__).parents[1] / "tools" / "node_modules" / "axe-core" / "axe.min.js"
# A colour that is on its way from one to another is not what anybody reads. An animation of something that
# is not drawn, such as what JupyterLab keeps out of sight, never ends: no longer is waited than it lasts.
AT_REST = """async () => {
  const endsIn = (one) => one.effect?.getComputedTiming().endTime ?? Infinity;
  const moving = document.getAnimations().filter((one) => endsIn(one) < 5000);
  const ended = moving.map((one) => one.finished.catch(() => undefined));
  const longest = Math.max(0, ...moving.map(endsIn));
  await Promise.race([Promise.all(ended), new Promise((go) => setTimeout(go, longest + 5000))]);
}"""
TO_THE_TOP = "() => { const y = scrollY; scrollTo({ top: 0, behavior: 'instant' }); return y; }"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]


def violations(page, within="body", *, from_top=True):
    """axe's findings on a page, a line for each element: the rule, the element and the fix.

    The page is looked at from its top: further down, whatever is just below the bar that stays in view would
    count as too small to press. Where the page changes with what is in view, `from_top` is False.
    """
    if not SCRIPT.is_file():
        pytest.skip(
            "The front end's checkers could not be fetched from npm: run `make test` with a network once."
        )
    # Through the page's own script interface: the page's security policy would refuse a script tag.
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT.read_text(encoding="utf-8"))
    page.evaluate(AT_REST)
    place = page.evaluate(TO_THE_TOP) if from_top else None
    # What it finds is told by the HTML of each element: selectors take a fifth of the time.
    found = page.evaluate(
        """([within, runOnly]) =>
          axe.run(within, {runOnly, resultTypes: ['violations'], preload: false, selectors: false})""",
        [within, TAGS],
    )
    if from_top:
        page.evaluate("(y) => scrollTo({ top: y, behavior: 'instant' })", place)
    return [
        f"{rule['id']}: {node['html'][:200]} ({node['failureSummary']})"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def offences(page, within="body", looks=LOOKS):
    """What is wrong with a page in each look, a line for each: what axe finds, and a page that is too wide.

    The page that is open is changed from look to look, which is far cheaper than to open it for each.
    """
    found = []
    for size, scheme in looks:
        look_as(page, size, scheme)
        found += [f"{size} {scheme}: {one}" for one in violations(page, within)]
        if (wider := sideways(page)) > 0:
            found.append(f"{size} {scheme}: {wider} pixels wider than the window")
    return found


def look_as(page, size, scheme):
    """Show the page that is open in a window of another size, in the light or in the dark, without motion.

    Else a button that is just being switched on would be looked at with a colour that nobody reads.
    """
    page.set_viewport_size(SIZES[size])
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")


def sideways(page):
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
