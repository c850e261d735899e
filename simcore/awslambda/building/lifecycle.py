"""From what a scenario says of a function to the lives and the processor of its environments."""

from __future__ import annotations

from simcore.awslambda.cpu import CpuWork, vcpus
from simcore.awslambda.lifecycle import LifecycleSettings
from simcore.awslambda.spec import Function
from simcore.component import Site
from simcore.component.convert import distribution
from simcore.errors import EngineBug

__all__ = ["cpu_work", "lifecycle"]


def lifecycle(spec: Function, site: Site) -> LifecycleSettings:
    """How environments of the function begin and end; the defaults must be filled in."""
    if spec.init_duration is None or spec.environment_maximum_age is None:
        raise EngineBug("a function was built without its defaults")
    restore = spec.restore_duration if spec.snap_start else None
    return LifecycleSettings(
        init_duration=distribution(spec.init_duration),
        init_limit_s=site.value("lambda.init_limit_s"),
        maximum_age_s=spec.environment_maximum_age,
        shortest_life=site.value("lambda.environment_shortest_life"),
        restore=distribution(restore) if restore is not None else None,
        restore_limit_s=site.get("lambda.snap_start_restore_limit_s", float("inf")),
        proactive_share=spec.proactive_initialization,
    )


def cpu_work(spec: Function, site: Site) -> CpuWork | None:
    """The processor work of the handler, where the scenario gives any."""
    if spec.cpu_work is None:
        return None
    per_vcpu_mb = site.value("lambda.memory_per_vcpu_mb")
    share = vcpus(float(spec.memory or 0.0), per_vcpu_mb, spec.cpu_threads)
    return CpuWork(distribution(spec.cpu_work), share)
