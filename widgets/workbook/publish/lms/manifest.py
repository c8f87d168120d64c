"""Creates a package's manifest for SCORM 1.2 and 2004, and cmi5's course structure.

Each has a single item to open, the launch page, which reports the learner's progress. The schema files are
not in the package: platforms have them, and a manifest refers only to their namespaces.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from uuid import NAMESPACE_OID, UUID, uuid5
from xml.etree import ElementTree as ET

__all__ = ["LmsCourse", "Standard", "manifest_name", "manifest_of"]

Standard = Literal["1.2", "2004", "cmi5"]
"""The standard for communication with a platform."""

_CP_12 = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
_ADL_12 = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
_CP_2004 = "http://www.imsglobal.org/xsd/imscp_v1p1"
_ADL_2004 = "http://www.adlnet.org/xsd/adlcp_v1p3"
_SEQUENCING = "http://www.imsglobal.org/xsd/imsss"
_CMI5 = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"


@dataclass(frozen=True, slots=True)
class LmsCourse:
    """The course as shown by a platform: its name, its description, its language, and the page to open."""

    title: str
    about: str
    language: str
    launch: str

    @property
    def identifier(self) -> str:
        """The course's identifier, the same for all its packages in this language: "workbook-" and hex."""
        return f"workbook-{self._own.hex}"

    @property
    def address(self) -> str:
        """The course's identifier as an address (IRI), which does not resolve."""
        return f"urn:uuid:{self._own}"

    @property
    def _own(self) -> UUID:
        # In another language it is a separate course for a platform: attempts must not be mixed.
        tongue = "" if self.language.startswith("en") else f" ({self.language})"
        return uuid5(NAMESPACE_OID, f"{self.title}{tongue}")


def manifest_name(standard: Standard) -> str:
    """Return the manifest's required file name, at the top level of the package."""
    return "cmi5.xml" if standard == "cmi5" else "imsmanifest.xml"


def manifest_of(standard: Standard, course: LmsCourse, files: Iterable[str]) -> bytes:
    """Return the manifest as XML; `files` are the paths of all other files in the package."""
    if standard == "cmi5":
        return _written(_course_structure(course), {"": _CMI5})
    if standard == "1.2":
        return _written(_scorm(course, files, _CP_12, _ADL_12, "1.2"), {"": _CP_12, "adlcp": _ADL_12})
    names = {"": _CP_2004, "adlcp": _ADL_2004, "imsss": _SEQUENCING}
    return _written(_scorm(course, files, _CP_2004, _ADL_2004, "2004 3rd Edition"), names)


def _scorm(course: LmsCourse, files: Iterable[str], cp: str, adl: str, version: str) -> ET.Element:
    is_old = version == "1.2"
    root = ET.Element(f"{{{cp}}}manifest", identifier=course.identifier, version="1.0")
    metadata = ET.SubElement(root, f"{{{cp}}}metadata")
    ET.SubElement(metadata, f"{{{cp}}}schema").text = "ADL SCORM"
    ET.SubElement(metadata, f"{{{cp}}}schemaversion").text = version
    organizations = ET.SubElement(root, f"{{{cp}}}organizations", default="course")
    organization = ET.SubElement(organizations, f"{{{cp}}}organization", identifier="course")
    ET.SubElement(organization, f"{{{cp}}}title").text = course.title
    item = ET.SubElement(
        organization, f"{{{cp}}}item", identifier="item", identifierref="launch", isvisible="true"
    )
    ET.SubElement(item, f"{{{cp}}}title").text = course.title
    if not is_old:
        # Complete, and not passed or failed: nobody is marked.
        sequencing = ET.SubElement(item, f"{{{_SEQUENCING}}}sequencing")
        delivery = {"completionSetByContent": "true", "objectiveSetByContent": "true"}
        ET.SubElement(sequencing, f"{{{_SEQUENCING}}}deliveryControls", delivery)
    resources = ET.SubElement(root, f"{{{cp}}}resources")
    kind = f"{{{adl}}}{'scormtype' if is_old else 'scormType'}"
    resource = ET.SubElement(
        resources,
        f"{{{cp}}}resource",
        {"identifier": "launch", "type": "webcontent", kind: "sco", "href": course.launch},
    )
    for path in files:
        ET.SubElement(resource, f"{{{cp}}}file", href=path)
    return root


def _course_structure(course: LmsCourse) -> ET.Element:
    root = ET.Element(f"{{{_CMI5}}}courseStructure")
    whole = ET.SubElement(root, f"{{{_CMI5}}}course", id=course.address)
    _describe(whole, course)
    unit = ET.SubElement(
        root, f"{{{_CMI5}}}au", id=f"{course.address}#pages", moveOn="Completed", launchMethod="AnyWindow"
    )
    _describe(unit, course)
    ET.SubElement(unit, f"{{{_CMI5}}}url").text = course.launch
    return root


def _describe(element: ET.Element, course: LmsCourse) -> None:
    for name, text in (("title", course.title), ("description", course.about)):
        holder = ET.SubElement(element, f"{{{_CMI5}}}{name}")
        ET.SubElement(holder, f"{{{_CMI5}}}langstring", lang=course.language).text = text


def _written(root: ET.Element, names: dict[str, str]) -> bytes:
    for prefix, address in names.items():
        ET.register_namespace(prefix, address)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))
