"""The one supervisor of this process: started once, in the server's event loop.

A start that fails leaves a server that says why, at every address, and tries again.

Daphne has no lifespan events, so the start hangs on its reactor (see `visualizer.daphne_hooks`);
under any other ASGI server it hangs on lifespan, or at the latest on the first request.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging

from django.conf import settings

from visualizer import trouble
from visualizer.supervisor.lock import DatabaseInUse
from visualizer.supervisor.supervisor import Settings, Supervisor

log = logging.getLogger(__name__)

PATIENCE_S = 3.0  # that a request waits for the start
AGAIN_S = 3.0
YOUNG_OBJECTS = 20_000
STARTING = "The server is starting."
NOT_STARTED = "The server could not start its work. {why} It tries again every few seconds."


class NotRunning(Exception):
    """There is no supervisor to compute runs; the text says why."""


class Laboratory:
    """Holds the supervisor, and why there is none."""

    def __init__(self) -> None:
        self.current: Supervisor | None = None
        self.problem = STARTING
        self.starting: asyncio.Task[None] | None = None
        self.tried = asyncio.Event()

    async def start(self) -> None:
        """Start the supervisor once; everybody who calls waits until that was tried, for a while.

        A start that fails is tried again every few seconds, until the laboratory is stopped.
        """
        if self.starting is None:
            self.problem, self.tried = STARTING, asyncio.Event()
            self.starting = asyncio.ensure_future(self._start())
        if self.tried.is_set():
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.tried.wait(), PATIENCE_S)

    async def stop(self) -> None:
        starting, self.starting = self.starting, None
        if starting is not None:
            starting.cancel()
            await asyncio.gather(starting, return_exceptions=True)
        supervisor, self.current = self.current, None
        self.problem = "The server is ending."
        if supervisor is not None:
            await supervisor.stop()

    def supervisor(self) -> Supervisor:
        """The supervisor; raises `NotRunning`."""
        if self.current is None:
            raise NotRunning(self.problem)
        return self.current

    def is_running(self) -> bool:
        """Whether it has started: then the database is what it has to be."""
        return self.current is not None

    def fate(self, run_id: str) -> dict[str, str]:
        """State and message of a run whose end could not be stored yet; empty for others."""
        return {} if self.current is None else self.current.fate(run_id)

    def ahead(self, run_id: str) -> int | None:
        """How many runs have their turn before one that waits; None for others."""
        return None if self.current is None else self.current.ahead(run_id)

    def watched(self) -> frozenset[str]:
        """Runs that somebody looks at now."""
        return frozenset() if self.current is None else self.current.watched()

    async def _start(self) -> None:
        while self.current is None:
            supervisor = Supervisor(_settings())
            try:
                await supervisor.start()
            except Exception as error:
                self._explain(error)
                self.tried.set()
                await asyncio.sleep(AGAIN_S)
            else:
                self.current = supervisor
                self.tried.set()
                settle()

    def _explain(self, error: Exception) -> None:
        problem = NOT_STARTED.format(why=_why(error))
        if problem != self.problem:
            log.critical("%s", problem, exc_info=None if _is_known(error) else error)
        self.problem = problem


def _settings() -> Settings:
    return Settings(
        at_once=settings.MAX_RUNS_AT_ONCE,
        extra=settings.EXTRA_RUNS,
        queued=settings.MAX_RUNS_QUEUED,
        cache_bytes=settings.FRAME_CACHE_BYTES,
        resume=settings.RESUME_INTERRUPTED,
        previews=settings.MAX_PREVIEWS_AT_ONCE,
        wall_s=settings.RUN_WALL_S,
    )


def _is_known(error: Exception) -> bool:
    return isinstance(error, DatabaseInUse) or trouble.concerns_all(error)


def _why(error: Exception) -> str:
    if isinstance(error, DatabaseInUse):
        return str(error)
    return trouble.sentence(error) if trouble.concerns_all(error) else f"{error!r}."


def settle() -> None:
    """Let the garbage collector hold nobody up.

    All that is loaded now lives as long as the server: it need not be looked at again. And a
    frame on its way to a thousand viewers is a thousand objects that are gone a moment later:
    looking for garbage among them (by default after 700) finds none, and makes them old.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)


laboratory = Laboratory()
