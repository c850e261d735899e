"""Takes runs from the queue, gives each a worker, stores what it sends, then tells the viewers.

Lives in the event loop of the server process. Everything that blocks goes through threads: one
that writes, a few that read, one that forks.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from visualizer.supervisor import store, wire
from visualizer.supervisor.feed import Feed
from visualizer.supervisor.frames import FrameCache
from visualizer.supervisor.lock import DatabaseLock
from visualizer.supervisor.pipe_reader import PipeReader
from visualizer.supervisor.pool import Pool, Worker

log = logging.getLogger(__name__)
T = TypeVar("T")

READERS = 3
CANCELLED = "Cancelled. What was computed so far is kept."
CRASHED = (
    "The run's process ended without a word ({how}). What was computed so far is kept; "
    "nothing else was affected. Retry, and report it with this run's id if it happens again."
)
FAULT = "The server could not store this run: {error}. What was stored before is kept."


@dataclass(frozen=True)
class Settings:
    """What the supervisor may use."""

    at_once: int = 2
    queued: int = 50
    cache_bytes: int = 64 * 1024**2
    spares: int = 1


class QueueFull(Exception):
    """No more runs are taken for now; the text names the setting."""


class Supervisor:
    """The one owner of workers, feeds and the frame cache."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.pool = Pool(settings.spares)
        self.frames = FrameCache(self._read_frames, settings.cache_bytes)
        self.queue: deque[Feed] = deque()
        self.working: dict[str, Worker | None] = {}  # None while its worker is being fetched
        self.cancelled: set[str] = set()
        self.tasks: set[asyncio.Task[None]] = set()
        self.feeds: WeakValueDictionary[str, Feed] = WeakValueDictionary()
        # Held for a while after their end, so that nobody is told an older state from a slow read.
        self.recent: deque[Feed] = deque(maxlen=64)
        self.writing = ThreadPoolExecutor(1, "store")
        self.reading = ThreadPoolExecutor(READERS, "read")
        self.forking = ThreadPoolExecutor(1, "fork")
        self.lock = DatabaseLock()
        self.loop: asyncio.AbstractEventLoop | None = None

    # --- life ---------------------------------------------------------------------------------

    async def start(self) -> None:
        """Take over the database and warm the workers; raises `DatabaseInUse`."""
        self.loop = asyncio.get_running_loop()
        self.lock.acquire()
        self._spawn(self._fork(self.pool.fill))
        await self._write(store.prepare)
        await self._write(store.relax)

    async def stop(self) -> None:
        """Kill the workers and close what is open; runs under way are found interrupted later."""
        self.queue.clear()
        for task in tuple(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self._fork(self.pool.close)
        await self._write(store.close)
        await asyncio.gather(*(self._read(store.close) for _ in range(READERS)))
        for executor in (self.writing, self.reading, self.forking):
            executor.shutdown(wait=False)
        self.lock.release()

    # --- what the web part asks for -----------------------------------------------------------

    def accepts(self) -> None:
        """Raise `QueueFull` when as many runs wait as may."""
        if len(self.queue) >= self.settings.queued:
            raise QueueFull(
                f"{len(self.queue)} runs wait already (WINDTUNNEL_MAX_RUNS_QUEUED). "
                "Try again in a minute."
            )

    def submit(self, run_id: str) -> None:
        """Queue a run that is stored as queued; from any thread."""
        assert self.loop is not None
        self.loop.call_soon_threadsafe(self._enqueue, run_id)

    def cancel(self, run_id: str) -> None:
        """Stop a run that waits or is under way; from any thread."""
        assert self.loop is not None
        self.loop.call_soon_threadsafe(self._cancel, run_id)

    async def feed(self, run_id: str) -> Feed | None:
        """What is known about a run; None when there is none of that name."""
        if (feed := self.feeds.get(run_id)) is None:
            described = await self._read(store.describe, run_id)
            if described is None:
                return None
            # Somebody else may have asked meanwhile; the first answer is everybody's.
            if (feed := self.feeds.get(run_id)) is None:
                feed = self._new_feed(run_id)
                feed.tell(**described)
        return feed

    def watched(self) -> frozenset[str]:
        """Runs that somebody looks at now; from any thread."""
        feeds = [reference() for reference in self.feeds.valuerefs()]
        return frozenset(feed.run for feed in feeds if feed is not None and feed.listeners)

    def status(self) -> dict[str, Any]:
        """Figures for /healthz."""
        return {
            "running": len(self.working),
            "at_once": self.settings.at_once,
            "queued": len(self.queue),
            "spare": len(self.pool.waiting),
        }

    # --- the queue ----------------------------------------------------------------------------

    def _enqueue(self, run_id: str) -> None:
        feed = self.feeds.get(run_id) or self._new_feed(run_id)
        if run_id in self.working or feed in self.queue:
            return
        feed.tell(state="queued", message="", end=None)
        self.recent.append(feed)
        self.queue.append(feed)
        self._advance()

    def _advance(self) -> None:
        """Start what there is room for, and tell the others how many are ahead of them."""
        while self.queue and len(self.working) < self.settings.at_once:
            feed = self.queue.popleft()
            self.working[feed.run] = None
            self._spawn(self._perform(feed))
        for ahead, feed in enumerate(self.queue):
            if feed.queue != ahead:
                feed.tell(queue=ahead)

    def _cancel(self, run_id: str) -> None:
        for feed in self.queue:
            if feed.run == run_id:
                self.queue.remove(feed)
                self._spawn(self._end(feed, "stopped", CANCELLED))
                self._advance()
                return
        if run_id in self.working:
            self.cancelled.add(run_id)
            if (worker := self.working[run_id]) is not None:
                worker.kill()

    # --- one run ------------------------------------------------------------------------------

    async def _perform(self, feed: Feed) -> None:
        worker: Worker | None = None
        try:
            begun = await self._write(store.begin, feed.run)
            if begun is None:  # it is not queued any more: say what it is
                feed.tell(queue=None, **(await self._read(store.describe, feed.run) or {}))
                return
            job, stored = begun
            worker = await self._fork(self.pool.take)
            self.working[feed.run] = worker
            feed.tell(state="running", queue=None, **stored)
            if feed.run in self.cancelled:
                worker.kill()
            else:
                await self._fork(worker.begin, job)
            self._spawn(self._fork(self.pool.fill))
            log.info("run %s began", feed.run)
            await self._follow(feed, worker)
        except asyncio.CancelledError:
            raise
        except store.NotTheSame as error:
            await self._end(feed, "failed", str(error))
        except Exception as error:
            log.exception("run %s: the supervisor failed", feed.run)
            await self._end(feed, "failed", FAULT.format(error=type(error).__name__))
        finally:
            self.working.pop(feed.run, None)
            self.cancelled.discard(feed.run)
            if worker is not None:
                worker.kill()
                self.forking.submit(worker.reap)
            self._advance()

    async def _follow(self, feed: Feed, worker: Worker) -> None:
        """Store batch by batch; tell the viewers of each once it is committed."""
        reader = PipeReader(worker.frames.fileno(), asyncio.get_running_loop())
        progress = store.Progress(feed.run, feed.frames)
        try:
            while batch := await reader.batch():
                changes = await self._write(progress.save, batch)
                self.frames.put(
                    feed.run,
                    [
                        (message.number, message.body)
                        for message in batch
                        if message.kind == wire.FRAME
                    ],
                )
                feed.tell(**_told(changes))
        finally:
            reader.close()
        if not feed.ended:
            await self._end(feed, *await self._cause(feed, worker))
        log.info("run %s %s: %d frames", feed.run, feed.state, feed.frames)
        self._spawn(self._tidy(feed.run))

    async def _cause(self, feed: Feed, worker: Worker) -> tuple[str, str]:
        """State and sentence for a worker that ended before its run did."""
        if feed.run in self.cancelled:
            return "stopped", CANCELLED
        code = await self._fork(worker.reap)
        how = f"signal {-code}" if code is not None and code < 0 else f"exit status {code}"
        log.error("run %s: its worker ended with %s", feed.run, how)
        return "failed", CRASHED.format(how=how)

    async def _end(self, feed: Feed, state: str, message: str) -> None:
        await self._write(store.end, feed.run, state, message)
        feed.tell(state=state, message=message, queue=None)

    async def _tidy(self, run_id: str) -> None:
        for gone in await self._write(store.tidy, run_id, self.watched() | {run_id}):
            self.frames.forget(gone)

    # --- threads ------------------------------------------------------------------------------

    def _new_feed(self, run_id: str) -> Feed:
        feed = self.feeds[run_id] = Feed(run_id)
        return feed

    async def _read_frames(self, run_id: str, first: int, end: int) -> list[tuple[int, bytes]]:
        return await self._read(store.read_frames, run_id, first, end)

    async def _write(self, call: Callable[..., T], *args: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.writing, call, *args)

    async def _read(self, call: Callable[..., T], *args: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.reading, call, *args)

    async def _fork(self, call: Callable[..., T], *args: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.forking, call, *args)

    def _spawn(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a task of the supervisor failed", exc_info=error)


def _told(changes: dict[str, Any]) -> dict[str, Any]:
    """What viewers hear of what was stored."""
    return {name: value for name, value in changes.items() if name not in ("result", "finished")}
