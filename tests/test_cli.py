import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = ROOT / "tests" / "browser" / "notebooks"
DATA = ROOT / "data"


def run(*arguments, cwd=ROOT, within_s=60, **env):
    """Run the command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "workbook", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "widgets"), **env},
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=within_s,
        check=False,
    )


def refused(done, code, *said):
    """Check that a command told in one line on standard error what is wrong."""
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1, done.stderr
    for words in said:
        assert words in done.stderr


def test_help_names_the_commands_and_their_options():
    assert {"serve", "lab", "check"} <= set(run("--help").stdout.split())
    options = run("serve", "--help").stdout
    for option in ("--host", "--port", "--base-url", "--data", "--notebooks", "--allow-host", "--no-browser"):
        assert option in options


def test_help_does_not_import_what_it_does_not_need():
    heavy = ("voila", "pandas", "tornado", "anywidget")
    code = f"import sys; from workbook.cli import cli; sys.exit(any(n in sys.modules for n in {heavy}))"
    env = {**os.environ, "PYTHONPATH": str(ROOT / "widgets")}
    assert subprocess.run([sys.executable, "-c", code], env=env, check=False).returncode == 0


@pytest.mark.parametrize("command", ["serve", "lab"])
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--nonsense"], 2, "--nonsense"),
        (["--port", "many"], 2, "'many' is not a port. Give a number from 0 to 65535."),
        (["--port", "70000"], 2, "'70000' is not a port."),
        (["--base-url", "a b"], 1, "--base-url 'a b' is not a path."),
        (["--notebooks", "/nowhere"], 1, "There is no folder /nowhere."),
        (["--data", "/nowhere"], 1, "There is no folder /nowhere."),
    ],
)
def test_a_wrong_option_is_told_in_one_line(command, arguments, code, said):
    refused(run(command, *arguments), code, said)


@pytest.mark.parametrize("command", ["serve", "lab"])
def test_a_port_in_use_is_told_in_one_line(command):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused(run(command, "--port", port), 1, f"127.0.0.1:{port} is in use already.", "--port")


def test_an_address_that_is_not_this_machine_s_is_told_in_one_line():
    refused(
        run("serve", "--host", "192.0.2.1", "--port", "0"), 1, "Nothing can listen at 192.0.2.1:0", "--host"
    )


def test_broken_content_is_told_in_one_line_before_anything_is_served(tmp_path):
    (tmp_path / "datapackage.json").write_text("{", encoding="utf-8")
    refused(run("serve", "--data", tmp_path, "--port", "0"), 1, "workbook: ", "datapackage.json")


def test_check_says_that_all_is_well():
    done = run("check")
    assert done.returncode == 0, done.stdout
    assert done.stdout.startswith("All is well")


def test_check_tells_faults_and_fails(tmp_path):
    (tmp_path / "datapackage.json").write_text("{", encoding="utf-8")
    done = run("check", "--data", tmp_path)
    assert done.returncode == 1
    assert "datapackage.json" in done.stdout
    assert done.stderr == ""


@pytest.fixture
def lab(tmp_path):
    """JupyterLab as `workbook lab` starts it, with its lines; stopped by its process id."""
    started = subprocess.Popen(
        [sys.executable, "-m", "workbook", "lab", "--port", "0", "--notebooks", NOTEBOOKS, "--data", DATA],
        env={**os.environ, "PYTHONPATH": str(ROOT / "widgets"), "HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield started
    if started.poll() is None:
        started.kill()
        started.communicate()


def test_lab_says_where_it_is_open_with_its_token_and_stops_at_once(lab):
    said = lab.stdout.readline()
    assert said.startswith("JupyterLab is open at http://127.0.0.1:"), said
    assert "?token=" in said
    assert f"Pages from {NOTEBOOKS}, content from {DATA}." in lab.stdout.readline()
    lab.send_signal(signal.SIGINT)
    _, errors = lab.communicate(timeout=20)
    assert (lab.returncode, errors) == (0, "")


def test_serve_says_where_it_is_open_and_where_feedback_is_kept(tmp_path):
    kept = tmp_path / "feedback.csv"
    running = subprocess.Popen(
        [sys.executable, "-m", "workbook", "serve", "--port", "0", "--notebooks", NOTEBOOKS],
        env={**os.environ, "PYTHONPATH": str(ROOT / "widgets"), "WORKBOOK_FEEDBACK": str(kept)},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    lines = [running.stdout.readline() for _ in range(3)]
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=20)
    assert lines[0].startswith("The workbook is open at http://127.0.0.1:")
    assert lines[2] == f"Feedback is kept in {kept}.\n"
