"""Threads for everything that blocks: one that writes, a few that read, one that forks,
two that prepare previews.

What fails because of the database or the machine, not because of its run, is a trouble that is
remembered until the watchdog has tried it with success; while there is trouble the queue waits.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from visualizer import trouble
from visualizer.trouble import Unwritable

log = logging.getLogger(__name__)
T = TypeVar("T")

READERS = 3
PREPARERS = 2
WORKERS = "No worker could be started: {error}. It is tried again every few seconds."


class NoWorker(Exception):
    """No process could be started; the text says why."""


class Hands:
    """Does what blocks, off the event loop, and remembers what does not work."""

    def __init__(self) -> None:
        self.writing = ThreadPoolExecutor(1, "store")
        self.reading = ThreadPoolExecutor(READERS, "read")
        self.preparing = ThreadPoolExecutor(PREPARERS, "prepare")
        self.forking = ThreadPoolExecutor(1, "fork")
        self.troubles: dict[str, Unwritable] = {}  # by "database", "disk", "workers"
        self._better = asyncio.Event()

    async def write(self, call: Callable[..., T], *args: Any) -> T:
        try:
            return await self.run(self.writing, call, *args)
        except Exception as error:
            if trouble.concerns_all(error):
                self.note("database", trouble.unwritable(error))
            raise

    async def read(self, call: Callable[..., T], *args: Any) -> T:
        return await self.run(self.reading, call, *args)

    async def prepare(self, call: Callable[..., T], *args: Any) -> T:
        """For what may take longer than a reader may be away."""
        return await self.run(self.preparing, call, *args)

    async def fork(self, call: Callable[..., T], *args: Any) -> T:
        """For what talks to workers."""
        return await self.run(self.forking, call, *args)

    async def start_workers(self, call: Callable[..., T], *args: Any) -> T:
        """Raises `NoWorker`."""
        try:
            return await self.fork(call, *args)
        except Exception as error:
            sentence = WORKERS.format(error=error)
            self.note("workers", Unwritable(trouble.UNAVAILABLE, sentence))
            raise NoWorker(sentence) from error

    async def run(self, threads: ThreadPoolExecutor, call: Callable[..., T], *args: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(threads, call, *args)

    def note(self, kind: str, what: Unwritable) -> None:
        if str(self.troubles.get(kind)) != str(what):
            log.error("%s", what)
        self.troubles[kind] = what

    def clear(self, kind: str) -> None:
        if (what := self.troubles.pop(kind, None)) is not None:
            log.warning("over: %s", what)

    async def better_times(self) -> None:
        """Wait until the database has taken something."""
        await self._better.wait()

    def tell_better_times(self) -> None:
        """Wake who waits, once."""
        self._better.set()
        self._better = asyncio.Event()

    async def close(self, close_connection: Callable[[], None]) -> None:
        """Close the connection of each thread, then the threads."""
        await self.run(self.writing, close_connection)
        for threads, count in ((self.reading, READERS), (self.preparing, PREPARERS)):
            await asyncio.gather(*(self.run(threads, close_connection) for _ in range(count)))
        for threads in (self.writing, self.reading, self.preparing, self.forking):
            threads.shutdown(wait=False)
