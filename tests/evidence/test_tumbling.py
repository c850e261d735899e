"""Tumbling windows of a stream's mapping: batches of one window, and one final invocation each."""

import pytest

from simcore.quotas import PROFILES
from tests.evidence.stream_parts import mapping, stream, worker

PROVES = ("simcore/awslambda/event_source_mapping/streams/tumbling.py",)

EVERY_TENTH = {
    "type": "client",
    "target": "clicks",
    "arrivals": {"constant": {"rate": 10}},
    "keys": {"uniform": {"count": 1}},
    "message_size": 100,
}


def pushed(simulate, profile, batch_size):
    """Ten records a second, pushed and gathered for longer than a batch takes to fill."""
    gathers = {"maximum_batching_window": 60, "tumbling_window": 30, "enhanced_fan_out": True}
    components = {
        "producer": EVERY_TENTH,
        "clicks": stream(),
        "poll": mapping(batch_size=batch_size, **gathers),
        "worker": worker("0.1 s"),
    }
    return simulate(components, "300 s", profile)


@pytest.mark.parametrize("profile", PROFILES)
def test_three_hundred_records_a_window_in_three_full_batches(simulate, total_from, profile):
    """10 records a second, one shard, windows of 30 s: 300 records each. Pushed (no polls), batch
    size 100, gathered for longer than a batch takes to fill: 300 / 100 = 3 batches a window, and a
    final invocation when the next window's first record comes. In 300 s, ten windows begin and
    nine are over: between 15 s and 285 s lie nine borders, 30 s to 270 s."""
    result = pushed(simulate, profile, batch_size=100)
    assert total_from(result, "poll", "WindowsClosed", 0, 300) == 9
    assert total_from(result, "poll", "InvokedEventCount", 45, 285) == 8 * 300
    assert total_from(result, "worker", "Invocations", 45, 285) == 8 * (3 + 1)


@pytest.mark.parametrize("profile", PROFILES)
def test_a_batch_is_cut_at_the_border(simulate, total_from, profile):
    """The same with batches of 80: 300 = 3 * 80 + 60, the last batch of each window goes out when a
    record of the next window shows that it is whole: 4 batches and a final one. Without windows,
    240 s of 10 records in batches of 80 would be 30 invocations."""
    result = pushed(simulate, profile, batch_size=80)
    assert total_from(result, "worker", "Invocations", 45, 285) == 8 * (4 + 1)
    assert total_from(result, "poll", "WindowsClosed", 45, 285) == 8


@pytest.mark.parametrize("profile", PROFILES)
def test_the_last_window_waits_two_minutes_for_late_records(simulate, total_from, profile):
    """Facts 7.15: up to 2 min. The records stop at 45 s, in the window up to 60 s: its final
    invocation comes at 60 + 120 = 180 s, that of the first window at 30 s."""
    result = simulate(
        {
            "producer": EVERY_TENTH | {"stop": 45},
            "clicks": stream(),
            "poll": mapping(tumbling_window=30),
            "worker": worker("0.1 s"),
        },
        "240 s",
        profile,
    )
    assert total_from(result, "poll", "WindowsClosed", 0, 30) == 0
    assert total_from(result, "poll", "WindowsClosed", 30, 33) == 1
    assert total_from(result, "poll", "WindowsClosed", 33, 180) == 0
    assert total_from(result, "poll", "WindowsClosed", 180, 182) == 1
    assert result["counters"]["poll"]["windows_closed"] == 2
    assert result["counters"]["poll"]["processed"] == 450
