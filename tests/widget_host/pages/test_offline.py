"""The text of a server's service worker, and which pages say that a browser may keep them."""

import json
import re
from pathlib import Path

import pytest
from nbformat.v4 import new_markdown_cell

from page_folders import page_folder_in
from widget_host.extension import Extension, PageListing
from widget_host.pages.assets import Assets
from widget_host.pages.generated_assets import GeneratedAssets
from widget_host.pages.metadata import PageIndex
from widget_host.pages.notebook import read_notebook
from widget_host.pages.offline import is_ahead, server_worker
from widget_host.pages.scripts import STATIC
from widget_host.pages.views import Views
from widget_host.settings import Settings

PACKAGES = Path(__file__).parents[3] / "widgets"


class Ours(Extension):
    listing = PageListing("ours", ("pages", "trainers"), frozenset({"trainers"}), lists_all=False)
    namespace = "ours"

    def words(self, language):
        return {**super().words(language), "serve.part.trainers": "For trainers"}


@pytest.fixture
def views(tmp_path):
    folder, put = page_folder_in(tmp_path / "notebooks", "ours")
    for name, part in (("learn", "pages"), ("console", "trainers")):
        put(name, title=name, part=part, page=name, order=1, cells=[new_markdown_cell("Words.")])
    put("loose", title="Loose", cells=[new_markdown_cell("Words.")])
    code = Assets((PACKAGES,), frozenset({".js", ".css", ".svg"}), (STATIC,), settled=True)
    index = PageIndex(folder, listing=Ours.listing)
    return Views(index, "/learn/", code, GeneratedAssets("/m/"), extension=Ours(), worker="/learn/worker.js")


def shown(views, name):
    path = f"{name}.ipynb"
    page = views.opening(path, read_notebook(views.page_index.folder / path))
    return page.before


def told(worker):
    first = worker.body.decode().splitlines()[0]
    return json.loads(re.fullmatch(r"globalThis\.keptPages = (.*);", first)[1])


def test_a_learner_s_page_says_that_it_may_be_kept(views):
    assert 'data-offline="/learn/worker.js"' in shown(views, "learn")
    assert 'data-offline="/learn/worker.js"' in views.home()


def test_a_trainer_s_page_is_not_kept(views):
    assert "data-offline" not in shown(views, "console")


def test_neither_a_page_that_is_not_listed_nor_one_that_says_what_went_wrong_is_kept(views):
    assert "data-offline" not in shown(views, "loose")
    assert "data-offline" not in views.problem("missing")


def test_where_a_guard_admits_people_nothing_is_kept(tmp_path):
    kept = [
        Settings(tmp_path, offline=offline, guard=guard).keeps_pages
        for offline, guard in ((True, None), (False, None), (True, object()))
    ]
    assert kept == [True, False, False]


def test_a_worker_knows_its_course_and_what_to_say_about_a_page_that_is_not_kept(views):
    one = told(server_worker((views,)))
    assert one["course"] == "ours"
    assert "No connection" in one["away"][0]["html"]
    assert any(re.fullmatch(pattern, "voila/render/learn.ipynb") for pattern in one["pages"])
    assert not any(re.fullmatch(pattern, "voila/render/film.mp4") for pattern in one["pages"])


def test_a_worker_that_is_switched_off_keeps_nothing():
    assert told(server_worker(())) is None


def test_a_page_that_is_fetched_to_be_kept_is_no_visit():
    assert is_ahead({"Purpose": "prefetch"})
    assert not is_ahead({})
