"""Previews: runs that nobody keeps, computed for as long as somebody drags a knob.

A few at once, by turns, each in a worker of its own that is killed when its socket wants another
one or goes. Nothing of them is stored.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol, Self

import orjson

from visualizer.supervisor import wire
from visualizer.supervisor.hands import Hands
from visualizer.supervisor.job import Job
from visualizer.supervisor.pipe_reader import PipeReader
from visualizer.supervisor.pool import Worker
from visualizer.supervisor.turns import Turns, Whose
from visualizer.supervisor.wire import Message


class Workers(Protocol):
    """What gives workers: a pool."""

    def take(self) -> Worker: ...
    def fill(self) -> None: ...
    def close(self) -> None: ...


class Full(Exception):
    """No preview is computed on this server; the text names the setting."""


OFF = "This server computes no previews (WINDTUNNEL_MAX_PREVIEWS_AT_ONCE is 0)."
STUCK = "Nothing more came of it within {wall_s:g} s (WINDTUNNEL_PREVIEW_WALL_S)."
GRACE = 1.25  # times the time that a preview may take
GRACE_S = 1.0


@dataclass(eq=False)
class Ticket:
    """One preview that waits for its turn, or has it."""

    whose: Whose
    turn: asyncio.Future[None] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class Bound:
    """Kills a worker that does not end its preview by itself: it may be loading, or stuck."""

    def __init__(self, worker: Worker, after_s: float) -> None:
        self.worker = worker
        self.after_s = after_s
        self.passed = False

    def __enter__(self) -> Self:
        self.timer = asyncio.get_running_loop().call_later(self.after_s, self._kill)
        return self

    def __exit__(self, *_: object) -> None:
        self.timer.cancel()

    def _kill(self) -> None:
        self.passed = True
        self.worker.kill()


def _stuck(job: Job, last: Message | None) -> Message:
    """What it did not say itself."""
    number, time_s = (last.number, last.time_s) if last else (0, 0.0)
    end = {"state": "stopped", "message": STUCK.format(wall_s=job.wall_s)}
    return Message(wire.END, number, time_s, orjson.dumps(end))


class Previews:
    """Gives turns, and computes. Whoever leaves `messages` has the worker killed."""

    def __init__(self, hands: Hands, pool: Workers, at_once: int) -> None:
        self.hands = hands
        self.pool = pool
        self.at_once = at_once
        self.turns = Turns()
        self.waiting: list[Ticket] = []
        self.under_way: list[Ticket] = []
        self.ends: set[asyncio.Future[Any]] = set()

    @asynccontextmanager
    async def turn(self, whose: Whose) -> AsyncIterator[None]:
        """Wait for it; what is large is read within, so that nobody holds it who only waits."""
        if self.at_once == 0:
            raise Full(OFF)
        ticket = Ticket(whose)
        self.waiting.append(ticket)
        try:
            self._advance()
            await ticket.turn
            yield
        finally:
            for place in (self.waiting, self.under_way):
                if ticket in place:
                    place.remove(ticket)
            self._advance()

    async def messages(self, job: Job) -> AsyncGenerator[Message]:
        """What the worker says, as it comes; ends with it. To be called in one's turn."""
        worker = await self.hands.start_workers(self.pool.take)
        reader = PipeReader(worker.frames.fileno(), asyncio.get_running_loop())
        last: Message | None = None
        try:
            await self.hands.fork(worker.begin, job)
            self._soon(self.hands.start_workers(self.pool.fill))
            with Bound(worker, job.wall_s * GRACE + GRACE_S) as bound:
                while batch := await reader.batch():
                    for last in batch:
                        yield last
            if bound.passed and (last is None or last.kind != wire.END):
                yield _stuck(job, last)
        finally:
            reader.close()
            worker.kill()
            self._soon(self.hands.fork(worker.reap))

    async def close(self) -> None:
        """No worker is left."""
        await asyncio.gather(*self.ends, return_exceptions=True)
        await self.hands.fork(self.pool.close)

    def _advance(self) -> None:
        while self.waiting and len(self.under_way) < self.at_once:
            first = self.turns.order(self.waiting, self.under_way)[0]
            self.waiting.remove(first)
            self.under_way.append(first)
            self.turns.took(first.whose)
            if not first.turn.done():
                first.turn.set_result(None)

    def _soon(self, work: Awaitable[Any]) -> None:
        """In the background; a preview waits for nothing that comes after it."""
        task = asyncio.ensure_future(work)
        self.ends.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Future[Any]) -> None:
        self.ends.discard(task)
        if not task.cancelled():
            task.exception()  # a worker that could not be started is told of elsewhere
