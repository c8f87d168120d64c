from workbook.serve.made import Made


def test_a_text_is_found_under_a_name_that_its_content_gives():
    made = Made("/made/")
    address = made.add("let a = 1;", ".js")
    assert address == made.add("let a = 1;", ".js") != made.add("let a = 2;", ".js")
    asset = made.get(address.removeprefix("/made/"))
    assert (asset.body, asset.content_type) == (b"let a = 1;", "text/javascript; charset=utf-8")
    assert made.get("0123456789abcdef.js") is None
