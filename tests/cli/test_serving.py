"""The options of `workbook serve` for public servers, on the command line and in the environment."""

import click
import pytest

from widget_host.settings import Settings, kernel_environment, voila_config
from workbook.cli.main import main, serve
from workbook.cli.serving import record_limits, with_serving
from workbook.record.limits import RecordLimits

OPTIONS = [one for one in serve.params if isinstance(one, click.Option)]
SECRET = "s" * 40


def told(monkeypatch, *arguments, **env):
    """What the command makes of its options and the environment."""
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    return serve.make_context("serve", list(arguments)).params


def settings(tmp_path, params):
    return with_serving(Settings(tmp_path, tmp_path), params)


@pytest.mark.parametrize("option", OPTIONS, ids=lambda one: one.name)
def test_each_option_can_be_given_in_the_environment_under_its_own_name(option):
    names = [one.lstrip("-").replace("-", "_").upper() for one in option.opts]
    assert option.envvar in {f"WORKBOOK_{name}" for name in names}
    assert [one.name for one in OPTIONS if one.envvar == option.envvar] == [option.name]


def test_a_container_needs_no_command_line(monkeypatch, tmp_path):
    params = told(
        monkeypatch,
        WORKBOOK_HOST="0.0.0.0",
        WORKBOOK_PORT="8000",
        WORKBOOK_BASE_URL="/learn/",
        WORKBOOK_ALLOW_HOST="one.example.org two.example.org",
        WORKBOOK_FRAME_ANCESTOR="https://lms.example.org/ https://*.example.net",
        WORKBOOK_TRUST_PROXY="1",
        WORKBOOK_MESSAGE_SIZE="8192",
        WORKBOOK_RATE_LIMIT="0",
        WORKBOOK_LOG_FORMAT="json",
        WORKBOOK_LOG_LEVEL="debug",
        WORKBOOK_SHUTDOWN_TIMEOUT="60",
        WORKBOOK_PUBLIC_METRICS="true",
        WORKBOOK_ALLOW_UNSAFE_EVAL="1",
        WORKBOOK_RECOVERY_CODES="no",
        WORKBOOK_COOKIE_SECRET=SECRET,
    )
    assert (params["host"], params["port"], params["base_url"]) == ("0.0.0.0", 8000, "/learn/")
    assert params["allow_hosts"] == ("one.example.org", "two.example.org")
    assert params["recovery_codes"] is False
    found = settings(tmp_path, params)
    assert found.request_limits.frame_ancestors == ("https://lms.example.org", "https://*.example.net")
    assert (
        found.request_limits.trust_proxy,
        found.request_limits.message_bytes,
        found.request_limits.rate,
    ) == (
        True,
        8 << 20,
        0,
    )
    assert (found.log_format, found.log_level) == ("json", "debug")
    assert (found.shutdown_timeout_s, found.public_metrics, found.unsafe_eval) == (60, True, True)
    assert voila_config(found).Voila.cookie_secret == SECRET.encode()


def test_how_much_of_records_is_kept_can_be_said(monkeypatch):
    assert record_limits(told(monkeypatch)) == RecordLimits(record=20, database=0, low_disk=500)
    params = told(monkeypatch, "--record-size", "5", WORKBOOK_DATABASE_SIZE="9000", WORKBOOK_LOW_DISK="0")
    assert record_limits(params) == RecordLimits(record=5, database=9000, low_disk=0)


def test_the_command_line_goes_before_the_environment(monkeypatch):
    assert told(monkeypatch, "--rate-limit", "7", WORKBOOK_RATE_LIMIT="9")["rate_limit"] == 7


def test_kernels_are_not_told_the_secret(monkeypatch, tmp_path):
    found = settings(tmp_path, told(monkeypatch, WORKBOOK_COOKIE_SECRET=SECRET))
    assert SECRET not in str(kernel_environment(found))
    assert SECRET not in repr(found)


@pytest.mark.parametrize(
    ("arguments", "env", "said"),
    [
        (["--frame-ancestor", "*"], {}, "--frame-ancestor '*' is not the address of a site."),
        ([], {"WORKBOOK_COOKIE_SECRET": "short"}, "The cookie secret is too short."),
        (["--cookie-secret-file", "/nowhere"], {}, "The cookie secret in /nowhere can't be read"),
        (["--message-size", "5"], {}, "'5' is not a number of KiB. Give a number from 3072 to 1048576."),
        ([], {"WORKBOOK_RATE_LIMIT": "many"}, "'many' is not a number of requests."),
        ([], {"WORKBOOK_LOG_FORMAT": "xml"}, "'xml' is not one of 'text', 'json'."),
        (["--shutdown-timeout", "-1"], {}, "'-1' is not a number of seconds."),
        (["--record-size", "-1"], {}, "'-1' is not a number of MiB."),
        (["--record-size", "nan"], {}, "'nan' is not a number of MiB."),
        ([], {"WORKBOOK_LOW_DISK": "1e9"}, "'1e9' is not a number of MiB."),
        ([], {"WORKBOOK_DATABASE_SIZE": "9" * 30}, "is not a number of MiB. Give a number from 0 to"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(monkeypatch, capsys, arguments, env, said):
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        main(["serve", "--port", "0", *arguments])
    assert ended.value.code in (1, 2)
    told = capsys.readouterr()
    assert (told.out, len(told.err.splitlines())) == ("", 1)
    assert said in told.err
