"""Nothing of a learner gets into the log, whatever goes wrong."""

import asyncio
import json

import websockets

from browser.server import few_pages
from server.learner import Learner
from timeouts import scaled
from workshop.connections import run
from workshop.real_room import Room, RoomServer

WORDS = "what a learner wrote"


class Breaking(RoomServer):
    """A server that breaks wherever it meets a learner's words."""

    program = ("-m", "server.breaking")


async def misuse(learner, *secrets):
    """Send what makes the server break, with all that is a learner's in it."""
    root, origin = learner.address.replace("http://", "ws://", 1), learner.address.rstrip("/")
    told = " ".join((WORDS, *secrets))
    header = {"msg_type": "comm_msg", "msg_id": told}
    for path, protocols, messages in (
        (
            f"api/kernels/{learner.kernel}/channels?session_id=secretly",
            [f"key.{learner.key}"],
            (json.dumps({"content": told}), told.encode()),
        ),
        ("workbook/workshop", None, (json.dumps({"type": "here", "id": 1, "seat": told}), told)),
    ):
        for message in messages:
            async with websockets.connect(
                f"{root}{path}", origin=origin, proxy=None, subprotocols=protocols
            ) as line:
                await line.send(message)
                await asyncio.sleep(0.1)
    await learner.line.send("comm_msg", {"data": header}, told)
    for path in ("?q=secretly", f"voila/render/{WORDS}.ipynb", f"voila/render/record.ipynb?place={told}"):
        await learner.get(path.replace(" ", "%20"))
    for path in ("host/kernel", "host/turn?secretly"):
        body = json.dumps({"page": told, "build": told, "ticket": told}).encode()
        await learner.get(path, "POST", body, [("Content-Type", "application/json")])


def test_nothing_of_a_learner_gets_into_the_log_whatever_goes_wrong(tmp_path):
    # Both formats go through the same filter: see the tests of lines above.
    server = Breaking("--log-format", "json", notebooks=few_pages(tmp_path / "notebooks", "record"))
    server.prepared("record")
    learner = Learner(server.address)

    async def story():
        room = await Room.begun(server)
        await room.join(1)
        await learner.begin()
        kept = [learner.kernel, learner.key, learner.code, learner.record["key"], learner.record["record"]]
        secrets = [*kept, room.trainer.code, room.learners[0].seat]
        await misuse(learner, *secrets)
        # The database goes away in the middle: whoever keeps, joins or votes finds it broken.
        server.database.write_bytes(b"no database any more")
        await asyncio.wait([asyncio.create_task(room.join(1))], timeout=scaled(5))
        await learner.leave()
        return secrets

    secrets = [*run(story()), WORDS, "wrote", "127.0.0.1", "?q", "?place", "session_id", "secretly"]
    server.stop()
    lines = [*server.said[1:], *server.errors]
    assert all({"time", "level", "event"} <= set(json.loads(line)) for line in lines)
    kinds = [kind for kind in ("ValueError", "RuntimeError") for line in lines if kind in line]
    assert kinds.count("ValueError") >= 3, lines
    assert kinds.count("RuntimeError") >= 6, lines
    assert [(one, line) for one in secrets for line in lines if one in line] == []
