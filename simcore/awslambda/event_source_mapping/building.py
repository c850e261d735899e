"""Event source mappings of queues, from what a scenario says of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from simcore.awslambda.event_source_mapping.criteria import filter_criteria
from simcore.awslambda.event_source_mapping.fifo import FifoMapping
from simcore.awslambda.event_source_mapping.fleet import FleetSettings
from simcore.awslambda.event_source_mapping.provisioned import ProvisionedSettings
from simcore.awslambda.event_source_mapping.settings import MappingSettings
from simcore.awslambda.event_source_mapping.spec import (
    EventSourceMapping,
    FifoBatches,
    ProvisionedPollers,
)
from simcore.awslambda.event_source_mapping.sqs import SqsMapping
from simcore.awslambda.recursion import RecursionGuard
from simcore.component import Graph, Site
from simcore.component.site import given
from simcore.roles.readable import Deletable, Readable

__all__ = ["batch_size", "build", "completed", "retune"]

ESM = "esm.sqs."


def completed(id: str, spec: EventSourceMapping, graph: Graph) -> EventSourceMapping:
    """Of a FIFO queue, with how batches are composed."""
    source: Any = graph.named("queue").get(spec.source)
    if source is None or source.fifo is None:
        return spec
    return spec.model_copy(update={"fifo": spec.fifo or FifoBatches()})


def build(spec: EventSourceMapping, site: Site) -> SqsMapping | FifoMapping:
    """By the type of the queue."""
    source: Any = site.graph.components[spec.source]
    kind = SqsMapping if source.fifo is None else FifoMapping
    ends, settings = (site.live(spec.source), _function(spec, site)), _settings(spec, site)
    at_first = replace(settings, enabled=True, denied=False, may_delete=True)
    live = kind(site.env, site.id, at_first, *ends, site.seed)
    if settings != at_first:
        live.retune(settings)
    return live


def _function(spec: EventSourceMapping, site: Site) -> Any:
    """The function or, where handlers send, what sees to it that nothing goes round for ever."""
    function: Any = site.live(spec.function)
    queue = site.live(spec.source)
    if not site.graph.handlers_send or not hasattr(queue, "chain_of"):
        return function
    return RecursionGuard(site.env, function, queue)


def retune(live: SqsMapping | FifoMapping, spec: EventSourceMapping, site: Site) -> None:
    """UpdateEventSourceMapping."""
    live.retune(_settings(spec, site))


def _settings(spec: EventSourceMapping, site: Site) -> MappingSettings:
    source: Any = site.graph.components[spec.source]
    is_fifo = source.fifo is not None
    denied = bool(site.lacks(spec.source, Readable))
    return MappingSettings(
        fleet=_fifo_fleet(spec, site) if is_fifo else _fleet(spec, site),
        batch_size=batch_size(spec, site),
        receive_max=int(site.value("sqs.receive_max")),
        window_s=spec.maximum_batching_window,
        long_poll_s=given(source.receive_message_wait_time),
        backoff_initial_s=site.value(ESM + "throttle_backoff_initial_s"),
        backoff_max_s=site.value(ESM + "throttle_backoff_max_s"),
        enabled=spec.enabled and not denied,
        denied=denied,
        may_delete=not site.lacks(spec.source, Deletable),
        reports_item_failures=spec.report_batch_item_failures,
        maximum_concurrency=spec.maximum_concurrency is not None,
        mixes_groups=bool(spec.fifo and spec.fifo.mixes_groups),
        visibility_timeout_s=_effective_visibility_s(spec, site),
        filter=filter_criteria(spec, source),
        filtered_poll_s=site.get(ESM + "filtered_poll_s"),
        poll_cycle_s=0.0 if spec.provisioned_pollers else site.get(ESM + "poll_cycle_s"),
        low_traffic_wait_s=site.get(ESM + "low_traffic_wait_s"),
        gives_up_early=bool(spec.gives_up_early),
        provisioned=_provisioned(spec, site),
    )


def _fleet(spec: EventSourceMapping, site: Site) -> FleetSettings:
    """How many pollers, and how fast there are more or fewer."""
    if spec.provisioned_pollers is not None:
        return _provisioned_fleet(spec.provisioned_pollers, site)
    initial, cap = int(site.get(ESM + "initial_pollers")), spec.maximum_concurrency
    reports = spec.report_batch_item_failures
    return FleetSettings(
        initial=initial if cap is None else min(initial, cap),
        most=int(site.get(ESM + "pollers_max")) if cap is None else cap,
        floor=int(site.get(ESM + "scale_in_floor")) if cap is None else min(initial, cap),
        ramp_per_min=site.get(ESM + "ramp_per_min"),
        scale_in_per_min=site.get(ESM + "scale_in_per_min"),
        lost_an_error=0.0 if reports else site.get(ESM + "pollers_lost_an_error"),
    )


def _provisioned_fleet(spec: ProvisionedPollers, site: Site) -> FleetSettings:
    each = int(site.get(ESM + "poller_concurrency"))
    least, most = (spec.minimum or 0) * each, (spec.maximum or 0) * each
    return FleetSettings(
        initial=least,
        most=most,
        floor=least,
        ramp_per_min=site.get(ESM + "provisioned_ramp_per_min"),
        scale_in_per_min=site.get(ESM + "provisioned_scale_in_per_min"),
    )


def _fifo_fleet(spec: EventSourceMapping, site: Site) -> FleetSettings:
    """Pollers without a ramp: at least the floor of a standard queue's, at most the cap."""
    cap = spec.maximum_concurrency
    most = int(site.value(ESM + "fifo_batches_max")) if cap is None else cap
    floor = min(int(site.value(ESM + "scale_in_floor")), most)
    return FleetSettings(floor, most, floor, ramp_per_min=0.0, scale_in_per_min=0.0)


def _provisioned(spec: EventSourceMapping, site: Site) -> ProvisionedSettings | None:
    """What an event poller can do, in provisioned mode."""
    if spec.provisioned_pollers is None:
        return None
    return ProvisionedSettings(
        invokes=int(site.get(ESM + "poller_concurrency")),
        polls_per_s=site.get(ESM + "poller_polls_per_second"),
        bytes_per_s=site.get(ESM + "poller_bytes_per_second"),
        message_bytes=site.graph.largest_bytes(spec.source),
    )


def batch_size(spec: EventSourceMapping, site: Site) -> int:
    """The batch size, or what the payload limit leaves of it."""
    fits = int(site.value("esm.payload_max_bytes") // site.graph.largest_bytes(spec.source))
    return max(min(int(spec.batch_size or 1), fits), 1)


def _effective_visibility_s(spec: EventSourceMapping, site: Site) -> float | None:
    """In profiles that have it: longer than window and timeout together (2022, with-sqs)."""
    key = ESM + "effective_visibility_extra_s"
    queue: Any = site.graph.components[spec.source]
    function: Any = site.graph.components[spec.function]
    needed: float = spec.maximum_batching_window + function.timeout
    applies = spec.maximum_batching_window > 0 and needed > queue.visibility_timeout
    return needed + site.value(key) if site.profile.has(key) and applies else None
