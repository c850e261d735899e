"""Event source mappings of standard queues, from what a scenario says of them."""

from __future__ import annotations

from typing import Any

from simcore.awslambda.event_source_mapping.fleet import FleetSettings
from simcore.awslambda.event_source_mapping.provisioned import ProvisionedSettings
from simcore.quotas import Profile
from simcore.scenario import model

__all__ = ["Mappings"]

ESM = "esm.sqs."


class Mappings:
    """The numbers of the mappings of one scenario."""

    def __init__(self, scenario: model.Scenario, profile: Profile) -> None:
        self.scenario, self.profile = scenario, profile

    def value(self, key: str, otherwise: float = 0.0) -> float:
        """A row of the profile, or `otherwise` where it has none."""
        row = self.profile.get(ESM + key, self.scenario.region)
        return otherwise if row is None else float(row)

    def fleet(self, spec: model.EventSourceMapping) -> FleetSettings:
        """How many pollers, and how fast there are more or fewer."""
        if spec.provisioned_pollers is not None:
            return self._provisioned_fleet(spec.provisioned_pollers)
        initial, cap = int(self.value("initial_pollers")), spec.maximum_concurrency
        return FleetSettings(
            initial=initial if cap is None else min(initial, cap),
            most=int(self.value("pollers_max")) if cap is None else cap,
            floor=int(self.value("scale_in_floor")) if cap is None else min(initial, cap),
            ramp_per_min=self.value("ramp_per_min"),
            scale_in_per_min=self.value("scale_in_per_min"),
            lost_an_error=self._lost_an_error(spec),
        )

    def _provisioned_fleet(self, spec: model.ProvisionedPollers) -> FleetSettings:
        each = int(self.value("poller_concurrency"))
        least, most = (spec.minimum or 0) * each, (spec.maximum or 0) * each
        return FleetSettings(
            initial=least,
            most=most,
            floor=least,
            ramp_per_min=self.value("provisioned_ramp_per_min"),
            scale_in_per_min=self.value("provisioned_scale_in_per_min"),
        )

    def _lost_an_error(self, spec: model.EventSourceMapping) -> float:
        return 0.0 if spec.report_batch_item_failures else self.value("pollers_lost_an_error")

    def provisioned(self, spec: model.EventSourceMapping) -> ProvisionedSettings | None:
        """What an event poller can do, in provisioned mode."""
        if spec.provisioned_pollers is None:
            return None
        return ProvisionedSettings(
            invokes=int(self.value("poller_concurrency")),
            polls_per_s=self.value("poller_polls_per_second"),
            bytes_per_s=self.value("poller_bytes_per_second"),
            message_bytes=self.message_bytes(spec.source),
        )

    def batch_size(self, spec: model.EventSourceMapping) -> int:
        """The batch size, or what the payload limit leaves of it."""
        payload = self.profile.value("esm.payload_max_bytes", self.scenario.region)
        fits = int(payload // self.message_bytes(spec.source))
        return max(min(int(spec.batch_size or 1), fits), 1)

    def message_bytes(self, queue: str) -> int:
        """The largest message that can come to the queue, from clients or other queues."""
        spec: Any = self.scenario.components[queue]
        sizes = [spec.message_size] if spec.initial_messages else []
        for id, other in self.scenario.components.items():
            if isinstance(other, model.Client) and queue in self._targets(other):
                sizes.append(other.message_size)
            elif isinstance(other, model.Queue) and _dead_letter_queue(other) == queue:
                sizes.append(self.message_bytes(id))
        return max(sizes, default=1)

    def _targets(self, client: model.Client) -> tuple[str, ...]:
        """Where its messages go: its target, or the subscribers of that topic."""
        target = self.scenario.components.get(client.target)
        return target.subscribers if isinstance(target, model.Topic) else (client.target,)


def _dead_letter_queue(queue: model.Queue) -> str | None:
    return queue.redrive.dead_letter_queue if queue.redrive else None
