"""The branching as a learner walks it: the front end, held against the walks that the content has."""

import pytest

from workbook.content import load

CONTENT = load()
STANDARDS = [standard.id for standard in CONTENT.standards]

# Walks one scenario along each walk, by its buttons alone. Gives what did not go as the content says.
WALK = """async ([title, walks]) => {
  const wait = () => new Promise((done) => setTimeout(done, 0));
  const article = [...document.querySelectorAll('.wb-scenario')]
    .find((one) => one.querySelector('h3').textContent === title);
  const panel = () => article.querySelector('.wb-step:not([hidden])');
  const button = (label) => [...panel().querySelectorAll('button')].find((one) => one.textContent === label);
  const faults = [];
  for (const walk of walks) {
    article.querySelectorAll('.wb-steps button')[3].click();
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
      const told = panel().textContent;
      if (!told.includes(choice.consequence)) faults.push(`${choice.id} has no consequence`);
      if (!told.includes(choice.rationale)) faults.push(`${choice.id} has no rationale`);
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


@pytest.mark.slow
@pytest.mark.parametrize(
    "standard", [STANDARDS[0], *(pytest.param(one, marks=pytest.mark.slow) for one in STANDARDS[1:])]
)
def test_every_walk_of_every_scenario_gives_consequences_and_rationales_to_its_end(
    server, open_page, standard
):
    page = open_page(server.page(standard))
    faults = {}
    for scenario in CONTENT.scenarios.where(standard=standard):
        walks = [[told(choice) for choice in walk] for walk in CONTENT.walks(scenario.id)]
        assert len(walks) > 1
        faults[scenario.id] = page.evaluate(WALK, [scenario.title, walks])
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.fixture
def scenario(server, open_page):
    """The first scenario of Standard 4, on its page."""
    page = open_page(server.page("standard-4"))
    return page.locator(".wb-scenario").first


def press(scenario, name):
    scenario.get_by_role("button", name=name, exact=True).click()


def test_steps_come_in_any_order_and_nothing_is_judged_before_something_is_chosen(scenario):
    summary = scenario.locator("summary", has_text="See every choice and its reasons")
    assert summary.count() == 0
    press(scenario, "Reasons")
    assert "Nothing is chosen yet" in scenario.inner_text()
    press(scenario, "People")
    assert scenario.get_by_role("heading", name="Who is touched by it?").is_visible()
    press(scenario, "Options")
    press(scenario, "See what follows")
    assert scenario.get_by_text("Pick one of the options first.").is_visible()
    assert summary.count() == 0


def test_what_follows_is_announced_another_choice_can_be_tried_and_is_found_again(scenario):
    press(scenario, "Options")
    scenario.get_by_role("radio").first.check()
    press(scenario, "See what follows")
    follows = scenario.get_by_role("heading", name="What follows, and why?")
    grade = scenario.locator(".wb-step:visible .wb-panel .wb-badge").inner_text()
    scenario.locator("[role=status]", has_text=grade).wait_for(state="attached")
    assert follows.evaluate("(h) => h === document.activeElement")
    press(scenario, "Try another choice")
    label = scenario.locator(".wb-step:visible .wb-option").nth(1).inner_text()
    scenario.get_by_role("radio").nth(1).check()
    press(scenario, "See what follows")
    assert follows.is_visible()
    scenario.locator("summary", has_text="See every choice and its reasons").click()
    title = scenario.locator("h3").inner_text()
    (row,) = [row for row in CONTENT.scenarios if row.title == title]
    text = scenario.locator(".wb-everything").inner_text()
    for scene in CONTENT.scenes.where(scenario=row.id):
        for choice in CONTENT.choices.where(scene=scene.id):
            assert choice.rationale in text
    scenario.page.reload()
    scenario.page.wait_for_widgets()
    scenario.get_by_text("You answered this on").wait_for()
    assert label in scenario.locator(".wb-chosen").inner_text()
