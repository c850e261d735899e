"""One viewer of one run: follows the stored run at the viewer's own pace.

All a viewer costs between frames is its position. Nothing is sent beyond the window, so nothing
piles up in the server for one who does not read.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer

from visualizer import protocol
from visualizer.laboratory import NotRunning, laboratory
from visualizer.protocol import Ack, Hello, Malformed, dump
from visualizer.supervisor.feed import Feed

log = logging.getLogger(__name__)


class RunConsumer(AsyncWebsocketConsumer):
    """`/ws/runs/<id>`, protocol 1."""

    feed: Feed | None = None
    task: asyncio.Task[None] | None = None
    greeted = False
    next = 0  # number of the frame to send next
    acked = -1  # number of the last frame that the viewer has
    told: dict[str, Any] | None = None  # the last state sent, without its figures
    header_sent = False
    ended = False

    async def connect(self) -> None:
        self.run = self.scope["url_route"]["kwargs"]["run"]
        self.wake = asyncio.Event()
        await self.accept()
        self.task = asyncio.ensure_future(self._watch())

    async def disconnect(self, code: int) -> None:
        if self.feed is not None:
            self.feed.listeners.discard(self.wake.set)
        if self.task is not None and self.task is not asyncio.current_task():
            self.task.cancel()

    # --- from the viewer ----------------------------------------------------------------------

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if text_data is None:
            await self._refuse("Only text messages are understood.")
        elif len(text_data) > protocol.MAX_INBOUND_BYTES:
            await self._leave(
                f"A message may have {protocol.MAX_INBOUND_BYTES // 1024} KB.",
                protocol.CLOSE_TOO_LARGE,
            )
        else:
            await self._take(text_data)

    async def _take(self, text: str) -> None:
        try:
            message = protocol.parse(text)
            if isinstance(message, Hello):
                self._greet(message)
            else:
                self._acknowledge(message)
        except Malformed as error:
            await self._refuse(str(error))
        else:
            self.wake.set()

    def _greet(self, hello: Hello) -> None:
        if self.greeted:
            raise Malformed("hello: was said already.")
        self.greeted = True
        self.next = hello.after + 1
        self.acked = hello.after

    def _acknowledge(self, ack: Ack) -> None:
        if not self.greeted:
            raise Malformed("Say hello first.")
        if ack.n >= self.next:
            raise Malformed(f"n: frame {ack.n} has not been sent yet.")
        self.acked = max(self.acked, ack.n)

    async def _refuse(self, text: str) -> None:
        await self._leave(text, protocol.CLOSE_MALFORMED)

    async def _leave(self, text: str, code: int) -> None:
        await self.send(dump("error", message=text, error={"what": text}))
        await self.close(code)

    # --- to the viewer ------------------------------------------------------------------------

    async def _watch(self) -> None:
        try:
            await self._follow()
        except asyncio.CancelledError:
            raise
        except NotRunning as error:
            await self._leave(str(error), protocol.CLOSE_FAULT)
        except Exception:
            log.exception("run %s: a viewer's connection failed", self.run)
            await self._leave("The server failed on this connection.", protocol.CLOSE_FAULT)

    async def _follow(self) -> None:
        supervisor = laboratory.supervisor()
        feed = self.feed = await supervisor.feed(self.run)
        if feed is None:
            text = f"There is no run {self.run[:40]!r}, or it was deleted to make room."
            await self._leave(text, protocol.CLOSE_UNKNOWN_RUN)
            return
        feed.listeners.add(self.wake.set)
        if not await self._heard_hello():
            return
        while True:
            self.wake.clear()
            await self._tell(feed)
            while self._may_send(feed):
                packed = await supervisor.frames.get(self.run, self.next)
                if packed is None:
                    await self._leave("This run was deleted.", protocol.CLOSE_UNKNOWN_RUN)
                    return
                await self.send(bytes_data=packed)
                self.next += 1
            await self._tell_end(feed)
            await self.wake.wait()

    async def _heard_hello(self) -> bool:
        try:
            async with asyncio.timeout(protocol.HELLO_WITHIN_S):
                while not self.greeted:
                    await self.wake.wait()
                    self.wake.clear()
        except TimeoutError:
            await self._leave("No hello came.", protocol.CLOSE_NO_HELLO)
        return self.greeted

    def _may_send(self, feed: Feed) -> bool:
        return (
            feed.header is not None
            and self.header_sent
            and self.next < feed.frames
            and self.next - self.acked <= protocol.WINDOW
        )

    async def _tell(self, feed: Feed) -> None:
        """Send the header once there is one, and the state when it has changed."""
        if feed.header is not None and not self.header_sent:
            self.header_sent = True
            self.told = None  # a state always follows the header
            header = {**feed.header, "run": self.run, "state": feed.state}
            header |= {"protocol": protocol.VERSION}
            header.pop("type", None)
            await self.send(dump("header", **header))
        told = {"state": feed.state, "queue": feed.queue, "message": feed.message}
        if told != self.told:
            self.told = told
            self.ended = self.ended and feed.ended
            await self.send(dump("state", **feed.status()))

    async def _tell_end(self, feed: Feed) -> None:
        """After the last frame, once: what the run came to. It may yet be resumed."""
        if not feed.ended or self.ended or self.next < feed.frames:
            return
        self.ended = True
        end = feed.end or {}
        await self.send(
            dump(
                "end",
                state=feed.state,
                last=feed.frames - 1,
                message=feed.message,
                fingerprint=end.get("fingerprint"),
                summary=end.get("summary", {}),
            )
        )
