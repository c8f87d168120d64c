"""The server's responses, without a browser."""

import http.client
import json
import re
import shutil
import socket
from pathlib import Path

import brotli
import pytest

import workbook
from browser.server import DATA, SMALL_NOTEBOOKS, Server, copied
from timeouts import scaled, wait_until

SHEET = "widget_host/pages/static/styles/page.css"
UNKNOWN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
def server():
    running = Server(SMALL_NOTEBOOKS, base_url="/learn/")
    yield running
    assert running.stop() == 0


@pytest.fixture
def ask(server):
    """Ask the server: `ask("host/status", method="GET", Host="...")` gives status, headers and body."""

    def one(path="", method="GET", body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=scaled(60))
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, f"/learn/{path}", body=body, headers=names)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, dict(answer.getheaders()), content

    return one


def code_folder(ask):
    """The address of our scripts and styles, as the home page names it."""
    return re.search(r'href="/learn/(host/code/[0-9a-f]{8})/', ask()[2].decode())[1]


def test_files_are_kept_for_ever_under_their_fingerprint_and_asked_for_again_without(ask):
    folder = code_folder(ask)
    status, headers, content = ask(f"{folder}/{SHEET}", Accept_Encoding="gzip")
    assert (status, headers["Content-Encoding"]) == (200, "gzip")
    assert "immutable" in headers["Cache-Control"]
    assert content[:2] == b"\x1f\x8b"
    stale = re.sub(r"[0-9a-f]{8}$", "00000000", folder)
    status, headers, _ = ask(f"{stale}/{SHEET}")
    assert (status, headers["Cache-Control"]) == (200, "no-cache")
    status, _, content = ask(f"{stale}/{SHEET}", If_None_Match=headers["Etag"])
    assert (status, content) == (304, b"")


@pytest.mark.slow
def test_half_a_minute_after_the_start_what_pages_load_is_compressed_further(server, ask):
    server.prepared("echo")
    page = ask("voila/render/echo.ipynb")[2].decode()
    path = re.search(r'"/learn/(host/modules/\w+\.css)"', page)[1]

    def loaded():
        return ask(path, Accept_Encoding="br")

    before = loaded()
    wait_until(lambda: len(loaded()[2]) < len(before[2]), 60)
    assert brotli.decompress(loaded()[2]) == brotli.decompress(before[2])


def test_pages_are_compressed(ask):
    status, headers, _ = ask(Accept_Encoding="gzip")
    assert (status, headers["Content-Encoding"]) == (200, "gzip")


@pytest.mark.parametrize(
    "path",
    [
        *("workbook/front/words/en/serve.json", "workbook/front/_words.py"),
        *("workbook/exercises/scenario/words.json", "workbook/record/ui/keeping/__init__.py"),
        *("workbook/record/encryption.py", "widget_host/http/voila_app.py", "widget_host/words.json"),
        "workbook/front/../cli/main.py",
    ],
)
def test_nothing_else_of_the_package_is_given_out(ask, path):
    assert (Path(workbook.__file__).parents[1] / path).is_file()
    assert ask(f"{code_folder(ask)}/{path}")[0] == 404


@pytest.mark.parametrize(
    "path",
    [
        "voila/render/%2e%2e/data/datapackage.json",
        "voila/render/..%2f..%2fetc/passwd",
        "voila/render/.hidden.ipynb",
        "voila/render/echo",
        "voila/render/guides/../echo.ipynb",
        "voila/render//echo.ipynb",
        "voila/render/./echo.ipynb",
        "voila/render/echo.ipynb%00",
        "voila/files/echo.ipynb",
        "voila/api/contents/",
        "voila/tree",
    ],
)
def test_only_notebooks_are_shown(ask, path):
    assert ask(path)[0] == 404


def test_a_foreign_name_is_refused_in_plain_words(ask):
    status, _, content = ask(Host="evil.example")
    assert status == 421
    assert b"does not answer at this address" in content


def test_the_kernels_are_counted_and_never_named(ask):
    assert json.loads(ask("host/status")[2]) == {"status": "ok", "kernels": 0}
    assert ask("api/kernels")[0] == 404


def test_a_kernel_that_is_gone_is_told_so(ask):
    assert ask(f"api/kernels/{UNKNOWN}")[0] == 404
    assert ask(f"api/kernels/{UNKNOWN}", method="DELETE")[0] in (403, 405)


def test_a_kernel_is_ended_only_by_a_page_of_ours(ask):
    address = f"voila/api/shutdown/{UNKNOWN}"
    form = {"Content_Type": "application/x-www-form-urlencoded"}
    assert ask(address, "POST", "", **form)[0] == 403
    # That comes further, and lacks the kernel's key.
    assert ask(address, "POST", "_xsrf=abc", Cookie="_xsrf=abc", **form)[0] == 404


