"""Widget libraries that pages can't draw, judged by their installed files."""

import pytest

from workbook.content.check.libraries import is_for_lab_alone

LAB = "share/jupyter/labextensions/some-widgets/package.json"
CLASSIC = "share/jupyter/nbextensions/some-widgets/index.js"
WIDGETS = '{"dependencies": {"@jupyter-widgets/base": "^6"}}'


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Install a distribution: `install("ipysome", {path: text}, needs=("other",))`."""
    monkeypatch.syspath_prepend(tmp_path)
    is_for_lab_alone.cache_clear()

    def make(name, files, needs=()):
        about = tmp_path / f"{name.replace('-', '_')}-1.0.dist-info"
        about.mkdir()
        lines = "".join(f"Requires-Dist: {one}\n" for one in needs)
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{lines}")
        (about / "RECORD").write_text("".join(f"{path},,\n" for path in files))
        for path, text in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text)

    yield make
    is_for_lab_alone.cache_clear()


def test_one_for_jupyterlab_alone_is_told(install, small):
    install("ipysome", {LAB: WIDGETS}, needs=("ipywidgets>=8",))
    small.add_cell("import ipysome")
    fault = small.only_fault()
    assert (fault.type, fault.value) == ("undrawn-library", "ipysome")


def test_one_whose_parts_for_browsers_are_a_distribution_of_their_own_is_told(install):
    install("some-widgets", {LAB: WIDGETS})
    install("ipysome", {}, needs=("some-widgets<2,>=1", "not-here", "ipywidgets"))
    assert is_for_lab_alone("ipysome")


@pytest.mark.parametrize(
    "files",
    [{}, {LAB: WIDGETS, CLASSIC: ""}, {CLASSIC: ""}, {LAB: '{"name": "a theme"}'}],
    ids=["nothing for browsers", "both", "the classic notebook's", "no widgets"],
)
def test_any_other_is_not(install, files):
    install("ipysome", files, needs=("ipywidgets",))
    assert not is_for_lab_alone("ipysome")


def test_one_that_shows_no_widgets_is_not(install):
    install("ipysome", {LAB: WIDGETS}, needs=('ipywidgets; extra == "test"',))
    assert not is_for_lab_alone("ipysome")


@pytest.mark.parametrize("module", ["ipywidgets", "anywidget", "voila", "jupyterlab", "pandas"])
def test_what_every_notebook_may_use_is_not(module):
    is_for_lab_alone.cache_clear()
    assert not is_for_lab_alone(module)


def test_what_is_not_installed_is_not():
    is_for_lab_alone.cache_clear()
    assert not is_for_lab_alone("ipysome")
