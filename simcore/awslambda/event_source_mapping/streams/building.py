"""Event source mappings of streams and tables, from what a scenario says of them."""

from __future__ import annotations

import math
from typing import Any

from simcore.awslambda.building.asynchronous import STORY_NUMBERS, destination
from simcore.awslambda.destinations import Destination
from simcore.awslambda.event_source_mapping.criteria import filter_criteria
from simcore.awslambda.event_source_mapping.streams.mapping import StreamMapping
from simcore.awslambda.event_source_mapping.streams.settings import (
    RetrySpacing,
    StreamMappingSettings,
)
from simcore.awslambda.event_source_mapping.streams.spec import StreamMapping as Spec
from simcore.component import Site
from simcore.component.site import given
from simcore.engine.environment import INF
from simcore.roles.readable import Readable

__all__ = ["build", "retune"]

ESM = "esm.streams."
STORIES = 100
"""About how many records of a mapping are followed, evenly spread over those expected."""
FIRST_NUMBER = 1_000
"""Stories of the first mapping begin at so many times `STORY_NUMBERS`, after those of functions."""


def build(spec: Spec, site: Site) -> StreamMapping:
    """Between a live source and a live function."""
    source, function = site.live(spec.source), site.live(spec.function)
    settings, to = _settings(spec, site, source), _failures_go_to(spec, site)
    return StreamMapping(site.env, site.id, settings, source, function, site.seed, to)


def retune(live: StreamMapping, spec: Spec, site: Site) -> None:
    """UpdateEventSourceMapping."""
    live.retune(_settings(spec, site, live.source))
    live.given_up.to = _failures_go_to(spec, site)


def _failures_go_to(spec: Spec, site: Site) -> Destination | None:
    failures = spec.on_failure
    return None if failures is None else destination(site, "on_failure", failures)


def _has_role(site: Site, function: str) -> bool:
    """Does the scenario say anything of the function's execution role?"""
    return getattr(site.graph.components[function], "role", None) is not None


def _settings(spec: Spec, site: Site, source: Any) -> StreamMappingSettings:
    fits = int(site.value("esm.payload_max_bytes") // source.record_bytes)
    denied = bool(site.lacks(spec.source, Readable))
    number = sorted(site.graph.named("stream_event_source_mapping")).index(site.id)
    return StreamMappingSettings(
        reading=given(source.settings.pushed if spec.enhanced_fan_out else source.settings.polled),
        retries=RetrySpacing(
            initial_s=site.value(ESM + "retry_initial_s"),
            factor=site.value(ESM + "retry_factor"),
            jitter=site.value(ESM + "retry_jitter"),
            most_s=site.value(ESM + "retry_max_s"),
        ),
        batch_size=max(min(spec.batch_size or 1, fits), 1),
        enabled=spec.enabled and not denied,
        denied=denied,
        may_be_denied=_has_role(site, spec.function),
        window_s=spec.maximum_batching_window,
        parallelization=spec.parallelization_factor,
        bisects=spec.bisect_batch_on_function_error,
        reports_item_failures=spec.report_batch_item_failures,
        maximum_retry_attempts=spec.maximum_retry_attempts,
        maximum_record_age_s=INF if spec.maximum_record_age is None else spec.maximum_record_age,
        starting_position=spec.starting_position,
        starting_timestamp_s=spec.starting_timestamp,
        starts_at_s=spec.starts_at,
        filter=filter_criteria(spec, site.graph.components[spec.source]),
        blocks_shard=spec.failing_batch_blocks == "shard",
        tumbling_s=spec.tumbling_window,
        late_s=site.value(ESM + "tumbling_late_s"),
        first_story=(FIRST_NUMBER + number) * STORY_NUMBERS,
        story_stride=max(math.ceil(site.load.at(spec.source) / STORIES), 1),
    )
