"""The asynchronous side of a function: how its event queue works, and where events end up."""

from __future__ import annotations

import math
from typing import Any

from simcore.awslambda import spec as model
from simcore.awslambda.async_invoke import AsyncSettings
from simcore.awslambda.destinations import Destination
from simcore.awslambda.facts.asynchronous import CHANNELS
from simcore.component import Site
from simcore.roles.taker import Denied, Taker

__all__ = ["STORY_NUMBERS", "destination", "recursion_limit", "settings"]

ROOM = "lambda.async."
STORIES = 100
"""About how many events of a function are followed, evenly spread over those expected."""
STORY_NUMBERS = 1_000_000_000
"""The stories of each function's events have numbers of their own."""
BY_FIELD = {
    "dead_letter_queue": "dead-letter queue",
    "on_success": "on success",
    "on_failure": "on failure",
}


def settings(spec: model.Function, site: Site) -> AsyncSettings:
    """How Lambda treats the function's events; the defaults must be filled in."""
    given: Any = spec.asynchronous
    number = site.graph.invoked_asynchronously().index(site.id) + 1
    return AsyncSettings(
        retry_delays_s=_retry_delays_s(site, given.maximum_retry_attempts),
        maximum_event_age_s=given.maximum_event_age,
        backoff_initial_s=site.value(f"{ROOM}backoff_initial_s"),
        backoff_max_s=site.value(f"{ROOM}backoff_max_s"),
        backoff_factor=site.value(f"{ROOM}backoff_factor"),
        backoff_jitter=site.value(f"{ROOM}backoff_jitter"),
        looks_ahead=site.profile.has(f"{ROOM}looks_ahead"),
        duplicate_rate=given.duplicate_rate,
        system_error_rate=given.system_error_rate,
        recursion_limit=recursion_limit(spec, site),
        refuses_all=spec.reserved_concurrency == 0,
        first_story=number * STORY_NUMBERS,
        story_stride=max(math.ceil(site.load.total / STORIES), 1),
    )


def recursion_limit(spec: model.Function, site: Site) -> int | None:
    """How many invocations in one chain Lambda lets happen; None where it does not look."""
    limit = site.profile.get(f"{ROOM}recursion_limit", site.region)
    return None if limit is None or spec.recursive_loop == "Allow" else int(limit)


def _retry_delays_s(site: Site, retries: int) -> tuple[float, ...]:
    """The waits before the retries; where the profile knows no more of them, the last again."""
    keys = [f"{ROOM}retry_delay_{n}_s" for n in (1, 2, 3)]
    known = [site.value(key) for key in keys if site.profile.has(key)]
    return tuple(known[min(n, len(known) - 1)] for n in range(retries))


def destination(site: Site, field: str, spec: model.Destination) -> Destination:
    """Where a function's events, or the batches that a mapping gave up, are sent."""
    channel = CHANNELS.index(BY_FIELD[field])
    gets_records = site.graph.type_of(spec.target) == "bucket"
    taker = Denied() if spec.delivery_fails else site.role(spec.target, Taker)
    return Destination(taker, channel, gets_records)
