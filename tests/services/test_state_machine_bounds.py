"""Histories that are too long, and inputs that leave no room, are told before a run."""

import pytest

from simcore.asl.definition import read
from simcore.scenario import check
from simcore.services.step_functions import checks_bounds, expressions
from simcore.services.step_functions.expressions import Expression
from tests.asl.running import run
from tests.evidence.step_function_parts import at, machine, started, task
from tests.services.state_machines import WORKER, counted, document, outcome, token

INVOKE = {"One": task("worker", End=True)}


def mapped(n, states=INVOKE, **more):
    first = next(iter(states))
    each = {"Type": "Map", "ItemProcessor": {"StartAt": first, "States": states}, "End": True}
    said = machine({"Each": {**each, **more}}, tasks={"One": {"target": "worker"}})
    said["input"] = [0] * n
    return {"clock": started(at(1, 1)), "machine": said, "worker": WORKER}


def told(components, **more):
    return [(one.id, one.message) for one in check(document(components, **more))]


def test_items_that_a_history_has_no_room_for_are_counted():
    """service-quotas, 2026: 25,000 events. 6 and 7 for each item: 3,570 fit, 3,571 do not."""
    assert told(mapped(3_570)) == []
    (found,) = told(mapped(3_571))
    assert found[0] == "machine.history-full"
    assert "3,571 items of at least 7 events, and 6 more, are 25,003 events" in found[1]
    hint = next(one.hint for one in check(document(mapped(3_571))))
    assert "at most 3,570 items" in hint


def test_the_shortest_way_counts_and_what_has_a_history_of_its_own_does_not():
    """Quota of 100: a Choice that may end at once has 2 + 2 + 2 events for an item, so 15 fit."""
    ways = {
        "May": {"Type": "Choice", "Choices": [{"Variable": "$", "IsNull": True, "Next": "One"}],
                "Default": "No"},
        "One": task("worker", End=True),
        "No": {"Type": "Succeed"},
    }  # fmt: skip
    few = {"quotas": {"stepfunctions.history_max_events": 100}}
    assert told(mapped(15, ways), **few) == []
    assert [id for id, _ in told(mapped(16, ways), **few)] == ["machine.history-full"]
    apart = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
             "StartAt": "One", "States": INVOKE}  # fmt: skip
    assert told(mapped(16, ItemProcessor=apart), **few) == []


