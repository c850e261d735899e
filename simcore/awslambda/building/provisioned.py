"""From what a scenario says of a function to its provisioned concurrency and its versions."""

from __future__ import annotations

from dataclasses import replace

from simcore.awslambda import spec as model
from simcore.awslambda.provisioned import ProvisionedSettings
from simcore.awslambda.scaling import ScalingSettings, TargetTracking
from simcore.awslambda.settings import FunctionSettings
from simcore.component import Site
from simcore.component.convert import distribution
from simcore.errors import EngineBug

__all__ = ["additional", "provisioned"]


def provisioned(
    spec: model.Function | model.AdditionalVersion, site: Site
) -> ProvisionedSettings | None:
    """What is asked for in the course of the run; None for a version of which nothing is."""
    initial, tracking = spec.provisioned_concurrency or 0, spec.provisioned_tracking
    schedule = tuple((action.at, action.value) for action in spec.provisioned_schedule)
    if not initial and not schedule and tracking is None:
        return None
    if tracking is not None:
        initial = max(initial, tracking.minimum)
    return ProvisionedSettings(
        initial=initial,
        preparation_s=site.value("lambda.provisioned_preparation_s"),
        all_or_nothing=site.profile.has("lambda.provisioned_all_or_nothing"),
        scaling=ScalingSettings(schedule, _tracking(tracking, site) if tracking else None),
    )


def _tracking(spec: model.TargetTracking, site: Site) -> TargetTracking:
    return TargetTracking(
        target=spec.target,
        minimum=spec.minimum,
        maximum=spec.maximum,
        low_share=site.value("lambda.provisioned_low_alarm_share"),
        points=int(site.value("lambda.provisioned_alarm_points")),
        scale_in_share=site.value("lambda.provisioned_scale_in_share"),
    )


def additional(
    main: FunctionSettings, spec: model.AdditionalVersion, site: Site
) -> FunctionSettings:
    """The additional version: the function's settings with what is its own."""
    if spec.duration is None or spec.init_duration is None or spec.error_rate is None:
        raise EngineBug("a version was built without its defaults")
    init_duration = distribution(spec.init_duration)
    return replace(
        main,
        duration=distribution(spec.duration),
        lifecycle=replace(main.lifecycle, init_duration=init_duration),
        error_rate=spec.error_rate,
        provisioned=provisioned(spec, site),
    )
