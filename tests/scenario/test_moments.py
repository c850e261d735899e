"""An answer at the very moment at which a wait ends is in time, whoever waits."""

import pytest

import simcore

HEAD = {"format": "windtunnel.scenario/1", "id": "moments", "title": "Is it in time?",
        "duration": 30, "region": "us-east-1"}  # fmt: skip
KNOWN = {"type": "function", "duration": "1 s", "init_duration": 0}
"""A function whose end is known when it begins; that of the other depends on what it calls."""
UNKNOWN = {"type": "function", "duration": "0.5 s", "init_duration": 0, "timeout": "3 s",
           "calls": [{"target": "db"}]}  # fmt: skip
DB = {"type": "downstream", "latency": "0.5 s"}
ORIGIN = {"name": "main", "target": "worker", "response_timeout": 1}
DOORS = {
    "load balancer": {"type": "load_balancer", "target_groups": [{"function": "worker"}],
                      "idle_timeout": 1},
    "API": {"type": "api", "integration": "worker", "overhead": 0, "integration_timeout": 1},
    "distribution": {"type": "distribution", "origins": [ORIGIN],
                     "behaviors": [{"origin": "main", "cache_policy": "CachingDisabled"}]},
    "client": None,
}  # fmt: skip


@pytest.mark.parametrize("worker", [KNOWN, UNKNOWN], ids=["known", "unknown"])
@pytest.mark.parametrize("who", DOORS)
def test_an_answer_at_the_moment_at_which_the_wait_ends(who, worker):
    door = DOORS[who]
    said = {"target": "door"} if door else {"target": "worker", "timeout": 1}
    client = {"type": "client", "limit": 4, "arrivals": {"constant": {"rate": 0.2}}, **said}
    parts = {"site": client, "worker": worker, "db": DB, **({"door": door} if door else {})}
    result = simcore.run(simcore.load_scenario({**HEAD, "components": parts})).as_dict()
    assert result["counters"]["site"]["answers.2xx"] == 4
    assert result["counters"]["worker"]["invocations"] == 4
