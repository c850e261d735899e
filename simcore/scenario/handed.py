"""What functions are handed in a scenario: which component hands what to whom, in AWS's shapes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import orjson

from simcore.component import Delivery, Document, Graph, Json
from simcore.components import TYPES, documents
from simcore.frozen import frozen
from simcore.scenario.load import load_scenario
from simcore.scenario.model import FORMAT, Scenario

__all__ = ["Handed", "example", "handed", "handed_by", "targets"]

WORKER = "worker"


@frozen
class Handed:
    """A document of a delivery, built when it is asked for."""

    document: Document
    delivery: Delivery

    def written(self) -> Json:
        """As AWS hands it over: plain data."""
        return self.document.build(self.delivery)


def targets(graph: Graph, source: str) -> list[str]:
    """The functions that get something from a component, by themselves or through a mapping."""
    mappings = [r.owner for r in graph.references if r.refers.back and r.target == source]
    reached = [e.target for id in (source, *mappings) for e in graph.edges if e.source == id]
    return [id for id in dict.fromkeys(reached) if graph.type_of(id) == "function"]


def handed(scenario: Scenario) -> Iterator[Handed]:
    """All that functions get in a scenario that has its defaults filled in, the first of each."""
    graph = Graph(scenario.components)
    for source in scenario.components:
        for target in targets(graph, source):
            yield from handed_by(_delivery(scenario, graph, source, target))


def handed_by(delivery: Delivery, passed: tuple[str, ...] = ()) -> Iterator[Handed]:
    """What a source hands to its target; what it had from another service is in it.

    Those whom the message has ``passed`` are asked no more: ways may lead in circles.
    """
    put_in = delivery.payload or _put_in(delivery, (*passed, delivery.source))
    whole = replace(delivery, payload=put_in)
    target_type = delivery.graph.type_of(delivery.target)
    for document in TYPES[delivery.graph.type_of(delivery.source)].documents:
        if document.fits(whole, target_type):
            yield Handed(document, whole)


def _put_in(delivery: Delivery, passed: tuple[str, ...]) -> str:
    """The text that a service before the source has put into its message, if one does."""
    for origin in delivery.graph.into(delivery.source):
        if origin not in passed:
            before = replace(delivery, source=origin, target=delivery.source)
            for one in handed_by(before, passed):
                written = one.written()
                return written if isinstance(written, str) else orjson.dumps(written).decode()
    return ""


def _delivery(scenario: Scenario, graph: Graph, source: str, target: str) -> Delivery:
    profile, region = scenario.quota_profile(), scenario.region
    return Delivery(graph, profile, region, scenario.seed, source, target)


def example(name: str) -> Handed:
    """The document of this name, of a component that the scenario says nothing of: `KeyError`."""
    kind, document = documents()[name]
    source: dict[str, Any] = {"type": kind.name, **document.example}
    worker = {"type": "function", "duration": "100 ms"}
    said = {"format": FORMAT, "id": "example", "title": name, "duration": "1 min"}
    components = {kind.name.replace("_", "-"): source, WORKER: worker}
    scenario = load_scenario({**said, "components": components}).with_defaults()
    graph = Graph(scenario.components)
    return Handed(document, _delivery(scenario, graph, kind.name.replace("_", "-"), WORKER))
