"""Which rule bounds an event source mapping: derived from what happened, bin by bin."""

import pytest

from simcore import load_scenario, run
from simcore.awslambda.reading.views.bound_by import METRIC, NAMES


def document(mapping=None, worker=None, queue=None, quotas=None, rate=0, duration=90):
    components = {
        "orders": {"type": "client", "target": "inbox", "arrivals": {"poisson": {"rate": rate}}},
        "inbox": {"type": "queue", "initial_messages": 2_000, **(queue or {})},
        "esm": {"type": "event_source_mapping", "source": "inbox", "function": "worker",
                "batch_size": 1, **(mapping or {})},
        "worker": {"type": "function", "timeout": "30 s", "duration": "2 s", **(worker or {})},
    }  # fmt: skip
    if not rate:
        del components["orders"]
    return {"format": "windtunnel.scenario/1", "id": "bound", "title": "What bounds it?",
            "duration": duration, "quotas": quotas or {}, "components": components}  # fmt: skip


def bound(document, mapping="esm"):
    """The word of each bin."""
    series = run(load_scenario(document)).as_dict()["series"][mapping][METRIC]
    return [None if value is None else NAMES[value] for value in series]


def told(words):
    """Each word once, in the order in which they came."""
    return list(dict.fromkeys(words))


def test_a_backlog_is_bound_by_the_ramp_then_by_the_cap_and_at_last_by_the_source():
    words = bound(document(quotas={"esm.sqs.pollers_max": 40}, duration=150))
    assert told(words) == ["pollers being added", "pollers", "upstream"]
    # From 5 on, 5 a second: 40 at about 7 s.
    assert words.index("pollers") in range(5, 10)


def test_maximum_concurrency_is_named_where_it_is_what_is_met():
    words = bound(document({"maximum_concurrency": 8}, duration=60))
    assert told(words) == ["pollers being added", "maximum concurrency"]
    assert words.index("maximum concurrency") <= 3


def test_throttled_batches_stop_the_ramp():
    words = bound(document(worker={"reserved_concurrency": 2}, duration=60))
    assert "throttled batches" in words
    assert words.count("throttled batches") > 40


def test_an_idle_source_bounds_it():
    assert set(bound(document(queue={"initial_messages": 0}, rate=1, duration=60))[5:]) >= {
        "upstream"
    }


def test_provisioned_mode_has_a_ramp_and_a_cap_of_its_own():
    words = bound(
        document({"provisioned_pollers": {"minimum": 2, "maximum": 3}}, duration=60),
    )
    assert told(words)[:2] == ["event pollers being added", "event pollers"]


def test_nobody_polls_while_it_is_disabled():
    said = document(duration=60)
    off = {"at": 20, "action": "disable", "component": "esm", "for": "20 s"}
    words = bound({**said, "interventions": [off]})
    assert "disabled" in words[22:40]
    assert "disabled" not in words[45:]


@pytest.mark.parametrize(
    ("shards", "duration", "word"), [(1, "2 s", "shards"), (4, "5 ms", "polls and windows")]
)
def test_a_stream_is_bound_by_its_shards_or_by_its_source(shards, duration, word):
    components = {
        "clicks": {"type": "stream", "shards": shards},
        "clicker": {"type": "client", "target": "clicks", "arrivals": {"poisson": {"rate": 20}}},
        "reader": {"type": "stream_event_source_mapping", "source": "clicks", "function": "worker",
                   "batch_size": 5},
        "worker": {"type": "function", "timeout": "30 s", "duration": duration},
    }  # fmt: skip
    said = {"format": "windtunnel.scenario/1", "id": "bound", "title": "What bounds it?",
            "duration": 60, "components": components}  # fmt: skip
    words = bound(said, "reader")
    assert words.count(word) > 30
