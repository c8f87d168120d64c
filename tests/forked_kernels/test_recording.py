import json

import pytest

from forked_kernels.recording import Recorder, RecordingSession, packed, unpacked


@pytest.fixture
def recorder():
    recorder = Recorder()
    recorder.cell("first", 1)
    recorder.cell("second", 3)
    return recorder


def stream(text, name="stdout"):
    return {"name": name, "text": text}


def shown(text, display_id=None):
    transient = {"display_id": display_id} if display_id else {}
    return {"data": {"text/plain": text}, "metadata": {}, "transient": transient}


def texts(recorder):
    return [(number, one.get("text") or one["data"]["text/plain"]) for number, one in recorder.run().outputs]


def open_model(recorder, identifier, state, buffer_paths=(), buffers=()):
    content = {"comm_id": identifier, "target_name": "jupyter.widget"}
    state = {"_model_name": "AnyModel", "_model_module": "anywidget", "_model_module_version": "1", **state}
    recorder.take(
        "comm_open", "first", content | {"data": {"state": state, "buffer_paths": buffer_paths}}, buffers
    )


def update(recorder, identifier, state, buffer_paths=(), buffers=()):
    data = {"method": "update", "state": state, "buffer_paths": buffer_paths}
    recorder.take("comm_msg", "first", {"comm_id": identifier, "data": data}, buffers)


def test_what_a_cell_shows_is_told_with_its_number_in_the_cells_order(recorder):
    recorder.take("stream", "second", stream("later"), [])
    recorder.take("stream", "first", stream("sooner"), [])
    recorder.take("stream", "unknown", stream("of no cell"), [])
    assert texts(recorder) == [(1, "sooner"), (3, "later")]


def test_outputs_have_the_shape_that_a_notebook_gives_them(recorder):
    recorder.take("execute_result", "first", {**shown("2"), "execution_count": 1}, [])
    recorder.take("display_data", "first", shown("picture"), [])
    recorder.take("error", "first", {"ename": "E", "evalue": "v", "traceback": ["t"]}, [])
    assert [output for _, output in recorder.run().outputs] == [
        {"output_type": "execute_result", "data": {"text/plain": "2"}, "metadata": {}, "execution_count": 1},
        {"output_type": "display_data", "data": {"text/plain": "picture"}, "metadata": {}},
        {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["t"]},
    ]


def test_text_that_is_printed_piece_by_piece_is_one_output_and_errors_are_another(recorder):
    for piece in (stream("a"), stream("b"), stream("!", "stderr"), stream("c")):
        recorder.take("stream", "first", piece, [])
    assert texts(recorder) == [(1, "ab"), (1, "!"), (1, "c")]


def test_outputs_are_cleared_at_once_or_by_the_next_one(recorder):
    recorder.take("stream", "first", stream("gone"), [])
    recorder.take("clear_output", "first", {"wait": False}, [])
    assert texts(recorder) == []
    recorder.take("stream", "first", stream("stays"), [])
    recorder.take("clear_output", "first", {"wait": True}, [])
    assert texts(recorder) == [(1, "stays")]
    recorder.take("stream", "first", stream("replaces it"), [])
    assert texts(recorder) == [(1, "replaces it")]


def test_a_display_is_updated_wherever_it_stands(recorder):
    recorder.take("display_data", "first", shown("0 %", "bar"), [])
    recorder.take("display_data", "second", shown("0 %", "bar"), [])
    recorder.take("update_display_data", "second", shown("100 %", "bar"), [])
    recorder.take("update_display_data", "second", shown("lost", "another"), [])
    assert texts(recorder) == [(1, "100 %"), (3, "100 %")]


def test_a_widget_has_the_state_that_it_was_brought_to(recorder):
    open_model(recorder, "a", {"value": 1, "label": "x"})
    update(recorder, "a", {"value": 2})
    recorder.take("comm_msg", "first", {"comm_id": "a", "data": {"method": "custom", "content": {}}}, [])
    model = recorder.run().models["a"]
    assert (model.name, model.module, model.version) == ("AnyModel", "anywidget", "1")
    assert (model.state["value"], model.state["label"]) == (2, "x")


def test_a_widget_that_is_closed_is_left_out(recorder):
    open_model(recorder, "a", {})
    recorder.take("comm_close", "first", {"comm_id": "a", "data": {}}, [])
    update(recorder, "a", {"value": 2})
    assert recorder.run().models == {}


def test_a_widget_s_bytes_are_kept_until_others_take_their_place(recorder):
    open_model(recorder, "a", {"name": "x"}, [["picture"], ["parts", 0]], [memoryview(b"1"), b"2"])
    update(recorder, "a", {"name": "y"}, [["picture"]], [b"3"])
    update(recorder, "a", {"picture": None})
    assert dict(recorder.run().models["a"].buffers) == {("parts", 0): b"2"}


def test_new_bytes_take_the_place_of_the_ones_before(recorder):
    open_model(recorder, "a", {}, [["picture"]], [b"1"])
    update(recorder, "a", {}, [["picture"]], [b"2"])
    assert recorder.run().models["a"].buffers == ((("picture",), b"2"),)


def test_an_output_widget_shows_what_is_printed_in_it_and_its_cell_does_not(recorder):
    open_model(recorder, "out", {"_model_name": "OutputModel", "msg_id": "", "outputs": []})
    update(recorder, "out", {"msg_id": "first"})
    recorder.take("stream", "first", stream("inside"), [])
    update(recorder, "out", {"msg_id": ""})
    recorder.take("stream", "first", stream("outside"), [])
    assert texts(recorder) == [(1, "outside")]
    inside = [{"output_type": "stream", "name": "stdout", "text": "inside"}]
    assert recorder.run().models["out"].state["outputs"] == inside
    assert recorder.captured() == {"out": inside}
    assert recorder.captured() == {}


def test_of_output_widgets_within_one_another_the_inner_one_shows_it(recorder):
    for name in ("outer", "inner"):
        open_model(recorder, name, {"_model_name": "OutputModel", "msg_id": "first"})
    recorder.take("stream", "first", stream("deep"), [])
    update(recorder, "inner", {"msg_id": ""})
    recorder.take("stream", "first", stream("less deep"), [])
    models = recorder.run().models
    assert [models[name].state["outputs"][0]["text"] for name in ("inner", "outer")] == ["deep", "less deep"]


def test_a_run_is_the_same_after_its_way_through_json(recorder):
    open_model(recorder, "a", {"value": [1, "x", None]}, [["picture"], ["parts", 0]], [b"\0\xff", b""])
    recorder.take("stream", "first", stream("text"), [])
    run = recorder.run()
    assert unpacked(json.loads(json.dumps(packed(run)))) == run


def test_the_session_records_instead_of_sending_until_it_is_another_process_s():
    class Socket:
        sent = ()

        def send_multipart(self, parts, **_):
            self.sent = parts

    socket, session = Socket(), RecordingSession(key=b"key")
    session.recorder = Recorder()
    session.recorder.cell("it", 1)
    message = session.send(socket, "stream", stream("text"), parent={"msg_id": "it"})
    assert (message["content"], texts(session.recorder), socket.sent) == (stream("text"), [(1, "text")], ())
    before = session.session
    session.renew(session.pid)
    session.send(socket, "stream", stream("text"))
    assert socket.sent
    assert session.session != before
