"""Insights of runs whose components are told things on the way: each of what held at the time."""

from collections import Counter

import pytest

from simcore.awslambda.reading.views.limited_by import NAMES as LIMITS
from simcore.components import IMPLIED, TYPES
from simcore.scenario import insights
from simcore.scenario.course import Step
from tests.insights.recordings import FUNCTION, Recording

COMPONENTS, INTERVENTIONS = 99, 200
NAMES = [f"worker-{n}" for n in range(COMPONENTS)]
KINDS = len(TYPES["function"].insights)
ACCOUNT = sum(len(TYPES[type].insights) for type in IMPLIED)
RESERVED = LIMITS.index("reserved concurrency")
RUN = Recording(dict.fromkeys(NAMES, FUNCTION), {}, bins=1000)


def told(changed):
    """A step every five seconds; ``changed(n)`` are the names of those that the n-th changes."""
    scenario = RUN.scenario.with_defaults()
    for n in range(INTERVENTIONS):
        again = {
            name: scenario.components[name].model_copy(update={"memory": 128 + n})
            for name in changed(n)
        }
        components = scenario.components | again
        scenario = scenario.model_copy(update={"components": components})
        yield Step(5.0 * n + 0.5, scenario, ())


@pytest.fixture
def asked(monkeypatch):
    """How often a kind looked at a component, however long that took."""
    found = Counter()
    monkeypatch.setattr(insights, "History", lambda *said: found.update(n=1) or REAL(*said))
    return found


REAL = insights.History


@pytest.mark.parametrize(
    ("changed", "most"),
    [
        (lambda n: [], COMPONENTS),
        (lambda n: [NAMES[n % COMPONENTS]], COMPONENTS + INTERVENTIONS),
        (lambda n: NAMES[:1], COMPONENTS + insights.MOST_SPANS),
        (lambda n: NAMES[:50], COMPONENTS + 50 * insights.MOST_SPANS),
    ],
    ids=["none", "one after the other", "always the same", "half of them"],
)
def test_only_what_changes_a_component_is_looked_at_again(changed, most, asked):
    steps = tuple(told(changed))
    assert insights.insights_of(RUN.scenario.with_defaults(), RUN.recorded, steps) == []
    assert asked["n"] <= most * KINDS + ACCOUNT + 1


def test_of_what_was_refused_before_and_after_the_longer_is_told():
    """Ten are reserved, and from 0:20 on thirty: it is refused from 0:10 to 0:20 and until 0:50."""
    path = "components.worker.reserved_concurrency"
    said = {"interventions": [{"action": "set", "at": "20 s", "values": {path: 30}}]}
    series = {
        "worker": {
            "LimitedBy": [None] * 10 + [RESERVED] * 40 + [None],
            "Throttles": [0] * 10 + [9] * 40 + [0],
            "ConcurrentExecutions": [10] * 20 + [30] * 40,
            "Invocations": [1],
        }
    }
    worker = FUNCTION | {"reserved_concurrency": 10}
    run = Recording({"worker": worker}, series, {"worker": {"throttles": 360}}, scenario=said)
    found = run.found("reserved-bound")
    assert (found.t, found.until) == (20.0, 50.0)
    assert "270 of 300 attempts (90 %) were refused, with 30 of 30 reserved in use" in found.why
