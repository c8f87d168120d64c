"""Options from the environment: one rule for all, and unknown names are reported."""

import click
import pytest

from workbook.cli.environment import unknown_names
from workbook.cli.main import cli, main, serve


def commands(group=cli, before=()):
    for name, command in group.commands.items():
        yield (*before, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*before, name))


COMMANDS = {" ".join(path): command for path, command in commands()}
NOTHING = "in the environment is not a setting of the workbook, and is ignored."
SHARED = {"--data", "--notebooks", "--database", "--theme"}


def options(command):
    return [one for one in command.params if isinstance(one, click.Option)]


@pytest.mark.parametrize("name", ["serve", "lab"])
def test_each_option_of_a_server_has_its_name_in_the_environment(name):
    for one in options(COMMANDS[name]):
        assert one.envvar in {f"WORKBOOK_{opt.lstrip('-').replace('-', '_').upper()}" for opt in one.opts}


def test_where_things_are_is_taken_from_the_environment_by_every_command_and_nothing_else_is():
    for name, command in COMMANDS.items():
        for one in options(command):
            if name not in ("serve", "lab") and one.opts[-1] != "--months":
                assert bool(one.envvar) == (one.opts[-1] in SHARED), (name, one.opts)


@pytest.mark.parametrize("text", ["ga cy", "ga,cy", " ga, cy ", "ga\ncy"])
def test_a_list_has_blanks_or_commas_between_its_values(monkeypatch, text):
    for name, parameter in (("LANGUAGE", "languages"), ("ALLOW_HOST", "allow_hosts")):
        monkeypatch.setenv(f"WORKBOOK_{name}", text)
        assert serve.make_context("serve", []).params[parameter] == ("ga", "cy")
        assert serve.make_context("serve", []).params["frame_ancestors"] == ()


def test_every_option_that_can_be_given_several_times_takes_a_list(monkeypatch):
    several = [one for one in options(serve) if one.multiple]
    assert several
    for one in several:
        monkeypatch.setenv(one.envvar, "a,b c")
        assert serve.make_context("serve", []).params[one.name] == ("a", "b", "c")


def test_a_name_that_means_nothing_is_reported_with_the_nearest_that_does():
    environment = {"WORKBOOK_PROT": "1", "WORKBOOK_LANGUAGES": "ga", "WORKBOOK_QUITE_ELSE": "", "PORT": "1"}
    languages, port, other = unknown_names(cli, environment)
    assert languages.endswith(
        "is not a setting of the workbook, and is ignored. Did you mean WORKBOOK_LANGUAGE?"
    )
    assert port == f"WORKBOOK_PROT {NOTHING} Did you mean WORKBOOK_PORT?"
    assert other == f"WORKBOOK_QUITE_ELSE {NOTHING}"


@pytest.mark.parametrize("name", ["MODE", "SERVER", "HOSTILE", "DATES"])
def test_a_name_that_is_like_none_is_reported_without_a_guess(name):
    assert unknown_names(cli, {f"WORKBOOK_{name}": "1"}) == [f"WORKBOOK_{name} {NOTHING}"]


@pytest.mark.parametrize("name", sorted(one.envvar for one in options(serve) if one.is_bool_flag))
def test_what_is_neither_yes_nor_no_is_told_in_words(monkeypatch, capsys, name):
    monkeypatch.setenv(name, "maybe")
    with pytest.raises(SystemExit) as ended:
        main(["serve"])
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert name in said
    assert said.endswith(": 'maybe' is neither yes nor no. Give yes or no.\n")


@pytest.mark.parametrize(("word", "counts"), [("yes", True), ("no", False), ("1", True), ("off", False)])
def test_yes_and_no_can_be_said_as_usual(monkeypatch, word, counts):
    monkeypatch.setenv("WORKBOOK_COUNTS", word)
    assert serve.make_context("serve", []).params["counts"] is counts


def test_names_that_mean_something_are_not_reported():
    names = ["COOKIE_SECRET", "DATABASE", "DATABASE_FILE", "FEEDBACK", "KEEP_RECORDS", "HUB_PORT", "DATA"]
    assert unknown_names(cli, {f"WORKBOOK_{name}": "x" for name in names}) == []


def test_a_command_says_it_before_it_does_anything(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("WORKBOOK_PROT", "8000")
    with pytest.raises(SystemExit) as ended:
        main(["new", str(tmp_path / "course")])
    said = capsys.readouterr()
    assert ended.value.code == 0
    assert said.err == f"workbook: WORKBOOK_PROT {NOTHING} Did you mean WORKBOOK_PORT?\n"
    assert "A course with 3 standards" in said.out


def test_the_folder_of_the_tables_can_be_named_in_the_environment_for_a_check(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("WORKBOOK_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(SystemExit) as ended:
        main(["check"])
    assert ended.value.code == 1
    assert str(tmp_path / "nowhere") in capsys.readouterr().err
