"""What people saw of queues and their event source mappings: field reports, as scenarios of ours.

Rules: AWS Lambda Developer Guide, services-sqs-errorhandling, services-sqs-scaling,
services-sqs-configure (12 Jul 2026), with-sqs (14 Nov 2022); what is arithmetic says so.
"""

from pathlib import Path

import pytest

import simcore
from simcore.quotas import load_profile
from tests import store

PROVES = (
    "simcore/awslambda/event_source_mapping/sqs.py",
    "simcore/awslambda/event_source_mapping/throttled.py",
    "simcore/awslambda/event_source_mapping/scaling.py",
    "simcore/services/sqs/redrive.py",
)

FIELD = Path(__file__).parent / "field"
CYCLE_S = 0.08
GB_SECOND, REQUEST = 0.0000166667, 0.2e-6


def loaded(name, **changes):
    return simcore.load_scenario(FIELD / f"{name}.yaml", overrides=changes)


def field(name, **changes):
    """What a report's scenario gives, with values put at its paths."""
    return store.result(loaded(name, **changes))


def peak(result, component, metric):
    return max(value or 0 for value in result["series"][component][metric])


def step(result, name):
    """When the step was reached, of the messages that are followed."""
    steps = [step for story in result["stories"] for step in story["steps"]]
    return [found["t_s"] for found in steps if found["step"] == name]


def usd(result, component, item):
    lines = result["cost"]["items"]
    return next(
        line["usd"] for line in lines if (line["component"], line["item"]) == (component, item)
    )


# Throttles: a batch is tried again until its visibility timeout is over.


def test_a_throttled_batch_is_not_given_up_at_once():
    """Lambda keeps retrying until the visibility timeout is exceeded (services-sqs-errorhandling):
    of 60 s, and the only environment is free after 2 s. The wording under which the batch is let
    go when less than the function's timeout is left gives it up at once, as both are 60 s."""
    result = field("throttled-batch")
    assert result["counters"]["q"]["deleted"] == 2
    assert result["counters"]["dlq"]["sent"] == result["counters"]["esm"]["batches_abandoned"] == 0
    first, second = step(result, "handler")
    assert 2 <= second - first < 2 + 4  # a try after it was free: waits of 1, 2 and 4 s at most
    older = field("throttled-batch", **{"esm.gives_up_early": True})["counters"]
    assert (older["q"]["deleted"], older["dlq"]["sent"]) == (1, 1)


def test_reserved_one_takes_more_than_it_can():
    """Five pollers for one environment: what is refused for its 30 s has used its only receive. A
    message is handled or dead, never both, and none fails. One receive is enough if it is hidden
    long enough: ten times 5 s of work is less than 5 min."""
    counters = field("reserved-one-overpull")["counters"]
    assert counters["sleeper"]["errors"] == 0 < counters["sleeper"]["throttles"]
    assert counters["dead"]["sent"] == counters["esm"]["batches_abandoned"] > 0
    assert counters["sleeper"]["invocations"] + counters["dead"]["sent"] == 10
    longer = field("reserved-one-overpull", **{"work.visibility_timeout": "5 min"})["counters"]
    assert (longer["sleeper"]["invocations"], longer["dead"]["sent"]) == (10, 0)


def test_maximum_concurrency_keeps_every_message():
    """Pollers take no more than can be invoked (services-sqs-scaling): 40 rounds of five, each of
    10 s and a poll cycle. Reserved concurrency alone lets them take more, and one receive was all
    that a message had."""
    result = field("maximum-concurrency-demo")
    counters = result["counters"]
    assert (counters["work"]["deleted"], counters["dead"]["sent"]) == (200, 0)
    assert counters["sleeper"]["throttles"] == 0
    assert peak(result, "sleeper", "ConcurrentExecutions") == 5
    deleted = max(step(result, "deleted"))
    assert 40 * (10 + CYCLE_S) < deleted - 10 < 40 * (10 + CYCLE_S) + 3
    reserved = {"esm.maximum_concurrency": None, "sleeper.reserved_concurrency": 5}
    assert field("maximum-concurrency-demo", **reserved)["counters"]["dead"]["sent"] > 0


def test_six_times_the_timeout_outlasts_the_burst():
    """AWS recommends six times the function's timeout. 1,200 messages in 30 s against ten
    environments of some 1.1 s: they are through after 1,230 x 1.1 s / 10 = 135 s, before 6 x 30 s
    are over, so no batch is given up. Within 30 s some are."""
    short = field("visibility-six-times")["counters"]
    long = field("visibility-six-times", **{"notify.visibility_timeout": "180 s"})["counters"]
    assert short["esm"]["batches_abandoned"] > 0 == long["esm"]["batches_abandoned"]
    assert long["notify-dlq"]["sent"] == 0
    assert long["notify"]["received"] == long["notify"]["sent"]


