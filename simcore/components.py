"""Every component type there is: the one list that a new type is added to.

A type is loaded when it is asked for by name: a run waits for those that its scenario names, and
for no others. The order is that in which messages and the page of fields name them. Modules that
the environment variable `WINDTUNNEL_COMPONENTS` names may bring types of their own, in a tuple
`TYPES`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any, TypeVar

from simcore.component import ComponentType, Document
from simcore.recording.reading import Reading
from simcore.spec.base import ComponentSpec

__all__ = [
    "IMPLIED",
    "READINGS",
    "SPECS",
    "TITLES",
    "TYPES",
    "along_the_path",
    "documents",
    "fits",
    "named_modules",
    "types_that",
]

MORE = "WINDTUNNEL_COMPONENTS"

Type = ComponentType[Any, Any]
V = TypeVar("V")

_OURS: dict[str, Callable[[], Type]] = {}


def _listed(load: Callable[[], Type]) -> Callable[[], Type]:
    """Of the function's name is the type that it loads."""
    _OURS[load.__name__] = load
    return load


@_listed
def account() -> Type:
    from simcore.awslambda.types import ACCOUNT

    return ACCOUNT


@_listed
def client() -> Type:
    from simcore.services.clients import CLIENT

    return CLIENT


@_listed
def queue() -> Type:
    from simcore.services.sqs import QUEUE

    return QUEUE


@_listed
def distribution() -> Type:
    from simcore.services.cloudfront import DISTRIBUTION

    return DISTRIBUTION


@_listed
def cloudfront_function() -> Type:
    from simcore.services.cloudfront_functions import CLOUDFRONT_FUNCTION

    return CLOUDFRONT_FUNCTION


@_listed
def load_balancer() -> Type:
    from simcore.services.load_balancer import LOAD_BALANCER

    return LOAD_BALANCER


@_listed
def function() -> Type:
    from simcore.awslambda.types import FUNCTION

    return FUNCTION


@_listed
def event_source_mapping() -> Type:
    from simcore.awslambda.event_source_mapping.type import EVENT_SOURCE_MAPPING

    return EVENT_SOURCE_MAPPING


@_listed
def topic() -> Type:
    from simcore.services.sns import TOPIC

    return TOPIC


@_listed
def api() -> Type:
    from simcore.services.api_gateway import API

    return API


@_listed
def function_url() -> Type:
    from simcore.services.function_url import FUNCTION_URL

    return FUNCTION_URL


@_listed
def bus() -> Type:
    from simcore.services.eventbridge import BUS

    return BUS


@_listed
def bucket() -> Type:
    from simcore.services.s3 import BUCKET

    return BUCKET


@_listed
def scheduler() -> Type:
    from simcore.services.scheduler import SCHEDULER

    return SCHEDULER


@_listed
def state_machine() -> Type:
    from simcore.services.step_functions import STATE_MACHINE

    return STATE_MACHINE


@_listed
def endpoint() -> Type:
    from simcore.services.endpoint import ENDPOINT

    return ENDPOINT


@_listed
def downstream() -> Type:
    from simcore.services.downstream import DOWNSTREAM

    return DOWNSTREAM


@_listed
def stream() -> Type:
    from simcore.services.kinesis import STREAM

    return STREAM


@_listed
def table() -> Type:
    from simcore.services.dynamodb import TABLE

    return TABLE


@_listed
def stream_event_source_mapping() -> Type:
    from simcore.awslambda.event_source_mapping.streams.type import STREAM_EVENT_SOURCE_MAPPING

    return STREAM_EVENT_SOURCE_MAPPING


@_listed
def event_source() -> Type:
    from simcore.services.event_source import EVENT_SOURCE

    return EVENT_SOURCE


@_listed
def delivery_stream() -> Type:
    from simcore.services.firehose import DELIVERY_STREAM

    return DELIVERY_STREAM


def named_modules() -> list[str]:
    """The modules that bring further types."""
    return os.environ.get(MORE, "").split()


_FURTHER: dict[str, Type] = {
    kind.name: kind for name in named_modules() for kind in import_module(name).TYPES
}


class _ByName(Mapping[str, V]):
    """What there is of each type of these names, found when it is first asked for."""

    def __init__(
        self,
        names: Collection[str],
        find: Callable[[str], V],
        in_order: Callable[[Iterable[str]], Iterable[str]] = tuple,
    ) -> None:
        self._names, self._find, self._in_order = names, find, in_order
        self._found: dict[str, V] = {}

    def __getitem__(self, name: str) -> V:
        if name not in self._found:
            if name not in self._names:
                raise KeyError(name)
            self._found[name] = self._find(name)
        return self._found[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._in_order(self._names))

    def __len__(self) -> int:
        return len(self._names)


def _type(name: str) -> Type:
    return _FURTHER.get(name) or _OURS[name]()


def _spec(name: str) -> type[ComponentSpec]:
    spec = TYPES[name].spec
    assert spec is not None
    return spec


def along_the_path(names: Iterable[str]) -> list[str]:
    """Types in the order in which a request comes by them."""
    return sorted(names, key=lambda name: TYPES[name].order)


TYPES: Mapping[str, Type] = _ByName(dict.fromkeys((*_OURS, *_FURTHER)), _type)
"""By name: what `type` says in a scenario, or the id of what is there in every run."""

IMPLIED: tuple[str, ...] = (
    "account",
    *(name for name, kind in _FURTHER.items() if kind.spec is None),
)
"""Those that no scenario names: they are there under their own names."""

SPECS: Mapping[str, type[ComponentSpec]] = _ByName(
    [name for name in TYPES if name not in IMPLIED], _spec
)
"""What a scenario may say, by what `type` says."""

READINGS: Mapping[str, Reading] = _ByName(
    list(TYPES), lambda name: TYPES[name].reading, along_the_path
)
"""How the facts of each type read, along the path of a request."""

TITLES: Mapping[str, str] = _ByName(list(TYPES), lambda name: TYPES[name].title, along_the_path)


def fits(type: str, fit: tuple[str, ...]) -> bool:
    """Whether a reference allows a type: it says types, or what they have to serve."""
    return type in SPECS and (type in fit or bool(set(TYPES[type].serves) & set(fit)))


def types_that(fit: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the types that a reference allows, those first that it says."""
    said = tuple(name for name in fit if name in SPECS)
    return said + tuple(name for name in SPECS if name not in said and fits(name, fit))


def documents() -> dict[str, tuple[Type, Document]]:
    """What `windtunnel event NAME` writes, by name, with the type that hands it on."""
    kinds = [TYPES[name] for name in along_the_path(TYPES)]
    return {document.name: (kind, document) for kind in kinds for document in kind.documents}
