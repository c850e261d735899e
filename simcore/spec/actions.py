"""What is done to a component at a moment of a run: the part that all actions have in common."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from simcore.spec.annotations import Meaning
from simcore.spec.base import Slug, Spec
from simcore.spec.quantities import Seconds

__all__ = ["LONGEST_S", "ActionSpec", "LastingSpec", "Moment", "Outage"]

LONGEST_S = 60 * 86_400.0

Moment = Annotated[float, Seconds(0, LONGEST_S), Meaning("simulated time at which it is done")]


class ActionSpec(Spec):
    """One thing done to one component; `action` says which."""

    label: ClassVar[str] = ""
    """What a menu calls it."""

    action: str
    at: Moment
    component: Annotated[Slug, Meaning("the id of the component that it is done to")]

    @property
    def lasts_s(self) -> float | None:
        """How long it lasts, in seconds; None for what is done in a moment, or to the end."""
        return None

    def said(self) -> str:
        """It in a few words, for a flag or an edge between two runs."""
        return f"{self.component}: {self.label.lower()}"


class LastingSpec(ActionSpec):
    """What is done for a while, or to the end of the run."""

    for_: Annotated[
        float | None,
        Seconds(0.001, LONGEST_S),
        Meaning("how long it lasts; without it, to the end of the run"),
    ] = Field(None, alias="for")

    @property
    def lasts_s(self) -> float | None:
        return self.for_


class Outage(LastingSpec):
    """It is down for a while, or to the end of the run: nobody who asks gets what was asked for."""

    label = "Outage"
    action: Literal["outage"]
