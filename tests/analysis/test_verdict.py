"""Goals against results: which value is seen, whether it is within the bound, since when not."""

from __future__ import annotations

import copy
import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simcore import judge, load_scenario, run
from simcore.analysis.verdict.words import quantity
from simcore.scenario import Scenario
from tests.analysis.orders import orders

DURATION_S = 300
SECONDS = st.integers(0, DURATION_S)


def scenario(expect: dict[str, Any], **changed: Any) -> Scenario:
    """Ten orders a second for two minutes, five environments for them: a backlog, worked off."""
    components = orders(10, "700 ms", 5, {
        "orders": {"stop": 120},
        "inbox": {"redrive": {"dead_letter_queue": "dlq", "max_receive_count": 5}},
        "dlq": {"type": "queue"},
    }, changed)  # fmt: skip
    return load_scenario({"format": "windtunnel.scenario/1", "id": "goals", "title": "Enough?",
                          "duration": DURATION_S, "components": components,
                          "expect": expect})  # fmt: skip


class Told(dict[str, Any]):
    """A result that does not fill the screen when a test fails."""

    def __repr__(self) -> str:
        return "the result"


@pytest.fixture(scope="module")
def result() -> dict[str, Any]:
    return Told(run(scenario({})).as_dict())


def judged(expect: dict[str, Any], result: dict[str, Any]) -> Any:
    return judge(scenario(expect), result).goals[0]


def series(result: dict[str, Any], id: str, metric: str) -> list[float]:
    return [value or 0 for value in result["series"][id][metric]]


VISIBLE = "ApproximateNumberOfMessagesVisible"


# --- totals, levels, durations, against plain Python -------------------------------------------


@given(SECONDS, SECONDS, st.integers(0, 1300), st.sampled_from(["<", "<=", "==", ">", ">="]))
@settings(max_examples=60, deadline=None)
def test_a_total_between_two_times(result: Any, a: int, b: int, bound: int, op: str) -> None:
    from_s, to_s = sorted((a, b if a != b else a + 1))
    if to_s > DURATION_S:
        return
    one = judged({f"inbox.sent from {from_s} s to {to_s} s": f"{op} {bound}"}, result)
    sent = series(result, "inbox", "MessagesAdded")
    assert one.value == sum(sent[from_s:to_s])
    assert (one.status == "passed") == eval(f"{one.value} {op} {bound}")
    assert one.note == ""
    if one.status == "failed" and (op == "<=" or (op, bound > 0) == ("<", True)):
        before = sum(sent[from_s : int(one.failed_at_s)])
        assert eval(f"{before} {op} {bound}")
        assert not eval(f"{before + sent[int(one.failed_at_s)]} {op} {bound}")


@given(SECONDS, SECONDS, st.sampled_from(["", "max_", "min_", "mean_", "last_", "p90_"]),
       st.integers(0, 500), st.sampled_from(["<", ">="]))  # fmt: skip
@settings(max_examples=80, deadline=None)
def test_a_level_between_two_times(
    result: Any, a: int, b: int, statistic: str, bound: int, op: str
) -> None:
    from_s, to_s = sorted((a, b))
    if from_s == to_s:
        return
    key = f"{statistic}visible from {from_s} s to {to_s} s"
    one = judged({"inbox": {key: f"{op} {bound}"}}, result)
    values = series(result, "inbox", VISIBLE)[from_s:to_s]
    kept = [eval(f"{value} {op} {bound}") for value in values]
    seen = {
        "": max(values) if op == "<" else min(values),
        "max_": max(values),
        "min_": min(values),
        "mean_": sum(values) / len(values),
        "last_": values[-1],
        "p90_": sorted(values)[math.ceil(len(values) * 0.9) - 1],
    }
    assert one.value == seen[statistic]
    if statistic == "":
        assert (one.status == "passed") == all(kept)
    if one.status == "failed" and (statistic, op) in (("", "<"), ("max_", "<"), ("min_", ">=")):
        # It is observed at the end of a bin.
        assert one.failed_at_s == from_s + kept.index(False) + 1


def test_a_level_or_total_at_a_moment(result: Any) -> None:
    visible, sent = series(result, "inbox", VISIBLE), series(result, "inbox", "MessagesAdded")
    assert judged({"inbox.visible at 100 s": 0}, result).value == visible[99]
    assert judged({"inbox.visible at end": 0}, result).value == visible[-1] == 0
    assert judged({"inbox.sent at 100 s": 0}, result).value == sum(sent[:100])
    assert judged({"inbox.sent at end": 0}, result).value == sum(sent)


