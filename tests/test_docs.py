"""Every command in the README and the guides is run here, as far as this machine allows."""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tomllib
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from browser.server import few_pages
from server.test_sign_in import LOADED
from timeouts import scaled, wait_until
from widget_host.common.notebook_files import notebook_files
from workbook.content.check import check
from workbook.record.store import Store
from workbook.theme import load_theme
from workbook.usage.store import UsageStore

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
# These need another kind of machine, or change this one; the tests below hold them to what the Makefile does,
# and to what the servers are that the tests start.
ELSEWHERE = ("conda ", "py -m", ".venv\\", "sudo ", "npm install", "pip install", "jupyterhub ")


def documents():
    for name in ("README.md", "CONTRIBUTING.md"):
        yield name, (ROOT / name).read_text(encoding="utf-8")
    for path in notebook_files(ROOT / "notebooks" / "guides"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        yield (
            path.name,
            "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"),
        )


def distinct(cases):
    """Each command once, however many documents show it."""
    return list(dict.fromkeys(case.values[0] for case in cases))


def commands():
    for name, text in documents():
        for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
            for line in block.strip().splitlines():
                yield pytest.param(line.strip(), id=f"{name}: {line.strip()}")


ALL = list(commands())
SERVING = [case for case in ALL if re.match(r"(make|workbook) (serve|lab)\b", case.values[0])]
MAKE = [case for case in ALL if case.values[0].startswith("make ") and case not in SERVING]
PYTEST = [case for case in ALL if case.values[0].startswith(".venv/bin/python -m pytest ")]
CHECK = [case for case in ALL if case.values[0].startswith("workbook check")]
RECORDS = [case for case in ALL if re.match(r"workbook (records|backup|restore|upgrade)\b", case.values[0])]
WORKSHOPS = [
    case for case in ALL if re.match(r"(\.venv/bin/)?workbook (trainer|workshops|export)\b", case.values[0])
]
PLANS = [case for case in ALL if case.values[0].startswith("workbook capacity ")]
SIGN_INS = [case for case in ALL if case.values[0].startswith("workbook sign-in ")]
USAGE = [case for case in ALL if re.match(r"workbook (feedback|usage)\b", case.values[0])]
NEW = [case for case in ALL if case.values[0].startswith("workbook new ")]
LANGUAGES = [case for case in ALL if case.values[0].startswith("workbook languages ")]
DEPLOY = [case for case in ALL if case.values[0].startswith("workbook deploy ")]
# What is typed on the server after that: held below to what `workbook deploy` itself says.
FOR_MANY = "".join(
    re.findall(r"^## For many.*?(?=^## |\Z)", dict(documents())["publisher.ipynb"], re.M | re.S)
)
DEPLOYED = [
    case
    for case in ALL
    if case.id.startswith("publisher") and case not in DEPLOY and f"\n{case.values[0]}\n" in FOR_MANY
]
OTHER = [case for case in ALL if case.values[0].startswith(ELSEWHERE) and case not in DEPLOYED]


def environment():
    return {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "JUPYTER_PREFER_ENV_PATH": "1"}


def test_every_command_is_run_by_one_of_the_tests_below():
    run = (*SERVING, *MAKE, *CHECK, *RECORDS, *WORKSHOPS, *PLANS, *SIGN_INS, *USAGE, *NEW, *DEPLOY, *DEPLOYED)
    run += (*LANGUAGES, *PYTEST, *OTHER)
    assert {case.id for case in ALL} == {case.id for case in run}


@pytest.fixture
def typed(run_here, monkeypatch):
    """Type a command of `workbook` in a folder; gives what it said. It has to go well."""

    def typed(command, folder, *more, **env):
        monkeypatch.chdir(folder)
        program, *arguments = shlex.split(command)
        assert program in ("workbook", ".venv/bin/workbook")
        done = run_here(*arguments, *more, **env)
        assert done.returncode == 0, command + done.stderr
        return done.stdout

    return typed


