"""The files for deploying the workbook: in containers, or with systemd and nginx.

Here: the publisher's settings, and the files rendered from them. Not here: the command (see `cli.deploy`),
and how the server uses its settings.
"""

from workbook.server.deploy.plan import Deployment, Kind
from workbook.server.deploy.writing import WrittenFiles, write

__all__ = ["Deployment", "Kind", "WrittenFiles", "write"]
