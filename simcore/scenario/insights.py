"""The insights of a run that is over: what each type declares, asked of every component."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from simcore.component import Found, Graph, History, Insight, InsightKind, Law, Rule
from simcore.components import IMPLIED, TYPES
from simcore.quotas import Profile, Quota
from simcore.scenario.course import Step
from simcore.scenario.load import steps_of
from simcore.scenario.model import Scenario

__all__ = ["address", "anchor", "insight_kinds", "insights_of", "rule_of"]

AWS_PAGE = re.compile(r"(?:docs\.)?aws\.amazon\.com/[^\s(),;]+")


def insight_kinds() -> dict[str, InsightKind]:
    """Every kind there is, by its id, in the order of the types."""
    return {kind.id: kind for type in TYPES.values() for kind in type.insights}


def insights_of(
    scenario: Scenario, recorded: Mapping[str, Any], steps: Sequence[Step] | None = None
) -> list[Insight]:
    """What is found in what was recorded of a scenario with its defaults filled in, by time.

    ``steps`` are what its components were told on the way, worked out here unless given.
    """
    if steps is None:
        steps = steps_of(scenario) if scenario.interventions else ()
    times = [0.0, *(step.t for step in steps)]
    told = [_history(one, recorded) for one in (scenario, *(step.scenario for step in steps))]
    found = [_stated(*one) for one in _found(times, told)]
    return sorted(found, key=lambda insight: (insight.t, insight.component, insight.id))


def _history(scenario: Scenario, recorded: Mapping[str, Any]) -> History:
    graph, profile = Graph(scenario.components), scenario.quota_profile()
    return History(recorded, graph, profile, scenario.region, scenario.duration)


def _found(
    times: Sequence[float], told: Sequence[History]
) -> Iterator[tuple[History, InsightKind, str, Found]]:
    """Each with the scenario as it was then: what is found with another is not found."""
    first = told[0]
    if not first.bins:
        return
    types = {id: component.type for id, component in first.graph.components.items()}
    types |= dict(zip(IMPLIED, IMPLIED, strict=True))
    for id, type in types.items():
        for kind in TYPES[type].insights:
            for n, history in enumerate(told):
                for found in kind.find(history, id):
                    if bisect_right(times, found.t) - 1 == n:
                        yield history, kind, id, found


def _stated(history: History, kind: InsightKind, id: str, found: Found) -> Insight:
    return Insight(
        id=kind.id,
        component=id,
        t=found.t,
        until=found.until,
        what=found.what,
        why=found.why,
        rule=rule_of(kind.law, history.profile, history.region),
        attempt=found.attempt,
        derived=kind.derived,
        evidence=found.evidence,
    )


def rule_of(law: Law, profile: Profile, region: str) -> Rule:
    """With what the run's own profile says of it."""
    row = profile.quotas.get(law.quota) if law.quota else None
    page = f"models.md#{anchor(law.model)}"
    text = f"{law.text} {_number(row, region)}" if row is not None else law.text
    if row is not None and (address(row.source) or not law.page):
        return Rule(text, address(row.source), row.date, page, law.model, row.source)
    return Rule(text, address(law.page), law.date, page, law.model, law.page)


def _number(row: Quota, region: str) -> str:
    """ "Growth after the burst: 6,000 execution environments per minute, for each function." """
    value = row.in_region(region)
    said = f"{value:,.15g} {row.unit}" if isinstance(value, int | float) else str(value)
    mark = " (this scenario's own)" if row.overridden else " (assumed)" if row.assumed else ""
    return f"{row.title}: {said}{mark}."


def address(source: str) -> str:
    """The address of the AWS page that a citation names; those of its guides end in .html."""
    found = AWS_PAGE.search(source)
    if found is None:
        return ""
    page = found[0]
    whole = (
        not page.startswith("docs.")
        or page.endswith("/")
        or "." in page.rsplit("/", 1)[1]
        or "#" in page
    )
    return f"https://{page}{'' if whole else '.html'}"


def anchor(title: str) -> str:
    """Of a heading, in a page of Markdown."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
