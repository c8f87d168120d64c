"""The package's README, followed: a program mounts the host, and the package is installed by itself."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import pytest

import widget_host
from timeouts import scaled, wait_until
from widget_host.__main__ import _parser

PACKAGE = Path(widget_host.__file__).parent
README = (PACKAGE / "README.md").read_text(encoding="utf-8")


def test_the_options_that_it_names_are_those_that_there_are():
    table = README[README.index("| option") : README.index("### What a notebook can say")]
    named = set(re.findall(r"--[a-z][\w-]+", table))
    options = {one for action in _parser()._actions for one in action.option_strings if one.startswith("--")}
    assert named == options - {"--help", "--open"}


def test_the_templates_that_it_names_have_a_place():
    named = set(re.findall(r"`(\w+\.html)`", README))
    places = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.glob("pages/templates/*.html"))
    assert named - {"home.html"} <= set(re.findall(r'include "(\w+\.html)"', places))
    assert (PACKAGE / "pages" / "templates" / "home.html").is_file()


def test_a_program_that_mounts_the_host_has_its_own_name_and_foot(page_folder, text, tmp_path):
    _, put = page_folder
    put("one", cells=[text("A page.")])
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "footer.html").write_text("<p>Ours, {{ name }}</p>", encoding="utf-8")
    program = re.search(r"```python\n(.*?)```", README, re.DOTALL)[1]
    output = tmp_path / "output"
    with output.open("w") as stream:
        running = subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
            stdout=stream,
            stderr=stream,
        )
    try:
        address = wait_until(
            lambda: re.search(r"is open at (http://\S+)", output.read_text()), 60, what=output.read_text
        )[1]
        with build_opener(ProxyHandler({})).open(address, timeout=scaled(60)) as answer:
            home = answer.read().decode()
    finally:
        running.terminate()
        running.wait(scaled(30))
    assert "<h1>Statistics, first year</h1>" in home
    assert "<p>Ours, Statistics, first year</p>" in home


def test_alone_it_needs_what_the_whole_project_allows():
    own = tomllib.loads((PACKAGE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    whole = tomllib.loads((PACKAGE.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(own["dependencies"]) - {"forked-kernels"} <= set(whole["dependencies"])
    assert own["version"] == whole["version"]


@pytest.mark.slow
def test_it_is_installed_alone(tmp_path):
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    kernels = PACKAGE.parent / "forked_kernels"
    done = subprocess.run(
        [*command, "--target", tmp_path, kernels, PACKAGE], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        give_up = pytest.fail if "CI" in os.environ else pytest.skip
        give_up(f"What builds a package could not be fetched: {done.stderr.strip().splitlines()[-1]}")
    installed = {path.relative_to(tmp_path) for path in (tmp_path / "widget_host").rglob("*.*")}
    there = {
        path.relative_to(PACKAGE.parent) for path in PACKAGE.rglob("*.*") if "__pycache__" not in path.parts
    }
    assert there - {Path("widget_host/pyproject.toml")} <= installed
    told = subprocess.run(
        [sys.executable, "-P", "-m", "widget_host", "nowhere"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (
        told.stderr == "widget_host: There is no folder nowhere. Give the folder that holds the notebooks.\n"
    )
