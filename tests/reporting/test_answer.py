"""The answer speaks of what was lost or refused, and gives the cause of the worst."""

from dataclasses import replace
from itertools import pairwise
from math import inf
from typing import Any

import pytest

from simcore import load_scenario, run
from simcore.analysis import judge
from simcore.component import EXPLAINS
from simcore.component.insight import Explains
from simcore.components import READINGS
from simcore.recording.told import Part, Work
from simcore.reporting import build
from simcore.reporting.answer import answer
from simcore.reporting.goals import seen
from simcore.reporting.source import of_result
from simcore.reporting.subject import Subject, subject_of, work_of
from simcore.scenario.insights import insight_kinds

TWO = b"""
format: windtunnel.scenario/1
id: two
title: Who was refused?
profile: aws-2026
region: us-east-1
duration: 20 s
components:
  loud: {type: client, target: big, arrivals: {constant: {rate: 40/s}}}
  quiet: {type: client, title: Quiet, target: small, arrivals: {constant: {rate: 4/s}}}
  big: {type: function, duration: 1 s, timeout: 3 s, reserved_concurrency: 1}
  small: {type: function, duration: 1 s, timeout: 3 s, reserved_concurrency: 2}
"""


@pytest.fixture(scope="module")
def two() -> dict[str, Any]:
    """Two clients that are refused, and more of it at the one that nobody asks about."""
    return run(load_scenario(TWO)).as_dict()


def _insight(like: dict[str, Any], id: str, component: str, **said: Any) -> dict[str, Any]:
    what = f"{component} had {id}."
    return {**like, "id": id, "component": component, "what": what, **said}


def test_what_came_is_told_with_what_became_of_it(rush: dict[str, Any]) -> None:
    counters = rush["counters"]["inbox"]
    happened, means = build(rush, sections=()).answer
    left = f"{counters['visible']:,} still waiting and {counters['in_flight']:,} in flight"
    assert f"of {counters['sent']:,} messages of Inbox, {counters['deleted']:,} were" in happened
    assert f"{left} at the end; the backlog was highest at " in happened
    assert "drained" not in happened
    assert "p99 of the whole run was" in happened
    n = f"{rush['counters']['worker']['throttles']:,}"
    assert f"{n} invocations of Worker were refused" in means
    assert "batches" not in happened + means


def test_what_was_worked_off_says_when(rush: dict[str, Any]) -> None:
    empty = {**rush["series"]["inbox"]}
    for metric in READINGS["queue"].waiting:
        if metric in empty:
            empty[metric] = [*empty[metric][:60], *([0] * len(empty[metric][60:]))]
    drained = {**rush, "series": {**rush["series"], "inbox": empty}}
    assert "it was drained at 1:01" in build(drained, sections=()).answer[0]


def test_the_victim_is_spoken_of_and_not_who_was_refused_most(two: dict[str, Any]) -> None:
    like = two["insights"][0]
    refused = two["counters"]["quiet"]["throttles"]
    assert 0 < refused < two["counters"]["loud"]["throttles"]
    told = {**two, "insights": [_insight(like, "account-bound-by-neighbour", "small")]}
    happened, means = answer(of_result(told))
    assert f"of 80 requests of Quiet, {two['counters']['quiet']['responses']} were" in happened
    assert f"{refused} refused" in happened
    assert "refused" not in means


@pytest.mark.parametrize(("worse", "better"), list(pairwise(EXPLAINS)))
def test_the_cause_is_that_of_the_worst_however_long_others_lasted(
    rush: dict[str, Any], worse: Explains, better: Explains
) -> None:
    ids = {kind.explains: id for id, kind in insight_kinds().items()}
    like = {**rush["insights"][0], "evidence": []}
    brief = _insight(like, ids[worse], "inbox", t=5.0, until=6.0)
    long = _insight(like, ids[better], "inbox", t=0.0, until=90.0)
    said = build({**rush, "insights": [long, brief]}, sections=()).answer[1]
    assert said.startswith(f"Inbox had {ids[worse]}")


def test_of_the_same_what_a_broken_goal_is_about_comes_first(rush: dict[str, Any]) -> None:
    like = {**rush["insights"][0], "evidence": []}
    scenario = load_scenario("reserved-five")
    told = {
        **rush,
        "insights": [
            _insight(like, "reserved-bound", "worker", t=0.0, until=90.0),
            _insight(like, "throttles-counted-as-receives", "inbox", t=5.0, until=6.0),
        ],
    }
    means = answer(of_result(told, scenario))[1]
    assert means.startswith("Inbox had throttles-counted-as-receives")
    assert "p50_latency" in means


