"""Texts that a page has rendered while it is open: they block no other answer."""

from concurrent.futures import ThreadPoolExecutor

from browser.server import DATA, SMALL_NOTEBOOKS, Server, copied
from server.pages.test_page_handlers import Reader
from timeouts import wait_until


class SlowServer(Server):
    """A server that sets a text when there is a file `go`, and tells by another that it has begun."""

    @property
    def program(self):
        text = (
            "import time; from pathlib import Path; from widget_host.http import routes\n"
            f"folder = Path({str(self.notebooks)!r})\n"
            "def slow(data):\n"
            "    (folder / 'begun').touch()\n"
            "    while not (folder / 'go').exists(): time.sleep(0.05)\n"
            "    return 'set'\n"
            "routes.rendered_text = slow\n"
            "from workbook.cli.main import main; main()"
        )
        return ("-c", text)


def test_while_a_text_is_set_for_one_page_the_server_answers_all_others(tmp_path):
    running = SlowServer(copied(SMALL_NOTEBOOKS, tmp_path, "echo"), DATA)
    try:
        reader = Reader(running)
        reader.open("echo")
        with ThreadPoolExecutor(1) as asking:
            told = asking.submit(reader.post, "host/rendered", {"kind": "markdown", "text": "x"})
            wait_until((tmp_path / "begun").exists)
            try:
                assert Reader(running).ask("healthz")[0] == 200
            finally:
                (tmp_path / "go").touch()
            assert told.result() == (200, {"html": "set"})
    finally:
        running.stop()
