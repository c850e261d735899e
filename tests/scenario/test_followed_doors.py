"""Every way in which somebody waits for a function is followed, to the event that it gets."""

import pytest

from simcore import load_scenario, run
from simcore.scenario.event_told import doors_told, event_told
from simcore.scenario.followed import step_of

EACH_2_S = {"constant": {"rate": 0.5}}


def client(target):
    return {"type": "client", "target": target, "arrivals": EACH_2_S, "limit": 1}


COMPONENTS = {
    "to-function": client("work"),
    "to-balancer": client("balancer"),
    "balancer": {"type": "load_balancer", "target_groups": [{"function": "work"}]},
    "to-url": client("url"),
    "url": {"type": "function_url", "function": "work"},
    "to-http": client("http"),
    "http": {"type": "api", "protocol": "HTTP", "integration": "work"},
    "to-chat": client("chat"),
    "chat": {
        "type": "api", "protocol": "WEBSOCKET", "integration": "work",
        "connections": {"connect": "guard", "disconnect": "bye", "duration": {"constant": "3 s"},
                        "message_interval": {"constant": "2 s"}},
    },
    "to-edge": client("cdn"),
    "cdn": {"type": "distribution", "origins": [{"name": "url", "target": "url"}],
            "behaviors": [{"origin": "url", "viewer_request": {"function": "edge"}}]},
    "to-caller": client("caller"),
    "caller": {"type": "function", "duration": "50 ms", "calls": [{"target": "work"}]},
    "s3-batch": {"type": "event_source", "service": "s3_batch", "target": "work",
                 "manifest": {"tasks": 1}},
    "lex": {"type": "event_source", "service": "lex", "target": "work", "arrivals": EACH_2_S,
            "limit": 1},
    "edge": {"type": "function", "duration": "5 ms"},
    "guard": {"type": "function", "duration": "20 ms"},
    "bye": {"type": "function", "duration": "20 ms"},
    "work": {"type": "function", "duration": "100 ms"},
}  # fmt: skip

ASKED = {
    "to-function": [("work", "invoke")],
    "to-balancer": [("work", "alb")],
    "to-url": [("work", "function-url")],
    "to-http": [("work", "api-http")],
    "to-chat": [
        ("guard", "api-websocket-connect"),
        ("work", "api-websocket"),
        ("bye", "api-websocket-disconnect"),
    ],
    "to-edge": [("edge", "cloudfront-viewer-request"), ("work", "function-url")],
    "to-caller": [("caller", "invoke"), ("work", "invoke-from-handler")],
    "s3-batch": [("work", "s3-batch")],
    "lex": [("work", "lex")],
}
"""Whom a request came to, in order, and with which event."""


@pytest.fixture(scope="module")
def told():
    """By who sends: what is told of each invocation of its only request."""
    head = {"format": "windtunnel.scenario/1", "id": "doors", "title": "Who?", "duration": 8}
    ran = load_scenario({**head, "components": COMPONENTS}).with_defaults()
    found = {}
    for story in run(ran).as_dict()["stories"]:
        steps = [step_of(step) for step in story["steps"]]
        first = event_told(ran, story["component"], story["id"], steps, 0)
        found[story["component"]] = [
            event_told(ran, story["component"], story["id"], steps, at)
            for at in range(len(first["attempts"]))
        ]
    return found


@pytest.mark.parametrize("sender", ASKED)
def test_a_request_is_followed_to_every_function_it_comes_to(told, sender):
    asked = [(one["function"], one["event"]["name"]) for one in told[sender]]
    assert asked == ASKED[sender]
    assert {one["outcome"] for one in told[sender][0]["attempts"]} == {"success"}


def test_nobody_else_is_told_of(told):
    assert set(told) == set(ASKED)


def test_each_invocation_has_a_request_id_of_its_own(told):
    ids = [a["request_id"] for made in told.values() for a in made[0]["attempts"]]
    assert len(set(ids)) == len(ids) == sum(map(len, ASKED.values()))


def test_a_door_traces_a_request_that_no_function_got():
    """Refused at once by a function that may not run: 500 of the API, a throttle of Lambda."""
    head = {"format": "windtunnel.scenario/1", "id": "refused", "title": "Who?", "duration": 3}
    components = {
        "shop": client("api"),
        "api": {"type": "api", "integration": "work", "tracing": {"reservoir": 1, "rate": 1}},
        "work": {"type": "function", "duration": "100 ms", "reserved_concurrency": 0},
    }
    ran = load_scenario({**head, "components": components}).with_defaults()
    (story,) = run(ran).as_dict()["stories"]
    steps = [step_of(step) for step in story["steps"]]
    assert event_told(ran, "shop", 0, steps) is None
    told = doors_told(ran, "shop", 0, steps)
    (segment,) = told["trace"]["segments"]
    (call,) = segment["subsegments"]
    assert (segment["http"]["response"]["status"], segment["fault"]) == (500, True)
    assert (call["throttle"], call["http"]["response"]["status"]) == (True, 429)
    assert (told["function"], told["event"], told["at"]) == ("", None, 0)
    assert [one["outcome"] for one in told["attempts"]] == ["error"]
    assert doors_told(ran, "shop", 0, steps[:3]) is None
