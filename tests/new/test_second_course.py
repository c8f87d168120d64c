"""A second course, for another profession: nothing depends on the first."""

import json
import re
from datetime import UTC, datetime
from html import unescape

import pytest

from workbook.content import load
from workbook.content.check import check
from workbook.documents.text import clean
from workbook.publish.handout.handout import handout_paper
from workbook.publish.lms.package import LmsSettings, site_package
from workbook.publish.site.site import make_site
from workbook.server.branding import Branding
from workbook.workshop.report.guide import guide_paper
from workbook.workshop.texts import Texts

# What only the first course says: of its profession, its regulator, its country and its standards.
FIRST = re.compile(
    r"social work|Social Care Council|NISCC|Northern Ireland|HSC Trust|service user|\b5:9\b|six standards",
    re.I,
)
MADE = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture(scope="module")
def site(second):
    return make_site(
        second / "notebooks", second / "data", branding=Branding(facts=lambda: load(second / "data").facts())
    )


def texts(value):
    """Every text in a value of lists, dictionaries and dataclasses."""
    return json.dumps(value, default=lambda one: getattr(one, "__dict__", None) or repr(one))


def test_it_has_no_faults(second):
    assert check(second / "data", second / "notebooks").text().startswith("All is well")


@pytest.mark.slow
def test_all_its_pages_are_drawn_and_none_speaks_of_the_first_course(site):
    assert set(site.order) >= {"start.html", "standard-1.html", "standard-2.html", "record.html"}
    assert site.standards == ("standard-1", "standard-2")
    for path, html in site.pages.items():
        assert "Messages and young people" in html, path
        assert not FIRST.findall(unescape(html)), path


def test_its_scenarios_walk_from_beginning_to_end(second):
    content = load(second / "data")
    walks = [walk for scenario in content.scenarios for walk in content.walks(scenario.id)]
    assert len(walks) == 16
    assert all(choice.rationale for walk in walks for choice in walk)


def test_its_handout_has_its_standards_and_no_empty_part(second):
    paper = handout_paper(load(second / "data"), second / "notebooks", MADE, facilitator_notes=True)
    told = texts([repr(block) for block in paper.blocks])
    assert "Be reachable" in told
    assert not FIRST.findall(told)


def test_its_facilitator_s_guide_speaks_of_it_alone(second):
    paper = guide_paper(MADE, Texts(lambda: load(second / "data")))
    told = texts([repr(block) for block in paper.blocks])
    assert clean("The late question: alone") in told
    assert not FIRST.findall(told)


def test_its_package_for_a_platform_bears_its_name(second, site):
    facts = load(second / "data").facts()
    package = site_package(site, LmsSettings(facts["name"], facts["intro"]))
    assert b"<title>Messages and young people</title>" in package.files["imsmanifest.xml"]
