"""What `workbook sign-in` writes, and what it prints if it can't.

That it works is in server/test_jupyterhub.py and server/test_sign_in.py.
"""

import re
import stat
from importlib import resources

import pytest
from traitlets.config import Config

from commands import refused

ADDRESS = ("--address", "https://learn.example.org")
OIDC = (*ADDRESS, "--provider", "https://login.example.org/realms/one/", "--client", "workbook")


@pytest.fixture
def sign_in(run_here):
    """Run a command of the group."""
    return lambda *arguments: run_here("sign-in", *arguments)


@pytest.mark.parametrize(
    ("kind", "options", "files"),
    [
        ("hub", ADDRESS, ["jupyterhub_config.py"]),
        ("oidc", OIDC, ["secrets.conf", "workbook.conf"]),
    ],
)
def test_files_are_written_whole_and_for_their_owner_alone(sign_in, tmp_path, kind, options, files):
    done = sign_in(kind, tmp_path / "new" / "folder", *options)
    assert done.returncode == 0, done.stderr
    written = sorted((tmp_path / "new" / "folder").iterdir())
    assert [path.name for path in written] == files
    for path in written:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert re.findall(r"@[A-Z_]+@", path.read_text()) == []
        assert str(path) in done.stdout


@pytest.mark.parametrize("place", ["WORKBOOK_DATABASE", "WORKBOOK_DATABASE_FILE"])
def test_a_hub_reads_the_database_s_address_from_a_file_that_no_server_has_to_read(
    sign_in, tmp_path, monkeypatch, place
):
    address, file = "postgresql://me:hush@host/name", tmp_path / "address"
    file.write_text(f"{address}\n", encoding="utf-8")
    sign_in("hub", tmp_path / "hub", *ADDRESS)
    for name in ("WORKBOOK_DATABASE", "WORKBOOK_DATABASE_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(place, address if place == "WORKBOOK_DATABASE" else str(file))
    config, path = Config(), tmp_path / "hub" / "jupyterhub_config.py"
    exec(path.read_text(encoding="utf-8"), {"get_config": lambda: config, "__file__": str(path)})
    told = config.Spawner.environment
    assert told["WORKBOOK_DATABASE"] == address
    assert "WORKBOOK_DATABASE_FILE" not in told


def test_what_is_told_is_in_the_files(sign_in, tmp_path):
    sign_in("hub", tmp_path, *ADDRESS, "--authenticator", "generic-oauth", "--spawner", "simple")
    hub = (tmp_path / "jupyterhub_config.py").read_text()
    assert 'authenticator_class = "generic-oauth"' in hub
    assert 'spawner_class = "simple"' in hub
    assert '"WORKBOOK_ALLOW_HOST": "learn.example.org"' in hub
    sign_in("oidc", tmp_path, *OIDC, "--server", "http://127.0.0.1:9000/")
    apache = (tmp_path / "workbook.conf").read_text()
    assert "<VirtualHost *:443>" in apache
    assert (
        "OIDCProviderMetadataURL https://login.example.org/realms/one/.well-known/openid-configuration"
        in apache
    )
    assert 'ProxyPass "http://127.0.0.1:9000/" upgrade=websocket' in apache


def test_each_passphrase_is_another(sign_in, tmp_path):
    said = set()
    for name in ("one", "two"):
        sign_in("oidc", tmp_path / name, *OIDC)
        said.add(re.search(r"Passphrase (\S{40,})", (tmp_path / name / "secrets.conf").read_text())[1])
    assert len(said) == 2


@pytest.mark.parametrize(("kind", "options"), [("hub", ADDRESS), ("oidc", OIDC)])
def test_nothing_is_written_over(sign_in, tmp_path, kind, options):
    sign_in(kind, tmp_path, *options)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    refused(sign_in(kind, tmp_path, *options), 1, "is there already. Give a new folder, or delete it.")
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    "address",
    [
        *(
            "learn.example.org",
            "ftp://learn.example.org",
            "http://learn.example.org",
            "https://",
            "https://a:b",
        ),
        *("https://learn.example.org/path", "https://me@learn.example.org", "https://learn.example.org?a"),
        *("https://learn example.org", 'https://learn.example.org"\nInclude /etc/passwd', "https://[::1"),
    ],
)
def test_an_address_that_is_none_is_told(sign_in, tmp_path, address):
    done = sign_in("oidc", tmp_path, *OIDC, "--address", address)
    assert done.returncode == 2
    assert "is not the address of a site. Give one like https://learn.example.org." in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ['"; import os; "', "two words", "", "a\nInclude /etc/passwd"])
def test_a_name_that_would_say_more_than_a_name_is_told(sign_in, tmp_path, name):
    done = sign_in("hub", tmp_path, *ADDRESS, "--spawner", name)
    assert done.returncode == 2
    assert "is not a name." in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_spaces_is_told(sign_in, tmp_path):
    refused(sign_in("oidc", tmp_path / "two words", *OIDC), 1, "has spaces or quotes in it.")


def test_a_folder_that_can_t_be_made_is_told(sign_in, tmp_path):
    (tmp_path / "file").write_text("")
    refused(sign_in("hub", tmp_path / "file" / "folder", *ADDRESS), 1, "Nothing can be written to")


def test_the_files_are_in_the_package():
    files = resources.files("workbook") / "server" / "deploy"
    assert (files / "hub" / "jupyterhub_config.py").is_file()
    assert (files / "sign_in" / "workbook.conf").is_file()
