"""Callers of every kind: at every frame of scenarios made at random nothing of what they sent is
lost, no quota gives more than it holds, and a run that was put away goes on to the same bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import simcore
from simcore.quotas import PROFILES
from simcore.services.clients.answers import ANSWERS
from tests.properties.strategies import arrivals, distributions, examples, functions, one_of

SCENARIOS = 60  # over all profiles
TARGETS = ("worker", "worker", "door", "orders", "groups", "records", "items", "news", "events")
KINDS = tuple(f"answers.{kind}" for kind in ANSWERS)
FEW = {"uniform": {"count": 3}}


@st.composite
def sdks(draw, profile):
    said = {
        "retry_mode": draw(one_of(None, "legacy", "standard", "adaptive")),
        "max_attempts": draw(one_of(None, 1, 2, 6)),
        "clients": draw(one_of(1, 1, 3)),
    }
    if profile == "aws-2026":
        said["new_retries_2026"] = draw(one_of(None, False, True))
        said["retry_after"] = draw(one_of(None, None, 2.5))
    return {name: value for name, value in said.items() if value is not None}


@st.composite
def loops(draw):
    return {
        "closed_loop": {
            "users": draw(one_of(1, 4, 15)),
            "think_time": draw(distributions(0.0, 4.0)),
            "turnaround": draw(one_of(0.1, 1.0)),
        }
    }


@st.composite
def callers(draw, profile):
    """One that does at least something with its answers."""
    target = draw(one_of(*TARGETS))
    said = {
        "type": "client",
        "target": "worker" if target == "events" else target,
        "arrivals": draw(st.one_of(arrivals(3), loops())),
        "sdk": draw(st.none() | sdks(profile)),
        "timeout": draw(one_of(None, 0.7, 3)),
        "parallel": draw(one_of(1, 1, 4)),
        "limit": draw(one_of(None, None, 12)),
        "start": draw(one_of(0, 3)),
    }
    if target == "events":
        said["invocation"] = "Event"
    if target == "door":
        said |= {"resources": FEW, "callers": draw(one_of(None, FEW)), "method": "POST"}
    if target in ("groups", "records"):
        said["keys"] = FEW
    if said["sdk"] is None and said["parallel"] == 1 and "closed_loop" not in said["arrivals"]:
        said["timeout"] = said["timeout"] or 2
    return {name: value for name, value in said.items() if value is not None}


@st.composite
def documents(draw, profile):
    parts = {
        "worker": draw(functions()),
        "door": {"type": "load_balancer", "target_groups": [{"function": "worker"}]},
        "orders": {"type": "queue"},
        "groups": {"type": "queue", "fifo": {}},
        "records": {"type": "stream"},
        "items": {"type": "table", "partitions": 1},
        "news": {"type": "topic", "subscribers": ["orders"]},
        "one": draw(callers(profile)),
        "two": draw(callers(profile)),
    }
    return {
        "format": "windtunnel.scenario/1",
        "id": "at-random",
        "title": "Who asks again?",
        "seed": draw(st.integers(0, 10_000)),
        "profile": profile,
        "duration": draw(one_of(15, 30)),
        "components": parts,
        "quotas": {
            "sdk.standard.retry_quota": draw(one_of(7, 30, 500)),
            "kinesis.shard_write_bytes": draw(one_of(2048, 1_000_000)),
            "sqs.fifo.calls_per_second": draw(one_of(1, 300)),
        },
    }


def check_caller(client, c):
    """Attempts have an answer or wait; requests too, or back off, or are held back."""
    assert c["attempts"] == sum(c[kind] for kind in KINDS) + c["waiting"]
    under_way = c["requests"] - c["responses"] - c["errors"] - c["throttles"]
    assert under_way == c["waiting"] + c["backing_off"] + c["held_back"]
    first_ones_held = c["requests"] + c["retries"] - c["attempts"]
    assert 0 <= first_ones_held <= c["held_back"]
    assert c["late_answers"] <= c["answers.none-in-time"]
    if client.sdk is None:
        assert c["retries"] == 0
    if client.limit is not None:
        assert c["requests"] <= client.limit * client.parallel
    loop = client.arrivals.closed_loop
    if loop is not None:
        assert under_way <= loop.users * client.parallel
    assert c["retry_quota_reached"] <= c["errors"] + c["throttles"]


def check_quota(scenario, series, profile):
    """Never below nothing, never above what all its SDK clients have."""
    for id, client in scenario.components.items():
        if client.type == "client":
            clients = 1 if client.sdk is None else client.sdk.clients
            most = profile.value("sdk.standard.retry_quota") * clients
            told = [value for value in series[id]["RetryQuota"] if value is not None]
            assert all(0 <= value <= most for value in told)


@pytest.mark.parametrize("profile", PROFILES)
def test_nothing_that_was_asked_for_is_lost(profile):
    @examples(SCENARIOS // len(PROFILES))
    @given(documents(profile), st.floats(0.1, 0.9))
    def try_out(document, put_away_at):
        scenario = simcore.load_scenario(document)
        run, told, kept = simcore.Run(scenario), [], b""
        for frame in run.frames():
            told.append(frame.payload)
            counters = frame.payload["counters"]
            for id, client in scenario.components.items():
                if client.type == "client":
                    check_caller(client, counters[id])
            check_quota(scenario, frame.payload["series"], scenario.quota_profile())
            if not kept and frame.payload["t1"] >= put_away_at * scenario.duration:
                kept, at = run.snapshot(), len(told)
        again = [frame.payload for frame in simcore.Run.restore(kept).frames()] if kept else []
        assert not kept or again == told[at:]

    try_out()
