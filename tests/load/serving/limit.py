"""The least that a page and an answer can cost: nginx sends the same page, and a WebSocket answers once.

What is measured of it stands beside the workbook's own figures, to show what could still be gained. A page is
what `workbook serve` sent a moment before, compressed.
"""

import asyncio
import getpass
import gzip
import os
import signal
import subprocess
import sys
from pathlib import Path

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_unix_socket
from tornado.web import Application
from tornado.websocket import WebSocketHandler

from load.serving.web import request

_SETTINGS = """daemon off; {user} worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 2048; }}
http {{
  access_log off; default_type text/html; charset utf-8; gzip_static always;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port} backlog=2048; root {folder}/pages;
    location = / {{ return 204; }}
    location = /answer {{
      proxy_pass http://unix:{folder}/answer.sock; proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;
    }}
  }}
}}
"""


class Answer(WebSocketHandler):
    """Answers every message immediately."""

    def check_origin(self, origin):  # noqa: ARG002 - nginx stands between, with another port
        """Accept any."""
        return True

    def on_message(self, message):
        """Answer it."""
        self.write_message(message)


async def keep(server, folder, names):
    """Get pages from a server, and keep them in a folder as nginx sends them."""
    pages = folder / "pages"
    pages.mkdir(parents=True)
    for name in names:
        answer = await request("GET", server.address(name))
        (pages / f"{name}.gz").write_bytes(gzip.compress(answer.text.encode()))


async def serve(folder, port):
    """Serve a folder's pages, and answer at /answer, until SIGTERM."""
    user = f"user {getpass.getuser()};" if os.getuid() == 0 else ""
    settings = folder / "nginx.conf"
    settings.write_text(_SETTINGS.format(user=user, folder=folder, port=port), encoding="utf-8")
    HTTPServer(Application([("/answer", Answer)])).add_socket(bind_unix_socket(str(folder / "answer.sock")))
    nginx = subprocess.Popen(["nginx", "-c", settings, "-e", folder / "error.log"])
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    await told.wait()
    nginx.terminate()
    nginx.wait()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2])))
