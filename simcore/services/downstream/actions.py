"""What can be done to a downstream in the middle of a run."""

from simcore.component.action import Action
from simcore.services.downstream.spec import Downstream
from simcore.spec.actions import Outage

__all__ = ["ACTIONS"]


def _unavailable(spec: Downstream, action: Outage) -> Downstream:
    """It refuses every call, and fails those that wait for a connection."""
    return spec.model_copy(update={"available": False})


ACTIONS = (Action(Outage, alters=_unavailable),)