def test_a_queue_that_nobody_reads_is_not_the_work(rush: dict[str, Any]) -> None:
    subject = subject_of(of_result(rush))
    assert subject is not None
    assert subject.ids == ("inbox",)


def test_parts_of_work_add_up_and_name_what_is_missing() -> None:
    work = Work("request", (Part("done", ("a",), "done"),), came=("all",), rest="waiting")
    shares = [(part.words, n) for part, n in work.shares({"all": 5, "a": 3})]
    assert shares == [("done", 3), ("waiting", 2)]
    assert work.shares({"all": 5}) == []
    assert work.of({"all": 5, "a": 3}, "left") == 2


def test_all_that_work_is_told_by_is_counted() -> None:
    for reading in READINGS.values():
        known = {metric.counter for metric in reading.metrics}
        known |= {counter.name for counter in reading.counters}
        names = {metric.name for metric in reading.metrics}
        for work in reading.works:
            used = {*work.came, *(name for part in work.parts for name in part.counters)}
            assert used <= known, work
            assert {work.backlog, work.took} - {""} <= names


def test_a_time_of_minutes_is_told_as_a_clock_tells_it_too(rush: dict[str, Any]) -> None:
    scenario = load_scenario("reserved-five")
    (goal, *_) = [one for one in judge(scenario, rush).goals if one.unit == "s"]
    assert seen(replace(goal, value=183.5)) == "183.5 s (3:03.5)"
    assert seen(replace(goal, value=6.0)) == "6 s"
    assert seen(replace(goal, value=inf)) == "never"


def test_the_cause_is_one_of_which_the_goals_still_decide(two: dict[str, Any]) -> None:
    like = {**two["insights"][0], "evidence": []}
    found = [
        _insight(like, "pollers-bound", "small", t=12.0, until=20.0),
        _insight(like, "pollers-bound", "big", t=1.0, until=4.0),
        _insight(like, "pollers-being-added", "small", t=1.0, until=2.0),
    ]
    document = load_scenario(TWO).document()
    expect = {"small.throttles until 10 s": "> 0"}
    scenario = load_scenario({**document, "expect": expect})
    means = answer(of_result({**two, "insights": found}, scenario))[1]
    assert "being-added" in means


def test_clients_of_the_same_are_told_together(two: dict[str, Any]) -> None:
    subject = subject_of(of_result(two))
    assert subject is not None
    assert set(subject.ids) <= {"loud", "quiet"}
    one_of_them = subject_of(of_result(two), "big")
    assert one_of_them is not None
    assert one_of_them.ids == ("loud",)
    document = load_scenario(TWO).document()
    document["components"]["quiet"]["target"] = "big"
    both = run(load_scenario(document)).as_dict()
    together = subject_of(of_result(both), "big")
    assert together is not None
    assert together.ids == ("loud", "quiet")
    came = sum(both["counters"][id]["requests"] for id in together.ids)
    assert f"of {came} requests of loud and Quiet" in together.became


def test_what_nobody_reads_is_no_work_left() -> None:
    document = load_scenario(TWO).document()
    document["components"]["drop"] = {"type": "queue"}
    document["components"]["loud"]["target"] = "drop"
    source = of_result(run(load_scenario(document)).as_dict())
    assert source.result["counters"]["drop"]["visible"]
    assert [one.id for one in work_of(source)] == ["quiet"]


def counted(two: dict[str, Any], type: str, **counters: int) -> Subject:
    """The work of a component, of which that was counted."""
    (work, *_) = READINGS[type].works
    source = of_result({**two, "counters": {"loud": counters}})
    return Subject(source, ("loud",), work)


@pytest.mark.parametrize(
    ("counters", "words"),
    [
        ({"executions_succeeded": 2}, ", 2 succeeded"),
        ({"executions_succeeded": 2, "executions_failed": 1}, ", 2 succeeded and 1 failed"),
        ({"executions_failed": 1, "starts_refused": 2}, ", 1 failed and 2 were refused at their"),
        ({"executions_aborted": 3, "open_executions": 1}, ", 3 were aborted and 1 under way at"),
    ],
)
def test_what_does_something_is_not_said_to_be_it(
    two: dict[str, Any], counters: dict[str, int], words: str
) -> None:
    assert words in counted(two, "state_machine", **counters).became


def test_words_of_work_that_are_no_verbs_of_their_own_go_with_be() -> None:
    """What cannot stand after "were" says so."""
    verbs = {"succeeded", "failed", "timed out", "failed for good", "wait", "wait for an answer"}
    for reading in READINGS.values():
        for part in (part for work in reading.works for part in work.parts):
            assert part.does == (part.words in verbs or part.words.startswith("could ")), part
