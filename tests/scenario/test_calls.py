"""Calls of handlers, as a scenario says them: checks, edges, and what comes out."""

from typing import Any

import pytest

import simcore
from simcore.scenario import check
from simcore.scenario.topology import topology


def function(duration: Any, *calls: Any, **more: Any) -> dict[str, Any]:
    spec = {"type": "function", "duration": duration, "init_duration": 0, "timeout": 30, **more}
    return {**spec, "calls": [{"target": c} if isinstance(c, str) else c for c in calls]}


def document(client: str, **functions: Any) -> dict[str, Any]:
    """A client that makes ten requests, a second apart."""
    return {
        "format": "windtunnel.scenario/1",
        "id": "calls",
        "title": "Who waits for whom?",
        "duration": "20 s",
        "components": {
            "client": {
                "type": "client",
                "target": client,
                "limit": 10,
                "arrivals": {"constant": {"rate": 1}},
            },
            **functions,
        },
    }


def counters(client: str, **functions: Any) -> dict[str, Any]:
    scenario = simcore.load_scenario(document(client, **functions))
    found: dict[str, Any] = simcore.run(scenario).as_dict()["counters"]
    return found


@pytest.mark.parametrize(("caller", "called"), [("a", "z"), ("z", "a")])
def test_the_caller_is_paid_for_while_it_waits(caller: str, called: str) -> None:
    """100 ms of its own and 300 ms of the other, whichever of the two is built first."""
    found = counters(caller, **{caller: function("100 ms", called), called: function("300 ms")})
    assert found[caller]["billed_duration_ms"] == 10 * 400
    assert found[called]["billed_duration_ms"] == 10 * 300
    assert (found["client"]["responses"], found[caller]["successes"]) == (10, 10)


def test_everything_that_is_said_of_a_call_counts() -> None:
    """In no, in every and in half of the invocations; two times; with errors that are caught."""
    found = counters(
        "up",
        up=function(
            "10 ms",
            {"target": "never", "probability": 0},
            {"target": "twice", "count": 2, "catches_errors": True},
            {"target": "half", "probability": "50 %"},
        ),
        never=function("1 ms"),
        twice=function("1 ms", error_rate=1),
        half=function("1 ms"),
    )
    assert found["never"]["invocations"] == 0
    assert (found["twice"]["invocations"], found["twice"]["errors"]) == (20, 20)
    assert 0 < found["half"]["invocations"] < 10
    assert found["up"]["successes"] == 10


def test_a_target_that_fails_fails_the_caller() -> None:
    found = counters("up", up=function("10 ms", "down"), down=function("1 ms", error_rate=1))
    assert (found["up"]["errors"], found["client"]["errors"]) == (10, 10)


def test_managed_instances_call_too() -> None:
    managed = {"capacity": {"managed_instances": {}}, "memory": "2 GB"}
    found = counters("up", up=function("100 ms", "down", **managed), down=function("300 ms"))
    assert found["up"]["billed_duration_ms"] == 10 * 400
    assert found["down"]["invocations"] == 10


def test_the_picture_has_an_edge_for_each_target() -> None:
    calls = ("down", {"target": "down", "count": 3}, "other")
    parts = {"up": function(1, *calls), "down": function(1), "other": function(1)}
    edges = topology(simcore.load_scenario(document("up", **parts)))["edges"]
    assert edges[1:] == [
        {"from": "up", "to": "down", "kind": "invoke"},
        {"from": "up", "to": "other", "kind": "invoke"},
    ]


def test_a_scenario_without_calls_says_nothing_of_them() -> None:
    scenario = simcore.load_scenario(document("up", up=function(1)))
    assert "calls" not in scenario.resolved()["components"]["up"]
    with_calls = simcore.load_scenario(document("up", up=function(1, "down"), down=function(1)))
    assert simcore.load_scenario(with_calls.resolved()) == with_calls.with_defaults()


def findings(**functions: Any) -> list[tuple[str, str]]:
    return [(found.id, found.path) for found in check(document("a", **functions))]


def test_what_is_only_called_has_a_caller() -> None:
    assert findings(a=function(1, "b"), b=function(1)) == []


def test_targets_must_be_functions() -> None:
    parts = {"a": function(1, "nobody", "orders"), "orders": {"type": "queue"}}
    assert findings(**parts) == [
        ("reference.unknown", "components.a.calls.0.target"),
        ("reference.wrong-type", "components.a.calls.1.target"),
    ]


def test_a_function_does_not_call_itself() -> None:
    assert findings(a=function(1, "a")) == [("function.call-cycle", "components.a.calls")]


def test_calls_do_not_go_round() -> None:
    """Once for each round, whoever else calls into it."""
    parts = {"a": function(1, "c"), "b": function(1, "d"), "c": function(1, "b", "e")}
    parts |= {"d": function(1, "c"), "e": function(1)}
    (found,) = check(document("a", **parts))
    assert (found.id, found.path) == ("function.call-cycle", "components.b.calls")
    assert "b to d to c to b" in found.message


def test_two_ways_to_one_target_are_no_round() -> None:
    parts = {"a": function(1, "b", "c"), "b": function(1, "d"), "c": function(1, "d")}
    assert findings(**parts, d=function(1)) == []
