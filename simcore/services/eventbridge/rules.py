"""Amazon EventBridge, an event bus with rules (the classic bus).

Models: PutEvents and its quota of requests, an entry at a time, refused above it (a second's worth
    may be used at once: assumed); rules that match a share or classes of the events, or start by a
    schedule; up to five targets a rule, all of which get the event; the quota of invocations a
    second, shared by all buses, above which invocations are delayed and nothing is lost; 300 a
    second for each HTTP endpoint (API destination); retries with exponential back-off (the series
    is assumed) within the attempts and the age that the target has; a missing permission, which is
    not tried again; dead-letter queues, with the reason.
Ignores: latency; patterns (an event is of a class, or has a number by which it matches); how late
    within its minute a schedule starts; partner and AWS events, which cost nothing; archives and
    replay; input transformers; event size; the order in which AWS begins what it has delayed; what
    a dead-letter queue's messages hold; DeadLetterInvocations (rules that lead back to their bus
    are refused by a check); the Custom Event Bus of 2026.
States: EventPut, PutRefused, EventMatched, RuleStarted, InvocationDelayed, TargetInvoked,
    InvocationRetried, InvocationGivenUp, SentToDlq, BusObserved.

Sources: Amazon EventBridge User Guide (Feb 2023: eb-putevents, eb-rule-dlq, eb-rule-retry-policy,
eb-create-rule-schedule; 2026: eb-quota, eb-monitoring); API model of botocore 1.44.8.
"""

from __future__ import annotations

from collections.abc import Sequence

from simcore.engine.contents import Contents
from simcore.engine.environment import INF, Environment
from simcore.engine.virtual_schedule import VirtualSchedule
from simcore.facts import ledgers_for
from simcore.facts.pushing import PUSHING
from simcore.frozen import frozen
from simcore.roles.event import Event
from simcore.roles.filtering import FilterCriteria
from simcore.roles.pushing import PacedTarget, Pushes
from simcore.services.eventbridge.facts import (
    BusObserved,
    EventMatched,
    EventPut,
    PutRefused,
    RuleStarted,
)
from simcore.spec.schedules import Schedule

STATES = (EventPut, PutRefused, EventMatched, RuleStarted, *PUSHING, BusObserved)


@frozen
class Rule:
    """Which events go to which targets; one with a ``schedule`` looks at none."""

    targets: tuple[PacedTarget, ...]
    filter: FilterCriteria | None = None
    schedule: Schedule | None = None


class RuleBus(Pushes):
    """One bus; the two quotas are those of the account.

    An entry takes the ``part`` of a request that PutEvents with so many has for each.
    """

    type = "bus"

    def __init__(self, env: Environment, id: str, seed: int) -> None:
        super().__init__()
        self.env, self.id = env, id
        self.ledgers = ledgers_for(*STATES)
        self.rules: tuple[Rule, ...] = ()
        self.put_quota: VirtualSchedule | None = None
        self.part = 1.0
        self._contents, self._put = Contents(seed, id), 0

    def rule(self, rules: Sequence[Rule]) -> None:
        """Have these rules from now on."""
        self.rules = tuple(rules)
        self.know(target for rule in rules for target in rule.targets)

    def start(self) -> None:
        """Begin to wait for the times of the schedules."""
        for number, rule in enumerate(self.rules):
            if rule.schedule is not None:
                self._wait_for(rule.schedule.after(-1.0), number)

    # Events come.

    def deliver(self, now: float, event: Event) -> bool:
        """PutEvents of one entry; False when the quota is used up."""
        if self.put_quota is not None and not self.put_quota.take_part(now, self.part):
            self.ledgers[PutRefused].append((now,))
            return False
        self.ledgers[EventPut].append((now,))
        content = self._contents.of(self._put) if event.content < 0.0 else event.content
        event = event._replace(content=content, chain=0)  # through a bus Lambda sees no loop
        self._put += 1
        matched = [rule for rule in self.rules if self._matches(rule, event)]
        due = sum([len(rule.targets) for rule in matched])
        if matched:
            self.ledgers[EventMatched].append((now, len(matched), due))
        for rule in matched:
            self._invoke_all(now, rule, event)
        return True

    def _matches(self, rule: Rule, event: Event) -> bool:
        if rule.schedule is not None:
            return False
        return rule.filter is None or rule.filter.matches(event.content)

    def _wait_for(self, at: float, number: int) -> None:
        if at < INF:
            self.env.call_at(at, self._starts, number)

    def _starts(self, number: int) -> None:
        """The schedule of the rule at this place, from 0, has come to one of its times."""
        now, rule = self.env.now, self.rules[number]
        assert rule.schedule is not None
        self.ledgers[RuleStarted].append((now, number + 1, len(rule.targets)))
        self._invoke_all(now, rule, Event())
        self._wait_for(rule.schedule.after(now), number)

    def _invoke_all(self, now: float, rule: Rule, event: Event) -> None:
        for target in rule.targets:
            self.push(now, target, event)

    def bind(self) -> None:
        """Nothing of a bus's is on the hot path."""

    def observe(self, now: float) -> None:
        """State how many invocations wait, and for what."""
        self.ledgers[BusObserved].append((now, self.delayed, self.retrying))
