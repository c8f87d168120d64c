"""The console's comparison: a question at a time, with both rounds and the change in one cell."""

from pathlib import Path

import workbook.workshop

MODULE = Path(workbook.workshop.__file__).parent / "ui/workshop_console/comparison.js"


def test_both_rounds_and_the_change_of_an_item_are_one_line_of_its_question(run_module):
    rows = [
        ["Devices that joined", "", "", 12, 8],
        ["Vote: A", "People who answered", "Before", 12, "Too few answered"],
        ["Vote: A", "People who answered", "After", 11, "Too few answered"],
        ["Vote: A", "Ask first", "Before", "50%", "Too few answered"],
        ["Vote: A", "Ask first", "After", "100%", "Too few answered"],
        ["Vote: A", "Ask first", "Change", "+50 points", "Too few answered"],
        ["Order: B", "A post", "Before", 1.5, None],
    ]
    assert run_module(MODULE, "return module.byQuestion(given);", rows) == [
        {"what": "Devices that joined", "lines": [{"item": "", "cells": ["12", "8"]}]},
        {
            "what": "Vote: A",
            "lines": [
                {"item": "People who answered", "cells": ["12 → 11", "Too few answered"]},
                {"item": "Ask first", "cells": ["50% → 100% (+50 points)", "Too few answered"]},
            ],
        },
        {"what": "Order: B", "lines": [{"item": "A post", "cells": ["1.5", ""]}]},
    ]


def test_a_figure_that_stayed_the_same_is_told_once_with_its_change(run_module):
    rows = [["A", "x", "Before", "50%"], ["A", "x", "After", "50%"], ["A", "x", "Change", "0 points"]]
    told = run_module(MODULE, "return module.byQuestion(given);", rows)
    assert told[0]["lines"][0]["cells"] == ["50% (0 points)"]
