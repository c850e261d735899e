"""FIFO queues and their mappings, from what a scenario says of them."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from simcore.awslambda.event_source_mapping.fleet import FleetSettings
from simcore.engine.environment import Environment
from simcore.engine.keys import Keys
from simcore.quotas import Profile
from simcore.scenario import keys, model
from simcore.services.sqs import QueueSettings
from simcore.services.sqs.fifo import FifoQueue, FifoSettings

__all__ = ["fifo_fleet", "fifo_queue"]


def fifo_queue(
    env: Environment,
    id: str,
    scenario: model.Scenario,
    profile: Profile,
    seed: int,
    settings: QueueSettings,
    dead_letter_queue: Any,
) -> FifoQueue:
    """The queue; `settings` are those that it has in common with a standard queue."""
    spec: Any = scenario.components[id]
    said = _Values(profile, scenario.region)
    high = bool(spec.fifo.high_throughput)
    normal_per_s, high_per_s = "calls_per_second", "high_throughput_calls_per_second"
    common: dict[str, Any] = {part.name: getattr(settings, part.name) for part in fields(settings)}
    common["in_flight_max"] = int(said("in_flight_max"))
    fifo = FifoSettings(
        **common,
        look_ahead=int(said("look_ahead")),
        calls_per_s=said(high_per_s if high else normal_per_s),
        group_sends_per_s=said("group_calls_per_second") if high else None,
        deduplication_s=said("deduplication_s"),
    )
    backlog = _initial_keys(id, scenario, seed)
    return FifoQueue(env, id, fifo, backlog, dead_letter_queue, seed)


def _initial_keys(id: str, scenario: model.Scenario, seed: int) -> Keys:
    """The groups of the backlog: distributed as those of the queue's first client."""
    clients = [c for _, c in sorted(scenario.components.items()) if isinstance(c, model.Client)]
    law = next((c.keys for c in clients if c.target == id and c.keys is not None), None)
    return keys.drawn(id, law, seed)


def fifo_fleet(
    spec: model.EventSourceMapping, profile: Profile, region: str | None
) -> FleetSettings:
    """Pollers without a ramp: at least the floor of a standard queue's, at most the cap."""
    cap = spec.maximum_concurrency
    most = int(profile.value("esm.sqs.fifo_batches_max", region)) if cap is None else cap
    floor = min(int(profile.value("esm.sqs.scale_in_floor", region)), most)
    return FleetSettings(floor, most, floor, ramp_per_min=0.0, scale_in_per_min=0.0)


class _Values:
    def __init__(self, profile: Profile, region: str | None) -> None:
        self.profile, self.region = profile, region

    def __call__(self, name: str) -> float:
        return float(self.profile.value(f"sqs.fifo.{name}", self.region))
