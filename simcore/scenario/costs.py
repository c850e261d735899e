"""What a scenario's components are charged: the profile's prices for what they are."""

from __future__ import annotations

import math
from collections.abc import Mapping

from simcore.quotas import Profile
from simcore.recording.tariff import (
    FREE_GB_SECONDS,
    FREE_REQUESTS,
    FREE_SQS_REQUESTS,
    Charged,
    FunctionTariff,
    QueueTariff,
    RequestTariff,
    SnapStartTariff,
    Tariff,
)
from simcore.scenario import model

__all__ = ["tariff"]

LAMBDA = "price.lambda."
PRICED_REGION = "us-east-1"
MB_IN_A_GB = 1024.0
ARM = {"gb_second": "gb_second_arm", "hold": "provisioned_hold_arm", "run": "provisioned_run_arm"}
X86 = {"gb_second": "gb_second", "hold": "provisioned_hold", "run": "provisioned_run"}
BY_REQUEST = {
    "topic": ("messages", "message", "published", "price.sns.publish_usd"),
    "bus": ("events", "event", "received", "price.eventbridge.event_usd"),
    "bucket": ("objects", "request", "received", "price.s3.put_usd"),
}
"""Type -> item, unit, counter and price of what is charged by the piece."""


def tariff(scenario: model.Scenario, profile: Profile) -> Tariff:
    """How the components are charged; of a scenario whose defaults are filled in."""
    prices = Prices(scenario, profile)
    components: dict[str, Charged] = {}
    unpriced = tuple(id for id, c in scenario.components.items() if getattr(c, "capacity", None))
    for id, component in scenario.components.items():
        if id in unpriced:
            continue
        if isinstance(component, model.Function):
            components[id] = prices.function(id, component)
        elif isinstance(component, model.Queue):
            components[id] = prices.queue(id, component)
        elif component.type in BY_REQUEST:
            components[id] = prices.by_request(component.type)
    return Tariff(
        components,
        prices.allowances(),
        free_tier=scenario.free_tier,
        hold_step_s=prices.of(f"{LAMBDA}provisioned_step_s"),
        notes=tuple(_notes(scenario, unpriced)),
        unpriced=unpriced,
    )


def _notes(scenario: model.Scenario, unpriced: tuple[str, ...]) -> list[str]:
    notes = [f"list prices of {PRICED_REGION}, profile {scenario.profile}"]
    if scenario.region != PRICED_REGION:
        notes.append(f"the prices of {scenario.region} may differ")
    if unpriced:
        notes.append(f"not priced, managed instances: {', '.join(unpriced)}")
    return notes


class Prices:
    """The rows of one profile, applied to the components of one scenario."""

    def __init__(self, scenario: model.Scenario, profile: Profile) -> None:
        self.scenario, self.profile = scenario, profile

    def of(self, key: str) -> float:
        """The number in a row."""
        return float(self.profile.value(key, self.scenario.region))

    def allowances(self) -> Mapping[str, float]:
        """Of the free tier, a month."""
        return {
            FREE_REQUESTS: self.of(f"{LAMBDA}free_requests"),
            FREE_GB_SECONDS: self.of(f"{LAMBDA}free_gb_seconds"),
            FREE_SQS_REQUESTS: self.of("price.sqs.free_requests"),
        }

    def function(self, id: str, spec: model.Function) -> FunctionTariff:
        """By its memory and architecture."""
        rows = ARM if spec.architecture == "arm64" else X86
        return FunctionTariff(
            memory_gb=(spec.memory or 0.0) / MB_IN_A_GB,
            request_usd=self.of(f"{LAMBDA}request_usd"),
            gb_second_usd=self.of(f"{LAMBDA}{rows['gb_second']}_usd"),
            hold_usd=self.of(f"{LAMBDA}{rows['hold']}_usd"),
            run_usd=self.of(f"{LAMBDA}{rows['run']}_usd"),
            bills_init=bool(self.profile.value(f"{LAMBDA}bills_init", self.scenario.region)),
            snap_start=self._snap_start(spec),
            large_events=self._large_events(id),
        )

    def _snap_start(self, spec: model.Function) -> SnapStartTariff | None:
        if not spec.snap_start or not self.profile.has(f"{LAMBDA}snap_start_cache_usd"):
            return None
        free = str(self.profile.value(f"{LAMBDA}snap_start_free_runtimes")).split()
        if spec.runtime and spec.runtime.startswith(tuple(free)):
            return None
        return SnapStartTariff(
            self.of(f"{LAMBDA}snap_start_cache_usd"),
            self.of(f"{LAMBDA}snap_start_cache_min_s"),
            self.of(f"{LAMBDA}snap_start_restore_usd"),
        )

    def _large_events(self, id: str) -> Mapping[str, int]:
        """Client -> requests that each of its events to this function counts beyond one."""
        if not self.profile.has(f"{LAMBDA}event_included_bytes"):
            return {}
        included = self.of(f"{LAMBDA}event_included_bytes")
        chunk = self.of(f"{LAMBDA}event_chunk_bytes")
        return {
            name: math.ceil((client.message_size - included) / chunk)
            for name, client in self.scenario.components.items()
            if isinstance(client, model.Client)
            and client.asynchronous
            and client.target == id
            and client.message_size > included
        }

    def queue(self, id: str, spec: model.Queue) -> QueueTariff:
        """By its requests; what is sent by a redrive is not one."""
        parts = self.scenario.components.items()
        return QueueTariff(
            self.of("price.sqs.fifo_request_usd" if spec.fifo else "price.sqs.request_usd"),
            spec.initial_messages,
            sources=tuple(
                name
                for name, queue in parts
                if isinstance(queue, model.Queue)
                and queue.redrive
                and queue.redrive.dead_letter_queue == id
            ),
            pollers=tuple(
                name
                for name, mapping in parts
                if isinstance(mapping, model.EventSourceMapping) and mapping.source == id
            ),
        )

    def by_request(self, kind: str) -> RequestTariff:
        """By the piece."""
        item, unit, counter, key = BY_REQUEST[kind]
        return RequestTariff(item, unit, counter, self.of(key))
