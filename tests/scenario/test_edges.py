"""Every way from one component to another is drawn, as what it is."""

from typing import Any

import pytest

from simcore.scenario import lab_data, load_scenario, shipped, topology
from simcore.scenario.run import Run
from tests.scenario.saga import SAGA

COMPONENTS: dict[str, dict[str, Any]] = {
    "caller": {"type": "client", "target": "worker", "arrivals": {"constant": {"rate": 1}}},
    "events": {"type": "client", "target": "worker", "invocation": "Event",
               "arrivals": {"constant": {"rate": 1}}},
    "producer": {"type": "client", "target": "clicks", "arrivals": {"constant": {"rate": 1}}},
    "publisher": {"type": "client", "target": "news", "arrivals": {"constant": {"rate": 1}}},
    "news": {"type": "topic", "subscribers": ["orders", "worker"]},
    "orders": {"type": "queue", "redrive": {"dead_letter_queue": "dead", "max_receive_count": 3}},
    "dead": {"type": "queue"},
    "poll": {"type": "event_source_mapping", "source": "orders", "function": "worker"},
    "clicks": {"type": "stream"},
    "read": {"type": "stream_event_source_mapping", "source": "clicks", "function": "worker",
             "on_failure": {"target": "bucket"}},
    "bucket": {"type": "bucket"},
    "bus": {"type": "bus"},
    "worker": {
        "type": "function",
        "duration": "1 s",
        "asynchronous": {
            "dead_letter_queue": {"target": "dead"},
            "on_success": {"target": "bus"},
            "on_failure": {"target": "bucket"},
        },
    },
}  # fmt: skip

EDGES = {
    ("caller", "worker", "invoke"),
    ("events", "worker", "invoke-async"),
    ("producer", "clicks", "send"),
    ("publisher", "news", "send"),
    ("news", "orders", "notify"),
    ("news", "worker", "notify"),
    ("orders", "dead", "dead-letter"),
    ("orders", "poll", "receive"),
    ("poll", "worker", "invoke"),
    ("clicks", "read", "read"),
    ("read", "worker", "invoke"),
    ("read", "bucket", "on-failure"),
    ("worker", "dead", "dead-letter"),
    ("worker", "bus", "on-success"),
    ("worker", "bucket", "on-failure"),
}


@pytest.fixture
def drawn() -> dict[str, list[dict[str, str]]]:
    return topology(
        load_scenario(
            {
                "format": "windtunnel.scenario/1",
                "id": "everything",
                "title": "Where does it go?",
                "duration": "1 min",
                "components": COMPONENTS,
            }
        )
    )


def test_every_edge_and_no_other(drawn: dict[str, list[dict[str, str]]]) -> None:
    edges = [(edge["from"], edge["to"], edge["kind"]) for edge in drawn["edges"]]
    assert sorted(edges) == sorted(EDGES)


def test_a_component_without_a_title_is_named_by_its_id(
    drawn: dict[str, list[dict[str, str]]],
) -> None:
    assert {"id": "caller", "type": "client", "title": "Caller"} in drawn["nodes"]


@pytest.mark.parametrize("slug", sorted(shipped()))
def test_edges_lead_from_component_to_component(slug: str) -> None:
    scenario = load_scenario(slug)
    edges = topology(scenario)["edges"]
    assert {end for edge in edges for end in (edge["from"], edge["to"])} <= set(scenario.components)
    assert len(edges) == len({tuple(edge.items()) for edge in edges})


def test_a_node_has_the_traits_that_its_picture_may_ask_for() -> None:
    users = {"closed_loop": {"users": 3}}
    told = topology(
        load_scenario(
            {
                "format": "windtunnel.scenario/1",
                "id": "traits",
                "title": "Who waits?",
                "duration": 10,
                "components": {
                    "plain": COMPONENTS["caller"],
                    "waiting": {**COMPONENTS["caller"], "timeout": 5},
                    "people": {
                        "type": "client",
                        "target": "door",
                        "arrivals": users,
                        "parallel": 2,
                    },
                    "door": {"type": "load_balancer", "target_groups": [{"function": "worker"}]},
                    "worker": {"type": "function", "duration": 1},
                },
            }
        )
    )
    traits = {node["id"]: node.get("traits") for node in told["nodes"]}
    assert traits == {
        "plain": None,
        "waiting": ["calls"],
        "people": ["calls", "pages", "users"],
        "door": None,
        "worker": None,
    }


def test_what_a_definition_names_is_in_the_picture_before_a_run():
    scenario = load_scenario(SAGA)
    before, run = lab_data(scenario), Run(scenario).header()
    assert {"from": "saga", "to": "bank", "kind": "invoke"} in before["topology"]["edges"]
    edges = [told["topology"]["edges"] for told in (before, run)]
    assert sorted(map(repr, edges[0])) == sorted(map(repr, edges[1]))
    assert before["machines"] == run["machines"]
    assert before["machines"]["saga"]["states"][0]["target"] == "bank"
