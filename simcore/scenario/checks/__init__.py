"""What is wrong with a scenario, in words: findings with an id, a path, a message and a hint.

`structure` speaks about a document that does not fit the format; `references`, `ranges`,
`permissions` and `load` about any components of a scenario that does; what only some types can get
wrong they say themselves (`ComponentType.checks`). A check is a function
`(Subject) -> Iterator[Check]`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from simcore.component import EVENT_BUDGET, Graph, Subject
from simcore.components import IMPLIED, TYPES
from simcore.errors import Check
from simcore.quotas import Profile
from simcore.scenario.build import load_of
from simcore.scenario.checks import load, permissions, ranges, references
from simcore.scenario.checks.goals import goal_checks
from simcore.scenario.checks.interest import interest_checks
from simcore.scenario.checks.interventions import intervention_checks
from simcore.scenario.checks.structure import structure_checks
from simcore.scenario.model import Scenario

__all__ = [
    "checks_about",
    "goal_checks",
    "interest_checks",
    "intervention_checks",
    "semantic_checks",
    "structure_checks",
    "subject_of",
]

OneCheck = Callable[[Subject], Iterator[Check]]


def subject_of(scenario: Scenario, profile: Profile, event_budget: int = EVENT_BUDGET) -> Subject:
    """What checks look at: the scenario with its defaults filled in."""
    filled = scenario.with_defaults()
    graph = Graph(filled.components)
    traces = filled.traces
    load = load_of(filled, graph)
    return Subject(graph, load, profile, filled.region, filled.duration, traces, event_budget)


def semantic_checks(subject: Subject) -> Iterator[Check]:
    """Every finding about a scenario whose structure is right."""
    occur = {component.type for component in subject.graph.components.values()}
    for check in checks_about(occur | set(IMPLIED)):
        yield from check(subject)


def checks_about(types: Collection[str]) -> Iterator[OneCheck]:
    """Those that can find something where components of these types are."""
    yield from references.CHECKS
    yield from ranges.CHECKS
    for name in TYPES:
        if name in types:
            yield from TYPES[name].checks
    yield from permissions.CHECKS
    yield from load.CHECKS
