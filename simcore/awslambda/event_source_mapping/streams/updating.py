"""What of the mapping of a stream changes during a run (UpdateEventSourceMapping).

Models: a new batch size or batching window for what waits and comes; other limits of retries and
    age, and bisection, from the next failure or attempt on; another number of parallel batches of a
    shard, as soon as none of the shard is in process, so that every key keeps its order; a disabled
    mapping, whose running invocations end and which neither reads nor invokes: when it is enabled
    again it goes on from there, with what it had read and with what had to be tried again. So does
    one that may not read its source for a while.
Ignores: the minutes that an update takes, other changes of filters, tumbling windows and
    destinations. Assumed, because AWS says only that polling and invoking pause and resume from the
    same location: all else about what was read or failed before.
States: LimitReached.

Sources: AWS Lambda API reference, UpdateEventSourceMapping (2026).
"""

from __future__ import annotations

from typing import Protocol

from simcore.awslambda.event_source_mapping.streams.lane import LaneNumbers
from simcore.awslambda.event_source_mapping.streams.pollers import Pollers
from simcore.awslambda.event_source_mapping.streams.settings import (
    TUNABLE,
    StreamMappingSettings,
)
from simcore.engine.environment import Environment
from simcore.errors import RetuneError
from simcore.facts import LIMITS, Ledgers, LimitReached

PERMISSION = LIMITS.index("missing permission")


class UpdatedMapping(Protocol):
    """The mapping of a stream."""

    env: Environment
    id: str
    settings: StreamMappingSettings
    ledgers: Ledgers
    pollers: Pollers
    lane_of: LaneNumbers

    def bind(self) -> None:
        """Make the hot path's aliases."""

    def resume(self) -> None:
        """Try what has to be tried again."""


def update(mapping: UpdatedMapping, settings: StreamMappingSettings) -> None:
    """The mapping has new settings from now on."""
    changed = TUNABLE.changes(mapping.id, mapping.settings, settings)
    _check_lanes(mapping, settings)
    now, pollers = mapping.env.now, mapping.pollers
    mapping.settings = pollers.settings = settings
    mapping.bind()
    if "denied" in changed and settings.denied and LimitReached in mapping.ledgers:
        mapping.ledgers[LimitReached].append((now, PERMISSION))
    if "enabled" in changed and not settings.enabled:
        pollers.stop()
    if "parallelization" in changed:
        mapping.lane_of = LaneNumbers(settings.parallelization)
        pollers.divide(now, settings.parallelization)
    if "enabled" in changed and settings.enabled:
        mapping.resume()
        pollers.resume(now)
    elif changed & {"batch_size", "window_s"}:
        pollers.advance(now)


def _check_lanes(mapping: UpdatedMapping, settings: StreamMappingSettings) -> None:
    if settings.tumbling_s and settings.parallelization > 1:
        why = "parallel batches of a shard with tumbling windows are not simulated"
        raise RetuneError(mapping.id, "parallelization", why)
