"""Every path through every scenario in the browser, compared with the content."""

import re

import pytest

from browser.server import NOTEBOOKS
from widget_host.common.notebook_files import notebook_files
from workbook.content import load

CONTENT = load()
SHOWN = {
    path.stem: re.findall(r'workbook\.scenario\(\\"([\w-]+)\\"', path.read_text(encoding="utf-8"))
    # The first page shows a scenario as a taste of the others: it stands on another page as well.
    for path in notebook_files(NOTEBOOKS, deep=False)
    if path.stem != "start"
}
PAGES = {name: scenarios for name, scenarios in SHOWN.items() if scenarios}
"""The scenarios on each page that has some: each scenario on one."""

# Walks one scenario along each walk, by its buttons alone. Gives what did not go as the content says.
WALK = """async ([title, walks]) => {
  const wait = () => new Promise((done) => setTimeout(done, 0));
  const article = [...document.querySelectorAll('.wb-scenario')]
    .find((one) => one.querySelector('h3').textContent === title);
  const panel = () =>
    article.querySelector(':is([data-step=options], [data-step=reasons]):not([hidden])');
  const button = (label) => [...panel().querySelectorAll('button')].find((one) => one.textContent === label);
  const faults = [];
  for (const walk of walks) {
    article.querySelectorAll('.wb-steps button')[3]?.click();
    if (panel().dataset.step === 'reasons') button('Try another choice').click();
    for (let back = button('Back to the scene before'); back; back = button('Back to the scene before')) {
      back.click();
      await wait();
    }
    for (const [at, choice] of walk.entries()) {
      const radio = panel().querySelector(`input[value="${choice.id}"]`);
      if (!radio) { faults.push(`${choice.id} is not offered`); break; }
      radio.click();
      button('See what follows').click();
      await wait();
      const follows = panel().textContent;
      if (!follows.includes(choice.consequence)) faults.push(`${choice.id} has no consequence`);
      const show = button('Show what a practice teacher would say');
      if (show && follows.includes(choice.rationale)) faults.push(`${choice.id} gives its rationale away`);
      show?.click();
      await wait();
      if (!panel().textContent.includes(choice.rationale)) faults.push(`${choice.id} has no rationale`);
      const last = at === walk.length - 1;
      const onwards = button('Go on to the next scene');
      if (last === Boolean(onwards)) faults.push(`${choice.id} ends in the wrong place`);
      onwards?.click();
      await wait();
    }
  }
  return faults;
}"""


def told(choice):
    return {"id": choice.id, "consequence": choice.consequence, "rationale": choice.rationale}


def test_every_scenario_of_the_workbook_is_walked():
    assert {name for names in PAGES.values() for name in names} == set(CONTENT.scenarios.ids)


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_every_walk_of_every_scenario_gives_consequences_and_rationales_to_its_end(server, open_page, name):
    page = open_page(server.page(name))
    faults = {}
    for scenario in map(CONTENT.scenarios.by_id, PAGES[name]):
        walks = [[told(choice) for choice in walk] for walk in CONTENT.walks(scenario.id)]
        assert len(walks) > 1
        faults[scenario.id] = page.evaluate(WALK, [scenario.title, walks])
    assert {name: found for name, found in faults.items() if found} == {}
