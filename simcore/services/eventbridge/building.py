"""A live bus, from what a scenario says of it."""

from __future__ import annotations

from typing import Any

from simcore.component import Site
from simcore.component.site import given
from simcore.engine.streams import uniform
from simcore.engine.trace import Trace
from simcore.engine.virtual_schedule import VirtualSchedule
from simcore.errors import RetuneError
from simcore.roles.filtering import FilterCriteria, classes_that_match, share_that_matches
from simcore.roles.pace import Pace
from simcore.roles.pushing import PacedTarget
from simcore.roles.redelivery import Backoff, Redelivery, Target
from simcore.roles.taker import Denied, Taker, takes_as
from simcore.services.eventbridge.bus import EventBus
from simcore.services.eventbridge.rules import Rule, RuleBus
from simcore.services.eventbridge.spec import Bus
from simcore.services.eventbridge.spec import Rule as SaidRule
from simcore.services.eventbridge.spec import RuleTarget as SaidTarget
from simcore.spec.schedules import parsed

__all__ = ["AnyBus", "build", "connect", "expected", "retune", "start"]

AnyBus = EventBus | RuleBus

ROOM = "eventbridge."
BY_RULE = 100
"""Targets are numbered by their rule's number, times this, and their own."""


def build(spec: Bus, site: Site) -> AnyBus:
    """Without rules so far."""
    return RuleBus(site.env, site.id, site.seed) if spec.rules else EventBus(site.id)


def connect(live: AnyBus, spec: Bus, site: Site) -> None:
    """Give it its rules, and the quotas that it shares."""
    if isinstance(live, RuleBus):
        live.put_quota, live.invocations = _quotas(site)
        live.part = 1.0 / spec.entries_per_request
        live.rule([_rule(live, n, said, spec, site) for n, said in enumerate(spec.rules, 1)])


def start(live: AnyBus, spec: Bus, site: Site) -> None:
    """Schedules begin."""
    if isinstance(live, RuleBus):
        live.start()


def retune(live: AnyBus, spec: Bus, site: Site) -> None:
    """Rules and targets change for what is put from now on; schedules stay as they were."""
    if isinstance(live, RuleBus) != bool(spec.rules):
        raise RetuneError(site.id, "rules", "it has some from the start, or none")
    if not isinstance(live, RuleBus):
        return
    schedules = [rule.schedule for rule in live.rules]
    if schedules != [said.schedule and parsed(said.schedule) for said in spec.rules]:
        raise RetuneError(site.id, "schedule", "schedules, and how many rules there are, stay")
    connect(live, spec, site)


def expected(spec: Bus, until_s: float, trace: Trace | None) -> float:
    """How often its schedules come to their time."""
    schedules = [parsed(rule.schedule) for rule in spec.rules if rule.schedule]
    return float(sum([schedule.count(until_s) for schedule in schedules]))


def _quotas(site: Site) -> tuple[VirtualSchedule, Pace]:
    """Those of the account, which are kept at the first bus with rules, by its id."""
    with_rules = [id for id, bus in site.graph.of(Bus).items() if bus.rules]
    first: Any = site.live(min(with_rules))
    if first.put_quota is None:
        first.put_quota = VirtualSchedule(site.value(ROOM + "put_events_per_second"))
        first.invocations = Pace(site.env, site.value(ROOM + "invocations_per_second"))
    return first.put_quota, first.invocations


def _rule(live: RuleBus, n: int, said: SaidRule, spec: Bus, site: Site) -> Rule:
    targets = [_target(live, n * BY_RULE + m, t, site) for m, t in enumerate(said.targets, 1)]
    schedule = parsed(said.schedule) if said.schedule else None
    return Rule(tuple(targets), _pattern(said, spec), schedule)


def _pattern(said: SaidRule, spec: Bus) -> FilterCriteria | None:
    if said.classes is not None:
        return classes_that_match(spec.message_classes, said.classes)
    return None if said.matching == 1.0 else share_that_matches(said.matching)


def _target(live: RuleBus, number: int, said: SaidTarget, site: Site) -> PacedTarget:
    taker = Denied() if said.delivery_fails else site.role(said.target, Taker)
    dead = said.dead_letter_queue
    waits = Backoff(
        given(said.maximum_retry_attempts),
        given(said.maximum_event_age),
        site.value(ROOM + "backoff_initial_s"),
        site.value(ROOM + "backoff_max_s"),
    )
    dead_letters = None if dead is None else site.role(dead, Taker)
    target = Target(taker, waits, said.server_error_rate, dead_letters)
    if number in live.known:
        known = live.known[number]
        known.delivery.target = target
        return known
    stream = site.stream(f"targets/{number}", uniform)
    destination = takes_as(taker) == "http"
    per_s = site.value(ROOM + "api_destination_per_second")
    pace = Pace(site.env, per_s) if destination else None
    return PacedTarget(Redelivery(site.env, live, number, target, stream), pace)
