"""Records the outputs of a notebook's cells while they run once: a kernel's messages, folded into a `Run`.

Here: the session that records instead of sending, and the folding, as a front end would do it. Not here:
running the cells (see `template`).
"""

import base64
from collections.abc import Sequence
from typing import Any

from jupyter_client.session import Session
from jupyter_client.session import new_id as new_session_id

from forked_kernels.run import Model, Run

__all__ = ["Recorder", "RecordingSession", "packed", "unpacked"]

_WIDGET = "jupyter.widget"
_OUTPUT_MODEL = "OutputModel"
_Output = dict[str, Any]


class RecordingSession(Session):
    """A kernel's session: messages go to `recorder`, as long as there is one, instead of being sent."""

    recorder: "Recorder | None" = None

    def send(  # noqa: PLR0917 - as its base has it
        self,
        stream: Any,  # noqa: ANN401
        msg_or_type: dict[str, Any] | str,
        content: dict[str, Any] | None = None,
        parent: dict[str, Any] | None = None,
        ident: bytes | list[bytes] | None = None,
        buffers: list[Any] | None = None,
        track: bool = False,
        header: dict[str, Any] | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> dict[str, Any] | None:
        """Record a message, or send it; returns the message."""
        if self.recorder is None:
            return super().send(stream, msg_or_type, content, parent, ident, buffers, track, header, metadata)
        message = (
            msg_or_type
            if isinstance(msg_or_type, dict)
            else self.msg(msg_or_type, content, parent, header, metadata)
        )
        self.recorder.take(
            message["header"]["msg_type"],
            message["parent_header"].get("msg_id", ""),
            self.unpack(self.pack(message["content"])),
            buffers or [],
        )
        return message

    def renew(self, pid: int) -> None:
        """Stop recording, and become a new session in the process `pid`, which is a fork."""
        self.recorder = None
        self.session = new_session_id()
        self.pid = pid
        self.message_count = 0


class Recorder:
    """Folds messages as they arrive; `reply` is the reply to the last request to run a cell."""

    def __init__(self) -> None:
        """Start empty."""
        self.reply: dict[str, Any] = {}
        self._cells: dict[str, int] = {}
        self._shown: dict[int, _Place] = {}
        self._models: dict[str, Model] = {}
        self._captures: dict[str, _Place] = {}
        self._capturing: dict[str, list[str]] = {}
        self._displays: dict[str, list[_Output]] = {}

    def cell(self, message_id: str, number: int) -> None:
        """Assign the outputs that result from the message `message_id` to the cell `number`."""
        self._cells[message_id] = number
        self._shown.setdefault(number, _Place())

    def take(self, kind: str, parent_id: str, content: dict[str, Any], buffers: Sequence[Any]) -> None:
        """Fold in a message: its kind, its parent message's id, its content and its buffers."""
        if kind in _SHOWN:
            place = self._place(parent_id)
            if place is not None:
                self._show(place, kind, content)
        elif kind == "clear_output":
            place = self._place(parent_id)
            if place is not None:
                place.clear(wait=bool(content.get("wait")))
        elif kind == "update_display_data":
            for output in self._displays.get(_display_id(content), ()):
                output["data"], output["metadata"] = content["data"], content["metadata"]
            for captured in self._captures.values():
                captured.changed = True
        elif kind == "comm_open" and content.get("target_name") == _WIDGET:
            self._open(content["comm_id"], content["data"], buffers)
        elif kind == "comm_msg" and content["data"].get("method") == "update":
            self._update(content["comm_id"], content["data"], buffers)
        elif kind == "execute_reply":
            self.reply = content
        elif kind == "comm_close":
            self._models.pop(content["comm_id"], None)
            self._captures.pop(content["comm_id"], None)

    def captured(self) -> dict[str, list[_Output]]:
        """Return the outputs that Output widgets have captured since the last call, by comm id."""
        changed = {identifier: place for identifier, place in self._captures.items() if place.changed}
        for place in changed.values():
            place.changed = False
        return {identifier: place.outputs for identifier, place in changed.items()}

    def run(self) -> Run:
        """Return the recorded run."""
        for identifier, place in self._captures.items():
            self._models[identifier].state["outputs"] = place.outputs
        shown = tuple((number, output) for number, place in self._shown.items() for output in place.outputs)
        return Run(shown, dict(self._models))

    def _place(self, parent_id: str) -> "_Place | None":
        """Return where an output belongs: in the Output widget that captures it, or in its cell."""
        stack = self._capturing.get(parent_id)
        if stack and stack[-1] in self._captures:
            return self._captures[stack[-1]]
        number = self._cells.get(parent_id)
        return None if number is None else self._shown[number]

    def _show(self, place: "_Place", kind: str, content: dict[str, Any]) -> None:
        output = {"output_type": kind, **{key: content[key] for key in _SHOWN[kind]}}
        place.add(output)
        identifier = _display_id(content)
        if identifier:
            self._displays.setdefault(identifier, []).append(output)

    def _open(self, identifier: str, data: dict[str, Any], buffers: Sequence[Any]) -> None:
        state = data.get("state", {})
        self._models[identifier] = Model(
            str(state.get("_model_name", "")),
            str(state.get("_model_module", "")),
            str(state.get("_model_module_version", "")),
            state,
            _buffers(data, buffers),
        )
        if state.get("_model_name") == _OUTPUT_MODEL:
            self._captures[identifier] = _Place(list(state.get("outputs", ())))
            self._capture(identifier, "", state.get("msg_id", ""))

    def _update(self, identifier: str, data: dict[str, Any], buffers: Sequence[Any]) -> None:
        model = self._models.get(identifier)
        if model is None:
            return
        new = data.get("state", {})
        found = _buffers(data, buffers)
        # A value that consists only of bytes is not in the state at all.
        named = {*new, *(path[0] for path, _ in found)}
        kept = tuple(one for one in model.buffers if one[0][0] not in named)
        if identifier in self._captures:
            if "outputs" in new:
                self._captures[identifier].outputs = list(new["outputs"])
            if "msg_id" in new:
                self._capture(identifier, model.state.get("msg_id", ""), new["msg_id"])
        self._models[identifier] = Model(
            model.name,
            model.module,
            model.version,
            {**model.state, **new},
            (*kept, *found),
        )

    def _capture(self, identifier: str, before: str, now: str) -> None:
        """Let an Output widget capture the outputs that result from the message `now`; "" for none."""
        if identifier in self._capturing.get(before, ()):
            self._capturing[before].remove(identifier)
        if now:
            self._capturing.setdefault(now, []).append(identifier)


class _Place:
    """Where outputs are gathered: a cell, or an Output widget."""

    def __init__(self, outputs: list[_Output] | None = None) -> None:
        self.outputs = outputs or []
        self.changed = False
        self._clear_next = False

    def add(self, output: _Output) -> None:
        """Append an output; consecutive outputs of one stream are merged."""
        if self._clear_next:
            self.clear(wait=False)
        self.changed = True
        last = self.outputs[-1] if self.outputs else {}
        if output["output_type"] == "stream" and last.get("name") == output["name"]:
            last["text"] += output["text"]
        else:
            self.outputs.append(output)

    def clear(self, *, wait: bool) -> None:
        """Remove all outputs, immediately or when the next one arrives."""
        self._clear_next = wait
        if not wait:
            self.changed = True
            self.outputs = []


_SHOWN = {
    "stream": ("name", "text"),
    "display_data": ("data", "metadata"),
    "execute_result": ("data", "metadata", "execution_count"),
    "error": ("ename", "evalue", "traceback"),
}


def packed(run: Run) -> dict[str, Any]:
    """Return a run as JSON values (see `unpacked`)."""
    return {
        "outputs": run.outputs,
        "models": {
            identifier: {
                "name": model.name,
                "module": model.module,
                "version": model.version,
                "state": model.state,
                "buffers": [(path, base64.b64encode(data).decode()) for path, data in model.buffers],
            }
            for identifier, model in run.models.items()
        },
    }


def unpacked(values: dict[str, Any]) -> Run:
    """Return the run from JSON values that `packed` returned, also after they were serialised and parsed."""
    models = {
        identifier: Model(
            **{
                **model,
                "buffers": tuple((tuple(path), base64.b64decode(data)) for path, data in model["buffers"]),
            }
        )
        for identifier, model in values["models"].items()
    }
    return Run(tuple((number, output) for number, output in values["outputs"]), models)


def _display_id(content: dict[str, Any]) -> str:
    return str((content.get("transient") or {}).get("display_id", ""))


def _buffers(data: dict[str, Any], buffers: Sequence[Any]) -> tuple[tuple[tuple[str | int, ...], bytes], ...]:
    paths = data.get("buffer_paths", ())
    return tuple((tuple(path), bytes(buffer)) for path, buffer in zip(paths, buffers, strict=False))
