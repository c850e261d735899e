"""Findings about clients that wait for answers, each by who earns it and by who does not."""

from collections.abc import Callable
from typing import Any

import pytest

from simcore.scenario import check

Bend = Callable[..., dict[str, Any]]

C = "components/"


def caller(rate: float = 1, **more: Any) -> dict[str, Any]:
    arrivals = {"constant": {"rate": rate}}
    return {"type": "client", "target": "worker", "arrivals": arrivals, **more}


def users(think: float, n: int = 20, **more: Any) -> dict[str, Any]:
    loop = {"users": n, "think_time": think}
    arrivals = {"closed_loop": loop}
    return {"type": "client", "target": "worker", "arrivals": arrivals, **more}


SLOW = {C + "worker/duration": "2 min", C + "worker/timeout": "3 min"}
SMALL = {C + "worker/reserved_concurrency": 5}
KEYS = {"uniform": {"count": 3}}
DOOR = {C + "door": {"type": "load_balancer", "target_groups": [{"function": "worker"}]}}

# id, who earns it, where it is found, who does not
FINDINGS = [
    ("client.timeout-below-duration",
     {**SLOW, C + "caller": caller(sdk={})}, "components.caller.timeout",
     {**SLOW, C + "caller": caller(sdk={}, timeout="3 min")}),
    ("client.timeout-below-duration",
     {**SLOW, C + "caller": caller(timeout=60)}, "components.caller.timeout",
     {**SLOW, C + "worker/timeout": 60, C + "caller": caller(timeout=60)}),
    ("client.no-think-time",
     {**SMALL, C + "caller": users(0)}, "components.caller.arrivals.closed_loop.think_time",
     {**SMALL, C + "caller": users(0, n=5)}),
    ("client.no-think-time",
     {**SMALL, C + "caller": users(0, n=5, parallel=2)},
     "components.caller.arrivals.closed_loop.think_time",
     {**SMALL, C + "caller": users(1, n=5, parallel=2)}),
    ("client.no-think-time",
     {C + "caller": users(0, target="orders")},
     "components.caller.arrivals.closed_loop.think_time", {C + "caller": users(0)}),
    ("client.request-unused",
     {C + "caller": caller(resources=KEYS)}, "components.caller.resources",
     {**DOOR, C + "caller": caller(resources=KEYS, target="door")}),
    ("client.request-unused",
     {C + "producer/timeout": 5}, "components.producer.timeout", {C + "producer/sdk": {}}),
    ("format.one-kind",
     {C + "producer/sent_again": {"rate": 0.1}, C + "producer/sdk": {}}, "components.producer",
     {C + "producer/sdk": {}}),
    ("quota.not-offered",
     {"profile": "aws-2022", C + "caller": caller(sdk={"new_retries_2026": True})},
     "components.caller.sdk.new_retries_2026",
     {"profile": "aws-2022", C + "caller": caller(sdk={})}),
]  # fmt: skip


@pytest.mark.parametrize(("id", "earns", "path", "not_earned"), FINDINGS)
def test_a_finding_is_made_where_it_is_earned(id, earns, path, not_earned, bend: Bend) -> None:
    found = [one.path for one in check(bend(earns)) if one.id == id]
    assert found == [path]
    assert id not in {one.id for one in check(bend(not_earned))}


def test_it_says_what_will_be_done_in_vain(bend: Bend) -> None:
    [found] = [
        one
        for one in check(bend({**SLOW, C + "caller": caller(sdk={})}))
        if one.id == "client.timeout-below-duration"
    ]
    assert found.message == (
        "caller waits for 1 min, asks again, and worker takes 2 min: it runs on for nobody, and is "
        "paid for"
    )
