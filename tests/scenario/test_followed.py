"""What is told of followed messages agrees with what was simulated: keys, poison, times, tries."""

import pytest

from simcore import load_scenario, run
from simcore.scenario.event_told import event_told, example_told
from simcore.scenario.followed import Step, invocations
from simcore.scenario.handed import handed_by

HEAD = {"format": "windtunnel.scenario/1", "id": "told", "title": "What was it?"}


def told(components, duration="2 min"):
    """(invocations, steps) of each message that the run follows."""
    scenario = load_scenario({**HEAD, "duration": duration, "components": components})
    filled = scenario.with_defaults()
    for story in run(scenario).as_dict()["stories"]:
        steps = [Step(s["t_s"], s["step"], s["a"], s["b"]) for s in story["steps"]]
        yield invocations(filled, story["component"], story["id"], steps), steps


def queue(client, more):
    """A client, a queue, a mapping and a function."""
    sends = {"type": "client", "target": "jobs", "limit": 20}
    mapping = {"type": "event_source_mapping", "source": "jobs", "function": "work"}
    return {
        "site": {**sends, "arrivals": {"constant": {"rate": 1}}, **client},
        "jobs": {"type": "queue", "visibility_timeout": "20 s", **more},
        "mapping": {**mapping, "batch_size": 1},
        "work": {"type": "function", "duration": "100 ms"},
    }


def test_a_message_has_the_group_that_it_was_sent_to():
    """Of two groups one is poison: those messages fail, and all others succeed."""
    client = {"keys": {"uniform": {"count": 2}}, "poison": {"keys": [0]}}
    seen = set()
    for made, _ in told(queue(client, {"fifo": {}})):
        (handed,) = handed_by(made[0].delivery)
        attributes = handed.written()["Records"][0]["attributes"]
        succeeded = any(one.outcome == "success" for one in made)
        seen.add((attributes["MessageGroupId"], succeeded))
    assert seen == {("group-0", False), ("group-1", True)}


def test_a_message_that_is_poison_says_so():
    client = {"poison": {"messages": [3, 7]}}
    poisoned = [m[0].delivery.number for m, _ in told(queue(client, {})) if m[0].delivery.poison]
    assert poisoned == [3, 7]


def test_each_try_has_its_time_and_its_receive_count():
    client = {"poison": {"messages": [1]}}
    made, steps = next(iter(told(queue(client, {}))))
    received = [step for step in steps if step.name == "received"]
    assert len(made) == len(received) > 3
    for one, step in zip(made, received, strict=True):
        (handed,) = handed_by(one.delivery)
        record = handed.written()["Records"][0]
        assert record["attributes"]["ApproximateReceiveCount"] == f"{step.a:.0f}"
        assert one.begins >= step.t
    assert len({one.request_id for one in made}) == len(made)
    assert len({one.delivery.own_ids.hex(8, "receipt") for one in made}) == len(made)


def test_a_notification_is_in_the_message_of_a_queue():
    components = queue({"target": "news"}, {})
    components["news"] = {"type": "topic", "subscribers": ["jobs"]}
    made, _ = next(iter(told(components)))
    (handed,) = handed_by(made[0].delivery)
    body = handed.written()["Records"][0]["body"]
    assert body.startswith('{"Type":"Notification"')


def test_there_is_nothing_to_tell_before_a_function_was_invoked():
    scenario = load_scenario({**HEAD, "duration": 10, "components": queue({}, {})})
    steps = [Step(1.0, "sent", 0, 0)]
    assert event_told(scenario.with_defaults(), "jobs", 0, steps) is None
    with pytest.raises(IndexError):
        event_told(scenario.with_defaults(), "jobs", 0, steps, at=0)


def test_what_a_function_gets_from_each_of_its_sources():
    """Also where its invocations are not followed: those of callers who wait for the answer."""
    components = queue({}, {})
    caller = {"type": "client", "target": "work", "arrivals": {"constant": {"rate": 1}}}
    document = {**HEAD, "duration": 10, "components": {**components, "caller": caller}}
    scenario = load_scenario(document).with_defaults()
    first, second = (example_told(scenario, "work", at) for at in (0, 1))
    sources = [(one["source"], one["mapping"]) for one in first["sources"]]
    assert sources == [("caller", None), ("jobs", "mapping")]
    assert [first["event"]["name"], second["event"]["name"]] == ["invoke", "sqs"]
    assert first["context"]["function_name"] == "work"
    assert example_told(scenario, "jobs") is None
    with pytest.raises(IndexError):
        example_told(scenario, "work", 2)
