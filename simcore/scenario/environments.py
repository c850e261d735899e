"""From what a scenario says of a function to the lives and the processor of its environments."""

from __future__ import annotations

from simcore.awslambda.cpu import CpuWork, vcpus
from simcore.awslambda.lifecycle import LifecycleSettings
from simcore.errors import EngineBug
from simcore.quotas import Profile
from simcore.scenario.convert import distribution
from simcore.scenario.model import Function

__all__ = ["cpu_work", "lifecycle"]


def lifecycle(spec: Function, profile: Profile, region: str) -> LifecycleSettings:
    """How environments of the function begin and end; the defaults must be filled in."""
    if spec.init_duration is None or spec.environment_maximum_age is None:
        raise EngineBug("a function was built without its defaults")
    restore = spec.restore_duration if spec.snap_start else None
    limit_s = profile.get("lambda.snap_start_restore_limit_s", region, float("inf"))
    return LifecycleSettings(
        init_duration=distribution(spec.init_duration),
        init_limit_s=float(profile.value("lambda.init_limit_s", region)),
        maximum_age_s=spec.environment_maximum_age,
        shortest_life=float(profile.value("lambda.environment_shortest_life", region)),
        restore=distribution(restore) if restore is not None else None,
        restore_limit_s=float(limit_s),
        proactive_share=spec.proactive_initialization,
    )


def cpu_work(spec: Function, profile: Profile, region: str) -> CpuWork | None:
    """The processor work of the handler, where the scenario gives any."""
    if spec.cpu_work is None:
        return None
    per_vcpu_mb = float(profile.value("lambda.memory_per_vcpu_mb", region))
    share = vcpus(float(spec.memory or 0.0), per_vcpu_mb, spec.cpu_threads)
    return CpuWork(distribution(spec.cpu_work), share)
