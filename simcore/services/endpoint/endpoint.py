"""An HTTP endpoint outside AWS, as those see it who push events to it.

Models: a request is accepted or, by chance, has a server error, at once.
Ignores: how long an answer takes (SNS waits 15 s for it), how many requests there can be at a time,
    errors of the client's side (a subscription says that its delivery fails), confirmation of the
    subscription.
States: EndpointAnswered.

Sources: Amazon SNS Developer Guide, sns-message-delivery-retries (2026): server-side errors are
tried again.
"""

from __future__ import annotations

from typing import ClassVar

from simcore.engine.streams import Stream, generator, uniform
from simcore.facts import ledgers_for
from simcore.roles.event import Event
from simcore.services.endpoint.facts import EndpointAnswered


class Endpoint:
    """One endpoint; of its answers a share ``error_rate`` are errors."""

    type = "endpoint"
    takes_as: ClassVar[str] = "http"

    def __init__(self, id: str, error_rate: float, seed: int) -> None:
        self.id, self.error_rate = id, error_rate
        self.ledgers = ledgers_for(EndpointAnswered)
        self._tosses = Stream(generator(seed, f"{id}/errors"), uniform, block=256)

    def deliver(self, now: float, event: Event) -> bool:
        """POST; False for a server error."""
        failed = self._tosses.next() < self.error_rate
        self.ledgers[EndpointAnswered].append((now, int(failed)))
        return not failed

    def bind(self) -> None:
        """Nothing of an endpoint's is on the hot path."""

    def observe(self, now: float) -> None:
        """An endpoint has no levels to state: it keeps nothing."""
