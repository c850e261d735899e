"""A run as it lies in a page: whole where there is room, else coarser, and says so."""

import zlib
from itertools import pairwise

import orjson
import pytest

from simcore.paper.coarser import LEVELS, coarser, words
from simcore.paper.copy import copy
from tests.paper.conftest import lived
from tests.scenario.small import SMALL

AMPLE = 10_000_000


def read(copied):
    head, *frames = map(orjson.loads, zlib.decompress(copied.deflated).splitlines())
    return head, frames


@pytest.fixture(scope="module")
def levels(small):
    return [[orjson.loads(frame) for frame in coarser(small.frames(), level)] for level in LEVELS]


def test_a_copy_with_room_is_the_run_itself(small):
    head, frames = read(copy(small, AMPLE))
    assert frames == [orjson.loads(frame) for frame in small.frames()]
    assert head["left_out"] == []
    assert head["lab"]["scenario"]["title"] == "What happens?"
    assert head["end"]["last"] == frames[-1]["n"] == len(frames) - 1


def test_a_copy_tells_what_came_of_the_goals_whatever_it_leaves_out():
    goals = {"worker.max_concurrent_executions": "<= 2", "worker.errors": 0}
    live = lived({**SMALL, "duration": "2 min", "expect": goals})
    for copied in (copy(live, AMPLE), copy(live, len(copy(live, AMPLE).deflated) - 1)):
        verdict = read(copied)[0]["verdict"]
        assert verdict["format"] == "windtunnel.verdict/1"
        assert [one["status"] for one in verdict["goals"]] == ["failed", "passed"]


def test_the_same_run_is_the_same_bytes(small):
    assert copy(small, AMPLE) == copy(small, AMPLE)


@pytest.fixture(scope="module")
def copies(small):
    """The whole one, and then each that there is for less room than the one before needs."""
    found = [copy(small, AMPLE)]
    while (next := copy(small, len(found[-1].deflated) - 1)) is not None:
        found.append(next)
    return found


def test_a_copy_never_exceeds_its_bound_and_says_what_it_left_out(copies):
    assert len(copies) == len(LEVELS)
    assert all(len(b.deflated) < len(a.deflated) for a, b in pairwise(copies))
    assert [bool(one.left_out) for one in copies] == [False] + [True] * (len(LEVELS) - 1)
    assert all(read(one)[0]["left_out"] == list(one.left_out) for one in copies)


def test_no_copy_where_there_is_no_room_for_any(small):
    assert copy(small, 1000) is None


def test_each_level_is_smaller_than_the_one_before(small):
    sizes = [len(zlib.compress(b"\n".join(coarser(small.frames(), one)))) for one in LEVELS]
    assert all(less < more for more, less in pairwise(sizes))


def test_series_flags_and_stories_are_whole_at_every_level(levels):
    def whole(frames):
        series = {}
        for frame in frames:
            for id, by_metric in frame["series"].items():
                for metric, values in by_metric.items():
                    series.setdefault((id, metric), []).extend(values)
        return series, [f for fr in frames for f in fr["flags"]], [
            s for fr in frames for s in fr["stories"]]  # fmt: skip

    first, *others = map(whole, levels)
    assert first[2]
    assert all(other == first for other in others)


def test_what_is_added_up_is_the_same_at_every_level(levels):
    def added(frames):
        counted, bins = {}, {}
        for frame in frames:
            begin = round(frame["t0"])
            for id, by_kind in frame["events_counted"].items():
                for kind, n in by_kind.items():
                    counted[id, kind] = counted.get((id, kind), 0) + n
            for id, by_metric in frame["distributions"].items():
                for metric, rows in by_metric.items():
                    for place, bucket, counts in rows:
                        bins[id, metric, begin + place] = (bucket, counts)
        last = frames[-1]
        changes = sum(e["changes"] for f in frames for e in f["environments"].values())
        return counted, bins, last["counters"], last["events_total"], last["t1"], changes

    first, *others = map(added, levels)
    assert first[0]
    assert first[1]
    assert all(other == first for other in others)


def test_frames_that_are_joined_follow_one_another(levels):
    for frames in levels:
        assert [frame["n"] for frame in frames] == list(range(len(frames)))
        assert all(one["t1"] == next["t0"] for one, next in pairwise(frames))
    assert len(levels[-1]) < len(levels[0]) / 10


def machine_frame(n):
    """Two bins of a machine of two states, and an event of an execution in each."""
    bins = [2 * n, 2 * n + 1]
    states = {"bin": bins, "state": [0, 1], "entered": [3, 1], "running": [2, 0]}
    rows = [[1, bin + 1, bin, float(bin), "TaskStateEntered", 0, '{"input":"{}"}'] for bin in bins]
    told = {"states": {"saga": states}, "histories": {"saga": rows}} if n != 1 else {}
    parts = {"series": {}, "counters": {}, "events": [], "flags": [], "stories": []}
    return {"v": 1, "n": n, "t0": 2.0 * n, "t1": 2.0 * n + 2, **parts, **told}


def test_states_and_histories_are_whole_at_every_level_but_for_what_events_say():
    frames = [orjson.dumps(machine_frame(n)) for n in range(5)]

    def columns(told):
        found = {}
        for frame in told:
            for name, column in frame.get("states", {}).get("saga", {}).items():
                found.setdefault(name, []).extend(column)
        return found, [r for f in told for r in f.get("histories", {}).get("saga", [])]

    read = [[orjson.loads(one) for one in coarser(frames, level)] for level in LEVELS]
    (states, rows), *others = map(columns, read)
    assert states["bin"] == [0, 1, 4, 5, 6, 7, 8, 9]
    assert all(other == states for other, _ in others)
    assert all([r[:-1] for r in more] == [r[:-1] for r in rows] for _, more in others)
    assert [{r[-1] for r in more} for _, more in others[:2]] == [{'{"input":"{}"}'}] * 2
    assert all({r[-1] for r in more} == {""} for _, more in others[2:])
    left_out = "Events of executions are listed without their input and output."
    assert left_out in words(LEVELS[3], 1.0, has_machines=True)
    assert left_out not in words(LEVELS[3], 1.0) + words(LEVELS[2], 1.0, has_machines=True)


def test_the_header_of_a_coarser_copy_holds_for_its_frames(copies):
    head, frames = read(copies[-1])
    told = head["lab"]["header"]
    assert told["frames"] == len(frames)
    assert told["frame_s"] == frames[0]["t1"]
    assert head["end"]["last"] == len(frames) - 1