def test_each_state_of_nested_ways_is_looked_at_once(monkeypatch):
    """Six ways of one to six states into a Parallel, 18 deep: 6 ** 18 walks, where each is one."""
    depth, ways = 18, 6
    inner = {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}
    for level in range(depth):
        inner = several_ways(level, ways, inner)
    looked, events_of = [], checks_bounds._events_of

    def counted_events(state):
        looked.append(state.name)
        assert looked.count(state.name) == 1
        return events_of(state)

    monkeypatch.setattr(checks_bounds, "_events_of", counted_events)
    assert checks_bounds.shortest(read(inner)) == 2 + depth * (2 + 2 + 4)
    assert len(looked) == 1 + depth * (2 + ways * (ways + 1) // 2)


WITHIN = {"StartAt": "In", "States": {"In": {"Type": "Pass", "End": True}}}
CHILDREN = {**WITHIN, "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}}


@pytest.mark.parametrize("state", [
    {"Type": "Pass"},
    {"Type": "Parallel", "Branches": [WITHIN]},
    {"Type": "Map", "ItemProcessor": WITHIN, "ItemsPath": "$.none"},
    {"Type": "Map", "ItemProcessor": CHILDREN, "ItemsPath": "$.none"},
    task("worker"),
    token(),
])  # fmt: skip
def test_the_shortest_way_is_what_an_execution_writes(state):
    """Without items and errors that is all of it, but for the beginning and the end."""
    alone = {"StartAt": "One", "States": {"One": {**state, "End": True}}}
    ran = run(alone, {"One": {"Return": 1}}, {"none": []})
    assert ran.status == "SUCCEEDED"
    assert checks_bounds.shortest(read(alone)) == ran.events - 2


def several_ways(level, ways, inner):
    """A Choice, from each of whose rules one state more leads to a Parallel: the nearest first."""
    states = {f"P{level}": {"Type": "Parallel", "Branches": [inner], "End": True}}
    rules = []
    for way in range(ways):
        names = [f"{level}-{way}-{n}" for n in range(way + 1)]
        rules.append({"Variable": "$", "NumericEquals": way, "Next": names[0]})
        for name, after in zip(names, [*names[1:], f"P{level}"], strict=True):
            states[name] = {"Type": "Pass", "Next": after}
    states[f"C{level}"] = {"Type": "Choice", "Choices": rules}
    return {"StartAt": f"C{level}", "States": states}


def test_the_execution_that_was_warned_of_does_fail_at_the_limit():
    few = {"quotas": {"stepfunctions.history_max_events": 100}}
    warned = counted(mapped(14), **few)
    assert (warned["executions_failed"], warned["longest_history"]) == (1, 100)
    fits = counted(mapped(13), **few)
    assert (fits["executions_succeeded"], fits["longest_history"]) == (1, 6 + 7 * 13)


@pytest.mark.parametrize("children", [1, 100])
@pytest.mark.parametrize("kind", ["EXPRESS", "STANDARD"])
def test_only_what_has_a_limit_counts_as_the_longest_history(kind, children):
    """An express child of a standard machine has none: it does not fail, and nothing is told."""
    apart = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": kind}, "StartAt": "In",
             "States": {"In": {"Type": "Map", "ItemsPath": "$.many", "End": True, "ItemProcessor": {
                 "StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}}}}  # fmt: skip
    each = {"Each": {"Type": "Map", "End": True, "ItemProcessor": apart}}
    said = machine(each, input=[{"many": [0] * 30}] * children)
    few = {"quotas": {"stepfunctions.history_max_events": 100}}
    ran = outcome({"clock": started(at(1, 1)), "machine": said}, duration=5, **few)
    told, standard = {one["id"] for one in ran["insights"]}, kind == "STANDARD"
    counters = ran["counters"]["machine"]
    assert (counters["child_executions_failed"] > 0) is standard
    assert counters["longest_history"] == (100 if standard else 2 + 6)
    assert ("machine-history-nearly-full" in told) is standard


@pytest.mark.parametrize(("texts", "ids"), [(200, []), (240, ["machine.input-nearly-full"])])
def test_an_input_that_leaves_little_room_is_told(texts, ids):
    components = {"clock": started(at(1, 1)), "machine": machine({"A": {"Type": "Succeed"}})}
    components["machine"]["input"] = {"texts": ["x" * 1_000] * texts}
    assert [id for id, _ in told(components)] == ids


@pytest.mark.parametrize(
    "source", ["$count($map([1..4000], function($n) { $n }))", "$pad('x', 3e6)"]
)
def test_all_expressions_of_an_input_together_may_take_what_one_may(source, monkeypatch):
    """A scenario has room for thousands; what one of them may take was asked of each by itself."""
    evaluated, made = [], Expression.of

    def counted_of(one, bindings, chance):
        evaluated.append(one)
        return made(one, bindings, chance)

    monkeypatch.setattr(Expression, "of", counted_of)
    monkeypatch.setattr(expressions, "MOST_STEPS", 30_000)
    components = {"clock": started(at(1, 1)), "machine": machine({"A": {"Type": "Succeed"}})}
    components["machine"]["input"] = [f"{{% {source} %}}"] * 200
    ((id, message),) = told(components)
    assert id == "machine.input"
    assert "and those before take more than" in message
    assert 1 < len(evaluated) < 10


def test_a_check_leaves_many_expressions_to_the_run(monkeypatch):
    """Of a few the items are counted: 16 are 6 + 16 * 4 events, too many for a history of 60."""
    few = {"quotas": {"stepfunctions.history_max_events": 100}}
    each = {"Type": "Map", "Items": ["{% 1 + 1 %}"] * 16, "ItemProcessor": WITHIN, "End": True}
    said = machine({"Each": each})
    said["definition"]["QueryLanguage"] = "JSONata"
    components = {"clock": started(at(1, 1)), "machine": said}
    assert [id for id, _ in told(components, **few)] == []
    few["quotas"]["stepfunctions.history_max_events"] = 60
    assert [id for id, _ in told(components, **few)] == ["machine.history-full"]
    each["Items"] *= 100
    monkeypatch.setattr("simcore.asl.jsonata.engine.evaluated", None)
    assert told(components, **few) == []