@pytest.mark.slow
def test_a_course_of_its_own_has_a_cookie_of_its_own(tmp_path):
    """A browser also sends those of a course at a path above, or at another port of the host."""
    shutil.copytree(DATA, tmp_path / "data")
    table = tmp_path / "data" / "course.csv"
    kept = [line for line in table.read_text(encoding="utf-8").splitlines() if "identifier," not in line]
    table.write_text("\n".join([*kept, "identifier,othercourse"]) + "\n", encoding="utf-8")
    server = Server(copied(SMALL_NOTEBOOKS, tmp_path, "failing"), tmp_path / "data", 0, "/learn/other/")
    try:
        _, headers, page = whole(server, "GET", "/learn/other/voila/render/failing.ipynb")
        assert headers["Set-Cookie"].startswith("_xsrf-othercourse=")
        assert b'data-namespace="othercourse"' in page
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=scaled(60))
        names = {
            "Cookie": "_xsrf-othercourse=abc; _xsrf=of-the-other",
            "X-XSRFToken": "abc",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection.request("POST", f"/learn/other/voila/api/shutdown/{UNKNOWN}", "", names)
        # That comes as far as the kernel's key; a token that did not fit would be refused with 403.
        assert connection.getresponse().status == 404
        connection.close()
    finally:
        assert server.stop() == 0


def test_a_learner_gets_no_cookie_but_the_one_that_guards_the_end_of_a_kernel(ask):
    assert "Set-Cookie" not in ask()[1]
    assert "Set-Cookie" not in ask("voila/render/beginning.ipynb")[1]
    _, headers, _ = ask("voila/render/failing.ipynb")
    assert re.fullmatch(
        r"_xsrf=[^;]+;.*Path=/learn/.*SameSite=strict.*", headers["Set-Cookie"], re.IGNORECASE
    )
    assert headers["Cache-Control"] == "no-store"


ANSWERED = (
    *("", "voila/render/beginning.ipynb", "voila/render/visitor.ipynb", "voila/render/failing.ipynb"),
    *("CODE/widget_host/pages/static/styles/kit.css", "host/status", "healthz", "readyz", "metrics"),
    *("nowhere", "voila/render/nowhere.ipynb", f"api/kernels/{UNKNOWN}", "host/turn"),
)


def test_head_is_answered_as_get_without_a_body_and_nothing_is_run_or_counted_for_it(server, ask):
    def figures():
        lines = ask("metrics")[2].decode().splitlines()
        return [one for one in lines if one.startswith(("workbook_visits", "workbook_kernels_started"))]

    # What is asked twice has to be the same: on a busy machine it takes a while until the pages are ready.
    wait_until(lambda: ask("readyz")[0] == 200)
    code, before = code_folder(ask), figures()
    heads = {path: whole(server, "HEAD", f"/learn/{path.replace('CODE', code)}") for path in ANSWERED}
    heads["(moved)"] = whole(server, "HEAD", "/learn")
    assert figures() == before
    assert {path: body for path, (_, _, body) in heads.items() if body} == {}
    for path, (status, headers, _) in heads.items():
        address = "/learn" if path == "(moved)" else f"/learn/{path.replace('CODE', code)}"
        told, names, content = whole(server, "GET", address)
        assert (path, status, headers.get("Content-Type")) == (path, told, names.get("Content-Type"))
        assert headers.get("Etag") == names.get("Etag")
        if "Etag" in names:
            assert int(headers["Content-Length"]) == len(content)
    assert figures() != before


def whole(server, method, address):
    """Ask for an address, and return the status, the headers and all that was sent after them."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=scaled(60)) as line:
        line.sendall(f"{method} {address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        sent = b"".join(iter(lambda: line.recv(65536), b""))
    head, _, body = sent.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    return int(first.split()[1]), dict(one.split(": ", 1) for one in lines), body


def test_the_path_without_its_last_slash_leads_to_the_home_page(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=scaled(60))
    connection.request("GET", "/learn")
    answer = connection.getresponse()
    assert (answer.status, answer.getheader("Location")) == (302, "/learn/")
    connection.close()


def test_a_visitor_who_hangs_up_leaves_no_kernel(server):
    before = server.kernels()
    with socket.create_connection(("127.0.0.1", server.port)) as visitor:
        visitor.sendall(b"GET /learn/voila/render/visitor.ipynb HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert visitor.recv(100).startswith(b"HTTP/1.1 200")
        server.wait_for_kernels(before + 1)
    server.wait_for_kernels(before)


def test_of_all_this_the_server_says_only_that_a_cell_failed(server):
    told = {line.partition(" ")[2] for line in server.errors}
    assert {line for line in told if not line.startswith("info ")} <= {
        "error workbook: A cell of failing.ipynb failed.\n",
        "warning workbook: Each visitor's kernel runs failing.ipynb by itself: "
        "it raises ValueError in cell 2.\n",
    }