# A poll cycle takes time.


@pytest.mark.parametrize(("maximum", "behind_per_s"), [(25, 200 - 25 / 0.13), (27, 0)])
def test_how_small_maximum_concurrency_may_be(maximum, behind_per_s):
    """Each poller does a batch in 50 ms and a cycle of 80 ms: 200 a second need 26 of them. What
    the ramp lacks in its first four seconds (200 - 7.7 n of n = 5, 10, 15, 20) comes on top."""
    result = field("maximum-concurrency-sizing", **{"esm.maximum_concurrency": maximum})
    behind = result["series"]["work"]["ApproximateNumberOfMessagesVisible"]
    grown = [behind[t + 300] - behind[t] for t in (100, 400)]
    if behind_per_s:
        assert grown == pytest.approx([300 * behind_per_s] * 2, rel=0.05)
        start = sum(200 - n / 0.13 for n in (5, 10, 15, 20))
        assert behind[-1] == pytest.approx(900 * behind_per_s + start, rel=0.05)
    else:
        assert behind[-1] < 30


def test_without_the_cycle_eleven_would_do():
    """11 / 50 ms = 220 a second; four published measurements say that it takes more."""
    free = {"esm.maximum_concurrency": 11, "quotas.esm.sqs.poll_cycle_s": 0}
    result = field("maximum-concurrency-sizing", **free)
    assert result["series"]["work"]["ApproximateNumberOfMessagesVisible"][-1] < 30


# Errors slow a mapping.

THROUGHPUT = {0.01: 0.20, 0.05: 0.75, 0.10: 0.85}
"""Share of errors: measured share of the throughput that is lost (published, 50 ms)."""


@pytest.mark.parametrize("errors", THROUGHPUT)
def test_errors_slow_a_queue_as_measured(errors):
    """Within a third of the measured loss, and of what is left; the rate is fitted to it."""
    free, failing = (
        field("errors-slow-a-queue", **{"worker.error_rate": rate})["counters"]["esm"]
        for rate in (0, errors)
    )
    left = failing["deleted_events"] / free["deleted_events"]
    measured = THROUGHPUT[errors]
    assert 1 - left == pytest.approx(measured, rel=1 / 3)
    assert left == pytest.approx(1 - measured, rel=1 / 3)


def test_no_errors_slow_nothing():
    """All that came is done but for what is in work: 200 a second x 0.13 s."""
    counters = field("errors-slow-a-queue", **{"worker.error_rate": 0})["counters"]["work"]
    assert counters["sent"] - counters["deleted"] < 50


def test_errors_do_not_slow_a_mapping_that_reports_item_failures():
    """services-sqs-errorhandling: not with ReportBatchItemFailures. What failed comes back after
    30 s: 10 % of 200 a second, and a tenth of that again, are hidden at the end."""
    reporting = {"worker.error_rate": 0.1, "esm.report_batch_item_failures": True}
    counters = field("errors-slow-a-queue", **reporting)["counters"]["work"]
    assert counters["sent"] - counters["deleted"] == pytest.approx(30 * 200 / 9, rel=0.1)


# A batching window with little traffic.


@pytest.mark.parametrize("profile", ["aws-2022", "aws-2026"])
def test_a_short_window_waits_for_20_s(profile):
    """With little traffic Lambda may wait up to 20 s, even with a smaller window (with-sqs, 2022;
    seen again on a runtime of 2025). A check warns; with the row at 0 windows end on time."""
    path = FIELD / "window-low-traffic.yaml"
    scenario = simcore.load_scenario(path, profile=profile)
    (sent,) = step(result := store.result(scenario), "sent")
    assert (sent, result["counters"]["f"]["invocations"]) == (120, 1)
    assert step(result, "init") == [140]
    on_time = simcore.load_scenario(
        path, profile=profile, overrides={"quotas.esm.sqs.low_traffic_wait_s": 0}
    )
    assert step(store.result(on_time), "init") == [125]
    findings = simcore.check(path, profile=profile)
    assert "mapping.window-with-little-traffic" in {finding.id for finding in findings}


# Receives, visibility timeouts and dead-letter queues.


