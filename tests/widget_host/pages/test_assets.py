import gzip
import os

import brotli
import pytest

from widget_host.pages.assets import Assets

CODE = frozenset({".js", ".css"})


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "front").mkdir()
    (tmp_path / "front" / "a.js").write_text("export const a = 1;\n" * 200, encoding="utf-8")
    (tmp_path / "front" / "b.css").write_text("p {}", encoding="utf-8")
    (tmp_path / "secret.js").touch()
    (tmp_path / "front" / "notes.txt").touch()
    return tmp_path


def test_a_file_comes_with_its_type_and_compressed_where_that_is_worth_it(folder):
    assets = Assets((folder,), CODE)
    script, style = assets.get("front/a.js"), assets.get("front/b.css")
    assert script.content_type == "text/javascript; charset=utf-8"
    assert script.body == (folder / "front" / "a.js").read_bytes()
    assert brotli.decompress(script.packed["br"]) == gzip.decompress(script.packed["gzip"]) == script.body
    assert (style.content_type, style.packed) == ("text/css; charset=utf-8", {})


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("gzip, deflate, br, zstd", "br"), ("gzip;q=1.0", "gzip"), ("deflate", ""), ("", "")],
)
def test_a_browser_gets_the_smallest_form_that_it_understands(folder, accepted, coding):
    asset = Assets((folder,), CODE).get("front/a.js")
    body, named = asset.best_for(accepted)
    assert named == coding
    assert body == asset.packed.get(coding, asset.body)


@pytest.mark.parametrize(
    "path",
    [
        "secret.js",
        "front/notes.txt",
        "front/none.js",
        "front/../secret.js",
        "../a.js",
        "front",
        "",
        "front/\0.js",
        f"front/{'a' * 300}.js",
    ],
)
def test_nothing_else_is_given_out(folder, path):
    assert Assets((folder,), CODE, ("front/",)).get(path) is None


def test_a_link_out_of_the_folder_is_not_followed(folder, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "x.js"
    outside.touch()
    (folder / "front" / "x.js").symlink_to(outside)
    assert Assets((folder,), CODE).get("front/x.js") is None


def test_a_change_shows_in_the_file_and_in_the_fingerprint(folder):
    assets = Assets((folder,), CODE)
    before, digest = assets.fingerprint(), assets.get("front/b.css").digest
    (folder / "front" / "b.css").write_text("q {}", encoding="utf-8")
    os.utime(folder / "front" / "b.css", (1, 1))
    assert assets.get("front/b.css").digest != digest
    assert assets.fingerprint() != before
    assert len(before) == 8


def test_a_file_that_is_not_given_out_does_not_change_the_fingerprint(folder):
    assets = Assets((folder,), CODE, ("front/",))
    before = assets.fingerprint()
    (folder / "secret.js").write_text("changed", encoding="utf-8")
    (folder / "front" / "notes.txt").write_text("changed", encoding="utf-8")
    assert assets.fingerprint() == before


def test_settled_files_are_looked_through_once(folder):
    assets = Assets((folder,), CODE, settled=True)
    before = assets.fingerprint()
    (folder / "front" / "new.js").touch()
    assert assets.fingerprint() == before


def test_the_first_folder_that_has_a_file_wins(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    (other / "front").mkdir()
    (other / "front" / "b.css").write_text("other", encoding="utf-8")
    (other / "front" / "c.css").write_text("c", encoding="utf-8")
    assets = Assets((folder, other), CODE)
    assert assets.get("front/b.css").body == b"p {}"
    assert assets.get("front/c.css").body == b"c"


def test_what_is_held_stays_as_it_was_whatever_becomes_of_the_files(folder):
    assets = Assets((folder,), CODE, ("front/",), settled=True)
    assets.hold()
    name, body = assets.fingerprint(), assets.get("front/b.css").body
    (folder / "front" / "b.css").write_text("q {}", encoding="utf-8")
    (folder / "front" / "a.js").unlink()
    (folder / "front" / "new.js").touch()
    assert (assets.fingerprint(), assets.get("front/b.css").body) == (name, body)
    assert assets.get("front/a.js").body.startswith(b"export")
    assert [assets.get(path) for path in ("front/new.js", "secret.js", "front/../secret.js")] == [None] * 3


@pytest.mark.parametrize("is_held", [False, True])
def test_what_was_asked_for_is_compressed_further_at_rest_and_the_rest_is_left_alone(folder, is_held):
    # Not so regular that every level makes the same of it.
    text = "".join(f"export const a{n * n % 7919} = {n * 31 % 977};\n" for n in range(900))
    (folder / "front" / "a.js").write_text(text, encoding="utf-8")
    assets = Assets((folder,), CODE)
    if is_held:
        assets.hold()
    quick = assets.get("front/a.js")
    assert [assets.recompress_next(), assets.recompress_next()] == [True, False]
    packed = assets.get("front/a.js")
    assert len(packed.packed["br"]) < len(quick.packed["br"])
    assert brotli.decompress(packed.packed["br"]) == packed.body == quick.body
    assert packed.digest == quick.digest


def test_folders_that_lead_back_to_themselves_are_looked_through_once(folder):
    for name in ("one", "two", "three"):
        (folder / "front" / name).symlink_to(folder / "front")
    before = Assets((folder,), CODE).fingerprint()
    (folder / "front" / "new.js").touch()
    assert Assets((folder,), CODE).fingerprint() != before
