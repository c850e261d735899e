"""An EventBridge event bus."""

from typing import Literal

from simcore.spec.base import ComponentSpec

__all__ = ["Bus"]


class Bus(ComponentSpec):
    """Takes events; what its rules would do with them is not simulated."""

    type: Literal["bus"]
