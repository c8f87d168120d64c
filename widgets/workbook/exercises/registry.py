"""Every widget that a notebook can show, by the name of the function that shows it: one line for each.

Here: where its files are, and what all of them put on pages. Not here: which identifiers it takes (see
`content.registry`).
"""

from pathlib import Path

from workbook.front.widget_files import OnDemand, WidgetFiles

__all__ = ["WIDGETS", "module_of", "widget_files"]

_PACKAGE = Path(__file__).parents[1]

WIDGETS = {
    "advice": "exercises/advice",
    "audience": "exercises/audience",
    "boundaries": "exercises/boundaries",
    "carousel": "exercises/carousel",
    "confidence": "exercises/confidence",
    "draft": "exercises/draft",
    "facilitator_guide": "workshop/ui/facilitator_guide",
    "facilitator_note": "workshop/ui/facilitator_note",
    "feedback": "usage/ui/feedback",
    "glossary": "exercises/glossary",
    "good_use": "exercises/good_use",
    "keeping": "record/ui/keeping",
    "learning_plan": "exercises/learning_plan",
    "offensive": "exercises/offensive",
    "plan": "workshop/ui/plan",
    "policy": "exercises/policy",
    "privacy": "record/ui/privacy",
    "reading": "exercises/reading",
    "reflection": "exercises/reflection",
    "scenario": "exercises/scenario",
    "scenarios_overview": "workshop/ui/scenarios_overview",
    "standard": "exercises/standard",
    "technology": "exercises/technology",
    "tip": "exercises/tip",
    "workshop_console": "workshop/ui/workshop_console",
    "your_record": "record/ui/your_record",
}
"""The folder of each widget in the package: its Python, script and style sheet lie there."""

_WORKSHOP = _PACKAGE / "workshop" / "ui"


def module_of(name: str) -> str:
    """Return the name of the module that has a widget's function; raises KeyError for a name that is none."""
    return f"workbook.{WIDGETS[name].replace('/', '.')}"


def widget_files() -> WidgetFiles:
    """Return what the widgets and the workshops put on pages."""
    return WidgetFiles(
        widgets={name: _PACKAGE / folder / f"{name}.js" for name, folder in WIDGETS.items()},
        # Trainers alone load it.
        apart=frozenset({"workshop_console"}),
        on_demand={
            "workshop": OnDemand(
                script=_WORKSHOP / "learner" / "workshop.js",
                sheet=_WORKSHOP / "learner" / "workshop.css",
                styles=(_WORKSHOP / "shared" / "workshop_parts.css", _WORKSHOP / "learner" / "workshop.css"),
                words=("workshop", "identifiers"),
            )
        },
        folders=("front/", "server/pages/static/", "exercises/", "record/ui/", "usage/ui/", "workshop/ui/"),
    )
