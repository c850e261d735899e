"""What a goal asks of the whole run: what it costs, and when no work was left."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from math import inf

from simcore.analysis.verdict.recorded import NoData, Recorded
from simcore.analysis.verdict.seen import Seen
from simcore.component import Graph
from simcore.components import READINGS, SPECS, types_that
from simcore.recording.charges import METRIC
from simcore.scenario.goals import Sought, When, holds
from simcore.scenario.goals.sought import COSTS, DRAINED, known_types
from simcore.spec.annotations import Refers
from simcore.spec.walk import annotation, fields
from simcore.units import format_clock_s

__all__ = ["of_run", "worked_off"]

ACCOUNT = "account"


def of_run(sought: Sought, graph: Graph, recorded: Recorded) -> Seen:
    """What the result has of the run as a whole; raises `NoData`."""
    if sought.name == DRAINED:
        return _drained(sought, graph, recorded)
    return _cost(sought, recorded)


def _cost(sought: Sought, recorded: Recorded) -> Seen:
    recorded.until(When())
    value = recorded.result["cost"]
    for key in COSTS[sought.name]:
        value = value[key]
    if value is None:
        raise NoData("nothing was sent, or a part of it has no price")
    return Seen(float(value), _first_dearer(sought, recorded))


def _first_dearer(sought: Sought, recorded: Recorded) -> float | None:
    """When the cost so far was beyond a bound of all that a run costs."""
    if sought.name != "cost" or sought.op not in ("<", "<="):
        return None
    bins = recorded.bins(ACCOUNT, METRIC, When())
    pairs = zip(bins.ends_s, bins.values, strict=True)
    return next((t for t, usd in pairs if not holds(sought.op, usd or 0.0, sought.numbers)), None)


def _drained(sought: Sought, graph: Graph, recorded: Recorded) -> Seen:
    """When nothing waited any more, to the end of the run; infinity where something still does."""
    ids = [sought.goal.component] if sought.goal.component else list(worked_off(graph))
    levels = list(chain.from_iterable(_waiting(id, graph, recorded) for id in ids))
    if not levels:
        raise NoData("there is nothing that could be drained")
    ends_s = recorded.ends_s
    last = max(levels)
    value = 0.0 if last < 0 else inf if last + 1 == len(ends_s) else ends_s[last + 1]
    if value == inf and sought.numbers[-1] > recorded.duration_s:
        raise NoData(f"the run was over at {format_clock_s(recorded.duration_s)}")
    kept = holds(sought.op, value, sought.numbers)
    return Seen(value, None if kept or sought.op not in ("<", "<=") else sought.numbers[0])


def _waiting(id: str, graph: Graph, recorded: Recorded) -> Iterator[int]:
    """The last bin at the end of which anything waited there, by metric; -1 where none is."""
    recorded.until(When())
    series = recorded.result["series"].get(id, {})
    for metric in READINGS[known_types(graph.components)[id]].waiting:
        if metric in series:
            yield max((n for n, value in enumerate(series[metric]) if value), default=-1)


def worked_off(graph: Graph) -> Iterator[str]:
    """Whose work somebody does: not that of a queue which nobody reads."""
    read = {reference.target for reference in graph.references if reference.refers.back}
    to_be_read = _types_to_be_read()
    for id, component in graph.components.items():
        if READINGS[component.type].waits and (id in read or component.type not in to_be_read):
            yield id


def _types_to_be_read() -> set[str]:
    """Those from which another component takes what is in them."""
    refers = (
        annotation(field.spec, field.name, Refers)
        for spec in SPECS.values()
        for field in fields(spec)
    )
    return {type for one in refers if one and one.back for type in types_that(one.to)}
