"""Caches complete pages, whose cells were run once for all visitors.

Here: the page of each run, rendered and compressed once, and each notebook's last readable form. Not here:
running (see `fork_pool`), rendering (see `views`), requests (see `page_handlers`).
"""

import logging
from dataclasses import dataclass

from forked_kernels.run import Run
from widget_host.kernels.fork_pool import CannotRunOnce, Forks, NotebookTemplate
from widget_host.pages.assets import Asset, pack
from widget_host.pages.failures import Failure
from widget_host.pages.notebook import Notebook, NotebookError
from widget_host.pages.views import Views

__all__ = ["CachedPage", "PageCache"]

_LOG = logging.getLogger("widget_host")


@dataclass(frozen=True, slots=True)
class CachedPage:
    """A notebook's run and its page; `page` is None if some cells have to run for each visitor.

    `template` is the one that kernels for the page are forked from, None for a notebook without code.
    """

    run: Run
    page: Asset | None
    template: NotebookTemplate | None

    @property
    def build(self) -> str:
        """The name of the run, "" for a notebook without code."""
        return self.template.build if self.template else ""


class PageCache:
    """The cached pages of one server's notebooks in one language.

    `views` renders them; `is_asked_for` says whether anybody has requested a page in this language.
    """

    def __init__(self, views: Views, forks: Forks | None) -> None:
        """Take the views, and the fork pool; without a pool only pages of text are cached."""
        self.views = views
        self.is_asked_for = False
        self._language = views.language
        self._forks = forks
        self._pages: dict[str, tuple[tuple[object, ...], Asset]] = {}
        self._read: dict[str, Notebook] = {}
        self._unreadable: set[str] = set()

    def troubles(self) -> dict[str, str]:
        """Return which notebooks are not served from a run of their present content, and why."""
        return (self._forks.troubles() if self._forks else {}) | self.views.page_index.troubles()

    async def notebook(self, path: str) -> tuple[Notebook, Failure | None]:
        """Return the notebook of the page at `path`; if it has become unreadable, its last form, and why.

        Raises the errors of `PageIndex.read` if it has never been read.
        """
        try:
            notebook = await self.views.page_index.read(path)
        except NotebookError as error:
            if path not in self._read:
                raise
            if path not in self._unreadable:
                _LOG.error("%s is shown as it was before: as it is now, it can't be read.", path)
                self._unreadable.add(path)
            return self._read[path], Failure("unreadable", message=str(error))
        self._read[path] = notebook
        self._unreadable.discard(path)
        return notebook, None

    def failure(self, path: str, notebook: Notebook) -> Failure | None:
        """Return why the present notebook is known to fail, only for its editor."""
        return self._forks.failure(path, notebook.code, self._language) if self._forks else None

    def with_failure(self, path: str, notebook: Notebook, cached: CachedPage, failure: Failure) -> Asset:
        """Return a cached page with a notice on how it fails since its last change; not cached itself."""
        html = self.views.whole_with(path, notebook, cached.run, cached.build, failure)
        return pack(html.encode(), ".html")

    def ready(self, path: str, notebook: Notebook) -> CachedPage | None:
        """Return the page of the present notebook, or None if its cells have not been run once.

        While a changed notebook is being run again, this is the previous page.
        """
        self.is_asked_for = True
        if not notebook.has_code:
            return self._cached_page(path, notebook, Run(), None)
        template = self._forks.present(path, notebook.code, self._language) if self._forks else None
        return self._cached_page(path, notebook, template.run, template) if template else None

    def home(self) -> Asset:
        """Return the home page."""
        self.is_asked_for = True
        key = (self.views.stamp(),)
        kept = self._pages.get("")
        if kept is None or kept[0] != key:
            kept = (key, pack(self.views.home().encode(), ".html"))
            self._pages[""] = kept
        return kept[1]

    async def of(self, path: str, notebook: Notebook, build: str) -> CachedPage | None:
        """Return the cached page that a page in a browser came from, or None if it is gone."""
        template = await self._forks.find(path, notebook.code, build, self._language) if self._forks else None
        return CachedPage(template.run, None, template) if template else None

    def may_come(self, path: str, notebook: Notebook) -> bool:
        """Return whether `make` may return a cached page, as far as is known."""
        return self._forks is not None and not self._forks.refused(path, notebook.code, self._language)

    async def make(self, path: str, notebook: Notebook) -> CachedPage | None:
        """Return the notebook's cached page, running its cells first if necessary; None if they can't run.

        The log then has the reason.
        """
        if self._forks is None:
            return None
        try:
            template = await self._forks.template(path, notebook.code, self._language)
        except CannotRunOnce:
            return None
        return self._cached_page(path, notebook, template.run, template)

    def _cached_page(
        self, path: str, notebook: Notebook, run: Run, template: NotebookTemplate | None
    ) -> CachedPage:
        """Return the cached page, rendered again if anything on it has changed."""
        if notebook.has_each_visitor:
            return CachedPage(run, None, template)
        build = template.build if template else ""
        key = (build, notebook, self.views.stamp())
        kept = self._pages.get(path)
        if kept is None or kept[0] != key:
            html = self.views.whole(path, notebook, run, build)
            kept = (key, pack(html.encode(), ".html"))
            self._pages[path] = kept
        return CachedPage(run, kept[1], template)
