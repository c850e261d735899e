"""What can be done to a function in the middle of a run."""

from typing import Annotated, Any, Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from simcore.awslambda.function import Function as LiveFunction
from simcore.awslambda.permission_actions import ACTIONS as PERMISSIONS
from simcore.awslambda.spec import Function
from simcore.component import Site
from simcore.component.action import Action
from simcore.errors import DeedRefused
from simcore.spec.actions import ActionSpec, LastingSpec
from simcore.spec.annotations import Meaning
from simcore.spec.distributions import DurationDistribution
from simcore.spec.quantities import Factor, Fraction, Whole

__all__ = ["ACTIONS"]

MOST = 10_000_000


class Fail(LastingSpec):
    """A share of its invocations fails for a while, or the next few do."""

    label = "Fail"
    action: Literal["fail"]
    share: Annotated[float | None, Fraction(0, 1), Meaning("of the invocations that begin")] = None
    count: Annotated[int | None, Whole(1, MOST), Meaning("how many; without `for`")] = None

    @model_validator(mode="after")
    def _share_or_number(self) -> Self:
        if (self.share is None) == (self.count is None):
            raise PydanticCustomError("one-kind", "either share or count is expected")
        if self.count is not None and self.for_ is not None:
            raise PydanticCustomError("one-kind", "a count of invocations has no `for`")
        return self

    def said(self) -> str:
        if self.count is not None:
            return f"{self.component}: fail the next {self.count:,}"
        return f"{self.component}: fail {100 * (self.share or 0.0):g} %"


class Slow(LastingSpec):
    """What its handler waits for is slow: durations are so many times as long for a while."""

    label = "Slow downstream"
    action: Literal["slow"]
    factor: Annotated[float, Factor(0.01, 10_000), Meaning("times the duration")]

    def said(self) -> str:
        return f"{self.component}: {self.factor:g} times as slow"


class Hang(LastingSpec):
    """What its handler waits for is dead: invocations that begin run into the timeout."""

    label = "Dead downstream"
    action: Literal["hang"]


class KillEnvironments(ActionSpec):
    """Its idle execution environments are gone, the longest idle first; what runs goes on."""

    label = "Kill environments"
    action: Literal["kill_environments"]
    count: Annotated[int | None, Whole(1, MOST), Meaning("how many; without it, all idle ones")] = (
        None
    )

    def said(self) -> str:
        which = "all idle" if self.count is None else f"{self.count:,}"
        return f"{self.component}: kill {which} environments"


def _failing(spec: Function, action: Fail) -> Function:
    """Two independent reasons to fail."""
    fails = 1.0 - (1.0 - spec.error_rate) * (1.0 - (action.share or 0.0))
    return spec.model_copy(update={"error_rate": fails})


def _slower(spec: Function, action: Slow) -> Function:
    return spec.model_copy(update={"duration": spec.duration.times(action.factor)})


def _hanging(spec: Function, action: Hang) -> Function:
    """The handler's own part lasts longer than any timeout."""
    for_ever = DurationDistribution(constant=86_400.0)
    return spec.model_copy(update={"duration": for_ever})


def _fail_next(live: Any, action: Fail, site: Site) -> None:
    if action.count is not None:
        live.fail_next(action.count)


def _kill(live: Any, action: KillEnvironments, site: Site) -> None:
    if not isinstance(live, LiveFunction):
        why = "instances of a capacity provider are not killed here"
        raise DeedRefused(site.id, "environments", why)
    live.kill_idle(action.count)


def _has_idle(spec: Function) -> bool:
    """Instances of a capacity provider are not killed here."""
    return spec.capacity is None or spec.capacity.managed_instances is None


ACTIONS = (
    Action(Fail, begin=_fail_next, alters=_failing),
    Action(Slow, alters=_slower),
    Action(Hang, alters=_hanging),
    Action(KillEnvironments, begin=_kill, possible=_has_idle),
    *PERMISSIONS,
)
