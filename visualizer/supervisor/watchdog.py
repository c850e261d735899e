"""Looks every few seconds whether what is stored and what is done agree, and says so if not.

- A run that is stored as queued or running and that nobody is on is found at the second look (at
  the first, somebody may be about to take it). It is logged and counted (`found_lost` in /healthz);
  one that is queued is taken up again, one that is running is offered as interrupted.
- A worker that does not keep to its time is killed.
- While there is trouble, one thing is tried; where it works, all goes on.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from datetime import datetime
from typing import TYPE_CHECKING

from visualizer import trouble
from visualizer.supervisor import store
from visualizer.supervisor.hands import NoWorker

if TYPE_CHECKING:
    from visualizer.supervisor.supervisor import Supervisor

log = logging.getLogger(__name__)

LOST = "Nobody computed this run any more. It can go on, to the same result."
STUCK = (
    "Stopped: its process did not answer after {wall_s:,.0f} s (WINDTUNNEL_RUN_WALL_S). What was "
    "computed so far is kept."
)
GRACE = 1.25  # times the time that a run may take
GRACE_S = 15.0


class Watchdog:
    """The supervisor's second look at what it does."""

    def __init__(self, supervisor: Supervisor) -> None:
        self.supervisor = supervisor
        self.suspects: dict[str, tuple[str, datetime]] = {}  # at the last look
        self.found = 0

    async def watch(self, every_s: float) -> None:
        while True:
            await asyncio.sleep(every_s)
            try:
                await self.look()
            except Exception as error:
                if not trouble.concerns_all(error):
                    log.exception("the watchdog failed")

    async def look(self) -> None:
        """Once over everything."""
        self.kill_stuck()
        await self.try_again()
        await self.find_lost()

    def kill_stuck(self) -> None:
        """A worker ends its run by itself when the time is over; not one that is stuck."""
        wall_s = self.supervisor.settings.wall_s
        latest = asyncio.get_running_loop().time() - wall_s * GRACE - GRACE_S
        for seat in self.supervisor.roster.at_work():
            if seat.began and seat.began < latest and not seat.killed_because:
                log.error("run %s: its worker is stuck", seat.run)
                seat.kill(STUCK.format(wall_s=wall_s))

    async def try_again(self) -> None:
        """Write something, start a worker, look at the disk: is there trouble, is it over?

        Each by itself: what is to be stored does not wait for a worker that cannot be started.
        """
        self._look_at_disk()
        await self._try_workers()
        hands = self.supervisor.hands
        await hands.write(store.probe)
        hands.clear("database")
        hands.tell_better_times()
        self.supervisor.advance()

    def _look_at_disk(self) -> None:
        hands = self.supervisor.hands
        if wrong := trouble.disk():
            hands.note("disk", trouble.Unwritable(trouble.INSUFFICIENT_STORAGE, wrong))
        else:
            hands.clear("disk")

    async def _try_workers(self) -> None:
        hands = self.supervisor.hands
        if "workers" in hands.troubles:
            with contextlib.suppress(NoWorker):  # it is noted already
                await hands.start_workers(self.supervisor.pool.fill)
                hands.clear("workers")

    async def find_lost(self) -> None:
        """Runs that are to be computed, and that nobody is on."""
        stored = await self.supervisor.hands.read(store.under_way)
        seats = self.supervisor.roster.seats
        lost = {run: asked for run, asked in stored.items() if run not in seats}
        for run, asked in lost.items():
            if self.suspects.get(run) == asked:
                self._found(run, state=asked[0])
        self.suspects = lost

    def _found(self, run: str, state: str) -> None:
        self.found += 1
        log.error("run %s is stored as %s, and nobody is on it", run, state)
        if state == "queued":
            self.supervisor.submit(run)
        else:
            self.supervisor.lose(run, LOST)
