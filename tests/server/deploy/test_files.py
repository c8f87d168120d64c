"""Each file that `workbook deploy` writes is valid for its program, and does what it promises."""

import re
import shutil
import subprocess
import sys

import pytest
import yaml
from click.testing import CliRunner

from browser.server import ROOT
from server.deploy.recipe import LOGS, MISSING, main_file, self_signed
from widget_host.errors import ServeError
from workbook.cli.main import cli
from workbook.server.deploy import write

SERVICE = "workbook@.service"


def compose_of(folder):
    return yaml.safe_load((folder / "compose.yaml").read_text(encoding="utf-8"))


def run(*arguments):
    return CliRunner().invoke(cli, ["deploy", *map(str, arguments)], prog_name="workbook")


def test_only_the_proxy_can_be_reached_from_outside(written):
    compose = compose_of(written(servers=3))
    services = compose["services"]
    assert set(services) == {"proxy", "database", "server-1", "server-2", "server-3"}
    assert compose["networks"]["inside"]["internal"] is True
    for name, service in services.items():
        assert ("ports" in service) == (name == "proxy"), name
        assert set(service["networks"]) == ({"inside", "outside"} if name == "proxy" else {"inside"}), name
    assert services["proxy"]["ports"] == ["443:8443", "80:8080"]


def test_no_container_has_a_privilege_or_a_file_system_that_can_be_written(written):
    for name, service in compose_of(written())["services"].items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["restart"] == "unless-stopped", name
        assert "mem_limit" in service, name
        assert not {"privileged", "cap_add", "devices", "pid", "network_mode"} & set(service), name
        assert all(
            mount.startswith(("./", "database:", "backups:")) for mount in service.get("volumes", ())
        ), name


def test_secrets_are_files_and_stand_in_no_setting(written):
    folder = written()
    compose = compose_of(folder)
    secrets = {path.name: path.read_text(encoding="utf-8") for path in (folder / "secrets").iterdir()}
    assert set(secrets) == {"cookie-secret", "database-password", "database-address"}
    assert secrets["database-password"] in secrets["database-address"]
    assert len(secrets["cookie-secret"]) >= 64
    plain = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir() if path.is_file())
    assert not [name for name, text in secrets.items() if text in plain]
    assert (folder / "secrets").stat().st_mode & 0o777 == 0o700
    assert "secrets/" in (folder / ".gitignore").read_text(encoding="utf-8")
    for name, secret in compose["secrets"].items():
        assert name in ("certificate", "key") or (folder / secret["file"]).is_file(), name
    used = {name for service in compose["services"].values() for name in service.get("secrets", ())}
    assert used == set(compose["secrets"])


def test_the_addresses_of_the_containers_are_those_that_the_proxy_asks(written):
    folder = written(servers=3, network="10.9.8.0/24", base_url="/learn")
    services = compose_of(folder)["services"]
    asked = dict(re.findall(r"server (10[.\d]+):(\d+) max_fails=1 fail_timeout=5s;", proxy_of(folder)))
    servers = [services[f"server-{number}"] for number in (1, 2, 3)]
    where = {
        one["networks"]["inside"]["ipv4_address"]: one["environment"]["WORKBOOK_PORT"] for one in servers
    }
    assert asked == where
    address = (folder / "secrets" / "database-address").read_text(encoding="utf-8")
    assert address.endswith(f"@{services['database']['networks']['inside']['ipv4_address']}/workbook")


def proxy_of(folder):
    return (folder / "nginx.conf").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["containers", "machine"])
