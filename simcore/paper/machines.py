"""The state machines of a run as tables: what came to and out of each of their states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from simcore.paper.live import Live
from simcore.reporting.report import Column, Report, Section, Table

__all__ = ["with_machines"]

COUNTS = ("entered", "succeeded", "failed", "retried", "caught", "throttled")
"""Columns of the part `states` of a frame; those of the table are called the same."""

AFTER = ("timelines", "moments", "inputs", "verdict", "answer")
"""Of the sections that there are, the first of these stands before the tables."""

NESTED = "↳ "
DEEPEST = 50

States = Mapping[int, Counter[str]]
Told = Mapping[str, Any]


def with_machines(report: Report, live: Live | None) -> tuple[Section, ...]:
    """The sections of a report; of a run with state machines one more, from its frames."""
    graphs = live.lab["header"].get("machines", {}) if live else {}
    drawn = {id: graph for id, graph in graphs.items() if graph.get("states")}
    if live is None or not drawn:
        return report.sections
    titles = {node["id"]: node["title"] for node in live.lab["topology"]["nodes"]}
    found = _counted(live.frames())
    tables = (_table(id, titles.get(id, id), drawn[id], found.get(id, {})) for id in drawn)
    section = Section("machines", "State machines", tuple(tables))
    at = _place([one.name for one in report.sections])
    return (*report.sections[:at], section, *report.sections[at:])


def _place(names: list[str]) -> int:
    return next((names.index(one) + 1 for one in AFTER if one in names), len(names))


def _counted(frames: Iterable[bytes]) -> dict[str, dict[int, Counter[str]]]:
    """Machine -> state -> its counts over the run, and how many are in it at the end."""
    found: dict[str, dict[int, Counter[str]]] = {}
    for frame in frames:
        for id, told in orjson.loads(frame).get("states", {}).items():
            _add(found.setdefault(id, {}), told)
    return found


def _add(states: dict[int, Counter[str]], told: Told) -> None:
    for row, state in enumerate(told["state"]):
        counts = states.setdefault(state, Counter())
        counts.update({name: told[name][row] for name in COUNTS})
        counts["running"] = told["running"][row]


def _table(id: str, title: str, graph: Told, states: States) -> Table:
    columns = ("State", "Type", *(name.capitalize() for name in COUNTS), "In it at the end")
    kind = "Express" if graph["workflow"] == "EXPRESS" else "Standard"
    depths = _depths(graph["states"])
    rows = (_row(one, depths[one["number"]], states) for one in graph["states"])
    heads = tuple(Column(name, numeric=n > 1) for n, name in enumerate(columns))
    return Table(f"states-{id}", f"{title}, {kind}", heads, tuple(rows))


def _row(state: Told, depth: int, states: States) -> tuple[str, ...]:
    counts = states.get(state["number"], Counter())
    values = (f"{counts[name]:,}" for name in (*COUNTS, "running"))
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
