"""Callers that send at their own pace, and do something with the answers.

Models: as :mod:`.caller`; arrivals, whose rate can change during a run, each of which is a page.
Ignores: as there.
States: as there.
"""

from __future__ import annotations

from simcore.engine.arrivals import ArrivalSource, OpenLoop
from simcore.engine.environment import Environment
from simcore.engine.streams import Stream
from simcore.services.clients.attempts import Asked
from simcore.services.clients.caller import Caller, CallerSettings
from simcore.services.clients.ways import Way


class OpenCaller(OpenLoop, Caller):
    """A page at each arrival, whatever has become of those before."""

    def __init__(
        self,
        env: Environment,
        id: str,
        arrivals: ArrivalSource,
        way: Way,
        asked: Asked,
        settings: CallerSettings,
        clients: int,
        luck: Stream,
    ) -> None:
        self.env, self.id = env, id
        Caller.__init__(self, way, asked, settings, clients, luck)
        OpenLoop.__init__(self, env, id, arrivals, self.request)

    def request(self, now: float) -> None:
        """One page."""
        self.ask(now)
