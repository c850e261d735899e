"""A live state machine, from what a scenario says of it, and the quotas that all share."""

from __future__ import annotations

from math import ceil
from typing import Any

from simcore.asl.execution import EXPRESS_EVENTS
from simcore.asl.size import size_of
from simcore.component import Site
from simcore.engine.streams import uniform
from simcore.engine.token_bucket import TokenBucket
from simcore.roles.taker import Taker
from simcore.services.step_functions.checks_rights import START
from simcore.services.step_functions.definitions import document_of, machine_of, states_of
from simcore.services.step_functions.express import AsInvocable, ExpressMachine
from simcore.services.step_functions.expressions import template_of
from simcore.services.step_functions.facts import (
    CALLS,
    GET_ACTIVITY_TASK,
    HTTP_TASK,
    STOP_EXECUTION,
)
from simcore.services.step_functions.histories import MOST_FOLLOWED
from simcore.services.step_functions.machine import StateMachine
from simcore.services.step_functions.pacing import AccountQuotas
from simcore.services.step_functions.settings import BillingSettings, Items, MachineSettings
from simcore.services.step_functions.shape import express_states, parallel_steps
from simcore.services.step_functions.spec import StateMachine as Spec
from simcore.services.step_functions.starting import MachineStreams
from simcore.services.step_functions.working import workers_of, works_of

__all__ = ["as_invocable", "build", "connect", "retune"]

ROOM = "stepfunctions."
PRICE = "price.stepfunctions."
NO_BOUND = 1e12
ROWS_OF = {
    GET_ACTIVITY_TASK: "get_activity_task",
    HTTP_TASK: "http_task",
    STOP_EXECUTION: "stop_execution",
}
"""The rows of quotas of calls; those of SendTaskSuccess and its like have one for the three."""


def build(spec: Spec, site: Site) -> StateMachine:
    """Without those whom its tasks ask so far."""
    streams = MachineStreams(
        site.stream("jitter", uniform),
        site.stream("uniform", uniform),
        site.stream("contents", uniform),
        site.stream("again", uniform),
    )
    kind = ExpressMachine if spec.is_express else StateMachine
    about = (site.env, site.id, site.region, site.duration_s)
    return kind(*about, _settings(spec, site), _account(site), streams)


def connect(live: StateMachine, spec: Spec, site: Site) -> None:
    """Say who does its tasks, and who gets its status changes."""
    live.workers = workers_of(live, spec, site)
    live.works = works_of(live, spec, site)
    live.bus = _bus(spec, site)
    live.map_runs.may_start = site.may(START)


def retune(live: StateMachine, spec: Spec, site: Site) -> None:
    """Tasks that begin from now on are done otherwise; workers come, or go when they are done."""
    live.settings = _settings(spec, site)
    live.workers = workers_of(live, spec, site)
    live.works = works_of(live, spec, site)
    live.bus = _bus(spec, site)
    live.map_runs.may_start = site.may(START)


def _bus(spec: Spec, site: Site) -> Taker | None:
    return None if spec.status_changes is None else site.role(spec.status_changes, Taker)


def as_invocable(live: Any, beside: Any) -> Any:
    """Whoever waits for an answer gets that of StartExecution where the machine is standard."""
    return live if isinstance(live, ExpressMachine) else AsInvocable(live)


def _account(site: Site) -> AccountQuotas:
    """Those of the account, kept at the first machine, by its id."""
    first = min(site.graph.named("state_machine"))
    if first != site.id:
        shared: AccountQuotas = site.live(first).account
        return shared
    return AccountQuotas(
        _waiting(site, "transitions"),
        _bucket(site, "start_execution"),
        _bucket(site, "express_start_execution"),
        tuple(_waiting(site, _row(call)) for call in range(len(CALLS))),
        _waiting(site, "redrive_execution"),
        site.value(ROOM + "open_executions_max"),
        site.value(ROOM + "sync_executions_max"),
        site.get(ROOM + "open_map_runs_max", NO_BOUND),
    )


def _row(call: int) -> str:
    return ROWS_OF.get(call, "send_task")


def _waiting(site: Site, name: str) -> TokenBucket:
    at_once = site.get(f"{ROOM}{name}_bucket", NO_BOUND)
    return TokenBucket(at_once, site.get(f"{ROOM}{name}_per_second", NO_BOUND))


def _bucket(site: Site, name: str) -> TokenBucket:
    at_once = site.value(f"{ROOM}{name}_bucket")
    return TokenBucket(at_once, site.value(f"{ROOM}{name}_per_second"))


def _settings(spec: Spec, site: Site) -> MachineSettings:
    machine = machine_of(spec)
    return MachineSettings(
        machine=machine,
        is_express=spec.is_express,
        input=template_of(spec.input, "input"),
        states=sum(1 for _ in states_of(machine)),
        latency_s=site.value(ROOM + "transition_latency_s"),
        express_latency_s=site.value(ROOM + "express_transition_latency_s"),
        bounds={
            "STANDARD": (
                int(site.value(ROOM + "history_max_events")),
                site.value(ROOM + "execution_max_s"),
            ),
            "EXPRESS": (EXPRESS_EVENTS, site.value(ROOM + "express_execution_max_s")),
        },
        most_children=int(site.get(ROOM + "map_concurrency_max", 0)),
        express=express_states(machine, spec.is_express),
        children_per_s={
            True: site.get(ROOM + "express_children_per_second", NO_BOUND),
            False: site.get(ROOM + "standard_children_per_second", NO_BOUND),
        },
        billing=_billing(spec, site),
        items={
            name: Items(said.count, template_of(said.item)) for name, said in spec.items.items()
        },
        runs_twice=spec.runs_twice if spec.is_express else 0.0,
        followed=max(ceil(site.load.at(site.id) / MOST_FOLLOWED), 1),
    )


def _billing(spec: Spec, site: Site) -> BillingSettings:
    base_mb = site.value(PRICE + "express_memory_base_mb")
    return BillingSettings(
        int(site.value(PRICE + "express_duration_step_ms")),
        int(site.value(PRICE + "express_memory_step_mb")),
        base_mb * 1024 * 1024 + size_of(document_of(spec)),
        parallel_steps(machine_of(spec)),
    )
