"""Building those clients that do something with the answers."""

from __future__ import annotations

from math import inf
from typing import Any

from simcore.component import Site
from simcore.component.convert import MANY_KEYS, ONE_KEY, distribution, drawn_keys, poison
from simcore.component.strides import stride
from simcore.engine.arrivals import ArrivalSource, Window
from simcore.engine.keys import Keys
from simcore.engine.streams import uniform
from simcore.errors import RetuneError
from simcore.roles.invocable import Invocable
from simcore.roles.taker import Taker
from simcore.services.clients.attempts import Asked
from simcore.services.clients.caller import Caller, CallerSettings
from simcore.services.clients.closed_loop_spec import ClosedLoop
from simcore.services.clients.pages import OpenCaller
from simcore.services.clients.sdk_building import rate_settings, retry_mode
from simcore.services.clients.spec import Client
from simcore.services.clients.users import Loop, Users
from simcore.services.clients.ways import Delivering, Invoking, Way
from simcore.spec.keys import Keys as SaidKeys

__all__ = ["caller", "retune_caller"]


def caller(spec: Client, site: Site, source: ArrivalSource | None) -> OpenCaller | Users:
    """At the arrivals of a source, or in a closed loop."""
    way, asked, settings = _way(spec, site), _asked(spec, site), _settings(spec, site)
    clients = _clients(spec)
    luck = site.stream("retries", uniform)
    loop = spec.arrivals.closed_loop
    if loop is None:
        assert source is not None
        return OpenCaller(site.env, site.id, source, way, asked, settings, clients, luck)
    said = _loop(loop)
    streams = luck, site.stream("think", said.think_time.draw)
    return Users(
        site.env, site.id, said, window(spec, site), way, asked, settings, clients, streams
    )


def retune_caller(live: Caller, spec: Client, site: Site) -> None:
    """Users, waits and retries as the scenario says now; arrivals are told apart from this."""
    if len(live.clients) != _clients(spec):
        raise RetuneError(site.id, "sdk.clients", "there are as many as at the start")
    live.way.reach(_target(spec, site))
    live.tell(_settings(spec, site))
    if isinstance(live, Users):
        if spec.arrivals.closed_loop is None:
            raise RetuneError(site.id, "arrivals", "users stay users")
        live.retune(_loop(spec.arrivals.closed_loop), window(spec, site))


def _clients(spec: Client) -> int:
    return 1 if spec.sdk is None else spec.sdk.clients


def window(spec: Client, site: Site) -> Window:
    """When it sends."""
    return Window(site.duration_s, spec.start, spec.stop, spec.limit)


def _way(spec: Client, site: Site) -> Way:
    reached = _target(spec, site)
    if _awaits_answer(spec, site):
        return Invoking(reached)
    keys = _message_keys(spec, site, site.live(spec.target))
    poisoned = poison(site.id, spec.poison, site.seed)
    return Delivering(reached, spec.message_size, keys, poisoned)


def _awaits_answer(spec: Client, site: Site) -> bool:
    return hasattr(site.live(spec.target), "invoke") and not spec.asynchronous


def _target(spec: Client, site: Site) -> Any:
    """What it calls or sends to, or what stands in for it where it may not."""
    return site.role(spec.target, Invocable if _awaits_answer(spec, site) else Taker)


def _message_keys(spec: Client, site: Site, target: Any) -> Keys | None:
    if not getattr(target, "reads_keys", False):
        return None
    unsaid = MANY_KEYS if target.spreads_keys else ONE_KEY
    return drawn_keys(site.id, spec.keys, site.seed, unsaid, site.trace)


def _asked(spec: Client, site: Site) -> Asked:
    resources = _drawn(spec.resources, site, "resources")
    callers = _drawn(spec.callers, site, "callers")
    return Asked(resources, callers, spec.method, spec.message_size)


def _drawn(said: SaidKeys | None, site: Site, name: str) -> Keys | None:
    return None if said is None else drawn_keys(f"{site.id}/{name}", said, site.seed)


def _settings(spec: Client, site: Site) -> CallerSettings:
    service = site.graph.components[spec.target].sdk_service
    mode, timeout_s = retry_mode(spec.sdk, site, service), inf
    if spec.timeout is not None:
        timeout_s = spec.timeout
    followed = stride(site) if _awaits_answer(spec, site) else 0
    return CallerSettings(mode, rate_settings(site), timeout_s, spec.parallel, followed)


def _loop(said: ClosedLoop) -> Loop:
    return Loop(said.users, distribution(said.think_time), said.turnaround)
