"""A Lambda function."""

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field

from simcore.awslambda.spec.asynchronous import Asynchronous
from simcore.awslambda.spec.calls import HandlerCalls
from simcore.awslambda.spec.capacity import BOUNDS, ROOM, Capacity, CapacityType, vcpus
from simcore.awslambda.spec.concurrency import (
    ProvisionedConcurrency,
    ProvisionedSchedule,
    ProvisionedTracking,
    ReservedConcurrency,
)
from simcore.awslambda.spec.execution import (
    Architecture,
    CpuThreads,
    CpuWork,
    CrashRate,
    InitDuration,
    MaximumAge,
    Package,
    PerRecord,
    ProactiveShare,
    RestoreDuration,
    Runtime,
    SnapStart,
    measured_init,
    usual_restore,
)
from simcore.awslambda.spec.sends import HandlerSends, RecursiveLoop
from simcore.awslambda.spec.variables import Variables
from simcore.awslambda.spec.versions import AdditionalVersion, OtherVersion
from simcore.quotas import Profile
from simcore.spec.annotations import Assumed, FromProfile, Knob, Meaning, Silent, WithinProfile
from simcore.spec.base import Answers, ComponentSpec
from simcore.spec.distributions import DurationDistribution
from simcore.spec.permissions import ResourcePolicy, Role
from simcore.spec.quantities import Fraction, Megabytes, Seconds

__all__ = ["Function"]


class Function(ComponentSpec):
    """Runs one invocation at a time in each execution environment, or many (see `capacity`)."""

    answers: ClassVar[Answers] = "invoke"
    writes_logs: ClassVar[bool] = True

    type: Literal["function"]
    memory: Annotated[
        float | None,
        Megabytes(1, 65_536),
        FromProfile("lambda.memory_default_mb"),
        WithinProfile("lambda.memory_min_mb", "lambda.memory_max_mb"),
        Knob(
            "Memory",
            "memory of one environment; its price and its share of processor follow",
            "Function",
            "MemorySize",
            low=128,
            high=10_240,
            step=64,
        ),
    ] = None
    timeout: Annotated[
        float | None,
        Seconds(0, 86_400),
        FromProfile("lambda.timeout_default_s"),
        WithinProfile("lambda.timeout_min_s", "lambda.timeout_max_s"),
        Knob(
            "Timeout",
            "an invocation is cut off after this",
            "Function",
            "Timeout",
            low=1,
            high=900,
            step=1,
        ),
    ] = None
    duration: Annotated[
        DurationDistribution,
        Knob(
            "Duration",
            "how long the handler runs, beside its CPU work",
            "Function",
            "Duration",
            low=0.001,
            high=900,
            step=0.001,
            scale="log",
        ),
    ]
    duration_per_record: PerRecord = None
    cpu_work: CpuWork = None
    cpu_threads: CpuThreads = 1
    runtime: Runtime = None
    package: Package = "zip"
    architecture: Architecture = "x86_64"
    init_duration: InitDuration = None
    snap_start: SnapStart = False
    restore_duration: RestoreDuration = None
    error_rate: Annotated[
        float,
        Fraction(0, 1),
        Knob(
            "Error rate",
            "share of invocations that fail",
            "Failure",
            "Errors",
            low=0,
            high=1,
            step=0.001,
        ),
    ] = 0.0
    crash_rate: CrashRate = 0.0
    item_error_rate: Annotated[
        float,
        Fraction(0, 1),
        Knob(
            "Failing records",
            "share of the records of a batch that fail, each time they are tried",
            "Failure",
            "batchItemFailures",
            low=0,
            high=1,
            step=0.001,
        ),
    ] = 0.0
    reserved_concurrency: ReservedConcurrency = None
    provisioned_concurrency: ProvisionedConcurrency = None
    provisioned_tracking: ProvisionedTracking = None
    provisioned_schedule: ProvisionedSchedule = ()
    additional_version: OtherVersion = None
    idle_timeout: Annotated[
        float | None,
        Seconds(0, 86_400),
        FromProfile("lambda.idle_timeout_s"),
        Assumed("AWS publishes no number"),
        Knob(
            "Idle timeout",
            "an idle environment is reclaimed after this",
            "Concurrency",
            low=10,
            high=3_600,
            step=10,
            scale="log",
        ),
    ] = None
    environment_maximum_age: MaximumAge = None
    proactive_initialization: ProactiveShare = 0.0
    capacity: CapacityType = None
    environment: Variables = Field(default_factory=dict)
    asynchronous: Annotated[
        Asynchronous | None,
        Meaning("what becomes of events that it is invoked with asynchronously"),
    ] = None
    calls: HandlerCalls = ()
    sends: HandlerSends = ()
    recursive_loop: RecursiveLoop = "Terminate"
    tracing: Annotated[
        Literal["PassThrough", "Active"],
        Knob(
            "Tracing",
            "whether Lambda samples requests for X-Ray, and sends segments of them",
            "Function",
            "TracingConfig",
        ),
        Silent(),
    ] = "PassThrough"
    role: Annotated[
        Role | None,
        Meaning("its execution role; without it, all that is needed here is allowed"),
        Silent(),
    ] = None
    resource_policy: Annotated[
        ResourcePolicy | None,
        Meaning("who may invoke it; without it, all that do so here"),
        Silent(),
    ] = None

    def derived(self, profile: Profile, region: str) -> Self:
        """With the init, and with SnapStart the restore, that its other fields decide.

        A combination that nobody measured keeps none (a check says so).
        """
        update: dict[str, Any] = {}
        if self.init_duration is None:
            memory_mb = self.memory or 0.0
            update["init_duration"] = measured_init(
                self.runtime, self.package, self.architecture, memory_mb
            )
        if self.snap_start and self.restore_duration is None:
            update["restore_duration"] = usual_restore(profile, region)
        if self.additional_version is not None:
            update["additional_version"] = self._completed({**dict(self), **update})
        if self.capacity is not None:
            update["capacity"] = self._with_concurrency(self.capacity, profile, region)
        return self.model_copy(update=update)

    def edge_kind(self, said: str, to: ComponentSpec | None) -> str:
        """What its handler sends to a function is an Invoke with InvocationType Event."""
        is_invoked = to is not None and to.answers == "invoke"
        return "invoke-async" if said == "send" and is_invoked else said

    def _completed(self, function: dict[str, Any]) -> AdditionalVersion | None:
        """The additional version with what it leaves out."""
        version = self.additional_version
        parts = ("duration", "init_duration", "error_rate")
        missing = {part: function[part] for part in parts if getattr(version, part) is None}
        return version and version.model_copy(update=missing)

    def _with_concurrency(self, capacity: Capacity, profile: Profile, region: str) -> Capacity:
        """Without a concurrency of its own, an environment has the most for its vCPUs."""
        managed, key = capacity.managed_instances, f"{ROOM}concurrency_per_vcpu_max"
        if managed is None or managed.concurrency_per_environment or not profile.has(key):
            return capacity
        most = int(vcpus(self.memory or 0.0, managed) * profile.value(key, region))
        most = min(most, int(profile.value(f"{ROOM}concurrency_per_environment_max", region)))
        update = {"concurrency_per_environment": max(most, 1)}
        return capacity.model_copy(update={"managed_instances": managed.model_copy(update=update)})

    def bounds(self, field: str, within: WithinProfile) -> WithinProfile:
        """On managed instances some are others."""
        return BOUNDS.get(field, within) if self.capacity is not None else within
