"""A live scheduler, from what a scenario says of it."""

from __future__ import annotations

from typing import Any

from simcore.component import Site
from simcore.component.site import given
from simcore.engine.streams import uniform
from simcore.engine.trace import Trace
from simcore.errors import RetuneError
from simcore.roles.event import Event
from simcore.roles.pace import Pace
from simcore.roles.pushing import PacedTarget
from simcore.roles.redelivery import Backoff, Redelivery, Target
from simcore.roles.taker import Denied, Taker
from simcore.services.scheduler.scheduler import Scheduled
from simcore.services.scheduler.scheduler import Scheduler as Live
from simcore.services.scheduler.spec import Schedule, Scheduler
from simcore.spec.schedules import parsed

__all__ = ["build", "connect", "expected", "retune", "start"]

ROOM = "scheduler."


def build(spec: Scheduler, site: Site) -> Live:
    """Without schedules so far."""
    event = Event(bytes=spec.input_size)
    return Live(site.env, site.id, event, site.stream("windows", uniform))


def connect(live: Live, spec: Scheduler, site: Site) -> None:
    """Give it its schedules, and the quota of the account."""
    live.invocations = _quota(site)
    live.schedule([_scheduled(live, n, said, site) for n, said in enumerate(spec.schedules, 1)])


def start(live: Live, spec: Scheduler, site: Site) -> None:
    """Its clock begins."""
    live.start()


def retune(live: Live, spec: Scheduler, site: Site) -> None:
    """How many there are, their windows and targets change from their next time on."""
    said = [parsed(one.expression) for one in spec.schedules]
    if said != [one.schedule for one in live.schedules]:
        raise RetuneError(site.id, "expression", "what a schedule waits for stays")
    connect(live, spec, site)


def expected(spec: Scheduler, until_s: float, trace: Trace | None) -> float:
    """How many invocations become due."""
    return float(sum([one.count * parsed(one.expression).count(until_s) for one in spec.schedules]))


def _quota(site: Site) -> Pace:
    """The one of the account, kept at the first scheduler, by its id."""
    first: Any = site.live(min(site.graph.named("scheduler")))
    if first.invocations is None:
        first.invocations = Pace(site.env, site.value(ROOM + "invocations_per_second"))
    found: Pace = first.invocations
    return found


def _scheduled(live: Live, number: int, said: Schedule, site: Site) -> Scheduled:
    target = _target(live, number, said, site)
    return Scheduled(parsed(said.expression), target, said.count, said.flexible_window)


def _target(live: Live, number: int, said: Schedule, site: Site) -> PacedTarget:
    dead = said.dead_letter_queue
    target = Target(
        Denied() if said.delivery_fails else site.role(said.target, Taker),
        Backoff(
            given(said.maximum_retry_attempts),
            given(said.maximum_event_age),
            site.value(ROOM + "backoff_initial_s"),
            site.value(ROOM + "backoff_max_s"),
        ),
        said.server_error_rate,
        None if dead is None else site.role(dead, Taker),
    )
    if number in live.known:
        known = live.known[number]
        known.delivery.target = target
        return known
    stream = site.stream(f"schedules/{number}", uniform)
    return PacedTarget(Redelivery(site.env, live, number, target, stream))