@pytest.mark.parametrize("p", ["p50", "p90", "p95", "p99", "max", "mean"])
def test_durations_of_the_whole_run_are_those_of_the_result(result: Any, p: str) -> None:
    one = judged({"inbox": {f"{p}_latency": "< 1 ms"}}, result)
    assert one.value == pytest.approx(result["percentiles"]["inbox"]["MessageLatency"][p] / 1000)
    assert (one.status, one.unit) == ("failed", "s")


def test_durations_of_an_interval_are_not_those_of_the_run(result: Any) -> None:
    """While orders come, each waits longer than the one before; nobody waits at the beginning."""
    early, late = (
        judged({"inbox": {f"mean_latency {when}": "< 1 s"}}, result)
        for when in ("until 30 s", "from 90 s to 120 s")
    )
    assert 0 < early.value < 10 < late.value
    assert (early.note, late.note) == ("", "")
    first = judged({"inbox": {"max_latency": "< 20 s"}}, result)
    assert first.status == "failed"
    at = series(result, "inbox", "MessageLatency.p99")
    soon = next(t for t, value in enumerate(at) if value > 20_000)
    assert first.failed_at_s == soon // 5 * 5


def test_what_cannot_be_exact_says_which_interval_it_is(result: Any) -> None:
    one = judged({"inbox": {"p50_latency from 31 s to 58 s": "< 1 ms"}}, result)
    assert "approximate: from 0:30 to 1:00, as spans are 5 s wide" in one.words
    two = judged({"inbox.sent from 1500 ms to 3500 ms": "< 1"}, result)
    assert two.value == sum(series(result, "inbox", "MessagesAdded")[1:4])
    assert "approximate: from 0:01 to 0:04, as bins are 1 s wide" in two.words


def test_a_percentile_at_its_bound_says_that_it_may_be_off(result: Any) -> None:
    seen = result["percentiles"]["worker"]["Duration"]["p99"]
    beside = judged({"worker": {"p99_duration": f"<= {seen * 1.002} ms"}}, result)
    assert "0.4% off" in beside.note
    assert judged({"worker": {"p99_duration": f"<= {seen * 1.01} ms"}}, result).note == ""


def test_percentiles_of_bins_have_their_own_statistics(result: Any) -> None:
    one = judged({"inbox": {"max MessageLatency.p95": "< 1 ms"}}, result)
    assert one.value == pytest.approx(max(series(result, "inbox", "MessageLatency.p95")) / 1000)
    worst = judged({"inbox": {"MessageLatency.p95": "< 1 ms"}}, result)
    assert worst.value == result["percentiles"]["inbox"]["MessageLatency"]["p95"] / 1000


def test_a_share_of_two_totals_also_of_different_components(result: Any) -> None:
    one = judged({"worker": {"throttles / invocations": "< 1 %"}}, result)
    counters = result["counters"]["worker"]
    assert one.value == counters["throttles"] / counters["invocations"]
    two = judged({"inbox.deleted / orders.requests from 0 s to 60 s": "< 1 %"}, result)
    deleted = sum(series(result, "inbox", "NumberOfMessagesDeleted")[:60])
    assert two.value == deleted / sum(series(result, "orders", "Requests")[:60])


# --- the run as a whole ------------------------------------------------------------------------


def test_costs_are_those_of_the_result(result: Any) -> None:
    cost = result["cost"]
    for name, usd in {
        "cost": cost["usd"],
        "cost_per_million": cost["per_million"]["requests"],
        "cost_per_million_invocations": cost["per_million"]["invocations"],
        "cost_per_month": cost["month"]["usd"],
    }.items():
        one = judged({name: "< 0.000001 USD"}, result)
        assert (one.value, one.unit, one.status) == (usd, "USD", "failed")
    soon = judged({"cost": f"< {cost['usd'] / 2} USD"}, result).failed_at_s
    charged = series(result, "account", "EstimatedCharges")
    assert charged[int(soon) - 2] < cost["usd"] / 2 <= charged[int(soon) - 1]


def test_drained_is_when_nothing_waits_or_is_worked_on_any_more(result: Any) -> None:
    waits = [VISIBLE, "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed"]
    busy = [
        sum(levels) for levels in zip(*(series(result, "inbox", m) for m in waits), strict=True)
    ]
    drained = max(t for t, n in enumerate(busy) if n) + 2
    one = judged({"drained by": f"{drained} s"}, result)
    assert (one.value, one.status) == (drained, "passed")
    late = judged({"drained by": f"{drained - 1} s"}, result)
    assert (late.status, late.failed_at_s) == ("failed", drained - 1)


