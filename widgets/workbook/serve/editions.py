"""Pages that are ready to be sent: their cells were run once, for all visitors.

Here: keeping the page of each run, drawn and compressed once. Not here: running (see `forks`), drawing (see
`views`), who asks (see `opening`).
"""

from dataclasses import dataclass

from workbook.serve.assets import Asset, pack
from workbook.serve.forks import CannotRunOnce, Forks, Template
from workbook.serve.notebooks import Notebook
from workbook.serve.runs import Run
from workbook.serve.views import Views

__all__ = ["Edition", "Editions"]


@dataclass(frozen=True, slots=True)
class Edition:
    """A notebook's run and its page; `page` is None where cells are left to run for each visitor.

    `template` is what kernels for the page are forked from, None for a notebook without code.
    """

    run: Run
    page: Asset | None
    template: Template | None

    @property
    def build(self) -> str:
        """The name of the run, "" for a notebook without code."""
        return self.template.build if self.template else ""


class Editions:
    """The editions of one server's notebooks in one language.

    `views` is what draws them; `is_asked_for` whether anybody has wanted a page in this language.
    """

    def __init__(self, views: Views, forks: Forks | None) -> None:
        """Take what draws pages, and what runs notebooks once; without it only text is kept ready."""
        self.views = views
        self.is_asked_for = False
        self._language = views.language
        self._forks = forks
        self._pages: dict[str, tuple[tuple[object, ...], Asset]] = {}

    def troubles(self) -> dict[str, str]:
        """Return which notebooks are not served from a run of their present content, and why."""
        return {**self.views.shelf.troubles(), **(self._forks.troubles() if self._forks else {})}

    def ready(self, path: str, notebook: Notebook) -> Edition | None:
        """Return the edition of the notebook as it is now, or None where its cells have not been run once.

        While a changed notebook is being run again, it is the edition from before.
        """
        self.is_asked_for = True
        if not notebook.has_code:
            return self._edition(path, notebook, Run(), None)
        template = self._forks.present(path, notebook.code, self._language) if self._forks else None
        return self._edition(path, notebook, template.run, template) if template else None

    def home(self) -> Asset:
        """Return the home page."""
        self.is_asked_for = True
        key = (self.views.stamp(),)
        kept = self._pages.get("")
        if kept is None or kept[0] != key:
            kept = (key, pack(self.views.home().encode(), ".html", quick=True))
            self._pages[""] = kept
        return kept[1]

    async def of(self, path: str, notebook: Notebook, build: str) -> Edition | None:
        """Return the edition that a page in a browser was drawn from, or None where it is gone."""
        template = await self._forks.find(path, notebook.code, build, self._language) if self._forks else None
        return Edition(template.run, None, template) if template else None

    def may_come(self, path: str, notebook: Notebook) -> bool:
        """Say whether `make` may give an edition, as far as is known."""
        return self._forks is not None and not self._forks.refused(path, notebook.code, self._language)

    async def make(self, path: str, notebook: Notebook) -> Edition | None:
        """Return the notebook's edition, running its cells first where need be; None where they can't.

        The reason is in the log then.
        """
        if self._forks is None:
            return None
        try:
            template = await self._forks.template(path, notebook.code, self._language)
        except CannotRunOnce:
            return None
        return self._edition(path, notebook, template.run, template)

    def _edition(self, path: str, notebook: Notebook, run: Run, template: Template | None) -> Edition:
        """Return the edition with its page, drawn again when anything on it changed."""
        if notebook.has_each_visitor:
            return Edition(run, None, template)
        build = template.build if template else ""
        key = (build, notebook, self.views.stamp())
        kept = self._pages.get(path)
        if kept is None or kept[0] != key:
            html = self.views.whole(path, notebook, run, build)
            kept = (key, pack(html.encode(), ".html", quick=True))
            self._pages[path] = kept
        return Edition(run, kept[1], template)
