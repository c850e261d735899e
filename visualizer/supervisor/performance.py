"""One run, from its turn to its end: a worker, the job, what it sends, and the end that is stored.

Goes by the table in `states`. Whatever fails on the way, the run's end is written and its seat is
left: a run never keeps a place that nobody works at.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from visualizer import trouble
from visualizer.supervisor import store, wire
from visualizer.supervisor.frames import FrameCache
from visualizer.supervisor.hands import Hands, NoWorker
from visualizer.supervisor.job import Job
from visualizer.supervisor.pipe_reader import PipeReader
from visualizer.supervisor.pool import Worker
from visualizer.supervisor.roster import Roster, Seat
from visualizer.supervisor.states import Event, Place

log = logging.getLogger(__name__)

HAND_OVERS = 3  # workers that may die before they have the job
PUT_OFFS = 3  # times that a run goes back to the queue before it fails
CANCELLED = (
    "Cancelled. What was computed so far is kept and can be looked at; a result, a verdict and a "
    "report there are when the run has gone on to its end."
)
CRASHED = (
    "The run's process {how}. What was computed so far is kept; nothing else was affected. Retry, "
    "and report it with this run's id if it happens again."
)
FAULT = "The server could not store this run: {error}. What was stored before is kept."
UNSTORED = "The run could not be stored. {why} What was stored before is kept; retry goes on there."


class Workers(Protocol):
    """What gives workers: the pool."""

    def take(self) -> Worker: ...


class Performer:
    """Performs runs; the supervisor says whose turn it is."""

    def __init__(
        self,
        roster: Roster,
        hands: Hands,
        pool: Workers,
        frames: FrameCache,
        spawn: Callable[[Coroutine[Any, Any, Any]], None],
    ) -> None:
        self.roster = roster
        self.hands = hands
        self.pool = pool
        self.frames = frames
        self.spawn = spawn

    async def perform(self, seat: Seat) -> None:
        """STARTING to NOWHERE, or back to WAITING where nothing has begun."""
        try:
            if await self._start(seat):
                await self._follow(seat)
        except asyncio.CancelledError:
            raise
        except Exception as error:
            seat.fate = _failed(seat, error)
        finally:
            self._bury(seat)
        if seat.place in (Place.STARTING, Place.COMPUTING):
            self.roster.move(seat, Event.OVER)
            await self.end(seat)

    # --- STARTING -----------------------------------------------------------------------------

    async def _start(self, seat: Seat) -> bool:
        """Fetch a worker and hand it the job; False where there is nothing to follow."""
        try:
            await self._fetch(seat)
            begun = await self.hands.write(store.begin, seat.run)
        except Exception as error:
            return self._put_off(seat, error)
        if begun is None:
            seat.feed.tell(queue=None, **(await self.hands.read(store.describe, seat.run) or {}))
            self.roster.move(seat, Event.VOID)
            return False
        job, stored = begun
        seat.stored = "running"
        seat.feed.tell(state="running", queue=None, **stored)
        await self._hand_over(seat, job)
        seat.began = asyncio.get_running_loop().time()
        self.roster.move(seat, Event.HANDED)
        log.info("run %s began", seat.run)
        return True

    async def _fetch(self, seat: Seat) -> None:
        seat.worker = await self.hands.start_workers(self.pool.take)
        if seat.cancelled:
            seat.worker.kill()

    def _put_off(self, seat: Seat, error: Exception) -> bool:
        """Nothing has begun. Where that is not the run's fault, it waits for better times."""
        seat.put_off += 1
        blameless = isinstance(error, NoWorker) or trouble.concerns_all(error)
        if not blameless or seat.put_off > PUT_OFFS:
            raise error
        log.warning("run %s is put off: %s", seat.run, error)
        self._bury(seat)
        self.roster.move(seat, Event.PUT_OFF)
        return False

    async def _hand_over(self, seat: Seat, job: Job) -> None:
        """Give the job to the worker; to another one, if that one died while it waited for it."""
        for _ in range(HAND_OVERS):
            try:
                await self.hands.fork(_worker(seat).begin, job)
                return
            except OSError as error:
                if seat.cancelled:
                    return  # it was killed; its pipe has ended
                log.warning("run %s: a worker died before it had its job: %s", seat.run, error)
                self._bury(seat)
                await self._fetch(seat)
        raise ChildProcessError(f"{HAND_OVERS} workers died before they had their job")

    # --- COMPUTING ----------------------------------------------------------------------------

    async def _follow(self, seat: Seat) -> None:
        """Store batch by batch; tell the viewers of each once it is committed."""
        feed, worker = seat.feed, _worker(seat)
        reader = PipeReader(worker.frames.fileno(), asyncio.get_running_loop())
        progress = store.Progress(seat.run, feed.frames)
        try:
            while seat.stored and (batch := await reader.batch()):
                changes = await self.hands.write(progress.save, batch)
                if "finished" in changes:
                    seat.stored = ""
                self.frames.put(seat.run, _frames(batch))
                feed.tell(**_told(changes))
        finally:
            reader.close()
        if seat.stored:
            seat.fate = await self._cause(seat)

    async def _cause(self, seat: Seat) -> tuple[str, str]:
        """State and sentence for a worker that ended before its run did."""
        if seat.cancelled:
            return "stopped", CANCELLED
        code = await self.hands.fork(_worker(seat).reap)
        if seat.killed_because:
            return "stopped", seat.killed_because
        log.error("run %s: its worker %s", seat.run, how_it_ended(code))
        return "failed", CRASHED.format(how=how_it_ended(code))

    def _bury(self, seat: Seat) -> None:
        """Whatever the worker is at, it is over."""
        worker, seat.worker = seat.worker, None
        if worker is not None:
            worker.kill()
            self.spawn(self.hands.fork(worker.reap))

    # --- ENDING -------------------------------------------------------------------------------

    async def end(self, seat: Seat) -> None:
        """Write the end for as long as it takes; then the seat is left."""
        while seat.fate is not None and not await self._written(seat, *seat.fate):
            # Somebody looks every few seconds whether the database is well again.
            await self.hands.better_times()
        self.roster.move(seat, Event.WRITTEN)
        log.info("run %s %s: %d frames", seat.run, seat.feed.state, seat.feed.frames)

    async def _written(self, seat: Seat, state: str, message: str) -> bool:
        deleted = {"state": state, "message": message}
        try:
            # Where it is not as we left it, somebody has asked for it again: then it is that.
            left = (seat.stored, seat.cancelled if seat.stored == "queued" else None)
            ended = await self.hands.write(store.end, seat.run, state, message, *left)
            seat.feed.tell(queue=None, **(ended or deleted))
        except Exception as error:
            # Not stored yet, but true: nobody computes it.
            seat.feed.tell(state=state, message=message, queue=None)
            if trouble.concerns_all(error):
                return False
            log.exception("run %s: its end could not be stored; the watchdog will", seat.run)
        seat.fate = None
        return True


