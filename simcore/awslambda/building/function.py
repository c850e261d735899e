"""A live function, the account that it shares, and the queue of its asynchronous events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from simcore.awslambda.account import Account
from simcore.awslambda.async_invoke import EventQueue
from simcore.awslambda.building.asynchronous import destination, recursion_limit, settings
from simcore.awslambda.building.calls import handler_calls, record_duration
from simcore.awslambda.building.lifecycle import cpu_work, lifecycle
from simcore.awslambda.building.managed import managed_settings
from simcore.awslambda.building.provisioned import additional, provisioned
from simcore.awslambda.building.sends import handler_sends, takers
from simcore.awslambda.building.tracing import tracing
from simcore.awslambda.function import Function
from simcore.awslambda.managed_instances import ManagedFunction, ManagedSettings
from simcore.awslambda.settings import AdditionalSettings, FunctionSettings
from simcore.awslambda.spec import asynchronous as spec_of
from simcore.awslambda.spec import function as functions
from simcore.component import Graph, Site
from simcore.component.convert import distribution
from simcore.component.site import given
from simcore.errors import RetuneError
from simcore.roles.invocable import Invocable

__all__ = ["account", "build", "completed", "connect", "event_queues", "events_of", "retune"]


def account(spec: None, site: Site) -> Account:
    """The account of the run's Region, which all functions share."""
    return Account(site.profile, site.region, site.id)


def completed(id: str, spec: functions.Function, graph: Graph) -> functions.Function:
    """With an internal queue of events, where something invokes it asynchronously."""
    if spec.asynchronous is not None or id not in graph.invoked_asynchronously():
        return spec
    return spec.model_copy(update={"asynchronous": spec_of.Asynchronous()})


def build(spec: functions.Function, site: Site) -> Function | ManagedFunction:
    """On the capacity that it says; the defaults must be filled in."""
    said = _settings(spec, site)
    if isinstance(said, ManagedSettings):
        return ManagedFunction(site.env, site.id, said, site.seed)
    return Function(site.env, site.id, said, site.live("account"), site.seed)


def retune(live: Any, spec: functions.Function, site: Site) -> None:
    """The function and its internal queue of events take what is said of them now."""
    said = _settings(spec, site)
    if isinstance(live, ManagedFunction) != isinstance(said, ManagedSettings):
        raise RetuneError(site.id, "capacity", "a function stays on the capacity that it has")
    connect(live, spec, site)
    live.retune(said)
    for events in site.beside(site.id):
        events.retune(settings(spec, site))


def _settings(spec: functions.Function, site: Site) -> FunctionSettings | ManagedSettings:
    managed = spec.capacity and spec.capacity.managed_instances
    if managed:
        reports, poisoned = _reports_item_failures(site), _may_be_poisoned(site)
        return managed_settings(
            spec, managed, site, reports_item_failures=reports, may_be_poisoned=poisoned
        )
    said, other = _on_demand(spec, site), spec.additional_version
    if other is None:
        return said
    version = additional(said, other, site)
    return replace(said, additional=AdditionalSettings(version, other.weight))


def _on_demand(spec: functions.Function, site: Site) -> FunctionSettings:
    return FunctionSettings(
        duration=distribution(spec.duration),
        lifecycle=lifecycle(spec, site),
        timeout_s=given(spec.timeout),
        idle_timeout_s=given(spec.idle_timeout),
        cpu=cpu_work(spec, site),
        error_rate=spec.error_rate,
        crash_rate=spec.crash_rate,
        item_error_rate=spec.item_error_rate,
        reports_item_failures=_reports_item_failures(site),
        may_be_poisoned=_may_be_poisoned(site),
        reserved_concurrency=spec.reserved_concurrency,
        provisioned=provisioned(spec, site),
        calls=handler_calls(spec),
        sends=handler_sends(spec, site.graph),
        tracing=tracing(spec, site),
        duration_per_record=record_duration(spec),
        recursion_limit=recursion_limit(spec, site),
    )


def _reports_item_failures(site: Site) -> bool:
    """Does something that invokes it ask which items of a batch failed?"""
    return any(said.asks_which_failed(site.id) for said in site.graph.components.values())


def _may_be_poisoned(site: Site) -> bool:
    return any(component.sends_poison() for component in site.graph.components.values())


def event_queues(
    live: Function | ManagedFunction, spec: functions.Function, site: Site
) -> tuple[EventQueue, ...]:
    """The internal queue of a function that is invoked asynchronously."""
    if site.id not in site.graph.invoked_asynchronously():
        return ()
    return (EventQueue(site.env, settings(spec, site), live, site.seed),)


def events_of(live: Function | ManagedFunction, beside: Sequence[EventQueue]) -> EventQueue:
    """What takes events for a function: its internal queue."""
    return beside[0]


def connect(live: Function | ManagedFunction, spec: functions.Function, site: Site) -> None:
    """Tell the handler whom it calls and sends to, and where the function's events go on."""
    if spec.calls:
        live.connect({call.target: site.role(call.target, Invocable) for call in spec.calls})
    if spec.sends:
        live.handler.connect_sends(takers(spec, site))
    for events in site.beside(site.id):
        assert spec.asynchronous is not None
        events.connect(
            *(destination(site, field, said) for field, said in spec.asynchronous.destinations())
        )
