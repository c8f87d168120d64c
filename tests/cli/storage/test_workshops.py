"""The options of `workbook serve` for workshops, and what it prints about them."""

from datetime import date
from pathlib import Path

import pytest

from browser.server import DATA, SMALL_NOTEBOOKS, Server
from commands import refused
from timeouts import wait_until
from widget_host.settings import Settings
from workbook.cli.storage.workshops import with_workshops
from workbook.content import load
from workbook.workshop.storage import trainers
from workbook.workshop.storage.store import WorkshopStore

PASSPHRASE = "seven wet stones on a wall"
LINES = 5
SETTINGS = Settings(Path("n"), DATA, base_url="/training/")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--keep-workshops", "-1"], 2, "'-1' is not a number of days. Give a number from 0 to 3650."),
        (["--keep-workshops", "x"], 2, "'x' is not a number of days."),
        (["--public-address", "workbook.example.org"], 1, "Give what people type, like https://"),
        (
            ["--no-recovery-codes", "--database", "/dev/null/records.sqlite"],
            1,
            "can't be reached or written to",
        ),
    ],
)
def test_what_is_wrong_with_workshops_is_told_in_one_line(run_here, tmp_path, arguments, code, said):
    own = {"WORKBOOK_DATABASE": str(tmp_path / "records.sqlite")}
    refused(run_here("serve", "--port", "0", *arguments, **own), code, said)


def said_by(server):
    """What a server says at its start, once it has said it all."""
    wait_until(lambda: len(server.said) >= LINES, what=lambda: "".join(server.said))
    return server.said


@pytest.mark.slow
def test_serve_says_how_a_trainer_is_set_up_and_then_how_many_there_are():
    server = Server(SMALL_NOTEBOOKS, DATA, 0, "/", "--no-recovery-codes")
    try:
        assert "No trainer is set up yet: `workbook trainer add NAME`.\n" in said_by(server)
        with WorkshopStore(server.database) as store:
            trainers.add(store, "Aoife", PASSPHRASE, date(2026, 11, 23))
        server.start_again()
        assert "Workshops: 1 trainer.\n" in said_by(server)
    finally:
        assert server.stop() == 0


def test_the_address_that_was_given_gets_the_path_that_the_workbook_lives_below(tmp_path):
    file = str(tmp_path / "records.sqlite")
    settings, said = with_workshops(SETTINGS, file, "https://workbook.example.org", load)
    assert said.startswith("No trainer is set up yet")
    assert settings.more_routes.public == "https://workbook.example.org/training/"
    assert (settings.kernel_env, set(settings.services)) == ({}, {"workshops"})
