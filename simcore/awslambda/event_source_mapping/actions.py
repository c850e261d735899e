"""What can be done to an event source mapping in the middle of a run."""

from typing import Any, Literal

from simcore.component.action import Action
from simcore.spec.actions import ActionSpec, LastingSpec

__all__ = ["ACTIONS"]


class Disable(LastingSpec):
    """It polls nothing for a while (UpdateEventSourceMapping, Enabled: false)."""

    label = "Disable"
    action: Literal["disable"]


class Enable(ActionSpec):
    """It polls again, whatever disabled it before."""

    label = "Enable"
    action: Literal["enable"]


def _disabled(spec: Any, action: Disable) -> Any:
    return spec.model_copy(update={"enabled": False})


def _enabled(spec: Any, action: Enable) -> Any:
    return spec.model_copy(update={"enabled": True})


ACTIONS = (Action(Disable, alters=_disabled), Action(Enable, alters=_enabled))
