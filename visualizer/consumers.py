"""One viewer of one run: follows the stored run at the viewer's own pace.

All a viewer costs between frames is its position. Nothing is sent beyond the window, so nothing
piles up in the server for one who does not read. A frame is packed once for all viewers; for one
who is behind, all frames that have room go out in one go.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer

from visualizer import packed, protocol
from visualizer.laboratory import NotRunning, laboratory
from visualizer.protocol import Ack, Hello, Malformed, dump
from visualizer.supervisor.feed import Feed
from visualizer.window import Window

log = logging.getLogger(__name__)


class RunConsumer(AsyncWebsocketConsumer):
    """`/ws/runs/<id>`, protocol 1."""

    feed: Feed | None = None
    task: asyncio.Task[None] | None = None
    window: Window | None = None  # since hello
    told: dict[str, Any] | None = None  # the last state sent, without its figures
    header_sent = False
    ended = False
    heard = 0  # messages from the viewer
    left = False

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
        self.heard += 1
        if self.left:
            return
        if self.heard > protocol.MESSAGES_TO_SPARE + (self.window.sent if self.window else 0):
            said = "Too many messages: one for each frame is enough."
            await self._leave(said, protocol.CLOSE_TOO_MANY)
            return
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
        if self.window is not None:
            raise Malformed("hello: was said already.")
        self.window = Window(hello.after, hello.window)

    def _acknowledge(self, ack: Ack) -> None:
        if self.window is None:
            raise Malformed("Say hello first.")
        if ack.n >= self.window.next:
            raise Malformed(f"n: frame {ack.n} has not been sent yet.")
        self.window.acknowledge(ack.n)

    async def _refuse(self, text: str) -> None:
        await self._leave(text, protocol.CLOSE_MALFORMED)

    async def _leave(self, text: str, code: int) -> None:
        self.left = True
        await self._say("error", message=text, error={"what": text})
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
        if (window := await self._heard_hello()) is None:
            return
        while True:
            self.wake.clear()
            await self._tell(feed, window)
            while self.header_sent and window.next < feed.frames and window.has_room():
                end = min(feed.frames, window.end)
                frames = await supervisor.frames.get(self.run, window.next, end)
                if not frames:
                    await self._leave("This run was deleted.", protocol.CLOSE_UNKNOWN_RUN)
                    return
                await self._send_frames(window.take(frames))
            await self._tell_end(feed, window)
            await self.wake.wait()

    async def _heard_hello(self) -> Window | None:
        try:
            async with asyncio.timeout(protocol.HELLO_WITHIN_S):
                while self.window is None:
                    await self.wake.wait()
                    self.wake.clear()
        except TimeoutError:
            await self._leave("No hello came.", protocol.CLOSE_NO_HELLO)
        return self.window

    async def _send_frames(self, frames: list[bytes]) -> None:
        """In one write where the server can take packed messages, else one by one."""
        if (write := self._write_packed()) is not None:
            write(b"".join(frames))
            return
        for frame in frames:
            await self.send(bytes_data=protocol.payload(frame))

    async def _say(self, kind: str, **fields: Any) -> None:
        await self._write_text(dump(kind, **fields))

    async def _write_text(self, text: str) -> None:
        """A text message, which may be as long as it is."""
        if (write := self._write_packed()) is not None:
            write(protocol.pack_text(text))
        else:
            await self.send(text)

    def _write_packed(self) -> Callable[[bytes], None] | None:
        return self.scope.get("extensions", {}).get(packed.EXTENSION)

    async def _tell(self, feed: Feed, window: Window) -> None:
        """Send the header once there is one, and the state when it has changed."""
        if feed.header is not None and not self.header_sent:
            self.header_sent = True
            self.told = None  # a state always follows the header
            own = {"run": self.run, "state": feed.state, "window": window.told}
            await self._write_text(protocol.dump_header(feed.header, **own))
        told = {"state": feed.state, "queue": feed.queue, "message": feed.message}
        if told != self.told:
            self.told = told
            self.ended = self.ended and feed.ended
            await self._say("state", **feed.status())

    async def _tell_end(self, feed: Feed, window: Window) -> None:
        """After the last frame, once: what the run came to. It may yet be resumed."""
        if not feed.ended or self.ended or window.next < feed.frames:
            return
        self.ended = True
        end = feed.end or {}
        await self._say(
            "end",
            state=feed.state,
            last=feed.frames - 1,
            message=feed.message,
            fingerprint=end.get("fingerprint"),
            summary=end.get("summary", {}),
        )
