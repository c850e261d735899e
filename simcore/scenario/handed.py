"""What functions are handed in a scenario: which component hands what to whom, in AWS's shapes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import orjson

from simcore.component import Delivery, Document, Graph, Json
from simcore.components import TYPES, documents
from simcore.frozen import frozen
from simcore.quotas import PROFILES, load_profile
from simcore.scenario.load import load_scenario
from simcore.scenario.model import FORMAT, Scenario

__all__ = ["Handed", "example", "handed", "handed_by", "handed_from", "ways"]

WORKER, INVOKE = "worker", "invoke"
BEFORE: Mapping[str, Any] = {"via": "", "receives": 0, "first_received": -1.0, "count": 1}
"""What is not known of a message where it was before; it was handed on when it was sent."""


@frozen
class Handed:
    """A document of a delivery, built when it is asked for."""

    document: Document
    delivery: Delivery

    def written(self) -> Json:
        """As AWS hands it over: plain data."""
        return self.document.build(self.delivery)

    def text(self) -> str:
        """The same as text: as it is put into a message."""
        written = self.written()
        return written if isinstance(written, str) else orjson.dumps(written).decode()

    def attributes(self) -> Mapping[str, str]:
        """Those that it brings to the message that it is put into."""
        said = self.document.attributes
        return said(self.delivery) if said is not None else {}


def handed(scenario: Scenario) -> Iterator[Handed]:
    """All that functions get in a scenario that has its defaults filled in, the first of each."""
    for source in scenario.components:
        yield from handed_from(scenario, source)


def handed_from(scenario: Scenario, source: str) -> Iterator[Handed]:
    """What the functions get that a component hands something to."""
    graph = Graph(scenario.components)
    for via, target in ways(graph, source):
        yield from handed_by(_delivery(scenario, graph, source, target, via))


def ways(graph: Graph, source: str) -> Iterator[tuple[str, str]]:
    """(mapping, function): through a mapping that reads from the component, or by itself: ""."""
    for edge in graph.edges:
        if edge.source == source and graph.type_of(edge.target) == "function":
            yield "", edge.target
    mappings = [r.owner for r in graph.references if r.refers.back and r.target == source]
    for via in mappings:
        yield from ((via, e.target) for e in graph.edges if (e.source, e.kind) == (via, INVOKE))


def handed_by(delivery: Delivery, passed: tuple[str, ...] = ()) -> Iterator[Handed]:
    """What a source hands to its target; what it had from another service is in it.

    Those whom the message has ``passed`` are asked no more: ways may lead in circles.
    """
    whole = delivery if delivery.payload else _with_contents(delivery, (*passed, delivery.source))
    target_type = delivery.graph.type_of(delivery.target)
    for document in TYPES[delivery.graph.type_of(delivery.source)].documents:
        if document.fits(whole, target_type):
            yield Handed(document, whole)


def _with_contents(delivery: Delivery, passed: tuple[str, ...]) -> Delivery:
    """With the text that a service before the source has put into its message, if one does."""
    for origin in delivery.graph.into(delivery.source):
        if origin not in passed:
            before = replace(delivery, **BEFORE, source=origin, target=delivery.source)
            before = replace(before, t=delivery.sent)
            for one in handed_by(before, passed):
                return replace(delivery, payload=one.text(), attributes=one.attributes())
    return delivery


def _delivery(
    scenario: Scenario, graph: Graph, source: str, target: str, via: str = ""
) -> Delivery:
    about = (scenario.quota_profile(), scenario.region, scenario.seed)
    return Delivery(graph, *about, source, target, via, number=1)


def _newest_with(row: str) -> str:
    """The newest profile that has the row."""
    return next(name for name in reversed(PROFILES) if load_profile(name).has(row))


def example(name: str) -> Handed:
    """What `worker` gets of the document of this name, in a scenario that says nothing else.

    Raises `KeyError` where there is no such document.
    """
    kind, document = documents()[name]
    said = document.example or {kind.name.replace("_", "-"): {"type": kind.name}}
    components = {WORKER: {"type": "function", "duration": "100 ms"}, **said}
    head = {"format": FORMAT, "id": "example", "title": document.title, "duration": "1 min"}
    if document.needs:
        head["profile"] = _newest_with(document.needs)
    scenario = load_scenario({**head, "components": components}).with_defaults()
    if "function" not in document.to:
        for one in handed(scenario):
            if one.delivery.target == WORKER:
                return one
    graph = Graph(scenario.components)
    source = next(id for id in said if graph.type_of(id) == kind.name)
    via = next((via for via, target in ways(graph, source) if target == WORKER), "")
    return Handed(document, _delivery(scenario, graph, source, WORKER, via))
