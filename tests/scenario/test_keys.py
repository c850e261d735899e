"""What a client may say of keys and poison."""

import json

import pytest

from simcore import run
from simcore.errors import ScenarioInvalid
from simcore.scenario import check, load_scenario
from simcore.services.clients.spec import Client
from simcore.spec.keys import Keys, Poison


def client(**more):
    return Client.model_validate(
        {"type": "client", "target": "orders", "arrivals": {"constant": {"rate": 1}}, **more}
    )


def test_keys_are_uniform_or_follow_zipfs_law():
    assert client(keys={"uniform": {"count": 3}}).keys.kind == "uniform"
    zipf = client(keys={"zipf": {"count": 3}}).keys.given
    assert (zipf.count, zipf.exponent) == (3, 1.0)


@pytest.mark.parametrize(
    "keys", [{}, {"uniform": {"count": 0}}, {"zipf": {"count": 2, "exponent": -1}}]
)
def test_keys_that_make_no_sense_are_refused(keys):
    with pytest.raises(ValueError, match="keys"):
        client(keys=keys)


def test_poison_is_a_share_keys_or_numbers():
    poison = client(poison={"rate": "1 %", "keys": [4], "messages": [1, 9]}).poison
    assert poison == Poison(rate=0.01, keys=(4,), messages=(1, 9))
    with pytest.raises(ValueError, match="outside"):
        client(poison={"messages": [0]})  # the first message is number 1


def test_resolved_keys_load_again():
    document = {
        "format": "windtunnel.scenario/1",
        "id": "keyed",
        "title": "?",
        "duration": 10,
        "components": {
            "sender": {
                "type": "client",
                "target": "orders",
                "arrivals": {"constant": {"rate": 1}},
                "keys": {"zipf": {"count": 9}},
                "poison": {"messages": [3]},
            },
            "orders": {"type": "queue"},
        },
    }
    scenario = load_scenario(document)
    again = load_scenario(scenario.resolved())
    assert again == scenario.with_defaults()
    assert again.components["sender"].keys == Keys.model_validate({"zipf": {"count": 9}})
    document["components"]["sender"]["keys"]["zipf"]["count"] = 2_000_000
    with pytest.raises(ScenarioInvalid, match="outside"):
        load_scenario(document)


def test_keys_come_from_a_column_of_the_trace(tmp_path):
    """Ann's two orders are in one group, one after the other; Bob's is beside them."""
    (tmp_path / "orders.csv").write_text("time,customer\n10,ann\n10,ann\n10,bob\n")
    trace = {"file": "orders.csv", "time_column": "time", "key_column": "customer"}
    (tmp_path / "keyed.yaml").write_text(
        json.dumps(
            {
                "format": "windtunnel.scenario/1",
                "id": "keyed",
                "title": "?",
                "duration": 10,
                "components": {
                    "shop": {"type": "client", "target": "orders", "arrivals": {"trace": trace}},
                    "orders": {"type": "queue", "fifo": {}},
                    "poll": {
                        "type": "event_source_mapping",
                        "source": "orders",
                        "function": "worker",
                    },
                    "worker": {"type": "function", "duration": 1, "init_duration": 0},
                },
            }
        )
    )
    assert check(tmp_path / "keyed.yaml") == []
    result = run(load_scenario(tmp_path / "keyed.yaml")).as_dict()
    assert max(result["series"]["worker"]["ConcurrentExecutions"]) == 2
    assert sum(result["series"]["orders"]["NumberOfMessagesDeleted"]) == 3