def test_the_settings_are_options_of_serve_and_it_takes_them(written, kind):
    folder = written(kind=kind, frame_ancestors=("https://a.example.org", "https://*.b.example.org"))
    if kind == "containers":
        found = compose_of(folder)["services"]["server-2"]["environment"]
    else:
        lines = (folder / "workbook.env").read_text(encoding="utf-8").splitlines()
        found = dict(line.split("=", 1) for line in lines if not line.startswith("#"))
        assert all(value[0] == value[-1] == '"' for value in found.values())
        found = {name: value[1:-1] for name, value in found.items()}
    assert found["WORKBOOK_FRAME_ANCESTOR"] == "https://a.example.org https://*.b.example.org"
    options = {option.envvar for option in cli.commands["serve"].params}
    others = {"WORKBOOK_DATABASE_FILE"}
    assert set(found) <= options | others
    # A name and a number that it would refuse are refused from the environment, too.
    done = CliRunner().invoke(cli, ["serve", "--max-kernels", "x"], env=found)
    assert "is not a number of kernels" in done.output


@pytest.mark.parametrize("kind", ["containers", "machine"])
@pytest.mark.parametrize("more", [{"servers": 1}, {"servers": 32, "base_url": "/learn/", "listen": "::1"}])
def test_nginx_takes_the_file(written, kind, more, tmp_path):
    if shutil.which("nginx") is None:
        pytest.skip(MISSING)
    folder = written(kind=kind, frame_ancestors=("https://lms.example.org",), **more)
    self_signed(tmp_path)
    text = proxy_of(folder).replace(LOGS, f"{tmp_path}/").replace("/dev/stderr", f"{tmp_path}/error.log")
    text = re.sub(r"ssl_certificate .*;", f"ssl_certificate {tmp_path}/certificate.pem;", text)
    text = re.sub(r"ssl_certificate_key .*;", f"ssl_certificate_key {tmp_path}/key.pem;", text)
    site, main = tmp_path / "site.conf", tmp_path / "nginx.conf"
    site.write_text(text, encoding="utf-8")
    main.write_text(main_file(tmp_path, site), encoding="utf-8")
    done = subprocess.run(
        ["nginx", "-t", "-q", "-c", main, "-e", tmp_path / "error.log"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_systemd_takes_the_service(written, tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze was not found. Install it (Debian: systemd).")
    text = (written(kind="machine") / SERVICE).read_text(encoding="utf-8")
    # Verified with a program and files that are there.
    unit = tmp_path / "workbook@8866.service"
    unit.write_text(text.replace("/opt/workbook/bin/workbook", sys.executable), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--recursive-errors=no", "--man=no", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, [line for line in done.stderr.splitlines() if unit.name in line]) == (0, [])
    rated = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=25", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    # 2.5 of 10, where 0 is the most that can be closed, and a service as it comes has 9.6.
    assert rated.returncode == 0, rated.stdout[-400:] + rated.stderr


def test_systemd_takes_the_service_with_a_user_for_the_pages_code_and_serve_its_setting(written, tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze was not found. Install it (Debian: systemd).")
    folder = written(kind="machine")
    unit, more = tmp_path / "workbook@8866.service", (folder / "kernel-user.conf").read_text(encoding="utf-8")
    text = (folder / SERVICE).read_text(encoding="utf-8")
    unit.write_text(text.replace("/opt/workbook/bin/workbook", sys.executable), encoding="utf-8")
    beside = tmp_path / f"{unit.name}.d"
    beside.mkdir()
    (beside / "kernel-user.conf").write_text(more, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--recursive-errors=no", "--man=no", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    told = [line for line in done.stderr.splitlines() if "workbook@" in line or "kernel-user" in line]
    assert (done.returncode, told) == (0, [])
    assert re.search("^Environment=(.*)=", more, re.MULTILINE)[1] in {
        option.envvar for option in cli.commands["serve"].params
    }


def test_a_service_stops_later_than_its_server_may_take(written):
    text = (written(kind="machine", shutdown_timeout_s=45) / SERVICE).read_text(encoding="utf-8")
    assert "TimeoutStopSec=55s" in text
    assert "KillMode=mixed" in text


def test_a_container_stops_later_than_its_server_may_take(written):
    server = compose_of(written(shutdown_timeout_s=45))["services"]["server-1"]
    assert server["stop_grace_period"] == "55s"
    assert server["environment"]["WORKBOOK_SHUTDOWN_TIMEOUT"] == "45"


@pytest.mark.parametrize("kind", ["containers", "machine"])
def test_what_is_there_is_not_written_over_unless_forced(written, plan, kind):
    folder = written(kind=kind)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    write(plan(kind=kind), folder)
    assert {path: path.read_bytes() for path in before} == before, "the same again changes nothing"
    (folder / "nginx.conf").write_text("mine", encoding="utf-8")
    with pytest.raises(ServeError, match=r"already contains other files: nginx\.conf\. .*--force"):
        write(plan(kind=kind), folder)
    assert proxy_of(folder) == "mine"
    write(plan(kind=kind), folder, force=True)
    assert {path: path.read_bytes() for path in before} == before, "secrets are kept"


def test_a_link_is_not_followed(written, plan, tmp_path):
    folder = written()
    outside = tmp_path / "outside"
    outside.write_text("not ours", encoding="utf-8")
    (folder / "nginx.conf").unlink()
    (folder / "nginx.conf").symlink_to(outside)
    with pytest.raises(ServeError, match="contains other files"):
        write(plan(), folder)
    write(plan(), folder, force=True)
    assert outside.read_text(encoding="utf-8") == "not ours"
    assert not (folder / "nginx.conf").is_symlink()


def test_the_command_says_what_comes_next(tmp_path):
    done = run(tmp_path / "d", "--name", "learn.example.org", "--source", ROOT)
    assert done.exit_code == 0, done.output
    assert "The workbook will be at https://learn.example.org/" in done.output
    steps = [line.strip() for line in done.output.splitlines() if line.startswith("  ")]
    assert steps[0] == f"cd {tmp_path / 'd'}"
    assert "docker compose up --detach --build --wait" in steps
    assert (tmp_path / "d" / "compose.yaml").exists()


def test_each_next_command_is_one_that_the_readme_shows_and_none_holds_a_gap(plan, tmp_path):
    for kind in ("containers", "machine"):
        done = write(plan(kind=kind), tmp_path / kind)
        readme = (tmp_path / kind / "README.md").read_text(encoding="utf-8")
        assert done.commands
        assert all(f"\n{command}\n" in readme for command in done.commands)
        assert not re.search(r"\{\{|\{%|\bNone\b|  +\S", readme)


@pytest.mark.parametrize("kind", ["containers", "machine"])
def test_each_command_of_the_workbook_that_a_readme_shows_is_one(plan, tmp_path, kind):
    write(plan(kind=kind), tmp_path / kind)
    readme = (tmp_path / kind / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"(?:bin/workbook|server-1 workbook|--rm server-1) ([^`'\n]*)", readme)
    assert {command.split()[0] for command in shown} >= {"trainer", "backup", "restore", "upgrade"}
    for command in shown:
        told = CliRunner().invoke(cli, [command.split()[0], "--help"])
        assert told.exit_code == 0, command
        assert set(re.findall(r"--[a-z-]+", command)) - {"--database"} <= set(told.output.split()), command


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Missing option '--name'"),
        (("--name", "a b"), "is not a host name"),
        (("--name", "a.org", "--servers", "0"), "is not a number of servers"),
        (("--name", "a.org", "--port", "70000"), "is not a port"),
        (("--name", "a.org", "--frame-ancestor", "javascript:x"), "is not the address of a site"),
        (("--name", "a.org", "--source", "/"), "is not the folder of the workbook's source"),
    ],
)
def test_what_is_wrong_is_said_in_one_line_and_nothing_is_written(tmp_path, arguments, message):
    done = run(tmp_path / "d", *arguments)
    assert done.exit_code in (1, 2)
    assert message in done.output
    assert not (tmp_path / "d").exists()


def test_a_folder_that_can_t_be_written_is_said(tmp_path):
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    done = run(file / "deploy", "--name", "a.org", "--source", ROOT)
    assert done.exit_code == 1
    assert "can't be written: not a directory." in done.output
