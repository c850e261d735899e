"""A live load balancer, from what a scenario says of it."""

from __future__ import annotations

from simcore.component import Site
from simcore.component.site import given
from simcore.engine.streams import uniform
from simcore.errors import RetuneError
from simcore.roles.invocable import Invocable
from simcore.services.load_balancer.balancer import LoadBalancer
from simcore.services.load_balancer.health import HealthCheck
from simcore.services.load_balancer.settings import BalancerSettings, GroupSettings
from simcore.services.load_balancer.spec import LoadBalancer as Spec
from simcore.services.load_balancer.spec import TargetGroup

__all__ = ["build", "connect", "retune", "start"]

ROOM = "load_balancer."


def build(spec: Spec, site: Site) -> LoadBalancer:
    """Without targets so far; the defaults must be filled in."""
    answers = [f"target_groups/{n}/answers" for n in range(1, len(spec.target_groups) + 1)]
    tosses = tuple(site.stream(name, uniform) for name in ("weights", "network", *answers))
    return LoadBalancer(site.env, site.id, _settings(spec, site), tosses)


def connect(live: LoadBalancer, spec: Spec, site: Site) -> None:
    """Register the functions."""
    live.forward_to([site.role(group.function, Invocable) for group in spec.target_groups])


def start(live: LoadBalancer, spec: Spec, site: Site) -> None:
    """Begin to check the health of those that are to be checked."""
    for group in live.groups:
        if group.settings.health_interval_s:
            check = HealthCheck(
                site.env, group.number, group.settings, group.function, live.ledgers
            )
            group.health = check
            check.start()


def retune(live: LoadBalancer, spec: Spec, site: Site) -> None:
    """Weights, rates and times hold for what comes from now on; groups stay as many as there are,
    and those that are checked."""
    settings = _settings(spec, site)
    if len(settings.groups) != len(live.settings.groups):
        raise RetuneError(site.id, "target_groups", "there are as many as at the start")
    for before, after in zip(live.settings.groups, settings.groups, strict=True):
        if bool(before.health_interval_s) != bool(after.health_interval_s):
            raise RetuneError(site.id, "target_groups", "health checks stay on, or off")
    live.settings = settings
    connect(live, spec, site)
    for group in live.groups:
        if group.health is not None:
            group.health.settings = group.settings


def _settings(spec: Spec, site: Site) -> BalancerSettings:
    return BalancerSettings(
        groups=tuple(_group(group) for group in spec.target_groups),
        idle_timeout_s=given(spec.idle_timeout),
        request_max_bytes=site.value(f"{ROOM}request_max_bytes"),
        response_max_bytes=site.value(f"{ROOM}response_max_bytes"),
        connection_error_rate=spec.connection_error_rate,
    )


def _group(said: TargetGroup) -> GroupSettings:
    settings = GroupSettings(float(said.weight), said.response_size, said.malformed_rate)
    if said.health_checks is None:
        return settings
    interval_s = given(said.health_checks.interval)
    threshold = given(said.health_checks.threshold)
    return GroupSettings(
        settings.weight, settings.response_bytes, settings.malformed_rate, interval_s, threshold
    )
