"""The command `workbook check`: finds mistakes in the tables and the pages, and runs changed pages.

Here: the command. Not here: the checks and the figures (see `content.check`), and running notebooks (see
`server.checking`).
"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbook.cli.shared import WARM_UP, counted, reported_errors

if TYPE_CHECKING:
    from workbook.content.check import Report
    from workbook.server.folders import Folders

__all__ = ["check"]

_FOLDER = click.Path(path_type=Path)


@click.command()
@click.option("--notebooks", type=_FOLDER, help="Folder of the pages. [default: the nearest one]")
@click.option("--data", type=_FOLDER, help="Folder of the content's tables. [default: the nearest one]")
@click.option(
    "--run/--no-run",
    "runs",
    default=True,
    show_default=True,
    help="Run the pages that have changed since they last ran well, or only read them.",
)
@click.option(
    "--report",
    "reports",
    is_flag=True,
    help="Print figures on the scenarios as well, such as how easily the best choice is guessed.",
)
def check(notebooks: Path | None, data: Path | None, runs: bool, reports: bool) -> int:
    """Look for mistakes in the tables and the pages. Each comes with what to do about it.

    Pages that have changed since they last ran well are run, in copies: nothing is written beside them.
    """
    with reported_errors():
        from workbook.server.folders import find_folders  # noqa: PLC0415

        folders = find_folders(notebooks, data)
    from workbook.content.check import check as check_content  # noqa: PLC0415

    report = check_content(folders.data, folders.notebooks)
    with reported_errors():
        report = _with_runs(report, folders, runs=runs)
    click.echo(report.text())
    if reports:
        click.echo(f"\n{_figures(folders.data)}")
    return int(report.exit_code)


def _figures(data: Path) -> str:
    """Return the figures on the scenarios as text, or why there are none."""
    from workbook.content import ContentError  # noqa: PLC0415
    from workbook.content.check.figures import figures  # noqa: PLC0415
    from workbook.content.check.figures_text import figures_text  # noqa: PLC0415

    try:
        return figures_text(figures(data))
    except ContentError:
        return "There are no figures, since the tables can't be read. Fix the tables first."


def _with_runs(report: "Report", folders: "Folders", *, runs: bool) -> "Report":
    """Return the report with the results of running the pages, and a sentence on which were run."""
    from workbook.content import ContentError, load  # noqa: PLC0415
    from workbook.content.check import with_failures  # noqa: PLC0415

    if not runs:
        return with_failures(report, {}, "The pages were not run (--no-run).")
    try:
        load(folders.data)
    except ContentError:
        why = "The pages were not run, since the tables can't be read. Fix the tables first."
        return with_failures(report, {}, why)
    return _run(report, folders)


def _run(report: "Report", folders: "Folders") -> "Report":
    from widget_host.settings import Settings, kernel_environment  # noqa: PLC0415
    from workbook.content.check import with_failures  # noqa: PLC0415
    from workbook.server.check_cache import CheckCache, names, passed_file  # noqa: PLC0415
    from workbook.server.checking import failures, runnable  # noqa: PLC0415

    passed, named = CheckCache(passed_file()), names(folders.notebooks, folders.data)
    changed = [path for path, name in named.items() if name not in passed]
    if not changed:
        return with_failures(report, {}, "No page has changed since it last ran well.")
    settings = Settings(folders.notebooks, folders.data, program="workbook")
    env = kernel_environment(settings) | {"WORKBOOK_DATA": str(folders.data)}
    wanted = runnable(folders.notebooks, changed)
    found = failures(folders.notebooks, wanted, env, WARM_UP)
    passed.add(name for path, name in named.items() if path not in found)
    ran = f"{counted(len(wanted), 'page was', 'pages were')} run."
    if others := len(named) - len(changed):
        ran += f" {counted(others, 'other has', 'others have')} not changed since."
    return with_failures(report, found, ran)
