"""Takes runs from the queue, gives each a worker, stores what it sends, then tells the viewers.

Lives in the event loop of the server process. Who is on a run is in `roster`, by the table in
`states`; what blocks goes through `hands`; one run's way is in `performance`; `watchdog` looks for
runs that nobody is on.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from visualizer import lineage, trouble
from visualizer.supervisor import store
from visualizer.supervisor.feed import Feed
from visualizer.supervisor.feeds import Feeds
from visualizer.supervisor.frames import FrameCache
from visualizer.supervisor.hands import Hands, NoWorker
from visualizer.supervisor.lock import DatabaseLock
from visualizer.supervisor.performance import CANCELLED, Performer
from visualizer.supervisor.pool import Pool
from visualizer.supervisor.previews import Previews
from visualizer.supervisor.roster import Roster, Seat
from visualizer.supervisor.states import Event, Place
from visualizer.supervisor.turns import NOBODYS, Whose
from visualizer.supervisor.watchdog import Watchdog

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Settings:
    """What the supervisor may use."""

    at_once: int = 2
    extra: int = 0  # runs beyond these, of those who have none under way
    queued: int = 50
    cache_bytes: int = 32 * 1024**2
    spares: int = 1
    resume: bool = False  # at the start, runs that were being computed
    watch_every_s: float = 2.0
    previews: int = 2  # at once
    wall_s: float = 120.0  # that a run may take; its worker keeps to it, the watchdog sees to it


class QueueFull(Exception):
    """No more runs are taken for now; the text names the setting."""


class Supervisor:
    """The one owner of workers, feeds and the frame cache."""

    def __init__(
        self, settings: Settings, hands: Hands | None = None, pool: Pool | None = None
    ) -> None:
        self.settings = settings
        self.hands = hands or Hands()
        self.pool = pool or Pool(settings.spares)
        self.frames = FrameCache(self._read_frames, settings.cache_bytes)
        self.roster = Roster()
        self.performer = Performer(
            self.roster, self.hands, self.pool, self.frames, spawn=self._spawn
        )
        self.watchdog = Watchdog(self)
        self.watching: asyncio.Future[None] | None = None
        self.tasks: set[asyncio.Task[Any]] = set()
        self.feeds = Feeds(self.hands)
        self.previews = Previews(self.hands, Pool(), settings.previews)
        self.lock = DatabaseLock()
        self.loop: asyncio.AbstractEventLoop | None = None
        self.stopping = False

    # --- life ---------------------------------------------------------------------------------

    async def start(self) -> None:
        """Take over the database, warm the workers, go on with what waits.

        Raises `DatabaseInUse`, or what the database says; then nothing is left behind.
        """
        self.loop = asyncio.get_running_loop()
        self.lock.acquire()
        try:
            self._spawn(self.hands.start_workers(self.pool.fill))
            waiting = await self.hands.write(store.prepare, self.settings.resume)
        except BaseException:
            await self.stop()
            raise
        for run_id, whose in waiting.items():
            self._enqueue(run_id, whose)
        self.watching = asyncio.ensure_future(self.watchdog.watch(self.settings.watch_every_s))

    async def stop(self) -> None:
        """Kill the workers, close what is open; what was under way is found at the next start."""
        self.stopping = True
        tasks = [*self.tasks, *([self.watching] if self.watching else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.hands.fork(self.pool.close)
        await self.previews.close()
        await self.hands.close(store.close)
        self.lock.release()

    # --- what the web part asks for -----------------------------------------------------------

    def accepts(self) -> None:
        """Raise `QueueFull` when as many runs wait as may, `Unwritable` when none can be stored."""
        self._require_storage()
        if len(self.roster.queue) >= self.settings.queued:
            raise QueueFull(
                f"{len(self.roster.queue)} runs wait already (WINDTUNNEL_MAX_RUNS_QUEUED). "
                "Try again in a minute."
            )

    def require_health(self) -> None:
        """Raise `Unwritable` or `NoWorker` when runs could not be computed now; from any thread."""
        self._require_storage()
        if (wrong := self.hands.troubles.get("workers")) is not None:
            raise NoWorker(str(wrong))

    def _require_storage(self) -> None:
        trouble.require_disk()
        if (wrong := self.hands.troubles.get("database")) is not None:
            raise trouble.Unwritable(wrong.status, str(wrong))

    def submit(self, run_id: str, whose: Whose = NOBODYS) -> None:
        """Queue a run that is stored as queued; from any thread."""
        assert self.loop is not None
        self.loop.call_soon_threadsafe(self._enqueue, run_id, whose)

    def cancel(self, run_id: str) -> None:
        """Stop a run that waits or is under way; from any thread."""
        assert self.loop is not None
        self.loop.call_soon_threadsafe(self._cancel, run_id, timezone.now())

    def is_dead(self, run_id: str) -> bool:
        """Whether nobody computes a run or will, whatever is stored of it; from any thread."""
        return self.roster.is_dead(run_id)

    def fate(self, run_id: str) -> dict[str, str]:
        """The end of a run that could not be stored yet; from any thread."""
        seat = self.roster.seats.get(run_id)
        if seat is None or seat.place is not Place.ENDING or seat.fate is None:
            return {}
        state, message = seat.fate
        return {"state": state, "message": message}

    async def feed(self, run_id: str) -> Feed | None:
        """What is known about a run; None when there is none of that name."""
        return await self.feeds.find(run_id)

    def watched(self) -> frozenset[str]:
        """Runs that somebody looks at now; from any thread."""
        return frozenset(feed.run for feed in self.feeds.values() if feed.listeners)

    def forget(self, run_id: str) -> None:
        """A run was deleted; from any thread."""
        assert self.loop is not None
        self.loop.call_soon_threadsafe(self._forget, run_id)

    def status(self) -> dict[str, Any]:
        """Figures for /healthz."""
        return {
            "running": len(self.roster.at_work()),
            "at_once": self.settings.at_once,
            "queued": len(self.roster.queue),
            "spare": len(self.pool.waiting),
            "ending": len(self.roster.ending()),
            "previews": len(self.previews.under_way),
            "previews_waiting": len(self.previews.waiting),
            "found_lost": self.watchdog.found,
        }

    # --- what happens to runs -----------------------------------------------------------------

    def _enqueue(self, run_id: str, whose: Whose = NOBODYS) -> None:
        seat = self._seat(run_id)
        seat.whose = seat.whose if whose == NOBODYS else whose
        if self.roster.move(seat, Event.ASKED) is not Place.WAITING:
            seat.asked_again, seat.cancelled_again = True, None
            return
        seat.feed.tell(state="queued", message="", end=None)
        self.feeds.recent.append(seat.feed)
        self._spawn(self.feeds.begin(seat.feed))
        self.advance()

    def _cancel(self, run_id: str, at: datetime) -> None:
        seat = self._seat(run_id)
        before = seat.place
        place = self.roster.move(seat, Event.CANCELLED)
        if before in (Place.NOWHERE, Place.WAITING):
            seat.cancelled = at
            self._end(seat, "stopped", CANCELLED)
            return
        seat.cancelled_again = at if seat.asked_again else None
        if place is not Place.ENDING:
            seat.cancelled = at
            seat.kill()

    def lose(self, run_id: str, message: str) -> None:
        """A run is stored as running, and nobody is on it: offer it."""
        seat = self._seat(run_id)
        seat.stored = "running"
        self.roster.move(seat, Event.LOST)
        self._end(seat, "interrupted", message)

    def advance(self) -> None:
        """Start what there is room for, and tell the others how many are ahead of them."""
        room = self.settings.at_once, self.settings.extra
        while not self._held_back() and (seat := self.roster.first(*room)) is not None:
            self.roster.move(seat, Event.TURN)
            self._spawn(self._perform(seat))
        for ahead, seat in enumerate(self.roster.order()):
            if seat.feed.queue != ahead:
                seat.feed.tell(queue=ahead)

    def ahead(self, run_id: str) -> int | None:
        """How many runs have their turn before this one; None where it does not wait."""
        seat = self.roster.seats.get(run_id)
        return seat.feed.queue if seat is not None and seat.place is Place.WAITING else None

    def _held_back(self) -> bool:
        return self.stopping or bool(self.hands.troubles)

    async def _perform(self, seat: Seat) -> None:
        try:
            self._spawn(self.hands.start_workers(self.pool.fill))
            await self.performer.perform(seat)
        finally:
            self._left(seat)

    def _end(self, seat: Seat, state: str, message: str) -> None:
        seat.fate = (state, message)
        self._spawn(self._ending(seat))
        self.advance()

    async def _ending(self, seat: Seat) -> None:
        try:
            await self.performer.end(seat)
        finally:
            self._left(seat)

    def _left(self, seat: Seat) -> None:
        """A run has ended or is back in the queue: do what was noted meanwhile, and the next."""
        if self.stopping:
            return
        if seat.place is Place.WAITING and seat.cancelled:
            self._cancel(seat.run, seat.cancelled)
        elif seat.place is Place.NOWHERE:
            self._spawn(self._tidy(seat.run))
            if seat.asked_again or seat.feed.state == "queued":  # not what was to be ended
                self._enqueue(seat.run, seat.whose)
            if seat.cancelled_again:
                self._cancel(seat.run, seat.cancelled_again)
        elif seat.place is not Place.WAITING:
            log.error("run %s was left at %s: the watchdog will find it", seat.run, seat.place)
            self.roster.drop(seat)
        self.advance()

    async def _tidy(self, run_id: str) -> None:
        for gone in await self.hands.write(store.tidy, run_id, self.watched() | {run_id}):
            self._forget(gone)

    # --- the rest -----------------------------------------------------------------------------

    def _seat(self, run_id: str) -> Seat:
        return self.roster.seat(self.feeds.of(run_id))

    def _forget(self, run_id: str) -> None:
        self.frames.forget(run_id)
        self.feeds.forget(run_id)

    async def _read_frames(self, run_id: str, first: int, end: int) -> list[tuple[int, bytes]]:
        return await self.hands.read(lineage.read_frames, run_id, first, end)

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self.tasks.discard(task)
        if task.cancelled() or (error := task.exception()) is None:
            return
        if isinstance(error, NoWorker) or trouble.concerns_all(error):
            log.error("a task of the supervisor failed: %s", error)
        else:
            log.error("a task of the supervisor failed", exc_info=error)
