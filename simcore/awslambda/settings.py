"""What a scenario says of a function, with the profile's numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simcore.awslambda.calls import Call
from simcore.awslambda.cpu import CpuWork
from simcore.awslambda.handler import parts_of
from simcore.awslambda.lifecycle import LifecycleSettings
from simcore.awslambda.provisioned import ProvisionedSettings
from simcore.engine.distributions import Distribution
from simcore.frozen import frozen

if TYPE_CHECKING:
    from simcore.awslambda.sends import Send
    from simcore.awslambda.tracing import TracingSettings


@frozen
class FunctionSettings:
    """Times in seconds, rates as fractions.

    ``additional`` is a second version behind the alias by which the function is invoked, ``calls``
    and
    ``sends`` are what handlers of either call and send.
    """

    duration: Distribution
    lifecycle: LifecycleSettings
    timeout_s: float
    idle_timeout_s: float
    cpu: CpuWork | None = None
    error_rate: float = 0.0
    crash_rate: float = 0.0
    item_error_rate: float = 0.0
    may_be_poisoned: bool = False
    reports_item_failures: bool = False
    reserved_concurrency: int | None = None
    provisioned: ProvisionedSettings | None = None
    additional: AdditionalSettings | None = None
    calls: tuple[Call, ...] = ()
    sends: tuple[Send, ...] = ()
    duration_per_record: Distribution | None = None
    tracing: TracingSettings | None = None
    recursion_limit: int | None = None

    @property
    def parts(self) -> frozenset[str]:
        """What a function with these settings is made of beside the usual."""
        lives = self.lifecycle
        has = {
            "an additional version": self.additional is not None,
            "processor work": self.cpu is not None,
            "proactive initialization": lives.proactive_share > 0.0,
            "provisioned concurrency": self.provisioned is not None,
            "SnapStart": lives.restore is not None,
        }
        of_the_other = self.additional.version.parts if self.additional is not None else set()
        others = {f"{name} of the additional version" for name in of_the_other}
        found = frozenset({name for name, there in has.items() if there} | others)
        return found | parts_of(self)

    @property
    def may_fail(self) -> bool:
        """Can more go wrong than that a whole invocation ends in an error?"""
        return self.item_error_rate > 0.0 or self.crash_rate > 0.0 or self.may_be_poisoned


@frozen
class AdditionalSettings:
    """An additional version, and the share of the requests that go to it.

    Of ``version`` count the duration, the processor, the lives of environments, the error rate
    and the provisioned concurrency; all else is the function's.
    """

    version: FunctionSettings
    weight: float
