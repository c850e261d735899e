"""What is derived from who refers to whom."""

import math

import pytest

from simcore.awslambda.spec.function import Function
from simcore.component import Graph
from simcore.scenario import load_scenario, topology
from simcore.scenario.build import build, load_of

HEAD = {
    "format": "windtunnel.scenario/1",
    "id": "graph",
    "title": "Who is it?",
    "duration": "2 min",
}
STEADY = {"constant": {"rate": "10/s"}}


def scenario(**components):
    return load_scenario({**HEAD, "components": components}).with_defaults()


def client(target, **more):
    return {"type": "client", "target": target, "arrivals": STEADY, **more}


FAN_OUT = {
    "shop": client("news", message_size="64 KB"),
    "direct": client("orders"),
    "news": {"type": "topic", "subscribers": ["orders", "audit", "worker"]},
    "orders": {"type": "queue", "redrive": {"dead_letter_queue": "dead"}, "initial_messages": 5},
    "dead": {"type": "queue"},
    "audit": {"type": "queue"},
    "worker": {
        "type": "function",
        "duration": "100 ms",
        "asynchronous": {"on_failure": {"target": "dead"}, "on_success": {"target": "news-2"}},
    },
    "news-2": {"type": "topic", "subscribers": ["last"]},
    "last": {"type": "queue"},
}


@pytest.fixture
def graph():
    return Graph(scenario(**FAN_OUT).components)


def test_what_comes_through_a_topic_is_expected_behind_it():
    fan_out = scenario(**FAN_OUT)
    load = load_of(fan_out, Graph(fan_out.components))
    assert load.at("audit") == 1_200
    assert load.at("orders") == 2 * 1_200 + 5


def test_failures_and_dead_letters_are_not_expected():
    fan_out = scenario(**FAN_OUT)
    assert load_of(fan_out, Graph(fan_out.components)).at("dead") == 0


def test_a_queue_behind_a_topic_follows_messages_of_the_whole_run():
    fan_out = scenario(**FAN_OUT)
    live = {part.id: part for part in build(fan_out, fan_out.quota_profile(), 1).components}
    assert live["audit"].settings.story_stride == math.ceil(1_200 / 200)


def test_the_largest_message_is_followed_through_topics_and_redrives(graph):
    assert graph.largest_bytes("audit") == 64 * 1024
    assert graph.largest_bytes("dead") == 64 * 1024


def test_an_event_may_go_on_along_subscriptions_and_destinations(graph):
    assert graph.reachable("news") == {"orders", "audit", "worker", "dead", "news-2", "last"}
    assert graph.caused_by("news") == 3 + 2 + 1


def test_what_is_invoked_by_a_topic_is_invoked_asynchronously(graph):
    assert graph.invoked_asynchronously() == ["worker"]


def test_a_synchronous_caller_is_no_asynchronous_one():
    called = scenario(a=client("f"), f={"type": "function", "duration": 1})
    assert Graph(called.components).invoked_asynchronously() == []


@pytest.mark.parametrize(
    ("invocation", "kind"), [("RequestResponse", "invoke"), ("Event", "invoke-async")]
)
def test_the_picture_tells_how_a_function_is_invoked(invocation, kind):
    called = scenario(a=client("f", invocation=invocation), f={"type": "function", "duration": 1})
    assert topology(called)["edges"] == [{"from": "a", "to": "f", "kind": kind}]


def handler(*targets):
    calls = [{"target": target} for target in targets]
    return Function.model_validate({"type": "function", "duration": 1, "calls": calls})


def test_every_circle_through_a_component_is_told():
    specs = {"a": handler("b", "c"), "b": handler("a"), "c": handler("a")}
    assert Graph(specs).circles("invoke") == [["a", "b"], ["a", "c"]]


def test_circles_are_told_once_from_the_first_of_their_names():
    ring = {
        name: {"type": "queue", "redrive": {"dead_letter_queue": to}}
        for name, to in (("c", "a"), ("a", "b"), ("b", "c"), ("d", "a"))
    }
    specs = {id: load_queue(said) for id, said in ring.items()}
    assert Graph(specs).circles("dead-letter") == [["a", "b", "c"]]


def load_queue(said):
    from simcore.services.sqs.spec import Queue

    return Queue.model_validate(said)


def ring(functions):
    """Functions each of which goes on to the next one, the last one to the first."""
    return {
        f"f-{n}": {
            "type": "function",
            "duration": 1,
            "asynchronous": {"on_success": {"target": f"f-{(n + 1) % functions}"}},
        }
        for n in range(functions)
    }


def test_a_way_is_followed_from_each_component_once(monkeypatch):
    """Every component of a loop asks who is in it, and each of them where one can get from it."""
    followed = []
    real = Graph.passes_on
    monkeypatch.setattr(
        Graph, "passes_on", lambda self, id: (followed.append(id), real(self, id))[1]
    )
    graph = Graph(load_scenario(HEAD | {"components": ring(12)}).components)
    followed.clear()
    loops = [graph.loop_of(id) for id in graph.components]
    assert loops == [set(graph.components)] * 12
    assert len(followed) <= 2 * 12 * 12
