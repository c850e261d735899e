"""One component type: everything that the rest of the house knows of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any, Generic, TypeVar

from simcore.component.action import Action
from simcore.component.event import Delivery, Document, Json
from simcore.component.graph import Graph
from simcore.component.insight import InsightKind
from simcore.component.invocation import Handled, Invocation
from simcore.component.picture import EdgeKind, Picture
from simcore.component.prices import Prices, Unpriced
from simcore.component.site import Site
from simcore.component.subject import Subject
from simcore.engine.trace import Trace
from simcore.errors import Check
from simcore.frozen import frozen
from simcore.quotas import Profile
from simcore.recording.reading import Reading
from simcore.recording.tariff import Charged
from simcore.spec.base import ComponentSpec

__all__ = ["ComponentType"]

S = TypeVar("S", bound=ComponentSpec | None)
L = TypeVar("L")

NO_ALLOWANCES: Mapping[str, str] = {}
NO_PICTURE, NO_READING = Picture(), Reading()
NO_WORDS: Mapping[str, Any] = {}
NO_EDGES: Mapping[str, EdgeKind] = {}
NO_ROLES: Mapping[type[Any], Callable[[Any, Sequence[Any]], Any]] = {}
NO_RIGHTS: Mapping[type[Any], tuple[str, ...]] = {}


@frozen
class ComponentType(Generic[S, L]):
    """What a scenario may say of it, how it is built, seen, checked and charged.

    `name` is what `type` says in a scenario, `title` stands above its fields and metrics, `noun` is
    what a sentence calls it; `order` is its place on the path of a request. Those of lower `rank`
    are built, connected and started first, in order of their ids. A type without a `spec`
    is there in every run, under its name.
    """

    name: str
    title: str
    noun: str
    order: int
    rank: int
    build: Callable[[S, Site], L]
    spec: type[ComponentSpec] | None = None
    beside: Callable[[L, S, Site], Sequence[Any]] | None = None
    """What stands beside a live component, with facts of its own: a function's event queue."""
    connect: Callable[[L, S, Site], None] | None = None
    """Late wiring, when all are built: so components can name each other in circles."""
    start: Callable[[L, S, Site], None] | None = None
    """What happens at time 0, when all are connected."""
    retune: Callable[[L, S, Site], None] | None = None
    """An attribute changes during a run: how the live component takes what its spec says now."""
    keeps: tuple[str, ...] = ()
    """Attributes that stay as they were at the start: the live component would not notice."""
    actions: tuple[Action[Any], ...] = ()
    """What can be done to it during a run, beside changing its attributes."""
    serves: tuple[str, ...] = ()
    """What it is there for, where a reference does not say types: `requests`, those of
    clients; `events`, those that handlers send; `calls`, for whose answer handlers wait."""
    roles: Mapping[type[Any], Callable[[L, Sequence[Any]], Any]] = field(
        default_factory=lambda: NO_ROLES
    )
    """What plays a role for it, from the live component and what stands beside it."""
    rights: Mapping[type[Any], tuple[str, ...]] = field(default_factory=lambda: NO_RIGHTS)
    """The IAM actions that whoever uses it in a role needs: `{Taker: ("sqs:SendMessage",)}`."""
    acts_as: Callable[[str, S], str] | None = None
    """The id of the component with whose execution role (its field `role`) it does its work."""
    principal: str | Callable[[S], str] = ""
    """The service as which it invokes functions: their resource policies allow it, or not. `*` is
    anybody, and `{region}` in it the scenario's Region."""
    vetted: tuple[type[Any], ...] = ()
    """The roles of which the rights are looked at when it is created: without them it is not."""
    completed: Callable[[str, S, Graph], S] | None = None
    """What the other components imply of it, before defaults are filled in."""
    expected: Callable[[S, float, Trace | None], float] | None = None
    """How many messages it sends of its own accord until a time, in seconds."""
    comes_of: Callable[[S, float], float] | None = None
    """How many more messages come of one that comes to it, in that many seconds at the most."""
    tries: Callable[[S, Profile], int] | None = None
    """How often it sends each thing at the most, where no more than that number bounds it."""
    picture: Picture = NO_PICTURE
    """How the laboratory shows it, as data."""
    reading: Reading = NO_READING
    """What its facts give: metrics, counters, events, flags."""
    drawn: Mapping[str, Callable[[str, S], Json]] = field(default_factory=lambda: NO_WORDS)
    """What a run's header tells of each of its components beside all that: data by their ids."""
    edges: Mapping[str, EdgeKind] = field(default_factory=lambda: NO_EDGES)
    """How it shows the kinds of edges that this type brings."""
    spoken: str = ""
    """What a screen reader calls it, where `noun` alone does not tell."""
    checks: tuple[Callable[[Subject], Iterator[Check]], ...] = ()
    insights: tuple[InsightKind, ...] = ()
    """What may be found in a run that is over: why it went as it did, and what to try."""
    documents: tuple[Document, ...] = ()
    """What it hands on, in AWS's own shapes: the events that functions get from it."""
    as_sent: Callable[[Delivery, str, int], Delivery] | None = None
    """What is known of a delivery when this one, by its id, sent it at a place in its line."""
    invoked: Mapping[str, Callable[[Invocation], Json]] = field(default_factory=lambda: NO_WORDS)
    """What surrounds an invocation of it, beside the event: by what it is called."""
    segment: Callable[[Handled], Json] | None = None
    """What X-Ray gets from it of a request that it handled and traces; None where that is none."""
    charged: Callable[[str, S, Prices, Graph], Charged | Unpriced | None] | None = None
    allowances: Mapping[str, str] = field(default_factory=lambda: NO_ALLOWANCES)
    """Of the free tier: the name that lines of the bill use -> the row of the profile."""

    @property
    def article(self) -> str:
        """As in "a queue", "an event source mapping"."""
        return f"{'an' if self.noun[0].lower() in 'aeiou' else 'a'} {self.noun}"
