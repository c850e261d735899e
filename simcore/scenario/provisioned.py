"""From what a scenario says of a function to its provisioned concurrency."""

from __future__ import annotations

from simcore.awslambda.provisioned import ProvisionedSettings
from simcore.awslambda.scaling import ScalingSettings, TargetTracking
from simcore.quotas import Profile
from simcore.scenario import model

__all__ = ["provisioned"]


def provisioned(spec: model.Function, profile: Profile, region: str) -> ProvisionedSettings | None:
    """What is asked for in the course of the run; None for a function that never asks."""
    initial, tracking = spec.provisioned_concurrency or 0, spec.provisioned_tracking
    schedule = tuple((action.at, action.value) for action in spec.provisioned_schedule)
    if not initial and not schedule and tracking is None:
        return None
    if tracking is not None:
        initial = max(initial, tracking.minimum)
    return ProvisionedSettings(
        initial=initial,
        preparation_s=float(profile.value("lambda.provisioned_preparation_s", region)),
        all_or_nothing=profile.has("lambda.provisioned_all_or_nothing"),
        scaling=ScalingSettings(schedule, _tracking(tracking, profile) if tracking else None),
    )


def _tracking(spec: model.TargetTracking, profile: Profile) -> TargetTracking:
    return TargetTracking(
        target=spec.target,
        minimum=spec.minimum,
        maximum=spec.maximum,
        low_share=float(profile.value("lambda.provisioned_low_alarm_share")),
        points=int(profile.value("lambda.provisioned_alarm_points")),
        scale_in_share=float(profile.value("lambda.provisioned_scale_in_share")),
    )
