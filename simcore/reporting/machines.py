"""The state machines of a run as tables: what came to and out of each of their states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from simcore.reporting.report import Column, Section, Table
from simcore.reporting.source import Source
from simcore.scenario.pictures import described

__all__ = ["COUNTS", "Counts", "machines", "section_of"]

COUNTS = ("entered", "succeeded", "failed", "retried", "caught", "aborted", "throttled")
"""Of a state, in a result; the columns of the table are called the same."""

NESTED = "↳ "
DEEPEST = 50

Told = Mapping[str, Any]
Counts = Mapping[int, Mapping[str, int]]
"""State -> its counts over the run, and how many were ``running`` in it at the end."""


def section_of(source: Source) -> Section | None:
    """That of a run with state machines, from its result."""
    found = source.result.get("states")
    if not found:
        return None
    graphs = described(source.scenario).get("machines", {})
    counts = {id: {one["state"]: one for one in rows} for id, rows in found.items()}
    return machines(graphs, counts, {id: source.title_of(id) for id in graphs})


def machines(
    graphs: Told, counts: Mapping[str, Counts], titles: Mapping[str, str]
) -> Section | None:
    """The tables of all machines that are drawn; None where there is none."""
    drawn = {id: graph for id, graph in graphs.items() if graph.get("states")}
    tables = (_table(id, titles.get(id, id), drawn[id], counts.get(id, {})) for id in drawn)
    return Section("machines", "State machines", tuple(tables)) if drawn else None


def _table(id: str, title: str, graph: Told, states: Counts) -> Table:
    columns = ("State", "Type", *(name.capitalize() for name in COUNTS), "In it at the end")
    kind = "Express" if graph["workflow"] == "EXPRESS" else "Standard"
    depths = _depths(graph["states"])
    rows = (_row(one, depths[one["number"]], states) for one in graph["states"])
    heads = tuple(Column(name, numeric=n > 1) for n, name in enumerate(columns))
    return Table(f"states-{id}", f"{title}, {kind}", heads, tuple(rows))


def _row(state: Told, depth: int, states: Counts) -> tuple[str, ...]:
    counts = states.get(state["number"], {})
    values = (f"{counts.get(name, 0):,}" for name in (*COUNTS, "running"))
    return (NESTED * depth + state["name"], state["type"], *values)


def _depths(states: Iterable[Told]) -> dict[int, int]:
    """How many Parallel and Map states are around each."""
    parents = {one["number"]: one["parent"] for one in states}
    depths = {}
    for number in parents:
        depth, at = 0, parents[number]
        while at >= 0 and depth < DEEPEST:
            depth, at = depth + 1, parents.get(at, -1)
        depths[number] = depth
    return depths
