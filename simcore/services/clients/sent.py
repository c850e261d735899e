"""How many requests a client is expected to send."""

from __future__ import annotations

from simcore.component import arriving
from simcore.component.convert import distribution
from simcore.engine.trace import Trace
from simcore.quotas import Profile
from simcore.services.clients.closed_loop_spec import ClosedLoop
from simcore.services.clients.spec import Client

__all__ = ["expected", "tries"]

ANSWERED_S = 0.1
"""In which users are taken to have their answers, where it is guessed how often they ask."""


def expected(client: Client, until_s: float, trace: Trace | None) -> float:
    """Requests of its own accord, without retries; none while its trace has not been read."""
    loop = client.arrivals.closed_loop
    if loop is not None:
        return client.parallel * _cycles(client, loop, until_s)
    return client.parallel * arriving.expected(client, until_s, trace)


def tries(client: Client, profile: Profile) -> int:
    """The other modes of the SDKs have a retry quota, which soon ends what fails all the time."""
    sdk = client.sdk
    if sdk is None or sdk.retry_mode != "legacy":
        return 1
    return sdk.max_attempts or int(profile.value("sdk.legacy.max_attempts"))


def _cycles(client: Client, loop: ClosedLoop, until_s: float) -> float:
    end = until_s if client.stop is None else min(client.stop, until_s)
    mean = max(distribution(loop.think_time).mean, loop.turnaround)
    pages = loop.users * max(end - client.start, 0.0) / (mean + ANSWERED_S)
    return pages if client.limit is None else min(pages, float(client.limit))
