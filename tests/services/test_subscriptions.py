"""Subscriptions of a topic: whose name a message that is not delivered gets."""

import pytest

from simcore import Run, load_scenario

DOCUMENT = {
    "format": "windtunnel.scenario/1",
    "id": "news",
    "title": "Who gets it?",
    "duration": "20 s",
    "components": {
        "site": {"type": "client", "target": "news", "arrivals": {"constant": {"rate": 10}}},
        "news": {
            "type": "topic",
            "subscribers": ["audit"],
            "subscriptions": [
                {"target": "some", "matching": 0.5},
                {"target": "closed", "delivery_fails": True, "dead_letter_queue": "dlq"},
            ],
        },
        **{id: {"type": "queue"} for id in ("audit", "some", "closed", "dlq")},
    },
}


@pytest.fixture
def run():
    run = Run(load_scenario(DOCUMENT))
    frames = [frame.payload for frame in run.frames()]
    return run, frames


def test_each_gets_its_share_and_a_queue_what_could_not_be_delivered(run):
    counters = run[1][-1]["counters"]
    news = counters["news"]
    assert news["published"] == counters["audit"]["sent"] == counters["dlq"]["sent"] == 200
    assert counters["some"]["sent"] == pytest.approx(100, abs=25)
    assert counters["some"]["sent"] + news["filtered_out"] == 200
    assert counters["closed"]["sent"] == 0
    assert news["failed"] == news["redriven"] == 200


def test_flag_and_events_name_the_subscriber_as_the_picture_does(run):
    flags = run[0].result().as_dict()["flags"]
    assert [flag["detail"] for flag in flags if flag["component"] == "news"] == ["Closed"]
    told = {
        str(event) for frame in run[1] for event in frame["events"] if "not deliv" in str(event)
    }
    assert told
    assert all("not delivered to Closed" in text for text in told)
