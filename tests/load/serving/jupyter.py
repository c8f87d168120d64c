"""Jupyter's messages over a WebSocket, as its front end writes and reads them.

Two shapes: binary frames (the subprotocol `v1.kernel.websocket.jupyter.org`, which jupyter_server speaks),
and JSON with buffers behind it (what came before, and what Solara speaks).
"""

import json
import struct
from datetime import UTC, datetime
from uuid import uuid4

import websockets

from load.serving.web import cookie_header

V1 = "v1.kernel.websocket.jupyter.org"
_SOCKET_OPENS_WITHIN_S = 180


class Line:
    """A WebSocket to a kernel."""

    def __init__(self, socket, session):
        self._socket = socket
        self._session = session
        self._v1 = socket.subprotocol == V1

    @classmethod
    async def open(cls, address, session, cookies, subprotocols=(V1,)):
        """Connect; `address` begins with ws:// or wss://."""
        headers = {"Cookie": cookie_header(cookies)} if cookies else {}
        socket = await websockets.connect(
            address,
            max_size=None,
            proxy=None,
            origin="/".join(address.replace("ws", "http", 1).split("/")[:3]),
            additional_headers=headers,
            subprotocols=list(subprotocols) or None,
            open_timeout=_SOCKET_OPENS_WITHIN_S,
            ping_interval=None,
        )
        return cls(socket, session)

    async def close(self):
        """End the connection."""
        await self._socket.close()

    async def send(self, kind, content, metadata=None):
        """Send a message."""
        header = {"msg_id": str(uuid4()), "msg_type": kind, "session": self._session, "username": ""}
        header |= {"version": "5.2", "date": datetime.now(UTC).isoformat()}
        if self._v1:
            await self._socket.send(packed("shell", header, metadata or {}, content))
        else:
            message = {"header": header, "parent_header": {}, "metadata": metadata or {}, "content": content}
            await self._socket.send(json.dumps({**message, "channel": "shell", "buffers": []}))

    async def comm_open(self, target, metadata=None):
        """Open a comm of a target; gives its id."""
        comm = uuid4().hex
        await self.send("comm_open", {"comm_id": comm, "target_name": target, "data": {}}, metadata)
        return comm

    async def comm_send(self, comm, data):
        """Send data over a comm."""
        await self.send("comm_msg", {"comm_id": comm, "data": data})

    async def comm_data(self):
        """Wait for the next data of any comm: the comm's id, and the data."""
        while True:
            kind, content = self._read(await self._socket.recv())
            if kind in ("comm_msg", "comm_open"):
                return content["comm_id"], content["data"]

    async def states(self):
        """Ask for the states of all widgets, as every front end of ipywidgets does first; by model id."""
        comm = await self.comm_open("jupyter.widget.control", {"version": "1.0.0"})
        await self.comm_send(comm, {"method": "request_states"})
        while True:
            sender, data = await self.comm_data()
            if sender == comm and data.get("method") == "update_states":
                return {name: model["state"] for name, model in data["states"].items()}

    def _read(self, frame):
        if self._v1:
            return unpacked(frame)
        if isinstance(frame, bytes):
            frame = frame[slice(*struct.unpack_from(">2I", frame, 4))] if _parts(frame) > 1 else frame[8:]
        message = json.loads(frame)
        return message["header"]["msg_type"], message["content"]


def packed(channel, header, metadata, content):
    """A message of v1: where its parts begin and the last ends, then the parts."""
    parts = [channel.encode(), *(json.dumps(part).encode() for part in (header, {}, metadata, content))]
    offsets = [8 * (len(parts) + 2)]
    for part in parts:
        offsets.append(offsets[-1] + len(part))
    return b"".join([struct.pack(f"<{len(offsets) + 1}Q", len(offsets), *offsets), *parts])


def unpacked(frame):
    """The type and the content of a message of v1."""
    (count,) = struct.unpack_from("<Q", frame)
    offsets = struct.unpack_from(f"<{count}Q", frame, 8)
    kind = json.loads(frame[offsets[1] : offsets[2]])["msg_type"]
    content = json.loads(frame[offsets[4] : offsets[5]]) if kind.startswith("comm_") else {}
    return kind, content


def _parts(frame):
    """How many parts an old binary message has."""
    return struct.unpack_from(">I", frame)[0]
