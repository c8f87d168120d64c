"""A learner without a browser: opens a page, gets a kernel, and stores a record with a code."""

import asyncio
import json
from uuid import uuid4

from browser.visitors import DATA_OF
from load.serving import jupyter
from load.serving.web import request
from workbook.record.code import new_code


class Learner:
    """One learner on one page, by default that of the record."""

    def __init__(self, address, page="record", headers=(), cookies=None):
        self.address, self.page, self.headers = address, page, list(headers)
        self.cookies = cookies or {}
        self.code = new_code()
        self.number = 0
        self.line = self.kernel = None
        self.key = ""

    async def get(self, path, method="GET", body=b"", headers=()):
        """Ask for an address below the server's."""
        more = [*self.headers, ("X-XSRFToken", self.cookies.get("_xsrf", "")), *headers]
        answer = await request(method, f"{self.address}{path}", body, more, self.cookies)
        self.cookies |= answer.cookies
        return answer

    async def open(self):
        """Open the page; gives the answer."""
        answer = await self.get(f"voila/render/{self.page}.ipynb")
        found = DATA_OF.search(answer.text)
        self.data = json.loads(found[1]) if found else None
        return answer

    async def attach(self):
        """Ask for a kernel; gives the answer."""
        wish = json.dumps({"page": self.data["page"], "build": self.data["build"], "ticket": ""}).encode()
        answer = await self.get("host/kernel", "POST", wish, [("Content-Type", "application/json")])
        if answer.status == 200:
            told = answer.json()
            self.kernel, self.key = told["kernel"], told["key"]
        return answer

    async def join(self):
        """Open the line to the kernel."""
        session = str(uuid4())
        root = self.address.replace("http", "ws", 1)
        address = f"{root}api/kernels/{self.kernel}/channels?session_id={session}"
        self.line = await jupyter.Line.open(address, session, self.cookies, (jupyter.V1, f"key.{self.key}"))

    async def begin(self):
        """Do all of it, and make a record; the page must have been prepared."""
        assert (await self.open()).status == 200
        assert (await self.attach()).status == 200
        await self.join()
        self.record = await self.ask("create", code=self.code)
        assert self.record["ok"], self.record

    async def tell(self, ask, **more):
        """Send a message to the record, without waiting for the answer."""
        self.number += 1
        models = self.data["models"].items()
        (widget,) = [
            name for name, one in models if str(one["state"].get("_anywidget_id")).endswith("KeepingExercise")
        ]
        content = {"type": "record", "id": self.number, "ask": ask, **more}
        await self.line.comm_send(widget, {"method": "custom", "content": content})

    async def heard(self):
        """Wait until the server has read what was sent: it answers a ping after what came before it."""
        await (await self.line._socket.ping())

    async def answer(self):
        """Wait for the record's next answer."""
        while True:
            _, data = await self.line.comm_data()
            content = data.get("content")
            if isinstance(content, dict) and content.get("type") == "record":
                return content

    async def ask(self, ask, **more):
        """Send a message to the record, and wait for the answer."""
        await self.tell(ask, **more)
        return await self.answer()

    async def end(self):
        """End the kernel, as the page does when it is left."""
        form = [("Content-Type", "application/x-www-form-urlencoded")]
        return await self.get(f"voila/api/shutdown/{self.kernel}", "POST", f"key={self.key}".encode(), form)

    async def leave(self):
        """Close what is open, without ending the kernel."""
        if self.line:
            await self.line.close()
        await asyncio.sleep(0.05)  # for the transports, which close a moment later

    def save(self, *entries):
        """What saves entries: `ask("push", **save(...))`."""
        return {"record": self.record["record"], "key": self.record["key"], "entries": list(entries)}
