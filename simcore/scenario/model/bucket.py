"""An S3 bucket."""

from __future__ import annotations

from typing import Annotated, Literal

from simcore.scenario.model.annotations import Meaning
from simcore.scenario.model.base import Line, Spec

__all__ = ["Bucket"]


class Bucket(Spec):
    """Takes invocation records of events that were dropped."""

    type: Literal["bucket"]
    title: Annotated[Line, Meaning("the name on screen; else from the id")] = ""