def test_what_still_waits_at_the_end_was_never_drained() -> None:
    unread = {
        "orders": {"stop": 5},
        "inbox": {
            "redrive": {"dead_letter_queue": "dlq", "max_receive_count": 1},
            "visibility_timeout": "10 s",
        },
        "worker": {"error_rate": 1.0},
    }
    goals = {"drained by": "4 min", "dlq.drained by": "4 min", "orders.requests": "above 0"}
    dead = scenario(goals, **unread)
    run_drained, dlq_drained, _ = judge(dead, run(dead)).goals
    assert run_drained.status == "passed", "nobody reads the dead-letter queue"
    assert (dlq_drained.status, dlq_drained.seen) == ("failed", "never")
    assert dlq_drained.as_dict()["value"] is None
    json.dumps(dlq_drained.as_dict(), allow_nan=False)
    too_short = judge(scenario({"dlq.drained by": "10 min"}), run(dead)).goals[0]
    assert (too_short.status, too_short.note) == ("no data", "the run was over at 5:00")


# --- no data -----------------------------------------------------------------------------------


def test_what_was_not_recorded_is_no_data_and_does_not_pass(result: Any) -> None:
    other = copy.deepcopy(result)
    del other["counters"]["worker"]["errors"], other["distributions"]
    other["series"]["inbox"].pop(VISIBLE)
    expect = {
        "worker": {"errors": 0, "p99_init_duration": "< 1 h", "p99_duration": "< 1 h"},
        "inbox": {"visible": 0},
        "dlq": {"p99_latency": "< 1 h", "dead_lettered / sent": 0},
    }
    found = judge(scenario(expect), other)
    assert [one.status for one in found.goals] == ["no data"] * 6
    assert all(one.note for one in found.goals)
    assert not found.passed
    assert judge(scenario({"worker.errors": 0}), result).passed


def test_a_run_that_was_stopped_is_judged_only_where_it_came_to(result: Any) -> None:
    half = copy.deepcopy(result)
    half["time_s"] = half["time_s"][:100]
    for by_metric in half["series"].values():
        for metric in by_metric:
            by_metric[metric] = by_metric[metric][:100]
    early = {"orders.requests until 90 s": "above 0", "orders.requests": "above 0", "cost": "< 9",
             "drained by": "2 min", "inbox.visible at end": 0}  # fmt: skip
    statuses = [one.status for one in judge(scenario(early), half).goals]
    assert statuses == ["passed"] + ["no data"] * 4
    assert "stopped at 1:40" in judge(scenario(early), half).goals[1].note


def test_an_earlier_result_is_judged_by_goals_of_today(result: Any) -> None:
    """A goal is a function of what was recorded: also of a result that was written to a file."""
    stored = json.loads(json.dumps(result))
    expect = {"worker": {"max_concurrent_executions": "<= 5"}, "account.concurrency": "<= 5"}
    assert judge(scenario(expect), stored) == judge(scenario(expect), result)
    assert judge(scenario(expect), stored).passed


def test_a_verdict_is_plain_data_and_words(result: Any) -> None:
    verdict = judge(scenario({"inbox": {"visible": "< 5"}}), result)
    told = json.loads(json.dumps(verdict.as_dict(), allow_nan=False))
    assert (told["format"], told["passed"]) == ("windtunnel.verdict/1", False)
    (goal,) = told["goals"]
    assert goal["path"] == "expect.inbox.visible"
    assert goal["words"].startswith("inbox: visible < 5: ")
    assert "first at 0:0" in goal["words"]


def test_a_value_that_breaks_its_bound_by_a_hair_is_not_written_as_the_bound(result: Any) -> None:
    mean_s = result["percentiles"]["inbox"]["MessageLatency"]["mean"] / 1000
    one = judged({"inbox": {"mean_latency": f"< {mean_s - 1e-5:.6f} s"}}, result)
    (bound,) = one.numbers
    assert one.status == "failed"
    assert quantity(mean_s, "s") == quantity(bound, "s") != one.seen
    assert mean_s - 1e-5 < float(one.seen.removesuffix(" s")) <= mean_s + 1e-5


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(0.0802, "s", "80.2 ms"), (0, "s", "0 s"), (61.04, "s", "61.04 s"), (0.052, "share", "5.2 %"),
     (math.inf, "s", "never"), (12.5, "USD", "12.5 USD"), (1234, "", "1,234"), (None, "s", "-")],
)  # fmt: skip
def test_quantities_are_written_as_people_read_them(value: Any, unit: str, text: str) -> None:
    assert quantity(value, unit) == text
