from forked_kernels.run import joined


def printed(text, name="stdout"):
    return {"output_type": "stream", "name": name, "text": text}


def test_what_was_printed_in_several_goes_is_one_text():
    shown = {"output_type": "display_data", "data": {"text/plain": "x"}}
    outputs = [printed("a"), printed("b"), shown, shown, printed("c"), printed("d", "stderr"), printed("e")]
    assert list(joined(outputs)) == [
        printed("ab"),
        shown,
        shown,
        printed("c"),
        printed("d", "stderr"),
        printed("e"),
    ]
