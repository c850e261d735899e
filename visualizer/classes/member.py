"""One page that is in a class, and what it has been told.

All that a class tells are states of a few parts (where the teacher looks, how things stand), so
who is behind needs only the newest of each: nothing piles up for one who does not read, and nobody
waits for him.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import NamedTuple

from visualizer.protocol import pack_text

LOOK_AGAIN_S = 0.1  # at one who has not taken what was written
STALLED_S = 30.0
MOST_OWN = 64
CLOSE_OVER, CLOSE_ELSEWHERE = 4410, 4412
_turns = itertools.count()  # who came before whom


class Stalled(Exception):
    """The page takes nothing any more."""


class Part(NamedTuple):
    """A part of what is told, encoded once for all; `n` grows with each change of any part."""

    n: int
    text: str
    packed: bytes
    to_teachers: bool


def part(n: int, text: str, to_teachers: bool = False) -> Part:
    return Part(n, text, pack_text(text), to_teachers)


class Member:
    """A page by its socket. `write` and `is_behind` are those of a server that can do it."""

    def __init__(
        self,
        send: Callable[[str], Awaitable[None]],
        write: Callable[[bytes], None] | None,
        is_behind: Callable[[], bool] | None,
        parts: Mapping[str, Part],
        role: str,
        seat: int | None = None,
    ) -> None:
        self.send, self.write, self.is_behind = send, write, is_behind
        self.parts, self.role, self.seat = parts, role, seat
        self.mode = "following"
        self.page: str | None = None  # as a stage names itself
        self.had: dict[str, int] = {}
        self.own: deque[str] = deque()  # to this page alone, in order
        self.wake = asyncio.Event()
        self.busy = False
        self.ends = False
        self.closes = CLOSE_OVER
        self.turn = next(_turns)

    @property
    def teaches(self) -> bool:
        return self.role != "follower"

    def offer(self) -> None:
        """Something has changed: at once where nothing is in the way."""
        if self.busy or self.ends or self.own or self._waits():
            self.wake.set()
            return
        for one in self._due():
            self.write(one.packed)  # type: ignore[misc]  # `_waits` where there is none

    def say(self, text: str) -> None:
        """To this page alone. Who asks for so much and reads nothing is let go."""
        if len(self.own) >= MOST_OWN:
            raise Stalled
        self.own.append(text)
        self.wake.set()

    def end(self, code: int = CLOSE_OVER) -> None:
        """Nothing comes after what is told now: then it is closed with that."""
        self.ends, self.closes = True, code
        self.wake.set()

    async def pump(self) -> None:
        """Sends what could not be sent at once, until the class is over; raises `Stalled`."""
        while not self.ends or self.wake.is_set():
            await self.wake.wait()
            self.wake.clear()
            self.busy = True
            await self._send_all()
            self.busy = False

    async def _send_all(self) -> None:
        while True:
            await self._until_free()
            if self.own:
                await self._send(self.own.popleft())
            elif (one := next(self._due(), None)) is not None:
                await self._send(one.text)
            else:
                return

    async def _until_free(self) -> None:
        waited = 0.0
        while self.is_behind is not None and self.is_behind():
            if waited >= STALLED_S:
                raise Stalled
            await asyncio.sleep(LOOK_AGAIN_S)
            waited += LOOK_AGAIN_S

    async def _send(self, text: str) -> None:
        if self.write is not None:
            self.write(pack_text(text))
        else:
            await self.send(text)

    def _waits(self) -> bool:
        return self.write is None or (self.is_behind is not None and self.is_behind())

    def _due(self) -> Iterator[Part]:
        """Those parts that are newer than what the page has; they count as told."""
        for name, one in self.parts.items():
            if self.had.get(name, 0) < one.n and (self.teaches or not one.to_teachers):
                self.had[name] = one.n
                yield one
