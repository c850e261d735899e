"""Where a component is built: the environment, the numbers, the others.

`Construction` builds the live components of one scenario; each sees it through a `Site`, which
knows for which component it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from simcore import facts
from simcore.component.graph import Graph
from simcore.component.permissions import Permissions
from simcore.engine.environment import Environment
from simcore.engine.streams import Draw, Stream, generator
from simcore.engine.trace import Trace
from simcore.errors import EngineBug
from simcore.frozen import frozen
from simcore.quotas import Profile
from simcore.roles.invocable import DeniedInvocable, Invocable
from simcore.roles.taker import Denied, Taker

if TYPE_CHECKING:
    from simcore.component.type import ComponentType

__all__ = ["Construction", "Live", "Load", "Site", "given"]

V = TypeVar("V")

STANDS_IN: Mapping[Any, Callable[[], Any]] = {Taker: Denied, Invocable: DeniedInvocable}
"""For what a component may not use in a role."""


def given(value: V | None) -> V:
    """What has a default; raises `EngineBug` where it was not filled in."""
    if value is None:
        raise EngineBug("a component was built without its defaults")
    return value


class Live(Protocol):
    """A live component, as the run's loop and the recorder see it."""

    id: str
    type: str
    ledgers: facts.Ledgers

    def bind(self) -> None:
        """Make the hot path's aliases."""

    def observe(self, now: float) -> None:
        """State the levels at ``now``."""


@frozen
class Load:
    """How much there will be to do: what each sender is expected to send, by id."""

    graph: Graph
    sent: Mapping[str, float]

    def at(self, id: str) -> float:
        """Messages that come to a component, or are there when the run begins."""
        return self.graph.expected_at(id, self.sent)

    @property
    def total(self) -> float:
        """What all send, and what waits when the run begins."""
        waiting = sum(c.brings_messages() for c in self.graph.components.values())
        return sum(self.sent.values(), float(waiting))


@dataclass
class Construction:
    """The live components of one scenario, built when they are first asked for."""

    types: Mapping[str, ComponentType[Any, Any]]
    graph: Graph
    load: Load
    profile: Profile
    region: str
    duration_s: float
    traces: Mapping[str, Trace]
    seed: int
    env: Environment

    def __post_init__(self) -> None:
        self.permissions = Permissions(self.types, self.graph, self.region)
        self.live: dict[str, Any] = {}
        self.beside: dict[str, Sequence[Any]] = {}
        self._under_way: set[str] = set()

    def build(self, id: str) -> Any:
        """The live component; raises `EngineBug` when two want each other to be built first."""
        if id not in self.live:
            if id in self._under_way:
                raise EngineBug(f"to build {id}, {id} has to be there: wire it in `connect`")
            self._under_way.add(id)
            self.live[id] = self._make(id)
        return self.live[id]

    def _make(self, id: str) -> Any:
        site = Site(self, id)
        kind = self.types[site.type]
        live = kind.build(site.spec, site)
        if kind.beside is not None:
            self.beside[id] = kind.beside(live, site.spec, site)
        return live


class Site:
    """What one component is built with."""

    def __init__(self, construction: Construction, id: str) -> None:
        self._all, self.id = construction, id
        self.env, self.graph, self.load = construction.env, construction.graph, construction.load
        self.profile, self.region = construction.profile, construction.region
        self.seed, self.duration_s = construction.seed, construction.duration_s

    @property
    def type(self) -> str:
        """The component's type; one that no scenario says is there under its type's name."""
        return self.graph.type_of(self.id) or self.id

    @property
    def spec(self) -> Any:
        """What the scenario says of the component; None when it says nothing."""
        return self.graph.components.get(self.id)

    @property
    def trace(self) -> Trace | None:
        """The recorded trace that the component replays."""
        return self._all.traces.get(self.id)

    def value(self, key: str) -> float:
        """A number of the profile, in this Region."""
        return float(self.profile.value(key, self.region))

    def get(self, key: str, otherwise: float = 0.0) -> float:
        """The same; `otherwise` where the profile has no such row."""
        return float(self.profile.get(key, self.region, otherwise))

    def live(self, id: str) -> Any:
        """Another live component."""
        return self._all.build(id)

    def beside(self, id: str) -> Sequence[Any]:
        """What stands beside it: the event queue of a function, say."""
        self.live(id)
        return self._all.beside.get(id, ())

    def role(self, id: str, role: Any) -> Any:
        """What plays a role for another component: the component itself, unless its type says.

        Where this one may not use it so, what stands in for it: `Denied`, `DeniedInvocable`.
        """
        if role in STANDS_IN and self.lacks(id, role):
            return STANDS_IN[role]()
        found: Callable[[Any, Sequence[Any]], Any] | None
        found = self._all.types[self.graph.type_of(id)].roles.get(role)
        live = self.live(id)
        return live if found is None else found(live, self.beside(id))

    def lacks(self, id: str, role: Any) -> tuple[str, ...]:
        """The IAM actions that it needs to use another in a role, and that nothing allows."""
        return self._all.permissions.lacking(self.id, id, role)

    def may(self, action: str, on: str = "") -> bool:
        """Does its execution role allow an action on a component, by default on itself?"""
        return self._all.permissions.may(self.id, action, on)

    def stream(self, name: str, draw: Draw) -> Stream:
        """A random stream of the component's own."""
        return Stream(generator(self.seed, f"{self.id}/{name}"), draw)