def _failed(seat: Seat, error: Exception) -> tuple[str, str]:
    """What a run ends as whose performance failed."""
    if seat.cancelled:
        return "stopped", CANCELLED
    if isinstance(error, store.NotTheSame | store.NotOurs | NoWorker):
        return "failed", str(error)
    if trouble.concerns_all(error):
        return "failed", UNSTORED.format(why=trouble.sentence(error))
    log.error("run %s: the supervisor failed", seat.run, exc_info=error)
    return "failed", FAULT.format(error=type(error).__name__)


def how_it_ended(code: int | None) -> str:
    """The end of a worker that sent no last message, as the middle of a sentence."""
    if code is None:
        return "did not end even when it was killed"
    if code >= 0:
        return f"ended without a word (exit status {code})"
    name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
    said = {
        "SIGKILL": "was killed from outside, as systems do that run out of memory",
        "SIGSEGV": "crashed, as happens where memory runs out in the middle of a calculation",
        "SIGABRT": "gave up, as happens where memory runs out in the middle of a calculation",
    }.get(name, "was ended from outside")
    return f"{said} (signal {-code}, {name})"


def _worker(seat: Seat) -> Worker:
    assert seat.worker is not None
    return seat.worker


def _frames(batch: list[wire.Message]) -> list[tuple[int, bytes]]:
    return [(message.number, message.body) for message in batch if message.kind == wire.FRAME]


def _told(changes: dict[str, Any]) -> dict[str, Any]:
    """What viewers hear of what was stored."""
    unheard = ("result", "finished", "stored_bytes")
    return {name: value for name, value in changes.items() if name not in unheard}
