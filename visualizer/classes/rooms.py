"""All classes that somebody is in, in the server's event loop; the thread that writes for them."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Set
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import connection

from visualizer.apart import Busy
from visualizer.classes import making
from visualizer.classes.places import Places
from visualizer.classes.room import TICK_S, Room

log = logging.getLogger(__name__)
T = TypeVar("T")

SWEEP_EVERY_S = 60.0
ANSWER_WITHIN_S = 5.0
BUSY = "The server has too much to do to say how the class stands."


class Rooms:
    """Started with the server. One thread writes, so what is written is in order."""

    def __init__(self) -> None:
        self.rooms: dict[str, Room] = {}
        self.places = Places()
        # One comes in after the other: a seat that was just given is not given to the next.
        self.door = asyncio.Lock()
        self.loop: asyncio.AbstractEventLoop | None = None
        self.keeper: asyncio.Task[None] | None = None
        self.pen: ThreadPoolExecutor | None = None
        self.may_sweep = _always

    async def start(self, may_sweep: Callable[[], bool] | None = None) -> None:
        """Once in an event loop. Nothing is swept until `may_sweep`: until there are tables."""
        if self.loop is asyncio.get_running_loop():
            return
        self.may_sweep = may_sweep or _always
        self.loop = asyncio.get_running_loop()
        self.rooms, self.places, self.door = {}, Places(), asyncio.Lock()
        self.pen = ThreadPoolExecutor(1, "classes")
        self.keeper = asyncio.ensure_future(self._keep())

    async def stop(self) -> None:
        keeper, self.keeper = self.keeper, None
        if keeper is not None:
            keeper.cancel()
            await asyncio.gather(keeper, return_exceptions=True)
        if self.pen is None:
            return
        for room in self.rooms.values():
            with contextlib.suppress(Exception):
                await room.keep()
        await self.write(_close_connection)
        self.pen.shutdown(wait=False)
        self.rooms, self.loop, self.pen = {}, None, None

    async def write(self, call: Callable[..., T], *args: Any) -> T:
        """In the thread that writes, after all that was asked for before."""
        await self.start()
        return await asyncio.get_running_loop().run_in_executor(self.pen, call, *args)

    async def room(self, code: str) -> Room:
        """The room of a class, with what is stored of it."""
        await self.start()
        room = self.rooms.get(code)
        if room is None:
            room = self.rooms[code] = Room(code, self.write)
        if not room.parts:
            await room.changed()
        return room

    def here(self, code: str) -> Set[int]:
        """Seats of a class whose followers are connected."""
        room = self.rooms.get(code)
        return frozenset() if room is None else room.seats_here()

    @property
    def runs(self) -> bool:
        """Whether there is a server in this process."""
        return self.loop is not None and self.loop.is_running()

    # --- from other threads -------------------------------------------------------------------

    def changed(self, code: str) -> None:
        """Something of a class was written: those who are in it are told."""
        self._in_loop(self._refresh, code)

    def ask(self, call: Callable[[Room], T], code: str, keep: bool = False) -> T | None:
        """What a call says of a class's room; None where no server runs in this process.

        With `keep`, where the teacher looks is written by then. Raises `Busy` where the server has
        too much to do to say it.
        """
        if self.loop is None or not self.runs:
            return None

        async def answer() -> T:
            room = await self.room(code)
            said = call(room)
            if keep:
                await room.keep()
            return said

        asked = asyncio.run_coroutine_threadsafe(answer(), self.loop)
        try:
            return asked.result(ANSWER_WITHIN_S)
        except TimeoutError:
            asked.cancel()
            raise Busy(BUSY) from None

    def _in_loop(self, call: Callable[..., Any], *args: Any) -> None:
        if self.loop is not None and self.runs:
            asyncio.run_coroutine_threadsafe(call(*args), self.loop)

    async def _refresh(self, code: str) -> None:
        if (room := self.rooms.get(code)) is not None:
            await room.changed()

    # --- from time to time --------------------------------------------------------------------

    async def _keep(self) -> None:
        """Each half second the rooms; each minute the classes whose time is over."""
        ticks = 0  # until the next sweep
        while True:
            for room in list(self.rooms.values()):
                await self._tick(room)
            if ticks == 0 and self.may_sweep():
                ticks = int(SWEEP_EVERY_S / TICK_S)
                await self._sweep()
            ticks = max(0, ticks - 1)
            await asyncio.sleep(TICK_S)

    async def _tick(self, room: Room) -> None:
        try:
            await room.tick()
        except Exception as error:
            log.warning("class %s: %s", room.code, error)
        if room.is_idle() and self.rooms.get(room.code) is room and not room.unwritten:
            del self.rooms[room.code]

    async def _sweep(self) -> None:
        try:
            for code in await self.write(making.sweep):
                await self._refresh(code)
        except Exception as error:
            log.warning("classes whose time is over could not be ended: %s", error)


def _always() -> bool:
    return True


def _close_connection() -> None:
    connection.close()  # the one of the thread that calls


rooms = Rooms()
