"""An SNS standard topic."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from simcore.spec.annotations import Meaning, Refers
from simcore.spec.base import ComponentSpec, Slug

__all__ = ["Topic"]

MOST_SUBSCRIBERS = 20


class Topic(ComponentSpec):
    """Hands each message to all of its subscribers at once."""

    type: Literal["topic"]
    subscribers: Annotated[
        tuple[Slug, ...],
        Field(max_length=MOST_SUBSCRIBERS),
        Meaning("the ids of queues and functions; functions are invoked asynchronously"),
        Refers(("queue", "function"), "notify", passes_on="each", unchanged=True),
    ] = ()
