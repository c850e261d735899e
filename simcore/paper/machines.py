"""The tables of state machines of a run whose result does not have them: from its frames."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from simcore.paper.live import Live
from simcore.reporting.machines import machines
from simcore.reporting.report import Report, Section

__all__ = ["with_machines"]

Told = Mapping[str, Any]

AFTER = ("timelines", "moments", "inputs", "verdict", "answer")
"""Of the sections that there are, the first of these stands before the tables."""

SUMMED = ("entered", "succeeded", "failed", "retried", "caught", "throttled")
"""Of a state, in each bin of a frame."""


def with_machines(report: Report, live: Live | None) -> tuple[Section, ...]:
    """The sections of a report; one more from frames where its result has no states."""
    graphs = live.lab["header"].get("machines", {}) if live else {}
    if live is None or not graphs or any("states" in one for one in report.results):
        return report.sections
    titles = {node["id"]: node["title"] for node in live.lab["topology"]["nodes"]}
    return _placed(report.sections, machines(graphs, _counted(live.frames()), titles))


def _placed(sections: tuple[Section, ...], section: Section | None) -> tuple[Section, ...]:
    """The section among the others; without one, the others."""
    names = [one.name for one in sections]
    at = next((names.index(one) + 1 for one in AFTER if one in names), len(names))
    return sections if section is None else (*sections[:at], section, *sections[at:])


def _counted(frames: Iterable[bytes]) -> dict[str, dict[int, Counter[str]]]:
    """Machine -> state -> its counts over the run, and how many are in it at the end."""
    found: dict[str, dict[int, Counter[str]]] = {}
    for frame in frames:
        for id, told in orjson.loads(frame).get("states", {}).items():
            _add(found.setdefault(id, {}), told)
    for counts in (one for states in found.values() for one in states.values()):
        counts["aborted"] = _aborted(counts)
    return found


def _aborted(counts: Mapping[str, int]) -> int:
    """Frames do not tell it: who came into a state, and is neither elsewhere nor in it."""
    left = counts["succeeded"] + counts["failed"] - counts["retried"]
    return counts["entered"] - left - counts["running"]


def _add(states: dict[int, Counter[str]], told: Told) -> None:
    for row, state in enumerate(told["state"]):
        counts = states.setdefault(state, Counter())
        counts.update({name: told[name][row] for name in SUMMED})
        counts["running"] = told["running"][row]
