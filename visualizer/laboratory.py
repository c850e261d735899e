"""The one supervisor of this process: started once, in the server's event loop.

Daphne has no lifespan events, so the start hangs on its reactor (see `visualizer.daphne_hooks`);
under any other ASGI server it hangs on lifespan, or at the latest on the first request.
"""

from __future__ import annotations

import asyncio
import logging

from django.conf import settings

from visualizer.supervisor.lock import DatabaseInUse
from visualizer.supervisor.supervisor import Settings, Supervisor

log = logging.getLogger(__name__)


class NotRunning(Exception):
    """There is no supervisor to compute runs; the text says why."""


class Laboratory:
    """Holds the supervisor, and why there is none."""

    def __init__(self) -> None:
        self.current: Supervisor | None = None
        self.problem = "The server is starting."
        self.starting: asyncio.Future[None] | None = None

    async def start(self) -> None:
        """Start the supervisor once; everybody who calls waits for the same start."""
        if self.starting is None:
            self.starting = asyncio.ensure_future(self._start())
        await asyncio.shield(self.starting)

    async def stop(self) -> None:
        supervisor, self.current = self.current, None
        self.starting, self.problem = None, "The server is ending."
        if supervisor is not None:
            await supervisor.stop()

    def supervisor(self) -> Supervisor:
        """The supervisor; raises `NotRunning`."""
        if self.current is None:
            raise NotRunning(self.problem)
        return self.current

    async def _start(self) -> None:
        supervisor = Supervisor(
            Settings(
                at_once=settings.MAX_RUNS_AT_ONCE,
                queued=settings.MAX_RUNS_QUEUED,
                cache_bytes=settings.FRAME_CACHE_BYTES,
            )
        )
        try:
            await supervisor.start()
        except DatabaseInUse as error:
            self.problem = str(error)
            log.critical("%s", error)
        else:
            self.current = supervisor


laboratory = Laboratory()
