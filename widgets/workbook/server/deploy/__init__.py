"""The files with which the workbook is run for others: in containers, or with systemd and nginx.

Here: what a publisher may set, and files that are drawn from it. Not here: the command (see `cli.deploy`),
and what the server does with its settings.
"""

from workbook.server.deploy.plan import Deployment, Kind
from workbook.server.deploy.writing import Written, write

__all__ = ["Deployment", "Kind", "Written", "write"]
