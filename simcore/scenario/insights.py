"""The insights of a run that is over: what each type declares, asked of every component."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from math import inf
from typing import Any

from simcore.component import Found, Graph, History, Insight, InsightKind, Law, Rule
from simcore.component.insight import EXPLAINS
from simcore.components import IMPLIED, TYPES
from simcore.quotas import Profile, Quota
from simcore.scenario.course import Step
from simcore.scenario.load import steps_of
from simcore.scenario.model import Scenario

__all__ = ["address", "anchor", "insight_kinds", "insights_of", "quota_words", "rule_of"]

MOST_SPANS = 20
"""Of a component, between what it is told."""

FAR_APART = 2.0
"""Times so much is another answer; less is the same, said from two sides."""

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
    if not recorded["time_s"]:
        return []
    told = _Told(scenario, recorded, steps)
    found = _with_one_answer([_stated(told.whole, *one) for one in _found(told)])
    return sorted(found, key=lambda insight: (insight.t, insight.component, insight.id))


def _with_one_answer(found: list[Insight]) -> list[Insight]:
    """Two that would turn one knob to values far apart: who explains what is worse is right."""
    return [
        replace(one, attempt=None) if any(_is_overruled(one, by) for by in found) else one
        for one in found
    ]


def _is_overruled(one: Insight, by: Insight) -> bool:
    mine, other = one.attempt, by.attempt
    if mine is None or other is None or mine.path != other.path:
        return False
    if not isinstance(mine.value, int | float) or not isinstance(other.value, int | float):
        return False
    low, high = sorted((mine.value, other.value))
    return high > FAR_APART * low and _weight(by.id) < _weight(one.id)


def _weight(id: str) -> int:
    return EXPLAINS.index(insight_kinds()[id].explains)


class _Told:
    """The scenarios of a run, each from when on it held, and the history of the run under each."""

    def __init__(
        self, scenario: Scenario, recorded: Mapping[str, Any], steps: Sequence[Step]
    ) -> None:
        self.recorded, self.profile = recorded, scenario.quota_profile()
        self.times = [0.0, *(step.t for step in steps)]
        self.scenarios = [scenario, *(step.scenario for step in steps)]
        self.graphs: dict[int, Graph] = {}
        self.whole = self.under(0, 0.0, inf)

    def under(self, n: int, since: float, until: float) -> History:
        """As the scenario of a step has it."""
        one = self.scenarios[n]
        graph = self.graphs.setdefault(n, Graph(one.components))
        return History(self.recorded, graph, self.profile, one.region, one.duration, since, until)

    def at(self, t: float) -> int:
        """The step whose scenario holds then."""
        return bisect_right(self.times, t) - 1

    def spans(self, id: str) -> list[tuple[int, float, float]]:
        """The steps that change the component, from when and until when: few steps change many.

        Of one that is told all the time, the first, as what goes for a whole run begins there, and
        those that were longest: however many interventions there are, no more are looked at.
        """
        specs = [one.components.get(id) for one in self.scenarios]
        begins = [n for n, spec in enumerate(specs) if not n or spec != specs[n - 1]]
        ends = [*(self.times[n] for n in begins[1:]), inf]
        spans = [(n, self.times[n], until) for n, until in zip(begins, ends, strict=True)]
        longest = sorted(spans[1:], key=lambda one: one[1] - one[2])[: MOST_SPANS - 1]
        return [spans[0], *sorted(longest)]


def _found(told: _Told) -> Iterator[tuple[InsightKind, str, Found]]:
    """Of a kind and a component the longest: of several spans each may have its own."""
    types = {id: component.type for id, component in told.whole.graph.components.items()}
    types |= dict(zip(IMPLIED, IMPLIED, strict=True))
    for id, type in types.items():
        kinds = TYPES[type].insights
        spans = told.spans(id) if kinds else []
        for kind in kinds:
            found = [one for span in spans for one in _in_span(told, kind, id, *span)]
            if found:
                yield kind, id, max(found, key=_lasts)


def _lasts(found: Found) -> float:
    return 0.0 if found.until is None else found.until - found.t


def _in_span(
    told: _Told, kind: InsightKind, id: str, n: int, since: float, until: float
) -> Iterator[Found]:
    """What began there, by the whole scenario as it was then: others may have changed meanwhile,
    and what is found with another scenario only is not found."""
    for found in kind.find(told.under(n, since, until), id):
        then = told.at(found.t)
        if then == n:
            yield found
        elif since <= found.t < until:
            again = kind.find(told.under(then, since, until), id)
            yield from (one for one in again if told.at(one.t) == then)


def _stated(history: History, kind: InsightKind, id: str, found: Found) -> Insight:
    return Insight(
        id=kind.id,
        component=id,
        t=found.t,
        until=found.until,
        what=found.what,
        why=found.why,
        rule=rule_of(_law(history, kind, found), history.profile, history.region),
        attempt=found.attempt,
        derived=kind.derived,
        evidence=found.evidence,
    )


def _law(history: History, kind: InsightKind, found: Found) -> Law:
    """By the row that goes for the component, where the profile has it."""
    law = found.law or kind.law
    known = found.quota in history.profile.quotas
    return replace(law, quota=found.quota) if known else law


def rule_of(law: Law, profile: Profile, region: str) -> Rule:
    """With what the run's own profile says of it."""
    row = profile.quotas.get(law.quota) if law.quota else None
    page = f"models.md#{anchor(law.model)}"
    text = f"{law.text} {quota_words(row, region)}" if row is not None else law.text
    if row is not None and (address(row.source) or not law.page):
        return Rule(text, address(row.source), row.date, page, law.model, row.source)
    return Rule(text, address(law.page), law.date, page, law.model, law.page)


def quota_words(row: Quota, region: str, own: Sequence[float] = ()) -> str:
    """ "Growth after the burst: 6,000 execution environments per minute, for each function."

    `own` values are what a scenario's components have in its place.
    """
    values = own or (row.in_region(region),)
    said = " or ".join(_with_unit(value, row.unit) for value in values)
    is_own = own or row.overridden
    mark = " (this scenario's own)" if is_own else " (assumed)" if row.assumed else ""
    return f"{row.title}: {said}{mark}."


def _with_unit(value: object, unit: str) -> str:
    if not isinstance(value, int | float):
        return str(value)
    return f"{_plain(100 * value)} %" if unit == "share" else f"{_plain(value)} {unit}"


def _plain(value: float) -> str:
    """As a person writes it: no power of ten, of a price neither."""
    return f"{value:,.15g}" if not value or abs(value) >= 1e-4 else f"{Decimal(repr(value)):f}"


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