def test_every_target_of_make_exists_and_says_what_it_would_do():
    # Dry: these are the parts of the very run that this test belongs to.
    dry = {
        command: subprocess.run(
            [*command.split(), "--dry-run"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        for command in distinct(MAKE)
    }
    assert dry
    assert {command: done.stderr for command, done in dry.items() if done.returncode != 0} == {}


@pytest.mark.parametrize("command", PYTEST)
@pytest.mark.slow
def test_a_run_of_some_tests_finds_them(command):
    # They themselves are run by the run that this test belongs to.
    command = [sys.executable, *command.split()[1:], "--collect-only", "-q", "-n", "0"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("command", distinct(CHECK))
def test_a_check_finds_the_workbook_sound(command, typed):
    # A stage of `make test` of its own runs the pages.
    assert typed(command, ROOT, "--no-run").startswith("All is well")


def test_the_commands_for_records_and_the_database_work_one_after_the_other(typed, tmp_path):
    database = tmp_path / "records.sqlite"
    Store(database).prepare()
    told = {}
    for name in dict.fromkeys(case.id.split(":")[0] for case in RECORDS):
        folder = tmp_path / name
        folder.mkdir()
        for case in RECORDS:
            if case.id.startswith(f"{name}:"):
                command = case.values[0]
                told[command] = typed(command, folder, WORKBOOK_DATABASE=str(database))
    assert set(told) == {case.values[0] for case in RECORDS}
    assert all(told.values())


@pytest.mark.slow
def test_the_commands_for_workshops_work_one_after_the_other(typed, tmp_path):
    passphrase = tmp_path / "passphrase.txt"
    passphrase.write_text("four words and more", encoding="utf-8")
    assert WORKSHOPS
    # The commands take the nearest course: this one has fewer pages, and so is exported sooner.
    (tmp_path / "data").symlink_to(ROOT / "data")
    few_pages(tmp_path / "notebooks", "start", "standard-1", "standard-2", "standard-3")
    lines = dict.fromkeys(case.values[0].removeprefix(".venv/bin/") for case in WORKSHOPS)
    for number, line in enumerate(lines):
        # Two guides may save files of one name.
        folder = tmp_path / str(number)
        folder.mkdir()
        # A person is asked for it; that is tested at a terminal in cli/storage/test_trainers.py.
        more = ["--passphrase-file", passphrase] if line.startswith("workbook trainer add") else []
        typed(line, folder, *more, WORKBOOK_DATABASE=str(tmp_path / "workshops.sqlite"))


def test_the_commands_for_feedback_and_counts_work_one_after_the_other(typed, tmp_path):
    database = tmp_path / "usage.sqlite"
    UsageStore(database).prepare()
    assert USAGE
    for case in USAGE:
        typed(case.values[0], tmp_path, WORKBOOK_DATABASE=str(database))


@pytest.mark.slow
def test_the_commands_for_languages_work_one_after_the_other(tmp_path):
    # On a copy of the package, since they write catalogues.
    for name in ("data", "notebooks"):
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "widgets", tmp_path / "widgets", ignore=shutil.ignore_patterns("__pycache__"))
    assert LANGUAGES
    for case in LANGUAGES:
        done = subprocess.run(
            shlex.split(case.values[0]),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            env={**environment(), "PYTHONPATH": str(tmp_path / "widgets")},
        )
        assert done.returncode == 0, case.id + done.stderr
        assert done.stdout
    assert (tmp_path / "widgets/workbook/front/locale/pl/LC_MESSAGES/workbook.po").is_file()


@pytest.mark.parametrize("command", distinct(NEW))
def test_a_course_that_was_begun_lacks_nothing_but_its_texts(typed, command, tmp_path):
    typed(command, tmp_path, "--data", ROOT / "data", "--notebooks", ROOT / "notebooks")
    report = check(tmp_path / "course" / "data", tmp_path / "course" / "notebooks")
    assert {fault.type for fault in report.faults} == {"still-to-write"}


def test_the_theme_in_the_guide_is_one(tmp_path):
    guide = dict(documents())["publisher.ipynb"]
    example = re.search(r"```toml\n(.*?)```", guide, re.DOTALL)[1]
    (tmp_path / "theme.toml").write_text(example, encoding="utf-8")
    (tmp_path / "privacy.md").write_text("Ours.", encoding="utf-8")
    assert load_theme(tmp_path).footer


def test_the_commands_for_a_server_are_those_that_deploy_says_in_the_same_order(typed, tmp_path):
    for entry in ROOT.iterdir():
        (tmp_path / entry.name).symlink_to(entry)
    said = []
    for command in distinct(DEPLOY):
        told = typed(command, tmp_path)
        said += [line.strip() for line in told.splitlines() if line.startswith("  ")]
    typed = [case.values[0] for case in DEPLOYED]
    assert typed
    assert [line for line in said if line in typed] == typed


@pytest.mark.parametrize("command", distinct(PLANS))
def test_a_plan_is_made(typed, command, tmp_path):
    assert "spare" in typed(command, tmp_path)


def test_a_sign_in_is_configured_by_what_the_guide_shows(typed, tmp_path):
    assert len(SIGN_INS) == 2
    for case in SIGN_INS:
        typed(case.values[0], tmp_path)
    guide = dict(documents())["publisher.ipynb"]
    # What the guide has a publisher do with the files after that.
    for file in re.findall(r"`(sign-in/[\w.]+)`|\$PWD/(sign-in/[\w.]+)|-f (hub/\S+)", guide):
        assert (tmp_path / next(filter(None, file))).is_file()
    assert "jupyterhub -f hub/jupyterhub_config.py" in guide


def test_the_guide_has_apache_load_what_the_tests_load():
    (line,) = [case.values[0] for case in OTHER if "a2enmod" in case.values[0]]
    # The others are on where Debian has installed Apache, or come with ssl.
    always = {"mpm_event", "authn_core", "authz_core", "authz_user", "socache_shmcb"}
    assert set(line.split()[2:]) == set(LOADED) - always


def test_what_a_hub_needs_is_an_extra_of_the_package():
    (line,) = [case.values[0] for case in OTHER if case.values[0].startswith("pip install")]
    about = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    name, extra = re.search(r"'(.+)\[(.+)\]'", line).groups()
    assert name == about["name"]
    assert [one for one in about["optional-dependencies"][extra] if one.startswith("jupyterhub")]


@pytest.mark.parametrize(
    "command",
    [
        # What options do is tested with the servers.
        pytest.param(command, marks=() if command == "make serve" else pytest.mark.slow)
        for command in distinct(SERVING)
    ],
)
def test_a_command_that_serves_says_where_and_answers_there(command, tmp_path):
    # In a shell, as a reader would type it, and in a group of its own, so that all of it can be stopped; in a
    # folder like the project's, so that a database that it names is not left in the project. Only the port is
    # another: something may listen at that of the guide.
    command = re.sub(r"--port \d+", "--port 0", command)
    if command.startswith("make "):
        # Out of date, the environment would be installed again through the folder of links, and its commands
        # would name a Python that is deleted with that.
        asked = subprocess.run(
            ["make", "--question", ".venv/ready"], cwd=ROOT, capture_output=True, check=False
        )
        assert asked.returncode == 0, "The environment is out of date: run `make .venv/ready-test`."
    folder = tmp_path / "project"
    folder.mkdir()
    for entry in ROOT.iterdir():
        (folder / entry.name).symlink_to(entry)
    output = tmp_path / "output"
    with output.open("w", encoding="utf-8") as stream:
        running = subprocess.Popen(
            command,
            shell=True,
            cwd=folder,
            stdout=stream,
            stderr=stream,
            env={**environment(), "WORKBOOK_PORT": "0"},
            start_new_session=True,
        )
    try:
        address = wait_for_address(running, output)
        with urllib.request.urlopen(address, timeout=scaled(30)) as answer:
            assert answer.status == 200
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGTERM)
        running.wait(timeout=scaled(30))


def wait_for_address(running, output):
    def named():
        text = output.read_text(encoding="utf-8")
        assert running.poll() is None, text
        return re.search(r"https?://127\.0\.0\.1:\d+/\S*", text)

    return wait_until(named, 60, what=lambda: output.read_text(encoding="utf-8"))[0].rstrip(".,")


def pip_arguments(target):
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").split(f"{target}: ")[1].split("\n\n")[0]
    line = next(line for line in recipe.splitlines() if "pip install" in line)
    return re.findall(r"--(?:constraint|editable) \S+", line.replace("'", ""))


def test_conda_installs_what_make_installs():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    assert re.findall(r"--(?:constraint|editable) \S+", text) == pip_arguments(".venv/ready-test")
    assert "name: workbook" in text


def test_windows_installs_what_make_installs():
    text = dict(documents())["README.md"]
    line = next(line for line in text.splitlines() if line.startswith(".venv\\Scripts\\python -m pip"))
    assert re.findall(r"--(?:constraint|editable) \S+", line) == pip_arguments(".venv/ready")


def test_the_tests_on_windows_are_those_of_make():
    text = dict(documents())["README.md"]
    (line,) = [line for line in text.splitlines() if line.startswith(".venv\\Scripts\\python tests")]
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").split("\nSTAGES := ")[1].split(" --")[0]
    assert line.replace("\\", "/") == recipe.replace("$(BIN)", ".venv/Scripts")


@pytest.mark.parametrize("variable", ["WORKBOOK_FEEDBACK", "WORKBOOK_CHROMIUM"])
def test_a_variable_that_a_guide_names_is_read_somewhere(variable):
    sources = [*(ROOT / "widgets").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    users = [
        path for path in sources if variable in path.read_text(encoding="utf-8") and path != Path(__file__)
    ]
    assert users


def test_every_option_of_serve_is_in_the_publisher_s_guide(typed):
    told = typed("workbook serve --help", ROOT)
    guide = dict(documents())["publisher.ipynb"]
    options = set(re.findall(r"^\s+(?:-\w, )?(--[a-z-]+)", told, re.MULTILINE)) - {"--help"}
    assert options
    assert {option for option in options if option not in guide} == set()


def test_every_table_that_a_trainer_may_change_is_in_the_trainer_s_guide():
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    tables = {resource["name"] for resource in package["resources"]}
    assert set(re.findall(r"`(\w+)\.csv`", dict(documents())["trainer.ipynb"])) == tables


def test_every_part_of_the_package_is_in_the_author_s_guide_and_on_the_map():
    parts = {path.parent.name for path in (ROOT / "widgets" / "workbook").glob("*/__init__.py")}
    told = re.search(r"Its parts are these\. (.*)", dict(documents())["author.ipynb"])[1]
    assert set(re.findall(r"`(\w+)`", told)) == parts
    table = dict(documents())["CONTRIBUTING.md"]
    assert set(re.findall(r"^\| `widgets/workbook/(\w+)`", table, re.MULTILINE)) == parts