def test_five_receives_three_minutes_apart():
    """Received at 0, 180, 360, 540 and 720 s; the sixth, at 900 s, moves it (receiveCount above
    maxReceiveCount)."""
    result = field("always-fails-five-receives")
    assert step(result, "received") == [0, 180, 360, 540, 720]
    assert step(result, "dead-lettered") == [900]
    assert result["counters"]["f"]["errors"] == result["counters"]["f"]["invocations"] == 5


def test_a_visibility_timeout_below_the_functions_is_refused():
    """services-sqs-configure: AWS refuses such a mapping."""
    findings = simcore.check(FIELD / "visibility-below-timeout.yaml")
    (error,) = [finding for finding in findings if finding.severity == "error"]
    assert error.id == "queue.visibility-shorter-than-timeout"
    assert error.path == "components.q.visibility_timeout"


def test_two_days_without_a_dead_letter_queue():
    """A receive every 15 min: 192 in two days, of which the last is under way. Each that ended is
    billed for 900 s and 1 s of init, times 10 GB; retention of four days has not ended it."""
    result = field("no-dead-letter-queue-two-days")
    counters = result["counters"]
    assert counters["docs"]["received"] == 2 * 86_400 / 900 == 192
    assert (counters["ocr"]["timeouts"], counters["docs"]["deleted"]) == (191, 0)
    assert usd(result, "ocr", "duration") == pytest.approx(191 * 901 * 10 * GB_SECOND, rel=1e-6)
    assert usd(result, "ocr", "requests") == pytest.approx(192 * REQUEST)


def test_what_a_loop_costs():
    """2,000 a minute of 3 s are 100 at a time (Little), and with a gigabyte 360,000 GB-seconds an
    hour: six dollars, and 2.4 cents for 120,000 requests."""
    result = field("requeue-loop-cost")
    busy = result["series"]["resize"]["ConcurrentExecutions"][600:]
    assert sum(busy) / len(busy) == pytest.approx(100, rel=0.02)
    assert usd(result, "resize", "duration") == pytest.approx(360_000 * GB_SECOND, rel=0.01)
    assert usd(result, "resize", "requests") == pytest.approx(120_000 * REQUEST, rel=0.01)


# FIFO.


@pytest.mark.parametrize("profile", ["aws-2022", "aws-2026"])
def test_one_group_is_one_environment(profile):
    """One batch at a time of a group: five of 20 s, one after the other, with one cold start."""
    path = FIELD / "fifo-one-group-sequential.yaml"
    result = store.result(simcore.load_scenario(path, profile=profile))
    assert peak(result, "f", "ConcurrentExecutions") == 1
    assert result["counters"]["f"]["environments_started"] == 1
    assert step(result, "deleted") == pytest.approx([20.2, 40.2, 60.2, 80.2, 100.2], abs=0.05)


LOOP = {10: ("100 ms", 0), 1: ("100 ms", 10), "loop": ("1 s", 10)}


@pytest.mark.parametrize("batch", LOOP)
def test_a_larger_batch_helps_only_who_does_not_loop(batch):
    """Four groups, one batch at a time of each, 50 messages a second. A batch of 100 ms, whatever
    is in it: enough. Batches of one: 4 / 100 ms = 40 a second, so 10 a second are left. A handler
    that inserts ten one after the other takes 1 s for them: 40 a second again."""
    duration, behind_per_s = LOOP[batch]
    size = {"esm.batch_size": 1 if batch == 1 else 10, "insert.duration": duration}
    result = field("loop-over-the-batch", **size)
    behind = result["series"]["q"]["ApproximateNumberOfMessagesVisible"]
    assert behind[-1] - behind[600] == pytest.approx(599 * behind_per_s, rel=0.06, abs=20)


def test_the_cycle_is_that_of_the_profile():
    for profile in ("notes-2021", "aws-2022", "aws-2026"):
        assert load_profile(profile).value("esm.sqs.poll_cycle_s") == CYCLE_S


def test_an_idle_mapping_makes_fifteen_empty_receives_a_minute(simulate, total_from):
    """DataBiosphere/azul, issue 3708 (23 Dec 2021): "we observe 15 = 5 * 60 / 20 empty receives
    per queue and minute if the system is idle". So it was under the guide of 2022; that of 2026
    goes down to two pollers."""
    parts = {
        "retries": {"type": "queue"},
        "poll": {"type": "event_source_mapping", "source": "retries", "function": "f"},
        "f": {"type": "function", "duration": "1 s"},
    }
    result = simulate(parts, "6 min", "aws-2022")
    assert total_from(result, "retries", "NumberOfEmptyReceives", 61, 301) == 4 * 15
