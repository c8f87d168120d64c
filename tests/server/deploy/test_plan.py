"""A publisher's settings are validated: none can add more to a file than it should."""

import itertools

import pytest

from widget_host.errors import ServeError

# What would end a directive, a string or a line in one of the files, or be filled in or run there.
HOSTILE = (
    "a.org; return 200 x",
    "a.org\nExecStartPre=/bin/false",
    "a.org{}",
    'a.org"',
    "a.org'",
    "$(id).org",
    "${HOME}.org",
    "a.org #",
    "a.org\\",
    "%h.org",
    "a.org: {privileged: true}",
    "a.org\x00",
)


@pytest.mark.parametrize(
    ("setting", "before"),
    [
        ("name", ""),
        ("certificate", "/etc/ssl/"),
        ("key", "/etc/ssl/"),
        ("listen", ""),
        ("base_url", "/"),
        ("frame_ancestors", "https://"),
        ("network", ""),
    ],
)
def test_a_hostile_setting_is_refused_with_what_to_do(plan, setting, before, subtests):
    for kind, value in itertools.product(["containers", "machine"], HOSTILE):
        given = (before + value,) if setting == "frame_ancestors" else before + value
        with subtests.test(kind, value=value), pytest.raises(ServeError, match=r"Give |like "):
            plan(kind=kind, **{setting: given})


@pytest.mark.parametrize(
    "name",
    [
        "https://a.org",
        "a.org:443",
        "a.org/learn",
        "10.0.0.1",
        "learn",
        "ümlaut.org",
        "*.a.org",
        "a..org",
        "-rf.org",
        "",
        "a" * 64 + ".org",
    ],
)
def test_what_is_no_host_name_is_refused(plan, name):
    with pytest.raises(ServeError, match="is not a host name"):
        plan(name=name)


def test_a_name_is_taken_in_its_one_form(plan):
    assert plan(name=" Workbook.Example.ORG. ").name == "workbook.example.org"
    assert plan(name="xn--mlaut-jva.org").address == "https://xn--mlaut-jva.org/"
    assert (
        plan(name="localhost", https_port=8443, base_url="learn").address == "https://localhost:8443/learn/"
    )


@pytest.mark.parametrize("path", ["/etc/../x.pem", "-x.pem", "/etc/a b.pem", "/etc/a;b.pem"])
def test_a_path_that_would_not_stay_a_path_is_refused(plan, path):
    with pytest.raises(ServeError, match="can't be used"):
        plan(certificate=path)


def test_on_a_machine_a_certificate_has_a_whole_path(plan):
    with pytest.raises(ServeError, match=r"--key 'k\.pem' has to be a whole path"):
        plan(kind="machine", key="k.pem")
    assert plan(kind="machine").certificate == "/etc/letsencrypt/live/workbook.example.org/fullchain.pem"


@pytest.mark.parametrize(
    "more",
    [
        {"https_port": 80},
        {"kind": "machine", "https_port": 8867},
        {"kind": "machine", "http_port": 8866},
        {"first_port": 65535},
    ],
)
def test_ports_that_can_t_be_are_refused(plan, more):
    with pytest.raises(ServeError, match="port"):
        plan(**more)


@pytest.mark.parametrize("network", ["8.8.8.0/24", "10.0.0.1/24", "10.0.0.0/30", "fd00::/64", "all"])
def test_a_network_that_is_not_private_or_too_small_is_refused(plan, network):
    with pytest.raises(ServeError, match="is not a private network"):
        plan(network=network)


def test_each_server_has_a_port_of_its_own_and_in_containers_an_address_too(plan):
    assert plan(servers=2, kind="machine").hosts == {8866: "127.0.0.1", 8867: "127.0.0.1"}
    inside = plan(servers=3, network="10.0.0.0/27")
    assert len({*inside.hosts.values(), inside.proxy_host, inside.database_host}) == 5
