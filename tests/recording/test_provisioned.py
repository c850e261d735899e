"""Environments of provisioned concurrency in the grid: P where another would be idle."""

from __future__ import annotations

import pytest

import simcore
from simcore import facts
from simcore.awslambda.facts.invocations import (
    EnvironmentReclaimed,
    InvocationEnded,
    InvocationStarted,
)
from simcore.awslambda.facts.provisioned import (
    ProvisionedAllocated,
    ProvisionedObserved,
    ProvisionedReady,
)
from simcore.recording import Timebase

from .conftest import make_recorder


@pytest.fixture
def recorder(function):
    """Three seconds, a frame each."""
    return make_recorder(Timebase(3), [function])


def frame(recorder, n):
    """The grid and its moves as triples."""
    recorder.fold(float(n + 1))
    grid = recorder.frame(n)["environments"]["worker"]
    assert grid["changes"] == len(grid["moves"][0])
    return grid["slots"], list(zip(*grid["moves"], strict=True))


def observed(t, allocated, ready):
    """Two asked for."""
    return (ProvisionedObserved, (t, 2, allocated, ready, 0))


def test_provisioned_is_not_idle(function, recorder):
    """Slots 0 and 1 are held, 2 is not: after an invocation in each, P, error, idle."""
    function.state(ProvisionedAllocated, (0.0, 0), (0.0, 1))
    function.state(*observed(1.0, 2, 2))
    function.state(InvocationStarted, *[(0.1, slot, 0.0, slot + 1) for slot in range(3)])
    function.state(InvocationEnded, (0.5, 0, 0.1, 0.0, 0.4, facts.SUCCESS))
    function.state(InvocationEnded, (0.5, 1, 0.1, 0.0, 0.4, facts.ERROR))
    function.state(InvocationEnded, (0.5, 2, 0.1, 0.0, 0.4, facts.SUCCESS))
    slots, moves = frame(recorder, 0)
    assert slots == "P1E1I1"
    assert moves[:2] == [(0.0, 0, "P"), (0.0, 1, "P")]
    assert moves[-3:] == [(0.5, 0, "P"), (0.5, 1, "E"), (0.5, 2, "I")]
    function.state(InvocationStarted, (1.1, 0, 0.0, 1), (1.2, 1, 0.0, 2))
    function.state(InvocationEnded, (1.9, 1, 1.2, 0.0, 0.7, facts.SUCCESS))
    function.state(*observed(2.0, 2, 2))
    assert frame(recorder, 1) == ("B1P1I1", [(1.1, 0, "B"), (1.2, 1, "B"), (1.9, 1, "P")])


def test_allocated_and_not_serving_yet_is_being_prepared(function, recorder):
    """All or nothing: one is allocated in each second, both serve from 2.5 s."""
    function.state(ProvisionedAllocated, (0.5, 0))
    function.state(*observed(1.0, 1, 0))
    assert frame(recorder, 0) == ("N1", [(0.5, 0, "N")])
    function.state(ProvisionedAllocated, (1.5, 1))
    function.state(*observed(2.0, 2, 0))
    assert frame(recorder, 1) == ("N2", [(1.5, 1, "N")])
    function.state(ProvisionedReady, (2.5, 2))
    function.state(*observed(3.0, 2, 2))
    assert frame(recorder, 2) == ("P2", [(2.5, 0, "P"), (2.5, 1, "P")])


def test_a_slot_that_was_held_may_be_anybodys_afterwards(function, recorder):
    function.state(ProvisionedAllocated, (0.0, 0))
    function.state(*observed(1.0, 1, 1))
    assert frame(recorder, 0)[0] == "P1"
    function.state(EnvironmentReclaimed, (1.2, 0))
    function.state(InvocationStarted, (1.5, 0, 0.0, 1))
    function.state(InvocationEnded, (1.8, 0, 1.5, 0.0, 0.3, facts.SUCCESS))
    function.state(*observed(2.0, 0, 0))
    assert frame(recorder, 1) == ("I1", [(1.2, 0, "."), (1.5, 0, "B"), (1.8, 0, "I")])


def unpacked(runs):
    """B2P1 -> BBP"""
    letters = ""
    number = ""
    for sign in runs + ".":
        if sign.isdigit():
            number += sign
            continue
        letters += letters[-1] * (int(number) - 1) if number else ""
        letters, number = letters + sign, ""
    return letters[:-1]


SCHEDULE = [{"at": 20, "value": 4}, {"at": 40, "value": 40}, {"at": 150, "value": 8}]


@pytest.mark.parametrize("profile", ["notes-2021", "aws-2022", "aws-2026"])
def test_moves_lead_from_frame_to_frame(profile):
    """More, fewer, busy, given up, spilled over: a run's moves agree with its pictures."""
    worker = {"type": "function", "duration": "300 ms", "init_duration": "100 ms"}
    document = {
        "format": "windtunnel.scenario/1",
        "id": "held",
        "title": "Who is held?",
        "profile": profile,
        "duration": "4 min",
        "components": {
            "caller": {
                "type": "client",
                "target": "worker",
                "arrivals": {"poisson": {"rate": "30/s"}},
            },
            "worker": {**worker, "provisioned_concurrency": 10, "provisioned_schedule": SCHEDULE},
        },
    }
    run = simcore.Run(simcore.load_scenario(document))
    state, seen = {}, set()
    for payload in (frame.payload for frame in run.frames()):
        grid = payload["environments"]["worker"]
        for _, slot, letter in zip(*grid["moves"], strict=True):
            state[slot] = letter
        slots = unpacked(grid["slots"])
        shown = "".join(state.get(slot, ".") for slot in range(len(slots)))
        assert len(shown) == len(slots)
        assert shown == slots, payload["t1"]
        ready = payload["series"]["worker"]["Provisioned.ready"][-1]
        seen.add(ready)
        assert slots.count("P") <= ready
    assert {4, 8, 10, 40} <= seen
