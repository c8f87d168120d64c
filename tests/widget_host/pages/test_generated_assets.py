from widget_host.pages.generated_assets import GeneratedAssets


def test_a_text_is_found_under_a_name_that_its_content_gives():
    made = GeneratedAssets("/made/")
    address = made.add("let a = 1;", ".js")
    assert address == made.add("let a = 1;", ".js") != made.add("let a = 2;", ".js")
    asset = made.get(address.removeprefix("/made/"))
    assert (asset.body, asset.content_type) == (b"let a = 1;", "text/javascript; charset=utf-8")
    assert made.get("0123456789abcdef.js") is None


def test_texts_are_compressed_further_at_rest_under_the_same_name():
    made = GeneratedAssets("/made/")
    name = made.add("".join(f"let a{n * n % 7919} = {n * 31 % 977};\n" for n in range(900)), ".js")[6:]
    quick = made.get(name)
    assert [made.recompress_next(), made.recompress_next()] == [True, False]
    assert len(made.get(name).packed["br"]) < len(quick.packed["br"])
    assert made.get(name).body == quick.body
