"""Distributions, their functions and load balancers take what is said of them during a run."""

import pytest

import simcore

HEAD = {"format": "windtunnel.scenario/1", "id": "doors", "title": "What changes?",
        "duration": 30, "region": "us-east-1"}  # fmt: skip
FUNCTION = {"type": "function", "duration": 0, "init_duration": 0}
VIEWERS = {"type": "client", "target": "door", "arrivals": {"constant": {"rate": 10}}}
SITE = {
    "type": "distribution",
    "origins": [{"name": "main", "latency": 0}],
    "behaviors": [{"origin": "main", "cache_policy": "CachingDisabled",
                   "viewer_request": {"function": "rewrite"}}],
}  # fmt: skip
ALB = {"type": "load_balancer", "target_groups": [{"function": "old"}, {"function": "new"}]}


def changed(door, at, path, value, **components):
    said = {"viewers": VIEWERS, "door": door, **components}
    interventions = [{"action": "set", "at": at, "values": {path: value}}]
    document = {**HEAD, "components": said, "interventions": interventions}
    return simcore.run(simcore.load_scenario(document)).as_dict()["counters"]


@pytest.mark.parametrize(
    ("path", "value", "counter"),
    [
        ("door.origins.0.error_rate", 1, "errors_5xx"),
        ("door.origins.0.unreachable_rate", 1, "waiting"),
        ("door.behaviors.0.viewer_request.responds", 1, "answered.generated"),
        ("door.behaviors.0.viewer_request.invalid_rate", 1, "validation_errors"),
        ("rewrite.error_rate", 1, "execution_errors"),
        ("rewrite.compute_time", "2 ms", "errors_5xx"),
    ],
)
def test_from_the_moment_on_and_not_before(path, value, counter):
    """At 20 s of 30, ten requests a second: a hundred of three hundred."""
    door = changed(SITE, 20, path, value, rewrite={"type": "cloudfront_function"})["door"]
    assert door[counter] == pytest.approx(100, abs=1)
    assert door["requests"] == pytest.approx(300, abs=1)


def test_a_cache_that_is_turned_on_keeps_what_comes_then():
    path, value = "door.behaviors.0.cache_policy", "CachingOptimized"
    door = changed(SITE, 20, path, value, rewrite={"type": "cloudfront_function"})["door"]
    assert door["cache_misses"] == 1
    assert door["cache_hits"] == pytest.approx(99, abs=1)


def test_weights_of_target_groups_move_the_traffic():
    found = changed(ALB, 20, "door.target_groups.0.weight", 0, old=FUNCTION, new=FUNCTION)
    assert found["old"]["invocations"] == pytest.approx(100, abs=29)  # half of 200
    assert found["old"]["invocations"] + found["new"]["invocations"] == pytest.approx(300, abs=1)


@pytest.mark.parametrize("point", ["viewer_request", "origin_request", "origin_response",
                                   "viewer_response"])  # fmt: skip
def test_a_function_that_is_taken_away_still_runs_for_what_is_under_way(point):
    """10 requests a second are 2 s with the origin and a while in the function before it."""
    slow = {"name": "main", "latency": "2 s"}
    behavior = {"origin": "main", "cache_policy": "CachingDisabled",
                "origin_request": {"function": "edge"}, point: {"function": "edge"}}  # fmt: skip
    site = {**SITE, "origins": [slow], "behaviors": [behavior]}
    edge = {**FUNCTION, "duration": "100 ms"}
    door = changed(site, 20, f"door.behaviors.0.{point}", None, edge=edge)["door"]
    assert door[f"runs.{point.replace('_', '-')}"] == pytest.approx(200, abs=2)
    assert door["errors_5xx"] == 0


def test_what_one_function_at_the_edge_answers_is_nothing_to_the_luck_of_another():
    """Half of the origin requests are answered from 0 s on, or none: as many come that far."""
    behavior = {**SITE["behaviors"][0], "viewer_request": {"function": "edge", "responds": 0.3},
                "origin_request": {"function": "edge"}}  # fmt: skip
    site, path = {**SITE, "behaviors": [behavior]}, "door.behaviors.0.origin_request.responds"
    came = [changed(site, 0, path, share, edge=FUNCTION)["door"] for share in (0, 0.5)]
    assert came[0]["origin_requests"] > came[1]["origin_requests"]
    assert came[0]["runs.origin-request"] == came[1]["runs.origin-request"]


def test_malformed_answers_of_one_target_group_are_nothing_to_the_luck_of_another():
    """The second group's answers stay as they are, whatever the first one's are: the errors that
    come to the others are the first one's."""
    groups = [{"function": "old"}, {"function": "new", "malformed_rate": 0.5}]
    door, path = {**ALB, "target_groups": groups}, "door.target_groups.0.malformed_rate"
    none, all_ = [changed(door, 0, path, rate, old=FUNCTION, new=FUNCTION) for rate in (0, 1)]
    errors = [found["door"]["errors.LambdaInvalidResponse"] for found in (none, all_)]
    assert errors[1] - errors[0] == all_["old"]["invocations"]
