"""An SNS standard topic."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from simcore.scenario.model.annotations import Meaning
from simcore.scenario.model.base import Line, Slug, Spec

__all__ = ["Topic"]

MOST_SUBSCRIBERS = 20


class Topic(Spec):
    """Hands each message to all of its subscribers at once."""

    type: Literal["topic"]
    title: Annotated[Line, Meaning("the name on screen; else from the id")] = ""
    subscribers: Annotated[
        tuple[Slug, ...],
        Field(max_length=MOST_SUBSCRIBERS),
        Meaning("the ids of queues and functions; functions are invoked asynchronously"),
    ] = ()
