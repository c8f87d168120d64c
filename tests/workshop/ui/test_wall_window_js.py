"""Where the wall's window goes: to the second screen, where the browser can move it."""

from pathlib import Path

import pytest

import workbook.workshop

MODULE = Path(workbook.workshop.__file__).parent / "ui/workshop_console/running/wall_window.js"
TRY = """
  const moves = [];
  const wall = {
    moveTo: (...place) => moves.push(place),
    resizeTo: (...size) => moves.push(size),
  };
  const [own, other] = [
    { availLeft: 0, availTop: 0, availWidth: 1366, availHeight: 728 },
    { availLeft: 1366, availTop: 10, availWidth: 1920, availHeight: 1070 },
  ];
  const here = { screen: { isExtended: given.extended ?? undefined } };
  if (given.details)
    here.getScreenDetails = async () => {
      if (given.details === "refused") throw new Error("NotAllowedError");
      return { currentScreen: own, screens: given.details === "two" ? [own, other] : [own] };
    };
  return [await module.toSecondScreen(here, wall), moves];
"""


@pytest.mark.parametrize(
    ("given", "found", "moves"),
    [
        ({"extended": True, "details": "two"}, "moved", [[1366, 10], [1920, 1070]]),
        ({"extended": True, "details": "refused"}, "extended", []),
        ({"extended": True, "details": "one"}, "extended", []),
        ({"extended": True}, "extended", []),
        ({"extended": False, "details": "two"}, "one", []),
        ({"extended": None}, "unknown", []),
    ],
    ids=str,
)
def test_the_wall_goes_to_the_other_screen_only_if_there_is_one_and_the_trainer_allows_it(
    run_module, given, found, moves
):
    assert run_module(MODULE, TRY, given) == [found, moves]
