"""The addresses of the workbook and what answers at each.

Here: the home page, the files, the kernels' addresses, and what is not there. Not here: the notebooks' pages
(see `opening`), and how pages look (see `views`).
"""

from typing import Any

from jupyter_server.services.kernels.handlers import KernelHandler
from tornado import web
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from workbook.serve.assets import Assets
from workbook.serve.editions import Editions
from workbook.serve.kernels import Kernels
from workbook.serve.made import Made
from workbook.serve.opening import GiveKernel, Opening, PageHandler, Turn
from workbook.serve.web import ASK_AGAIN, FOR_EVER, WorkbookHandler

__all__ = ["MADE", "Nowhere", "routes"]

MADE = "modules"
"""The name of made files in their address."""

_KERNEL = r"(?P<kernel_id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"


class HomePage(WorkbookHandler):
    """The home page."""

    def initialize(self, editions: Editions) -> None:
        """Take the pages that are ready."""
        self._editions = editions

    def get(self) -> None:
        """Answer with the parts and pages of the workbook."""
        self.send(self._editions.home(), ASK_AGAIN)


class Files(WorkbookHandler):
    """Files that pages load. Their address holds a fingerprint, so that browsers can keep them for ever."""

    def initialize(self, assets: Assets) -> None:
        """Take the files."""
        self._assets = assets

    def get(self, fingerprint: str, path: str) -> None:
        """Answer with the file at `path`."""
        current = fingerprint == self._assets.fingerprint()
        self.send(self._assets.get(path), FOR_EVER if current else ASK_AGAIN)


class MadeFiles(WorkbookHandler):
    """Files that are made while the server runs. Their name tells their content."""

    def initialize(self, made: Made) -> None:
        """Take the files."""
        self._made = made

    def get(self, name: str) -> None:
        """Answer with the file of this name."""
        self.send(self._made.get(name), FOR_EVER)


class OneKernel(KernelHandler):
    """Says whether a page's kernel lives. Whoever knows its id may ask; there is no list of ids."""

    SUPPORTED_METHODS = ("GET",)


class EndKernel(WorkbookHandler):
    """Ends a page's kernel when the page is left."""

    async def post(self, kernel_id: str) -> None:
        """End the kernel; one that is gone already is no error, since browsers may tell twice."""
        kernels: Kernels = self.settings["kernel_manager"]
        await kernels.end_page_kernel(kernel_id)
        self.set_status(204)


class Status(WorkbookHandler):
    """For whoever watches over the server: that it answers, and how many kernels run."""

    def get(self) -> None:
        """Answer in JSON. The kernels' ids are no one's business."""
        self.set_header("Cache-Control", "no-store")
        self.finish({"status": "ok", "kernels": len(self.settings["kernel_manager"].list_kernel_ids())})


class Ready(WorkbookHandler):
    """For whoever watches over the server: whether it does all that it should, and what it does not."""

    def initialize(self, opening: Opening) -> None:
        """Take what opening a page takes."""
        self._opening = opening

    def get(self) -> None:
        """Answer in JSON.

        `pages` names those that are not served from a run of their present content, with the reason: an
        older run goes on serving, or they are run for each visitor. `places` counts kernels, and who waits.
        What the server answers beside the pages adds its own (see `settings.MoreRoutes`).
        """
        opening, more = self._opening, self.settings.get("workbook_more")
        self.set_header("Cache-Control", "no-store")
        self.finish(
            {
                "ready": True,
                "pages": opening.editions.troubles(),
                "places": {
                    "most": opening.places.most,
                    "taken": len(opening.kernels),
                    "waiting": opening.places.waiting,
                },
                **(more.state() if more else {}),
            }
        )


class Nowhere(WorkbookHandler):
    """Answers where nothing else does: at an address that is not there, or under a name that is not ours."""

    def prepare(self) -> None:
        """Say which of the two it is."""
        ours = self.settings["workbook_hosts"].match(self.request.host_name)
        raise web.HTTPError(404 if ours else 421)


def routes(base_url: str, assets: dict[str, Assets], made: Made, opening: Opening) -> list[tuple[Any, ...]]:
    """Return Tornado's rules; `assets` go by their name in the address."""
    opens = {"opening": opening}
    rules: list[tuple[Any, ...]] = [
        (base_url, HomePage, {"editions": opening.editions}),
        (f"{base_url}voila/render/(?P<path>.+)", PageHandler, opens),
        (f"{base_url}voila/api/shutdown/{_KERNEL}", EndKernel),
        (f"{base_url}api/kernels/{_KERNEL}", OneKernel),
        (f"{base_url}api/kernels/{_KERNEL}/channels", VoilaKernelWebsocketHandler),
        (f"{base_url}workbook/kernel", GiveKernel, opens),
        (f"{base_url}workbook/turn", Turn, opens),
        (f"{base_url}workbook/status", Status),
        (f"{base_url}readyz", Ready, opens),
        (rf"{base_url}workbook/{MADE}/(?P<name>[0-9a-f]{{16}}\.\w+)", MadeFiles, {"made": made}),
    ]
    for name, files in assets.items():
        address = rf"{base_url}workbook/{name}/(?P<fingerprint>[0-9a-f]{{8}})/(?P<path>.+)"
        rules.append((address, Files, {"assets": files}))
    if base_url != "/":
        rules.append((base_url.rstrip("/"), web.RedirectHandler, {"url": base_url, "permanent": False}))
    return rules
