"""Build the asynchronous side of a scenario: event queues, topics, and where events end up."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from simcore import facts
from simcore.awslambda.async_invoke import AsyncSettings, EventQueue
from simcore.awslambda.destinations import Destination
from simcore.engine.environment import Environment
from simcore.quotas import Profile
from simcore.roles.taker import Denied, Taker
from simcore.scenario import model
from simcore.services.eventbridge import EventBus
from simcore.services.s3 import Bucket
from simcore.services.sns import Topic

__all__ = ["STORY_NUMBERS", "connect", "destination", "event_queues", "sinks"]

ROOM = "lambda.async."
STORIES = 100
"""About how many events of a function are followed, evenly spread over those expected."""
STORY_NUMBERS = 1_000_000_000
"""The stories of each function's events have numbers of their own."""
CHANNELS = {
    "dead_letter_queue": "dead-letter queue",
    "on_success": "on success",
    "on_failure": "on failure",
}


def sinks(scenario: model.Scenario) -> dict[str, Topic | EventBus | Bucket]:
    """Topics, buses and buckets by id."""
    made: dict[str, Topic | EventBus | Bucket] = {}
    for id, component in sorted(scenario.components.items()):
        if isinstance(component, model.Topic):
            made[id] = Topic(id)
        elif isinstance(component, model.Bus):
            made[id] = EventBus(id)
        elif isinstance(component, model.Bucket):
            made[id] = Bucket(id)
    return made


def event_queues(
    env: Environment,
    scenario: model.Scenario,
    profile: Profile,
    functions: Mapping[str, Any],
    expected: float,
) -> dict[str, EventQueue]:
    """The internal queue of each function that is invoked asynchronously, by the function's id."""
    stride = max(math.ceil(expected / STORIES), 1)
    made = {}
    for number, id in enumerate(model.asynchronously_invoked(scenario.components), start=1):
        spec: Any = scenario.components[id]
        stories = (number * STORY_NUMBERS, stride)
        settings = _settings(spec, profile, scenario.region, stories)
        made[id] = EventQueue(env, settings, functions[id], scenario.seed)
    return made


def _settings(
    spec: model.Function, profile: Profile, region: str, stories: tuple[int, int]
) -> AsyncSettings:
    given: Any = spec.asynchronous
    limit = profile.get(f"{ROOM}recursion_limit", region)
    return AsyncSettings(
        retry_delays_s=_retry_delays_s(profile, region, given.maximum_retry_attempts),
        maximum_event_age_s=given.maximum_event_age,
        backoff_initial_s=float(profile.value(f"{ROOM}backoff_initial_s", region)),
        backoff_max_s=float(profile.value(f"{ROOM}backoff_max_s", region)),
        backoff_factor=float(profile.value(f"{ROOM}backoff_factor", region)),
        looks_ahead=profile.has(f"{ROOM}looks_ahead"),
        duplicate_rate=given.duplicate_rate,
        system_error_rate=given.system_error_rate,
        recursion_limit=None if limit is None else int(limit),
        refuses_all=spec.reserved_concurrency == 0,
        first_story=stories[0],
        story_stride=stories[1],
    )


def _retry_delays_s(profile: Profile, region: str, retries: int) -> tuple[float, ...]:
    """The waits before the retries; where the profile knows no more of them, the last again."""
    keys = [f"{ROOM}retry_delay_{n}_s" for n in (1, 2, 3)]
    known = [float(profile.value(key, region)) for key in keys if profile.has(key)]
    return tuple(known[min(n, len(known) - 1)] for n in range(retries))


def connect(
    scenario: model.Scenario, built: Mapping[str, Any], queues: Mapping[str, EventQueue]
) -> None:
    """Subscribe to the topics, and give the functions' events their destinations."""
    for id, component in sorted(scenario.components.items()):
        if isinstance(component, model.Topic):
            built[id].subscribe([_taker(built, queues, name) for name in component.subscribers])
        elif isinstance(component, model.Function) and component.asynchronous and id in queues:
            queues[id].connect(
                *(
                    destination(built, queues, field, spec)
                    for field, spec in component.asynchronous.destinations()
                )
            )


def destination(
    built: Mapping[str, Any],
    queues: Mapping[str, EventQueue],
    field: str,
    spec: model.Destination,
) -> Destination:
    """Where a function's events, or the batches that a mapping gave up, are sent."""
    channel = facts.CHANNELS.index(CHANNELS[field])
    taker = _taker(built, queues, spec.target)
    gets_records = isinstance(taker, Bucket)
    return Destination(Denied() if spec.delivery_fails else taker, channel, gets_records)


def _taker(built: Mapping[str, Any], queues: Mapping[str, EventQueue], id: str) -> Taker:
    taker: Taker = queues[id] if id in queues else built[id]
    return taker
