"""The package: the site's pages or a server's address, the page that the platform opens, and the manifest.

Here: the structure of the file. Not here: the launch page's scripts (see `static`).
"""

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import widget_host
from widget_host.browsers import OLDEST_BROWSERS
from widget_host.languages import ENGLISH, Language
from widget_host.link import classic
from workbook.front import words
from workbook.publish.lms.manifest import LmsCourse, Standard, manifest_name, manifest_of
from workbook.publish.site.site import Site

__all__ = ["LAUNCH", "LmsPackage", "LmsSettings", "embedded_package", "site_package", "zipped"]

LAUNCH = "lms.html"
"""The page that the platform opens."""

_STATIC = Path(__file__).parent / "static"
_CHECK = Path(widget_host.__file__).parent / "pages" / "static" / "page" / "browser_check.js"
_SCRIPTS: dict[Standard, str] = {"1.2": "scorm12.js", "2004": "scorm2004.js", "cmi5": "cmi5.js"}
_PAGES = "pages/"
# All files have the same date, so that the same course gives the same package.
_DATE = (1980, 1, 1, 0, 0, 0)
_USUAL = Language(ENGLISH)


@dataclass(frozen=True, slots=True)
class LmsPackage:
    """A package's files by path, in the order in which they are written."""

    files: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class LmsSettings:
    """The settings for a platform: the standard, and the course.

    The course is complete when `complete_at` percent (1 to 100) of the standards' exercises have an answer.
    """

    title: str
    about: str
    standard: Standard = "1.2"
    complete_at: int = 100
    language: Language = _USUAL


def site_package(site: Site, told: LmsSettings) -> LmsPackage:
    """Return the package with all pages."""
    pages = {f"{_PAGES}{path}": data for path, data in site.files()}
    return _package(told, _PAGES, site.standards, pages)


def embedded_package(address: str, standards: Sequence[str], told: LmsSettings) -> LmsPackage:
    """Return the package that shows the pages of a server, at `address`, in a frame.

    `standards` are the names of the pages that count. A server has another language below its code.
    """
    home = f"{address.rstrip('/')}/"
    return _package(told, home if told.language == ENGLISH else f"{home}{told.language}/", standards, {})


def zipped(package: LmsPackage) -> bytes:
    """Return the package as a ZIP file; the same package always has the same bytes."""
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as file:
        for path, data in package.files.items():
            entry = ZipInfo(path, _DATE)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            file.writestr(entry, data)
    return held.getvalue()


def _package(
    told: LmsSettings, root: str, standards: Sequence[str], pages: Mapping[str, bytes]
) -> LmsPackage:
    course = LmsCourse(told.title, told.about, told.language.tag, LAUNCH)
    files = {**dict(_launch_files(told, root, standards)), **pages}
    return LmsPackage({manifest_name(told.standard): manifest_of(told.standard, course, files), **files})


def _launch_files(told: LmsSettings, root: str, standards: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    said = words("lms", language=told.language)
    settings = {
        "root": root,
        "start": "index.html" if root == _PAGES else "",
        "standards": list(standards),
        "completeAt": told.complete_at / 100,
        "words": said,
    }
    yield LAUNCH, _page(told, settings).encode()
    yield "browser_check.js", _CHECK.read_bytes()
    yield "lms.js", classic(_STATIC / _SCRIPTS[told.standard], (), "workbookLaunch", {}).encode()
    yield "lms.css", (_STATIC / "lms.css").read_bytes()


def _page(told: LmsSettings, settings: Mapping[str, Any]) -> str:
    said = settings["words"]
    to_read = f'<a href="{escape(settings["root"] + settings["start"])}">{escape(said["lms.read"])}</a>'
    server = urlsplit(settings["root"])
    framed = f"{server.scheme}://{server.netloc}" if server.scheme else "'self'"
    # Only the platform knows the address for cmi5's statements, and passes it when it opens the page.
    connect = "connect-src https: http:" if told.standard == "cmi5" else "connect-src 'none'"
    own = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:"
    policy = f"{own}; frame-src {framed}; {connect}"
    data = json.dumps(settings, ensure_ascii=False).replace("<", "\\u003c")
    return f"""<!doctype html>
<html lang="{escape(told.language.tag)}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="{escape(policy, quote=False)}">
  <meta name="referrer" content="no-referrer">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>{escape(told.title)}</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="lms.css">
  <script type="application/json" id="lms">{data}</script>
  <script src="browser_check.js"></script>
  <script defer data-main src="lms.js"></script>
</head>
<body>
  <noscript><p>{escape(said["lms.noscript"])} {to_read}</p></noscript>
  <p id="wb-browser-old" role="alert" hidden>{escape(said["lms.old"].format(**OLDEST_BROWSERS))} {to_read}</p>
  <p id="wb-browser-lost" role="alert" hidden>{escape(said["lms.lost"])} {to_read}</p>
</body>
</html>
"""
