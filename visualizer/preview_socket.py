"""The socket of previews: a knob is dragged, and what would come of it is seen.

One preview at a time: the next one ends the one before, and so does the end of the socket. Every
message says of which it is.
"""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import aclosing
from typing import Any, NamedTuple

import orjson
from channels.generic.websocket import AsyncWebsocketConsumer

from simcore.errors import ScenarioInvalid, SimError
from visualizer import protocol
from visualizer.budget import Budget
from visualizer.laboratory import NotRunning, laboratory
from visualizer.previewing import Prepared, prepare, wished
from visualizer.protocol import NUMBER, Malformed, dump
from visualizer.supervisor import wire
from visualizer.supervisor.hands import NoWorker
from visualizer.supervisor.previews import Full, Previews
from visualizer.views.problems import Problem
from visualizer.visitor import whose_socket

log = logging.getLogger(__name__)

SPARED = 40
A_SECOND = 10
"""Messages that are taken; a dragged knob sends four a second."""

TOO_LARGE = (
    f"A message may have {protocol.MAX_INBOUND_BYTES // 1024} KB: a larger document has no preview "
    "before it has been run."
)
KNOWN = (Problem, SimError, NotRunning, NoWorker, Full)


class Wanted(NamedTuple):
    """Which preview, how much of it the viewer has, and whether it has any header yet."""

    n: int
    have: int
    whole: bool


class PreviewConsumer(AsyncWebsocketConsumer):
    """`/ws/previews`, protocol 1."""

    task: asyncio.Task[None] | None = None
    left = False

    async def connect(self) -> None:
        self.budget = Budget(time.monotonic(), SPARED, A_SECOND)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        self._drop()

    # --- from the viewer ----------------------------------------------------------------------

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.left:
            return
        if not self.budget.takes_one(time.monotonic()):
            await self._leave(
                "Too many messages: previews are for one knob.", protocol.CLOSE_TOO_MANY
            )
        elif text_data is None:
            await self._leave("Only text messages are understood.", protocol.CLOSE_MALFORMED)
        elif len(text_data.encode()) > protocol.MAX_INBOUND_BYTES:
            await self._leave(TOO_LARGE, protocol.CLOSE_TOO_LARGE)
        else:
            try:
                self._take(protocol.object_of(text_data))
            except Malformed as error:
                await self._leave(str(error), protocol.CLOSE_MALFORMED)

    def _take(self, message: dict[str, Any]) -> None:
        kind = message.pop("type", None)
        if kind not in ("preview", "drop"):
            raise Malformed(f"type: {str(kind)[:40]!r} is unknown; it is 'preview' or 'drop'.")
        self._drop()
        if kind == "preview":
            n = protocol.number(message, "n", minimum=0)
            have = protocol.number(message, "have", minimum=0)
            wanted = Wanted(n, have, message.get("whole") is True)
            asked = {k: v for k, v in message.items() if k not in ("n", "have", "whole")}
            self.task = asyncio.ensure_future(self._preview(wanted, asked))

    def _drop(self) -> None:
        task, self.task = self.task, None
        if task is not None:
            task.cancel()

    async def _leave(self, text: str, code: int) -> None:
        self.left = True
        self._drop()
        await self.send(dump("error", message=text, error={"what": text}))
        await self.close(code)

    # --- to the viewer ------------------------------------------------------------------------

    async def _preview(self, wanted: Wanted, asked: dict[str, Any]) -> None:
        n = wanted.n
        try:
            await self._take_turn(wanted, asked)
        except asyncio.CancelledError:
            raise
        except KNOWN as error:
            await self._end(n, state="refused", **_said(error))
        except Exception:
            log.exception("a preview failed")
            await self._end(n, state="failed", message="The server failed on this preview.")

    async def _take_turn(self, wanted: Wanted, asked: dict[str, Any]) -> None:
        supervisor = laboratory.supervisor()
        prepare_in_thread = supervisor.hands.prepare
        request = await prepare_in_thread(wished, asked)
        async with supervisor.previews.turn(whose_socket(self.scope)):
            prepared = await prepare_in_thread(prepare, request, wanted.have)
            await self._follow(wanted, prepared, supervisor.previews)

    async def _follow(self, wanted: Wanted, prepared: Prepared, previews: Previews) -> None:
        n, ended = wanted.n, False
        async with aclosing(previews.messages(prepared.job)) as messages:
            async for message in messages:
                if message.kind == wire.HEADER:
                    header = orjson.loads(message.body)
                    if not wanted.whole:
                        del header["metrics"]
                    await self.send(dump("begin", n=n, shared=prepared.shared, header=header))
                elif message.kind == wire.FRAME:
                    await self.send(bytes_data=NUMBER.pack(n) + message.body)
                elif message.kind == wire.END:
                    ended = True
                    await self._end(n, computed_s=message.time_s, **orjson.loads(message.body))
        if not ended:
            await self._end(n, state="failed", message="The preview’s process ended.")

    async def _end(self, n: int, **said: Any) -> None:
        await self.send(dump("end", n=n, **{"computed_s": 0.0, **said}))


def _said(error: Exception) -> dict[str, Any]:
    """As the worker says it of what only that finds out."""
    if not isinstance(error, ScenarioInvalid):
        return {"message": str(error)}
    checks = [check.as_dict() for check in error.checks]
    return {"message": checks[0]["message"], "checks": checks}
