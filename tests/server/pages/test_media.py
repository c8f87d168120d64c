"""Sounds and films beside notebooks, as browsers request them."""

import http.client

import pytest

from browser.server import SMALL_NOTEBOOKS, Server, copied
from timeouts import scaled

SOUND = bytes(range(256)) * 4


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = copied(SMALL_NOTEBOOKS, tmp_path_factory.mktemp("media"), "echo")
    (folder / "sub folder").mkdir()
    (folder / ".hidden").mkdir()
    for place in ("a.mp3", "B.MP4", "sub folder/c d.webm", ".hidden/e.mp3", "words.txt", "plan.svg"):
        (folder / place).write_bytes(SOUND)
    (folder / "out.mp3").symlink_to("/etc/hostname")
    running = Server(folder, base_url="/learn/")
    yield running
    assert running.stop() == 0


def ask(server, path, method="GET", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=scaled(30))
    connection.request(method, f"/learn/voila/render/{path}", headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.getheader("Content-Type"), body


@pytest.mark.parametrize(
    ("path", "kind"),
    [("a.mp3", "audio/mpeg"), ("B.MP4", "video/mp4"), ("sub%20folder/c%20d.webm", "video/webm")],
)
def test_a_page_plays_what_lies_beside_its_notebook(server, path, kind):
    assert ask(server, path) == (200, kind, SOUND)
    assert ask(server, path, "HEAD") == (200, kind, b"")


def test_a_browser_gets_the_part_that_it_asks_for(server):
    assert ask(server, "a.mp3", Range="bytes=2-4") == (206, "audio/mpeg", b"\x02\x03\x04")


def test_a_file_that_changes_is_sent_anew_to_a_browser_that_has_kept_it(server):
    file = server.notebooks / "news.ogg"
    file.write_bytes(SOUND)
    kept = validator(server, "news.ogg")
    assert ask(server, "news.ogg", **{"If-None-Match": kept})[0] == 304
    file.write_bytes(SOUND * 2)
    assert ask(server, "news.ogg", **{"If-None-Match": kept}) == (200, "audio/ogg", SOUND * 2)


def validator(server, path):
    """What a browser gives back to ask whether a file is still the same."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=scaled(30))
    connection.request("HEAD", f"/learn/voila/render/{path}")
    answer = connection.getresponse()
    connection.close()
    return answer.getheader("ETag")


@pytest.mark.parametrize(
    "path",
    [
        *("none.mp3", ".hidden/e.mp3", "words.txt", "plan.svg", "out.mp3", "sub%20folder"),
        *("a%00.mp3", "x" * 300 + ".mp3", "a.mp3/b.mp3"),
    ],
)
def test_nothing_else_of_the_folder_is_sent(server, path):
    assert_refused(ask(server, path), 404)


@pytest.mark.parametrize("path", ["../a.mp3", "%2e%2e/a.mp3", "sub%20folder/../../a.mp3"])
def test_no_path_leads_out_of_the_folder(server, path):
    assert_refused(ask(server, path), 403)


def assert_refused(answer, expected):
    status, kind, body = answer
    assert (status, kind.partition(";")[0]) == (expected, "text/html")
    assert SOUND not in body
