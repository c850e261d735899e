"""Every component type there is: the one list that a new type is added to.

The order is that in which messages and the page of fields name them. Modules that the environment
variable `WINDTUNNEL_COMPONENTS` names may bring types of their own, in a tuple `TYPES`.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

from simcore.awslambda.event_source_mapping.streams.type import STREAM_EVENT_SOURCE_MAPPING
from simcore.awslambda.event_source_mapping.type import EVENT_SOURCE_MAPPING
from simcore.awslambda.types import ACCOUNT, FUNCTION
from simcore.component import ComponentType
from simcore.recording.reading import Reading
from simcore.services.clients import CLIENT
from simcore.services.dynamodb import TABLE
from simcore.services.eventbridge import BUS
from simcore.services.kinesis import STREAM
from simcore.services.s3 import BUCKET
from simcore.services.sns import TOPIC
from simcore.services.sqs import QUEUE
from simcore.spec.base import ComponentSpec

__all__ = ["IMPLIED", "READINGS", "SPECS", "TITLES", "TYPES", "named_modules", "types_that"]

MORE = "WINDTUNNEL_COMPONENTS"


def named_modules() -> list[str]:
    """The modules that bring further types."""
    return os.environ.get(MORE, "").split()


_ALL: tuple[ComponentType[Any, Any], ...] = (
    ACCOUNT,
    CLIENT,
    QUEUE,
    FUNCTION,
    EVENT_SOURCE_MAPPING,
    TOPIC,
    BUS,
    BUCKET,
    STREAM,
    TABLE,
    STREAM_EVENT_SOURCE_MAPPING,
    *(kind for name in named_modules() for kind in import_module(name).TYPES),
)

TYPES: dict[str, ComponentType[Any, Any]] = {kind.name: kind for kind in _ALL}
"""By name: what `type` says in a scenario, or the id of what is there in every run."""

SPECS: dict[str, type[ComponentSpec]] = {
    kind.name: kind.spec for kind in _ALL if kind.spec is not None
}
"""What a scenario may say, by what `type` says."""

IMPLIED: tuple[str, ...] = tuple(kind.name for kind in _ALL if kind.spec is None)
"""Those that no scenario names: they are there under their own names."""

_IN_ORDER = sorted(_ALL, key=lambda kind: kind.order)

READINGS: dict[str, Reading] = {kind.name: kind.reading for kind in _IN_ORDER}
"""How the facts of each type read, along the path of a request."""

TITLES: dict[str, str] = {kind.name: kind.title for kind in _IN_ORDER}


def types_that(fit: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the types that a reference allows: it says types, or what they have to serve."""
    return tuple(name for name in fit if name in SPECS) + tuple(
        kind.name for kind in _ALL if set(kind.serves) & set(fit)
    )
