"""A learning platform for tests: a package on a small web server, in a frame of scorm-again's page."""

import functools
import http.server
import io
import json
import threading
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from zipfile import ZipFile

import pytest

AGAIN = Path(__file__).parents[2] / "tools" / "node_modules" / "scorm-again" / "dist"
# The platform keeps what it is told in the page of a learner, and across visits in the test.
HOST = """<!doctype html>
<html lang="en"><title>A learning platform</title>
<link rel="icon" href="data:,">
<style>body {{ margin: 0 }} iframe {{ width: 100%; height: 96vh; border: 0 }}</style>
<script src="/again/{script}"></script>
<script>
  const kept = {kept};
  const api = new {api}({{ autocommit: false, logLevel: 5 }});
  if (kept) api.loadFromJSON(kept, "cmi");
  window.{name} = api;
  window.told = () => JSON.parse(JSON.stringify(api.renderCMIToJSONObject().cmi));
</script>
<iframe title="Course" src="/course/lms.html"></iframe></html>
"""
APIS = {
    "1.2": ("scorm12.min.js", "Scorm12API", "API"),
    "2004": ("scorm2004.min.js", "Scorm2004API", "API_1484_11"),
}


class Platform:
    """A platform with one package. `stays` are a learner's values between visits."""

    def __init__(self, make, standard, folder):
        """Start; `make` takes the platform's address and returns the package's bytes."""
        if not AGAIN.is_dir():
            pytest.skip("scorm-again could not be fetched from npm: run `make test` with a network once.")
        self.standard = standard
        self.kept = None
        # What a record store of cmi5 heard and keeps.
        self.statements, self.states, self.refuses = [], {}, False
        handler = functools.partial(_Handler, self, folder)
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        with ZipFile(io.BytesIO(make(self.address))) as file:
            file.extractall(folder / "course")
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def page(self):
        """The platform's own page, with what it kept."""
        script, api, name = APIS[self.standard]
        return HOST.format(script=script, api=api, name=name, kept=json.dumps(self.kept))

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class _Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, platform, folder, *args):
        self.platform = platform
        super().__init__(*args, directory=str(folder))

    def do_GET(self):
        path = urlsplit(self.path).path
        if path == "/":
            self._answer(self.platform.page(), "text/html")
        elif path.startswith("/again/"):
            self._answer((AGAIN / path.rsplit("/", 1)[-1]).read_text(encoding="utf-8"), "text/javascript")
        elif path.startswith("/xapi/"):
            self._store("GET", b"")
        else:
            super().do_GET()

    def do_POST(self):
        self._store("POST", self._body())

    def do_PUT(self):
        self._store("PUT", self._body())

    def _body(self):
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _store(self, method, body):
        """An xAPI record store, as small as cmi5 allows."""
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/fetch":
            return self._answer('{"auth-token": "dG9rZW4="}', "application/json")
        if self.headers.get("Authorization") != "Basic dG9rZW4=":
            return self._answer("{}", "application/json", 401)
        if self.platform.refuses:
            return self._answer("{}", "application/json", 500)
        if parts.path == "/xapi/statements":
            self.platform.statements.append(json.loads(body))
            return self._answer('["id"]', "application/json")
        if parts.path == "/xapi/activities/state" and method == "PUT":
            self.platform.states[asked["stateId"]] = body.decode()
            return self._answer("", "text/plain", 204)
        kept = self.platform.states.get(asked.get("stateId", ""))
        return self._answer(kept or "", "application/json", 200 if kept else 404)

    def _answer(self, text, kind, status=200):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""
