"""From what a scenario says of a function to its environments on managed instances."""

from __future__ import annotations

from simcore.awslambda.building.asynchronous import recursion_limit
from simcore.awslambda.building.calls import handler_calls, record_duration
from simcore.awslambda.building.sends import handler_sends
from simcore.awslambda.building.tracing import tracing
from simcore.awslambda.managed_instances import ManagedSettings, ScalerSettings
from simcore.awslambda.spec import Function, ManagedInstances
from simcore.component import Site
from simcore.component.convert import distribution
from simcore.errors import EngineBug

__all__ = ["managed_settings"]

ROOM = "lambda.managed_instances."


def managed_settings(
    spec: Function,
    managed: ManagedInstances,
    site: Site,
    *,
    reports_item_failures: bool,
    may_be_poisoned: bool,
) -> ManagedSettings:
    """How the function runs; the defaults must be filled in."""
    concurrency = managed.concurrency_per_environment
    if spec.init_duration is None or spec.timeout is None or concurrency is None:
        raise EngineBug("a function was built without its defaults")
    return ManagedSettings(
        duration=distribution(spec.duration),
        init_duration=distribution(spec.init_duration),
        timeout_s=spec.timeout,
        concurrency=concurrency,
        scaler=_scaler(managed, site),
        throttle_reason=str(site.profile.value(f"{ROOM}throttle_reason", site.region)),
        error_rate=spec.error_rate,
        item_error_rate=spec.item_error_rate,
        reports_item_failures=reports_item_failures,
        may_be_poisoned=may_be_poisoned,
        calls=handler_calls(spec),
        sends=handler_sends(spec, site.graph),
        tracing=tracing(spec, site),
        duration_per_record=record_duration(spec),
        recursion_limit=recursion_limit(spec, site),
    )


def _scaler(managed: ManagedInstances, site: Site) -> ScalerSettings:
    minimum, maximum = (
        managed.minimum_execution_environments,
        managed.maximum_execution_environments,
    )
    if minimum is None or maximum is None:
        raise EngineBug("a function was built without its defaults")
    names = (
        "interval_s",
        "preparation_s",
        "scale_in_delay_s",
        "scale_in_interval_s",
        "scale_in_share",
    )
    rows = {"interval_s": "scaling_interval_s"}
    values = {name: site.value(ROOM + rows.get(name, name)) for name in names}
    target = site.value(f"{ROOM}target_utilization")
    return ScalerSettings(minimum, maximum, target, **values)
