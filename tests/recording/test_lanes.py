"""Lanes of shards and message groups: who is told, in which place, and what the rest come to."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simcore import facts
from simcore.awslambda.event_source_mapping.streams.facts import (
    ShardObserved,
    StreamMappingObserved,
)
from simcore.facts.lanes import MOST_LANES
from simcore.recording import Timebase

from .conftest import Component, make_recorder


def mapping(*kinds, of="stream_event_source_mapping"):
    return Component("consumer", of, facts.ledgers_for(*kinds))


def frames_of(component, *bins):
    """A frame for each bin; a bin is a list of (fact, row without the time)."""
    recorder = make_recorder(Timebase(len(bins)), [component])
    frames = []
    for n, stated in enumerate(bins):
        for fact, row in stated:
            component.state(fact, (n + 1.0, *row))
        recorder.fold(n + 1.0)
        frames.append(recorder.frame(n)["lanes"]["consumer"])
    return frames


def shards(*bins):
    stated = [[(ShardObserved, (*row, row[1])) for row in rows] for rows in bins]
    return frames_of(mapping(ShardObserved), *stated)


def test_each_shard_is_told_with_the_worst_of_its_lanes():
    (told,) = shards(
        [
            (0, 0, 0, 0, 0, -1.0),
            (1, 3, 0, 0, 40, 0.5),
            (2, 2, 1, 0, 90, 0.25),
            (3, 0, 0, 1, 7, 0.75),
        ]
    )
    assert told == {
        "kind": "shard",
        "n": 4,
        "lane": [0, 1, 2, 3],
        "state": "IBFH",
        "running": [0, 3, 2, 0],
        "waiting": [0, 40, 90, 7],
        "age_s": [None, 0.5, 0.75, 0.25],
    }


def test_batches_that_came_and_went_within_the_bin_were_there():
    (told,) = frames_of(mapping(ShardObserved), [(ShardObserved, (0, 0, 0, 0, 3, 0.5, 4))])
    assert (told["state"], told["running"]) == ("B", [4])


def test_a_stalled_shard_grows_old():
    stuck = [[(7, 0, 1, 0, n, 0.5)] for n in range(1, 5)]
    assert [told["age_s"] for told in shards(*stuck)] == [[0.5], [1.5], [2.5], [3.5]]


def test_of_many_those_that_fail_or_hold_come_first_then_the_oldest():
    n = MOST_LANES + 18
    rows = [(number, 1, 0, 0, 2, 0.001 * number) for number in range(n)]
    rows[n - 1] = (n - 1, 0, 1, 0, 9, 0.9)
    rows[n - 2] = (n - 2, 0, 0, 1, 9, 0.9)
    (told,) = shards(rows)
    assert sorted(told["lane"]) == [*range(MOST_LANES - 2), n - 2, n - 1]
    assert told["state"].count("F") == told["state"].count("H") == 1
    assert told["more"] == {
        "n": 18, "invoking": 18, "failing": 0, "holding": 0, "waiting": 36,
        "age_s": pytest.approx(1.0 - 0.001 * (MOST_LANES - 2)),
    }  # fmt: skip


def test_a_lane_keeps_its_place_and_a_new_one_takes_the_first_that_is_free():
    def seen(*numbers):
        return [(number, 1, 0, 0, 0, 0.0) for number in numbers]

    told = shards(seen(4, 5, 6), seen(5, 6), seen(1, 5, 6, 9), seen(9), seen())
    assert [part["lane"] for part in told[:4]] == [
        [4, 5, 6],
        [-1, 5, 6],
        [1, 5, 6, 9],
        [-1, -1, -1, 9],
    ]
    assert told[1]["state"] == ".BB"
    assert told[1]["n"] == 2


def test_groups_that_are_not_stated_one_by_one_are_in_the_sum():
    rows = [
        (facts.GroupsPolled, (100, 40, 2, 1, 900)),
        (facts.GroupObserved, (17, 0, 1, 0, 12, 0.25)),
        (facts.GroupObserved, (3, 1, 0, 0, 5, 0.5)),
    ]
    polling = mapping(facts.GroupsPolled, facts.GroupObserved, of="event_source_mapping")
    (told,) = frames_of(polling, rows)
    assert (told["kind"], told["n"], told["state"], told["lane"]) == ("group", 100, "BF", [3, 17])
    assert told["more"] == {
        "n": 98, "invoking": 39, "failing": 1, "holding": 1, "waiting": 883, "age_s": None,
    }  # fmt: skip


def test_a_mapping_without_shards_any_more_has_no_lanes():
    (before, after) = frames_of(
        mapping(ShardObserved, StreamMappingObserved),
        [
            (ShardObserved, (0, 1, 0, 0, 3, 0.5, 1)),
            (StreamMappingObserved, (1, 1, 0, 0, 3, 0.5)),
        ],
        [(StreamMappingObserved, (0, 0, 0, 0, 0, -1.0))],
    )
    assert (before["n"], before["state"]) == (1, "B")
    assert (after["n"], after["state"]) == (0, "")


LANE = st.tuples(
    st.integers(0, 99), st.integers(0, 10), st.integers(0, 10), st.integers(0, 10),
    st.integers(0, 500), st.sampled_from([-1.0, 0.0, 0.25, 0.5]),
)  # fmt: skip


@given(st.lists(st.lists(LANE, unique_by=lambda row: row[0], max_size=80), min_size=1, max_size=6))
def test_nothing_is_lost_and_nobody_is_told_twice(bins):
    for rows, told in zip(bins, shards(*bins), strict=True):
        if not rows:
            continue
        json.dumps(told, allow_nan=False)
        lanes = [number for number in told["lane"] if number >= 0]
        assert len(set(lanes)) == len(lanes) == min(len(rows), MOST_LANES)
        assert len(told["state"]) == len(told["lane"]) <= MOST_LANES
        more = told.get("more", {"n": 0, "waiting": 0, "failing": 0})
        assert told["n"] == len(lanes) + more["n"] == len(rows)
        assert sum(told["waiting"]) + more["waiting"] == sum(row[4] for row in rows)
        assert told["state"].count("F") + more["failing"] == sum(row[2] > 0 for row in rows)
