"""A live downstream, from what a scenario says of it."""

from __future__ import annotations

from simcore.component import Site
from simcore.component.convert import distribution
from simcore.engine.environment import INF
from simcore.services.downstream.pool import ConnectionPool, PoolSettings
from simcore.services.downstream.spec import Downstream

__all__ = ["build", "retune"]


def build(spec: Downstream, site: Site) -> ConnectionPool:
    """With all of its connections free."""
    return ConnectionPool(site.env, site.id, _settings(spec), site.seed)


def retune(live: ConnectionPool, spec: Downstream, site: Site) -> None:
    """It works so from now on."""
    live.retune(_settings(spec))


def _settings(spec: Downstream) -> PoolSettings:
    return PoolSettings(
        connections=spec.connections,
        latency=distribution(spec.latency),
        most_waiting=INF if spec.max_waiting is None else spec.max_waiting,
        wait_timeout_s=INF if spec.wait_timeout is None else spec.wait_timeout,
        error_rate=spec.error_rate,
        available=spec.available,
    )
