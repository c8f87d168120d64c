"""Accessibility of a page as axe-core sees it: WCAG 2.2 A and AA, and its best practice."""

from pathlib import Path

import pytest

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
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]


def violations(page, within="body"):
    """What axe finds wrong on a page, a line for each element: rule, element, how to mend it."""
    if not SCRIPT.is_file():
        pytest.skip(
            "The front end's checkers could not be fetched from npm: run `make test` with a network once."
        )
    # Through the page's own script interface: the page's security policy would refuse a script tag.
    page.evaluate(SCRIPT.read_text(encoding="utf-8"))
    page.evaluate(AT_REST)
    found = page.evaluate(
        "([within, tags]) => axe.run(within, {runOnly: tags, resultTypes: ['violations']})", [within, TAGS]
    )
    return [
        f"{rule['id']}: {node['html'][:200]} ({node['failureSummary']})"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
