"""How large what handlers and clients send may be, then and now, and how much of it fits a batch.

Rules: AWS Lambda Developer Guide, gettingstarted-limits and invocation-eventsourcemapping (12 Jul
2026: 6 MB, asynchronous 1 MB; 14 Nov 2022: 256 KB); API models of SQS (1 MiB), SNS (256 KiB, to be
raised for each topic) and EventBridge (1 MB) in botocore 1.44; Amazon SQS Developer Guide (June
2023: 256 KB).
"""

import pytest

from simcore.scenario import check

PROVES = ("simcore/awslambda/sends.py", "simcore/awslambda/event_source_mapping/windows.py")

KB = 1024
THEN, NOW = 256 * KB, 1024 * KB
TARGETS = {
    "queue": {"type": "queue"},
    "function": {"type": "function", "duration": 1},
    "bus": {"type": "bus"},
}


def found(target, size, profile):
    """What is said of a handler that sends so many bytes to it."""
    parts = {
        "c": {"type": "client", "target": "f", "arrivals": {"constant": {"rate": 1}}},
        "f": {"type": "function", "duration": 1,
              "sends": [{"target": "to", "message_size": size}]},
        "to": target,
    }  # fmt: skip
    document = {
        "format": "windtunnel.scenario/1", "id": "sizes", "title": "Does it fit?",
        "profile": profile, "duration": "1 min", "components": parts,
    }  # fmt: skip
    too_large = ("function.message-too-large", "topic.message-too-large")
    return [one.path for one in check(document) if one.id in too_large]


@pytest.mark.parametrize(("profile", "most"), [("aws-2022", THEN), ("aws-2026", NOW)])
@pytest.mark.parametrize("target", TARGETS)
def test_256_kb_then_and_a_megabyte_now(target, profile, most):
    assert found(TARGETS[target], most, profile) == []
    assert found(TARGETS[target], most + 1, profile) == ["components.f.sends.0.message_size"]


def test_a_topic_takes_256_kb_and_more_where_it_is_raised():
    topic = {"type": "topic", "subscribers": []}
    assert found(topic, THEN, "aws-2026") == []
    assert found(topic, THEN + 1, "aws-2026") == ["components.to"]
    assert found({**topic, "maximum_message_size": NOW}, NOW, "aws-2026") == []


@pytest.mark.parametrize(
    ("profile", "size", "fits"), [("aws-2026", NOW, 6), ("aws-2022", THEN, 24)]
)
def test_six_megabytes_of_messages_are_a_batch(simulate, profile, size, fits):
    """A batch fires when it has 6 MB: of messages of 1 MiB six, of 256 KB 24 (GC-15 c), although a
    hundred were asked for and the window of a minute has just begun."""
    parts = {
        "c": {"type": "client", "target": "f", "limit": 1, "arrivals": {"constant": {"rate": 1}}},
        "f": {"type": "function", "duration": 0, "init_duration": 0,
              "sends": [{"target": "q", "message_size": size, "count": 2 * fits}]},
        "q": {"type": "queue", "visibility_timeout": "10 min"},
        "m": {"type": "event_source_mapping", "source": "q", "function": "w", "batch_size": 100,
              "maximum_batching_window": 60},
        "w": {"type": "function", "duration": 1, "init_duration": 0, "timeout": 10},
    }  # fmt: skip
    result = simulate(parts, "30 s", profile)
    assert result["counters"]["w"]["invocations"] == 2
    assert result["counters"]["m"]["invoked_events"] == 2 * fits
