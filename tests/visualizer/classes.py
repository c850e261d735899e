"""Teachers and followers of a class, through the ASGI application."""

import asyncio
import contextlib
import json
from dataclasses import dataclass, field

from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator

from tests.patience import PATIENCE_S
from tests.visualizer.sockets import OURS, receive
from visualizer.classes.making import make
from visualizer.visitor import Visitor, _digest

VIEW = {"run": "AAAAAAAAAA", "h": "t=184.2&sel=worker.101", "t": 184.2, "p": True, "v": 20}
TEACHER = "a-teacher-of-a-class-in-a-test"
BY_NAME = [*OURS, (b"x-windtunnel-visitor", TEACHER.encode())]
QUESTION = {
    "kind": "number",
    "question": "How long is the queue?",
    "t0": 10,
    "t1": 60,
    "unit": "messages",
}


def teacher() -> Visitor:
    return Visitor((_digest("program", TEACHER), "address"), "place")


async def made(run=None, lesson=None) -> str:
    """The code of a class."""
    return (await sync_to_async(make)(teacher(), run, lesson)).code


@dataclass
class Page:
    """A page of a class: says things, and remembers the newest of each part."""

    socket: WebsocketCommunicator
    parts: dict = field(default_factory=dict)
    seen: list = field(default_factory=list)

    async def say(self, type_, **fields):
        await self.socket.send_to(text_data=json.dumps({"type": type_, **fields}))

    async def do(self, type_, **fields):
        """Say it, until it is acknowledged or refused; the answer."""
        await self.say(type_, id=len(self.seen), **fields)
        return await self.until(lambda said: said["type"] in ("done", "refused"))

    async def hear(self):
        """The next message, or the code with which the server closes."""
        said = await receive(self.socket, timeout=PATIENCE_S)
        if isinstance(said, int):
            return said
        said = json.loads(said)
        self.seen.append(said)
        self.parts[said["type"]] = said
        return said

    async def until(self, found):
        async with asyncio.timeout(PATIENCE_S):
            while True:
                said = await self.hear()
                assert not isinstance(said, int), self.seen[-1]
                if found(said):
                    return said

    async def part(self, name, **fields):
        """Until a part says this."""

        def says(said):
            return said["type"] == name and all(said.get(k) == v for k, v in fields.items())

        last = self.parts.get(name)
        return last if last and says(last) else await self.until(says)

    async def asked(self) -> int:
        """Until a question is on; the number of its round."""
        there = self.parts.get("stage", {}).get("round")
        return (there or (await self.until(lambda said: said.get("round")))["round"])["n"]

    async def leave(self):
        await self.socket.disconnect()


@contextlib.asynccontextmanager
async def opened(code, headers=OURS):
    """A socket to a class, on which nothing is said yet."""
    from visualizer.asgi import application

    socket = WebsocketCommunicator(application, f"/ws/classes/{code}", headers=list(headers))
    accepted, _ = await socket.connect(timeout=30)
    assert accepted
    yield socket
    await socket.disconnect()


@contextlib.asynccontextmanager
async def pages():
    """Opens pages of classes, which are closed at the end."""
    from visualizer.classes.rooms import rooms

    async with contextlib.AsyncExitStack() as all_pages:

        async def open_one(code, role="follower", headers=None, **hello) -> Page:
            usual = OURS if role == "follower" else BY_NAME
            page = Page(await all_pages.enter_async_context(opened(code, headers or usual)))
            await page.say("hello", protocol=1, role=role, **hello)
            return page

        yield open_one
    await rooms.stop()
