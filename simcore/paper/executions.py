"""One execution's life in a report that is a page: histories are in frames, not in a result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import orjson

from simcore.paper.live import Live
from simcore.reporting.life.executions import Followed, life_of_one
from simcore.reporting.report import Life, Section

__all__ = ["with_execution"]

NAME = "message"
TITLE = "One execution's life"

Told = Mapping[str, Any]


def with_execution(sections: tuple[Section, ...], live: Live | None) -> tuple[Section, ...]:
    """The sections; the one of what was followed tells an execution, where there are any."""
    graphs = live.lab["header"].get("machines", {}) if live else {}
    if live is None or not graphs or not any(one.name == NAME for one in sections):
        return sections
    life = _life(live, graphs)
    return sections if life is None else tuple(_with(one, life) for one in sections)


def _with(section: Section, life: Life) -> Section:
    if section.name != NAME:
        return section
    title = f"{section.title}, and one execution's" if section.blocks else TITLE
    return replace(section, title=title, blocks=(*section.blocks, life), missing="")


def _life(live: Live, graphs: Mapping[str, Told]) -> Life | None:
    titles = {node["id"]: node["title"] for node in live.lab["topology"]["nodes"]}
    rows: dict[str, list[Any]] = {id: [] for id in graphs}
    until = 0.0
    for frame in _frames(live):
        until = frame["t1"]
        for id, told in frame.get("histories", {}).items():
            rows[id] += told
    machines = [
        Followed(titles.get(id, id), graph["states"], rows[id]) for id, graph in graphs.items()
    ]
    return life_of_one(machines, until)


def _frames(live: Live) -> Iterator[Told]:
    return map(orjson.loads, live.frames())
