"""JupyterHub for the workbook: each person who signs in gets their own server, which nobody else can reach.

Written by `workbook sign-in hub`. Run it with: jupyterhub -f jupyterhub_config.py
Every setting is explained at https://jupyterhub.readthedocs.io; `jupyterhub --help-all` lists them offline.
"""

import os
from pathlib import Path

here = Path(__file__).resolve().parent
c = get_config()  # noqa: F821 - JupyterHub gives it

# Where it listens. Put a proxy in front of it that terminates HTTPS, and forwards WebSockets and the Host
# header.
c.JupyterHub.bind_url = "@LISTEN@"
c.JupyterHub.hub_port = int(os.environ.get("WORKBOOK_HUB_PORT", "8081"))
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{os.environ.get('WORKBOOK_HUB_PROXY_PORT', '8001')}"
c.ConfigurableHTTPProxy.pid_file = str(here / "proxy.pid")

# The hub's own data: who has a server, and its cookie secret. It contains nothing that a learner writes.
c.JupyterHub.db_url = f"sqlite:///{here / 'hub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(here / "hub_cookie_secret")

# How people are authenticated, and who is allowed. `pam` uses this machine's accounts, and needs the hub to
# run as root. Everybody whom the authenticator accepts is allowed; to name people instead, set
# c.Authenticator.allowed_users.
c.JupyterHub.authenticator_class = "@AUTHENTICATOR@"
c.Authenticator.allow_all = True

# What starts a person's server. `local` runs it under the person's own account on this machine, `simple`
# under the hub's account.
c.JupyterHub.spawner_class = "@SPAWNER@"
c.Spawner.cmd = ["@PYTHON@", "-m", "workbook", "serve"]
c.Spawner.start_timeout = 120
c.Spawner.http_timeout = 120
# A link to a page starts its reader's server by itself.
c.JupyterHub.implicit_spawn_seconds = 1

# The settings of `workbook serve` in the hub's own environment go to every server: WORKBOOK_RATE_LIMIT and so
# on. All servers share one database, so that a record can be opened from any of them. Its address may contain
# a password: put it into a file that only this account can read, and set WORKBOOK_DATABASE_FILE to that file.
# Each server gets the address, and removes it from its environment when it starts.
told = {name: value for name, value in os.environ.items() if name.startswith("WORKBOOK_")}
if file := told.pop("WORKBOOK_DATABASE_FILE", ""):
    told["WORKBOOK_DATABASE"] = Path(file).read_text(encoding="utf-8").strip()
c.Spawner.environment = {
    "WORKBOOK_DATABASE": str(here / "records.sqlite"),
    **{name: value for name, value in told.items() if not name.startswith("WORKBOOK_HUB_")},
    "WORKBOOK_ALLOW_HOST": "@HOST@",
    "WORKBOOK_TRUST_PROXY": "1",
}

# The hub's administrators can start and stop servers, but can't open them.
c.JupyterHub.load_roles = [
    {
        "name": "caretaker",
        "description": "Starts and stops the servers of others.",
        "scopes": ["admin-ui", "list:users", "admin:servers", "read:hub"],
        "users": [name for name in os.environ.get("WORKBOOK_HUB_CARETAKERS", "").split() if name],
    }
]
