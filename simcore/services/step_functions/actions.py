"""What can be done to a state machine in the middle of a run."""

from __future__ import annotations

from typing import Annotated, Literal

from simcore.component import Site
from simcore.component.action import Action
from simcore.errors import DeedRefused
from simcore.services.step_functions.machine import StateMachine
from simcore.services.step_functions.redriving import MOST_KEPT
from simcore.services.step_functions.spec import StateMachine as Spec
from simcore.spec.actions import ActionSpec
from simcore.spec.annotations import Meaning
from simcore.spec.quantities import Whole

__all__ = ["ACTIONS"]

REDRIVABLE = "stepfunctions.redrivable_s"


class Redrive(ActionSpec):
    """Executions that failed, timed out or were stopped go on from where they ended."""

    label = "Redrive"
    action: Literal["redrive"]
    count: Annotated[
        int | None, Whole(1, MOST_KEPT), Meaning("how many, those that ended last; else all")
    ] = None


def _redrive(live: StateMachine, action: Redrive, site: Site) -> None:
    if not site.profile.has(REDRIVABLE):
        raise DeedRefused(site.id, "ExecutionNotRedrivable", "AWS had no redrive at that time")
    live.redriving.begin(action.count, site.value(REDRIVABLE))


def _is_standard(spec: Spec) -> bool:
    return not spec.is_express


ACTIONS = (Action(Redrive, begin=_redrive, possible=_is_standard),)
