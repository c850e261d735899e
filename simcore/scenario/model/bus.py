"""An EventBridge event bus."""

from __future__ import annotations

from typing import Annotated, Literal

from simcore.scenario.model.annotations import Meaning
from simcore.scenario.model.base import Line, Spec

__all__ = ["Bus"]


class Bus(Spec):
    """Takes events; what its rules would do with them is not simulated."""

    type: Literal["bus"]
    title: Annotated[Line, Meaning("the name on screen; else from the id")] = ""
