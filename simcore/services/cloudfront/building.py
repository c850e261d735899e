"""A live distribution, from what a scenario says of it."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Site
from simcore.component.convert import distribution
from simcore.component.site import given
from simcore.engine.distributions import Constant
from simcore.engine.streams import uniform
from simcore.errors import RetuneError
from simcore.roles.invocable import Invocable
from simcore.services.cloudfront.distribution import Distribution
from simcore.services.cloudfront.facts import POINTS
from simcore.services.cloudfront.functions import Luck as EdgeLuck
from simcore.services.cloudfront.origins import Luck
from simcore.services.cloudfront.settings import (
    BehaviorSettings,
    DistributionSettings,
    OriginSettings,
    TriggerSettings,
)
from simcore.services.cloudfront.spec import Distribution as Spec
from simcore.services.cloudfront.spec_parts import MOST_RESOURCES, Behavior, CacheTimes, Trigger
from simcore.services.cloudfront.spec_parts import Origin as OriginSpec

__all__ = ["build", "connect", "retune"]

ROOM = "cloudfront."
INF = float("inf")


def build(spec: Spec, site: Site) -> Distribution:
    """Without functions and other components so far; the defaults must be filled in."""
    origins = [_luck(origin, site) for origin in spec.origins]
    spread = site.stream("edge-locations", uniform)
    return Distribution(site.env, site.id, _settings(spec, site), spread, origins)


def _luck(origin: OriginSpec, site: Site) -> Luck:
    path = f"origins/{origin.name}"
    latency = Constant(0.0) if origin.latency is None else distribution(origin.latency)
    return (
        site.stream(f"{path}/latency", latency.draw),
        site.stream(f"{path}/errors", uniform),
        site.stream(f"{path}/connections", uniform),
    )


def connect(live: Distribution, spec: Spec, site: Site) -> None:
    """Name the functions, and the components that are origins."""
    live.origins.targets = [
        site.role(origin.target, Invocable) if origin.target else None for origin in spec.origins
    ]
    for number, behavior in enumerate(spec.behaviors):
        for point, trigger in enumerate(triggers(behavior)):
            if trigger is not None and (number, point) not in live.functions.luck:
                live.functions.luck[number, point] = _luck_at(number, POINTS[point], site)
    named = [one for behavior in spec.behaviors for one in triggers(behavior) if one is not None]
    live.functions.connect({one.function: site.role(one.function, Invocable) for one in named})


def _luck_at(number: int, point: str, site: Site) -> EdgeLuck:
    path = f"behaviors/{number}/{point}"
    return site.stream(f"{path}/answers", uniform), site.stream(f"{path}/validity", uniform)


def triggers(behavior: Behavior) -> list[Trigger | None]:
    """Its functions at the four points, in order."""
    return [getattr(behavior, point.replace("-", "_")) for point in POINTS]


def retune(live: Distribution, spec: Spec, site: Site) -> None:
    """What its parts say now holds for requests that come from now on."""
    settings, before = _settings(spec, site), live.settings
    for field, was, said in (
        ("behaviors", len(before.behaviors), len(settings.behaviors)),
        ("origins", len(before.origins), len(settings.origins)),
        ("edge_locations", before.tiers, settings.tiers),
    ):
        if was != said:
            raise RetuneError(site.id, field, "there are as many as at the start")
    for luck, origin in zip(live.origins.luck, settings.origins, strict=True):
        if origin.latency is not None:
            luck[0].remap(origin.latency.draw)
    connect(live, spec, site)
    live.retune(settings)


def _settings(spec: Spec, site: Site) -> DistributionSettings:
    places = {origin.name: n for n, origin in enumerate(spec.origins)}
    return DistributionSettings(
        origins=tuple(_origin(n, origin) for n, origin in enumerate(spec.origins, start=1)),
        behaviors=tuple(_behaviors(spec, places, site)),
        tiers=(spec.edge_locations, spec.regional_edge_caches, int(spec.origin_shield)),
        error_ttl_s=given(spec.error_caching_minimum_ttl),
        response_bytes=spec.response_size,
        requests_per_s=site.value(f"{ROOM}requests_per_second"),
    )


def _origin(number: int, said: OriginSpec) -> OriginSettings:
    return OriginSettings(
        number=number,
        attempts=given(said.connection_attempts),
        connection_timeout_s=given(said.connection_timeout),
        response_timeout_s=given(said.response_timeout),
        latency=None if said.latency is None else distribution(said.latency),
        error_rate=said.error_rate,
        error_status=said.error_status,
        unreachable_rate=said.unreachable_rate,
    )


def _behaviors(spec: Spec, places: dict[str, int], site: Site) -> Iterator[BehaviorSettings]:
    for number, said in enumerate(spec.behaviors):
        which, failover = said.resources, said.failover
        yield BehaviorSettings(
            number=number,
            origin=places[said.origin],
            first=which.first if which else 0,
            last=which.last if which else MOST_RESOURCES,
            ttl_s=_ttl_s(said.ttl),
            caches=said.cache_policy == "CachingOptimized",
            triggers=tuple(_trigger(n, one, site) for n, one in enumerate(triggers(said))),
            secondary=places[failover.origin] if failover else -1,
            failover_codes=frozenset(failover.status_codes if failover else ()),
        )


def _ttl_s(said: CacheTimes) -> float:
    """What the origin says, or the default, within the bounds."""
    asked = given(said.default) if said.max_age is None else said.max_age
    return max(given(said.minimum), min(asked, given(said.maximum)))


def _trigger(point: int, said: Trigger | None, site: Site) -> TriggerSettings | None:
    if said is None:
        return None
    where = "viewer" if POINTS[point].startswith("viewer") else "origin"
    most = site.value(f"{ROOM}lambda_edge.{where}_response_max_bytes")
    at_edge = site.graph.is_invoked(said.function)
    return TriggerSettings(
        said.function,
        said.responds,
        said.response_size,
        most if at_edge else INF,
        said.invalid_rate,
    )
