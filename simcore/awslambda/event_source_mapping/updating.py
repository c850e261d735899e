"""What of the mapping of an SQS queue changes during a run (UpdateEventSourceMapping).

Models: a new batch size, window, filter or visibility timeout for later receives; what is in
    process goes on, and open windows end when they would have. A lower maximum concurrency, or a
    disabled mapping: waiting pollers leave at once, the others when they are done with their batch;
    a disabled mapping closes its windows, finishes its batches, held ones too, and polls no more.
    Enabled again, it begins as a new one. So does one whose function's execution role may not read
    the queue any longer, until it may again. A higher maximum: the fleet grows as it does.
Ignores: the minutes that an update takes. Assumed, because AWS says only that polling pauses and
    resumes: what becomes of pollers, windows and batches.
States: what the mapping states.

Sources: AWS Lambda API reference, UpdateEventSourceMapping (2026); AWS Lambda Developer Guide,
services-sqs-scaling (12 Jul 2026).
"""

from __future__ import annotations

from typing import Protocol

from simcore.awslambda.event_source_mapping.filtered import FilteredReceives
from simcore.awslambda.event_source_mapping.fleet import Fleet
from simcore.awslambda.event_source_mapping.scaling import Scaling
from simcore.awslambda.event_source_mapping.settings import (
    FLEET_TUNABLE,
    TUNABLE,
    MappingSettings,
)
from simcore.awslambda.event_source_mapping.waiting import WaitingPollers
from simcore.awslambda.event_source_mapping.windows import OpenWindows
from simcore.engine.environment import Environment
from simcore.engine.retuning import Tunable
from simcore.errors import RetuneError
from simcore.facts import LIMITS, Ledgers, LimitReached
from simcore.roles.polled import PolledQueue, QueueReader

PERMISSION = LIMITS.index("missing permission")


class UpdatedMapping(QueueReader, Protocol):
    """The mapping of a standard queue."""

    env: Environment
    id: str
    settings: MappingSettings
    ledgers: Ledgers
    queue: PolledQueue
    filter: FilteredReceives | None
    fleet: Fleet
    waiting: WaitingPollers
    windows: OpenWindows
    scaling: Scaling

    def bind(self) -> None:
        """Make the hot path's aliases."""


def changes(
    id: str, tunable: Tunable, before: MappingSettings, after: MappingSettings
) -> frozenset[str]:
    """The attributes that differ; raises RetuneError for those that may not."""
    changed = tunable.changes(id, before, after)
    FLEET_TUNABLE.changes(id, before.fleet, after.fleet)
    return changed


class Stating(Protocol):
    """A mapping that states limits."""

    settings: MappingSettings
    ledgers: Ledgers


def state_denials(mapping: Stating, now: float, changed: frozenset[str]) -> None:
    """A permission to read or to delete has gone; what it has come to is told by what it does."""
    settings = mapping.settings
    if ("denied" in changed and settings.denied) or (
        "may_delete" in changed and not settings.may_delete
    ):
        mapping.ledgers[LimitReached].append((now, PERMISSION))


def update(mapping: UpdatedMapping, settings: MappingSettings) -> None:
    """The mapping of a standard queue has new settings from now on."""
    now, changed = mapping.env.now, changes(mapping.id, TUNABLE, mapping.settings, settings)
    if "filter" in changed:
        _change_filter(mapping, settings)
    mapping.settings = settings
    state_denials(mapping, now, changed)
    if "visibility_timeout_s" in changed:
        mapping.queue.subscribe(mapping, settings.visibility_timeout_s)
    if "long_poll_s" in changed:
        mapping.waiting.change(now, settings.long_poll_s, mapping.windows.open)
    mapping.bind()
    if changed & {"fleet", "enabled"}:
        _change_fleet(now, mapping, settings)


def _change_filter(mapping: UpdatedMapping, settings: MappingSettings) -> None:
    if mapping.filter is None:
        why = "a filter where there was none at the start is not simulated"
        raise RetuneError(mapping.id, "filter", why)
    mapping.filter.change(settings.filter)


def _change_fleet(now: float, mapping: UpdatedMapping, settings: MappingSettings) -> None:
    """Those that are too many leave, those that are missing come."""
    fleet, waiting = mapping.fleet, mapping.waiting
    fleet.settings = settings.fleet if settings.enabled else settings.fleet.disabled()
    while waiting.count and fleet.is_over():
        waiting.remove(now)
        fleet.leave()
    mapping.bind()
    if not settings.enabled:
        mapping.windows.close_all(now)
    waiting.add(now, fleet.rest())
    mapping.scaling.change()
    if mapping.queue.visible():
        mapping.on_visible(now)
