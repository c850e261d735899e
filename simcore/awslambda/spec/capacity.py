"""What a function runs on, when that is not Lambda's own fleet."""

from typing import Annotated

from pydantic import Field

from simcore.spec.annotations import (
    Assumed,
    FromProfile,
    Knob,
    Meaning,
    Needs,
    WithinProfile,
)
from simcore.spec.base import OneOf, Spec
from simcore.spec.quantities import Factor, Whole

__all__ = ["BOUNDS", "Capacity", "CapacityType", "ManagedInstances", "vcpus"]

ROOM = "lambda.managed_instances."
MOST = 100_000
MB_IN_A_GIB = 1024.0

BOUNDS = {
    "memory": WithinProfile(f"{ROOM}memory_min_mb", f"{ROOM}memory_max_mb"),
    "timeout": WithinProfile("lambda.timeout_min_s", f"{ROOM}timeout_max_s"),
}
"""Fields of a function that have other bounds on managed instances."""


class ManagedInstances(Spec):
    """Environments that run many invocations at once, scaled beside them: no cold starts."""

    minimum_execution_environments: Annotated[
        int | None,
        Whole(0, MOST),
        FromProfile(f"{ROOM}minimum_environments_default"),
        WithinProfile(high=f"{ROOM}environments_max"),
        Knob(
            "Least environments",
            "kept whatever the load, and ready when the run begins",
            "Concurrency",
            "MinExecutionEnvironments",
            low=0,
            high=100,
            step=1,
        ),
    ] = None
    maximum_execution_environments: Annotated[
        int | None,
        Whole(0, MOST),
        FromProfile(f"{ROOM}environments_max"),
        WithinProfile(high=f"{ROOM}environments_max"),
        Knob(
            "Most environments",
            "scale-out ends here",
            "Concurrency",
            "MaxExecutionEnvironments",
            low=0,
            high=1_000,
            step=1,
        ),
    ] = None
    concurrency_per_environment: Annotated[
        int | None,
        Whole(1, MOST),
        WithinProfile(high=f"{ROOM}concurrency_per_environment_max"),
        Assumed("AWS chooses one that it does not publish; taken is the most for the vCPUs"),
        Knob(
            "Concurrency of an environment",
            "how many invocations an environment runs at once; what finds all full is refused",
            "Concurrency",
            "PerExecutionEnvironmentMaxConcurrency",
            low=1,
            high=256,
            step=1,
        ),
    ] = None
    memory_per_vcpu: Annotated[
        float | None,
        Factor(0.1, 64),
        FromProfile(f"{ROOM}gib_per_vcpu_default"),
        WithinProfile(f"{ROOM}gib_per_vcpu_min", f"{ROOM}gib_per_vcpu_max"),
        Knob(
            "Memory per vCPU",
            "GiB of memory for each vCPU: with the memory it says how many vCPUs there are",
            "Function",
            "ExecutionEnvironmentMemoryGiBPerVCpu",
            low=2,
            high=8,
            step=0.5,
        ),
    ] = None


def vcpus(memory_mb: float, managed: ManagedInstances) -> float:
    """How many vCPUs an environment has."""
    return memory_mb / MB_IN_A_GIB / (managed.memory_per_vcpu or 1.0)


class Capacity(OneOf):
    """The type of capacity."""

    managed_instances: Annotated[
        ManagedInstances | None,
        Meaning("Lambda Managed Instances: instances of the account's own, run by Lambda"),
    ] = None


def _is_left_out(value: object) -> bool:
    return value is None


CapacityType = Annotated[
    Capacity | None,
    Field(exclude_if=_is_left_out),
    Needs(f"{ROOM}environments_max"),
    Meaning("what the function runs on, if not Lambda's own fleet"),
]
