"""The contents of a package."""

import io
import json
import re
from zipfile import ZipFile

import pytest

from workbook.publish.lms.package import LmsSettings, embedded_package, site_package, zipped

HOSTILE = '</script><script>alert("1")</script>'


def settings_in(page):
    """The settings of the launch page."""
    found = re.search(rb'<script type="application/json" id="lms">(.*?)</script>', page)
    return json.loads(found[1])


def policy_of(page):
    return re.search(rb'Content-Security-Policy" content="([^"]*)"', page)[1].decode()


@pytest.mark.parametrize("standard", ["1.2", "2004", "cmi5"])
def test_a_package_is_whole(site, standard):
    with ZipFile(io.BytesIO(zipped(site_package(site, LmsSettings("Course", "About", standard))))) as file:
        names = file.namelist()
        manifest = file.read(names[0]).decode()
        page = file.read("lms.html")
    assert names[0] == ("cmi5.xml" if standard == "cmi5" else "imsmanifest.xml")
    launch = {"lms.html", "lms.js", "browser_check.js", "lms.css"}
    assert set(names[1:]) == launch | {f"pages/{path}" for path, _ in site.files()}
    assert 'href="lms.html"' in manifest or "<url>lms.html</url>" in manifest
    assert settings_in(page)["root"] == "pages/"


def test_the_same_course_makes_the_same_bytes(site):
    told = LmsSettings("Course", "About")
    assert zipped(site_package(site, told)) == zipped(site_package(site, told))


def test_a_launch_page_loads_its_own_files_alone(site):
    page = site_package(site, LmsSettings("Course", "About")).files["lms.html"]
    assert policy_of(page) == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; "
        "frame-src 'self'; connect-src 'none'"
    )


def test_a_thin_package_frames_the_server_and_nothing_else():
    package = embedded_package("https://learn.example.org/workbook", ["one"], LmsSettings("Course", "About"))
    assert set(package.files) == {"imsmanifest.xml", "lms.html", "lms.js", "browser_check.js", "lms.css"}
    page = package.files["lms.html"]
    assert "frame-src https://learn.example.org;" in policy_of(page)
    assert settings_in(page)["root"] == "https://learn.example.org/workbook/"


def test_a_hostile_title_stays_text(site):
    page = site_package(site, LmsSettings(HOSTILE, HOSTILE)).files["lms.html"].decode()
    assert HOSTILE not in page
    assert page.count("<script") == 3


def test_a_share_is_told_as_a_fraction(site):
    page = site_package(site, LmsSettings("Course", "About", complete_at=80)).files["lms.html"]
    assert settings_in(page)["completeAt"] == 0.8
    assert settings_in(page)["standards"] == ["one", "two"]
