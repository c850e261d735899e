"""What the components of a scenario say of each other: who refers to whom, and what flows there.

Everything is derived from the annotation `Refers` of their fields: the picture, the order of
building, what an event may go on to reach, how large and how many the messages are that come.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from simcore.spec.annotations import Refers
from simcore.spec.base import ComponentSpec, Spec
from simcore.spec.walk import Place, walk

__all__ = ["Edge", "Graph", "Reference"]

S = TypeVar("S", bound=ComponentSpec)

SYNCHRONOUS = "invoke"
"""The kind of the edges along which somebody waits for an answer."""


class Reference(NamedTuple):
    """Component `owner` names `target` at `path`; `kind` is that of the edge, if one is drawn.

    `share` of what comes to the owner goes on to the target, where any does; `bytes` is the size of
    what is sent there, 0 where that is the owner's to say.
    """

    owner: str
    target: str
    refers: Refers
    kind: str
    path: str
    share: float = 1.0
    bytes: int = 0


class Edge(NamedTuple):
    """What flows from one component to another."""

    source: str
    target: str
    kind: str

    def as_dict(self) -> dict[str, str]:
        """As the picture has it."""
        return {"from": self.source, "to": self.target, "kind": self.kind}


class Graph:
    """The components by id, in the document's order, and their references."""

    def __init__(self, components: Mapping[str, ComponentSpec]) -> None:
        self.components = components
        self._reachable: dict[str, set[str]] = {}

    def of(self, spec: type[S]) -> dict[str, S]:
        """The components with this specification, by id."""
        return {id: c for id, c in self.components.items() if isinstance(c, spec)}

    def named(self, *types: str) -> dict[str, Any]:
        """The components of these types, by id."""
        return {id: c for id, c in self.components.items() if c.type in types}

    def type_of(self, id: str) -> str:
        """The type of a component; empty when there is none of that id."""
        component = self.components.get(id)
        return "" if component is None else component.type

    def is_invoked(self, id: str) -> bool:
        """Whether what is sent to a component is an Invoke, as with a Lambda function."""
        component = self.components.get(id)
        return component is not None and component.answers == "invoke"

    @cached_property
    def readers(self) -> frozenset[str]:
        """Those that read from others, as event source mappings do."""
        return frozenset(r.owner for r in self.references if r.refers.back)

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """All of them, component by component and field by field."""
        return tuple(
            reference
            for id, component in self.components.items()
            for place in walk(component, f"components.{id}")
            if (refers := place.says(Refers)) is not None
            for reference in self._references(id, component, place, refers)
        )

    def _references(
        self, id: str, component: ComponentSpec, place: Place, refers: Refers
    ) -> Iterator[Reference]:
        for path, name in _names(place.path, place.value):
            to = self.components.get(name)
            kind = component.edge_kind(refers.edge, to) if refers.edge else ""
            share, size = _share(place), place.spec.sent_bytes()
            yield Reference(id, name, refers, kind, path, share, size)

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """What is drawn, each once, in order of the references; names of nobody lead nowhere."""
        found = [
            Edge(r.target, r.owner, r.kind) if r.refers.back else Edge(r.owner, r.target, r.kind)
            for r in self.references
            if r.kind and r.target in self.components
        ]
        return tuple(dict.fromkeys(found))

    def into(self, id: str, *kinds: str) -> list[str]:
        """Where edges (of these kinds, else of all) come from that lead to a component."""
        return [e.source for e in self.edges if e.target == id and (not kinds or e.kind in kinds)]

    def referring(self, id: str, field: str) -> list[str]:
        """Whose `field` names the component, in order of their ids."""
        return sorted(
            r.owner for r in self.references if r.target == id and r.path.endswith(f".{field}")
        )

    @cached_property
    def handlers_send(self) -> bool:
        """Whether code sends anything on, once it has run: then chains of invocations are told."""
        return any(r.refers.by_handler for r in self.references)

    # What comes of an event.

    def passes_on(self, id: str) -> tuple[str, ...]:
        """Where a component sends what comes to it by itself, all of it or some."""
        return self._onward.get(id, ())

    @cached_property
    def _onward(self) -> dict[str, tuple[str, ...]]:
        onward: dict[str, tuple[str, ...]] = {}
        for r in self.references:
            if r.refers.passes_on != "none":
                onward[r.owner] = (*onward.get(r.owner, ()), r.target)
        return onward

    def invoked_asynchronously(self) -> list[str]:
        """The functions that something invokes asynchronously, in order of their ids."""
        named = {e.target for e in self.edges if e.kind != SYNCHRONOUS}
        return sorted(named & self.named("function").keys())

    def reachable(self, id: str) -> set[str]:
        """What events that reach a component may go on to reach."""
        if id not in self._reachable:
            self._reachable[id] = self._reached_from(id)
        return self._reachable[id]

    def _reached_from(self, id: str) -> set[str]:
        found: set[str] = set()
        waiting = list(self.passes_on(id))
        while waiting:
            here = waiting.pop()
            if here not in found:
                found.add(here)
                waiting += self.passes_on(here)
        return found

    def loop_of(self, id: str) -> set[str]:
        """What an event passes on its way from a component back to it; empty without such a way."""
        onward = self.reachable(id)
        if id not in onward:
            return set()
        return {other for other in onward if id in self.reachable(other)}

    def caused_by(self, id: str, known: dict[str, float] | None = None) -> float:
        """Events and messages that one at `id` brings about at most; loops are counted once."""
        known = {} if known is None else known
        if id not in known:
            known[id] = 0.0
            onward = self.passes_on(id)
            each = {name: 1.0 + self.caused_by(name, known) for name in onward}
            known[id] = sum([each[name] for name in onward])
        return known[id]

    def circles(self, *kinds: str) -> list[list[str]]:
        """Ways along edges of these kinds that lead back to where they began, each told once."""
        onward: dict[str, list[str]] = {}
        for edge in self.edges:
            if edge.kind in kinds:
                onward.setdefault(edge.source, []).append(edge.target)
        found = [way for id in sorted(onward) if (way := _way_back(id, onward))]
        return [list(way) for way in dict.fromkeys(map(_from_first, found))]

    # How much comes, and of which size.

    def largest_bytes(self, id: str, seen: Collection[str] = ()) -> int:
        """The size of the largest message that can come to a component or begins there; 1 at least.

        Messages are followed along the edges on which they stay as they are.
        """
        sizes = [self.components[id].message_bytes(), 1]
        for r in self.references:
            if r.target == id:
                sizes.append(r.bytes)
            if r.target == id and r.refers.unchanged and r.owner not in (*seen, id):
                sizes.append(self.largest_bytes(r.owner, (*seen, id)))
        return max(sizes)

    def may_be_poisoned(self, id: str) -> bool:
        """Whether somebody sends poison straight to a component."""
        return any(self.components[name].sends_poison() for name in self.into(id))

    def expected_at(self, id: str, sent: Mapping[str, float], seen: Collection[str] = ()) -> float:
        """How many messages come to a component or begin there; `sent` says who sends how many.

        Along edges on which each goes on: what only some take (failures, say) is not counted.
        """
        total = sent.get(id, 0.0) + self.components[id].brings_messages()
        for r in self.references:
            if r.target == id and r.owner not in (*seen, id):
                if r.refers.passes_on == "each":
                    total += r.share * self.expected_at(r.owner, sent, (*seen, id))
                elif r.refers.by_handler:
                    total += r.share * self.handled_at(r.owner, sent, (*seen, id))
        return total

    def handled_at(self, id: str, sent: Mapping[str, float], seen: Collection[str] = ()) -> float:
        """The same, with what others read somewhere and hand to it, at the most one by one."""
        total = self.expected_at(id, sent, seen)
        for name in self.into(id, SYNCHRONOUS):
            for source in self.into(name):
                if source not in seen and self._reads(name, source):
                    total += self.expected_at(source, sent, seen)
        return total

    def _reads(self, reader: str, source: str) -> bool:
        return any(
            r.refers.back and (r.owner, r.target) == (reader, source) for r in self.references
        )


def _share(place: Place) -> float:
    """What the spec with the field passes there, of what those around it pass to the spec."""
    share = place.spec.passing(place.field)
    while (within := place.within) is not None:
        place = within
        share *= place.spec.passing(place.field)
    return share


def _names(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """The ids that a field holds, with their paths: one, several, or the `target` of a spec."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Spec):
        yield f"{path}.target", str(getattr(value, "target"))  # noqa: B009
    elif isinstance(value, tuple):
        for n, item in enumerate(value):
            yield from _names(f"{path}.{n}", item)


def _way_back(id: str, onward: Mapping[str, list[str]]) -> list[str]:
    """A shortest way from `id` back to it, without its end; empty when there is none."""
    ways, seen = [[id]], {id}
    while ways:
        way = ways.pop(0)
        for name in onward.get(way[-1], ()):
            if name == id:
                return way
            if name not in seen:
                seen.add(name)
                ways.append([*way, name])
    return []


def _from_first(way: Sequence[str]) -> tuple[str, ...]:
    """The same circle, told from the first of its names."""
    first = way.index(min(way))
    return (*way[first:], *way[:first])
