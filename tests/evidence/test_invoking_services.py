"""How other services invoke a function: who waits how long, and what is tried again."""

import pytest

from simcore import load_scenario, run
from simcore.scenario import check

PROVES = (
    "simcore/services/event_source/asked/asking.py",
    "simcore/services/event_source/asked/job.py",
    "simcore/services/event_source/pushed/pushing.py",
    "simcore/services/event_source/pushed/waiting.py",
)

HEAD = {"format": "windtunnel.scenario/1", "id": "invoked", "title": "Who waits?"}
ONCE = {"arrivals": {"constant": {"rate": 1}}, "limit": 1}
MINUTE = 60
ZERO = {"init_duration": 0}


def document(service, function, duration=120, more=None, **said):
    source = {"type": "event_source", "service": service, "target": "work", **said}
    worker = {"type": "function", **ZERO, **function}
    parts = {"source": source, "work": worker, **(more or {})}
    return {**HEAD, "duration": duration, "components": parts}


def ran(service, function, *, quotas=None, interventions=(), profile="aws-2026", **said):
    given = document(service, function, **said)
    given |= {"quotas": quotas or {}, "interventions": list(interventions), "profile": profile}
    return run(load_scenario(given)).as_dict()


def counted(*args, **said):
    return ran(*args, **said)["counters"]


def latency_s(result, metric="OperationLatency"):
    return result["percentiles"]["source"][metric]["max"] / 1000


def test_cognito_tries_three_times_for_five_seconds():
    """Amazon Cognito Developer Guide, 2023: 5 s for each of three attempts.

    A trigger of 6 s never answers in time: 3 invocations, and the user's call fails at 15 s. All
    three run to their end, and are paid for: 18 s.
    """
    result = ran("cognito", {"duration": 6, "timeout": 10}, **ONCE)
    source, work = result["counters"]["source"], result["counters"]["work"]
    assert (source["attempts"], source["operations_failed.timeout"]) == (3, 1)
    assert work["invocations"] == work["successes"] == 3
    assert latency_s(result) == pytest.approx(15)


def test_a_cold_start_can_cost_cognito_one_attempt():
    """An init of 4 s and 2 s of work: 6 s, too late. The second finds another cold environment at
    5 s, which would be ready at 11 s: too late; the third, at 10 s, the first one, idle since 6 s:
    2 s. The user waits 12 s."""
    result = ran("cognito", {"duration": 2, "init_duration": 4, "timeout": 10}, **ONCE)
    source = result["counters"]["source"]
    assert (source["attempts"], source["attempts_timed_out"]) == (3, 2)
    assert source["operations_succeeded"] == 1
    assert latency_s(result) == pytest.approx(12)


def test_an_error_is_an_answer():
    """The guide: what is not answered in time is tried again; that an error is not, is assumed."""
    source = counted("cognito", {"duration": 1, "error_rate": 1}, **ONCE)["source"]
    assert (source["attempts"], source["operations_failed.error"]) == (1, 1)


@pytest.mark.parametrize(
    ("service", "waits"), [("lex", 30), ("alexa", 8), ("ses", 30), ("cognito", 15)]
)
def test_each_service_waits_so_long(service, waits):
    """Lex V2 quotas (2026): 30 s; Alexa (2017, staff): 8 s; SES
    (receiving-email-action-lambda): 30 s, then the mail goes on; Cognito 3 x 5 s. A
    function of 31 s answers none of them."""
    said = {"invocation": "RequestResponse"} if service == "ses" else {}
    result = ran(service, {"duration": 31, "timeout": 60}, **ONCE, **said)
    assert result["counters"]["source"]["operations_failed.timeout"] == 1
    assert latency_s(result) == pytest.approx(waits)


def test_a_second_less_is_in_time():
    source = counted("alexa", {"duration": 7.5, "timeout": 10}, **ONCE)["source"]
    assert (source["operations_succeeded"], source["operations_failed"]) == (1, 0)


def test_lex_v1_tells_a_throttle_from_an_error():
    """AWS Lambda Developer Guide, services-lex (2022): 429 at the concurrency limit, 424 on an
    exception. Two turns at the same time, one environment: one of them is refused."""
    two = {"arrivals": {"burst": {"count": 2, "at": 0, "for": 0, "spacing": "even"}}, "limit": 2}
    function = {"duration": 1, "error_rate": 1, "reserved_concurrency": 1}
    source = counted("lex_v1", function, **two)["source"]
    assert (source["operations_failed.throttled"], source["operations_failed.error"]) == (1, 1)


def test_a_mail_waits_for_nobody_with_event():
    """SES, invocation type Event: the function may take its time."""
    found = counted("ses", {"duration": 31, "timeout": 60}, **ONCE)
    assert found["source"]["events_delivered"] == found["work"]["successes"] == 1


@pytest.mark.parametrize(("at_once", "failed"), [(1, 1_000), (50, 1_049)])
def test_a_job_of_which_most_tasks_fail_is_given_up(at_once, failed):
    """Amazon S3 User Guide, batch-ops-job-status, Apr 2026: more than half failed,
    looked at from 1,000 tasks on. All of 10,000 fail for good: given up at the 1,000th that ends;
    of 50 at once 49 are in work then."""
    function = {"duration": "10 ms", "item_error_rate": 1}
    manifest = {"tasks": 10_000, "parallelism": at_once}
    source = counted("s3_batch", function, manifest=manifest)["source"]
    assert (source["operations_failed"], source["jobs_failed"]) == (failed, 1)
    assert source["tasks_skipped"] == 10_000 - failed


def test_a_job_of_fewer_tasks_is_not_looked_at():
    function = {"duration": "10 ms", "item_error_rate": 1}
    source = counted("s3_batch", function, manifest={"tasks": 999, "parallelism": 9})["source"]
    assert (source["operations_failed"], source["jobs_failed"]) == (999, 0)


def test_a_task_that_fails_for_the_moment_is_tried_again():
    """batch-ops-invoke-lambda (Apr 2026): redriven before the job ends; three times in all
    (assumed). A function that always fails: 100 tasks, 300 invocations; below 1,000 nothing is
    looked at."""
    manifest = {"tasks": 100, "parallelism": 10}
    found = counted("s3_batch", {"duration": "10 ms", "error_rate": 1}, manifest=manifest)
    assert found["work"]["invocations"] == found["source"]["attempts"] == 300
    assert found["source"]["operations_failed"] == 100


def test_codepipeline_gives_up_after_20_minutes_of_silence():
    """AWS CodePipeline User Guide, limits, 2026: reports at 15, 34 and 53 min, then
    silence: failed at 73 min.

    The function takes 15 min, and is invoked again 4 min after each report: it reports at 15, at
    15 + 4 + 15 and at 53 min. From 54 min on it fails.
    """
    result = ran(
        "codepipeline",
        {"duration": 15 * MINUTE, "timeout": 900},
        duration=90 * MINUTE,
        quotas={"codepipeline.again_s": 4 * MINUTE},
        interventions=[
            {"at": 54 * MINUTE, "action": "set", "values": {"work.error_rate": 1}},
        ],
        progress_reports=9,
        **ONCE,
    )
    source = result["counters"]["source"]
    assert (source["progress_reports"], source["answers_missed.silence"]) == (3, 1)
    assert latency_s(result, "AnswerLatency") == pytest.approx(73 * MINUTE)


def test_codepipeline_waits_a_day_for_those_who_report():
    """24 h in all: a function that reports every 10 min is never silent, and given up then."""
    day = 24 * 60 * MINUTE
    result = ran(
        "codepipeline",
        {"duration": 5 * MINUTE, "timeout": 900},
        duration=day + MINUTE,
        quotas={"codepipeline.again_s": 5 * MINUTE},
        progress_reports=10_000,
        **ONCE,
    )
    assert result["counters"]["source"]["answers_missed.timeout"] == 1
    assert latency_s(result, "AnswerLatency") == pytest.approx(day)


def test_codepipeline_is_answered_by_a_function_that_does_its_work():
    result = ran("codepipeline", {"duration": 30, "timeout": 60}, **ONCE)
    assert result["counters"]["source"]["answers"] == 1
    assert latency_s(result, "AnswerLatency") == pytest.approx(30)


@pytest.mark.parametrize(("said", "waits"), [({}, 3_600), ({"service_timeout": 100}, 100)])
def test_cloudformation_waits_an_hour_for_an_answer(said, waits):
    """AWS CloudFormation, custom resources (Apr 2026): ServiceTimeout, 3,600 s by default. The
    function fails: nobody writes to the ResponseURL."""
    result = ran("cloudformation", {"duration": 1, "error_rate": 1}, duration=3_700, **ONCE, **said)
    assert result["counters"]["source"]["answers_missed.timeout"] == 1
    assert latency_s(result, "AnswerLatency") == pytest.approx(waits)


def log_events(denied_until, **more):
    """One a second, each by itself; without permission until then."""
    again = {"at": denied_until, "action": "set", "values": {"source.delivery_fails": False}}
    said = {"arrivals": {"constant": {"rate": 1}}, "batch_size": 1, "delivery_fails": True}
    return ran(
        "logs", {"duration": "10 ms"}, duration=15 * MINUTE, interventions=[again], **said, **more
    )


def test_a_denied_subscription_is_off_for_ten_minutes():
    """Amazon CloudWatch Logs User Guide, SubscriptionFilters, Apr 2026.

    No permission from the start, mended at 4 min. The first log event, at 0 s, is denied: nothing
    is delivered for 10 min, although it could be; all until then are lost. One a second: 600 until
    599 s, and from 600 s on one each second.
    """
    result = log_events(4 * MINUTE)
    source = result["counters"]["source"]
    delivered = result["series"]["source"]["EventsDelivered"]
    assert (source["delivery_errors.denied"], source["events_lost"]) == (1, 600)
    assert sum(delivered[:600]) == 0
    assert sum(delivered[600:]) == source["events"] - 600 == source["events_delivered"]


def test_what_lambda_refuses_for_the_moment_is_delivered_later():
    """The same page: throttling and errors of the service are tried again, up to 24 h."""
    said = {"arrivals": {"constant": {"rate": 10}}, "limit": 100, "delivery_error_rate": 0.5}
    source = counted("logs", {"duration": "10 ms"}, duration=600, batch_size=1, **said)["source"]
    assert (source["events_delivered"], source["events_lost"]) == (100, 0)
    assert source["delivery_errors.refused"] > 50


def test_log_events_go_together():
    """They are batched where they can be: 100 at once, 30 a delivery: 3 x 30 at once, and 10 after
    the window of 5 s."""
    burst = {"arrivals": {"burst": {"count": 100, "at": 1, "for": 0, "spacing": "even"}}}
    result = ran("logs", {"duration": "10 ms"}, batch_size=30, **burst)
    assert result["counters"]["source"]["deliveries"] == 4
    assert latency_s(result, "DeliveryLatency") == pytest.approx(5)


def test_a_failing_rule_of_iot_does_its_error_action_once():
    """AWS IoT Developer Guide, rule-error-handling (2026): one message, nothing is tried again."""
    said = {"error_action": "errors", "delivery_fails": True}
    more = {"errors": {"type": "queue"}}
    found = counted("iot", {"duration": 1}, more=more, **said, **ONCE)
    assert found["source"]["error_actions"] == found["errors"]["sent"] == 1
    assert found["source"]["events_lost"] == 1


@pytest.mark.parametrize(
    ("profile", "offered"), [("notes-2021", True), ("aws-2022", True), ("aws-2026", False)]
)
def test_iot_events_has_ended(profile, offered):
    """AWS IoT Events, end of support: 20 May 2026."""
    given = document("iot_events", {"duration": 1}, **ONCE) | {"profile": profile}
    found = {one.id for one in check(given)}
    assert ("event-source.ended" in found) != offered


def test_a_service_has_its_own_fields_only():
    given = document("codecommit", {"duration": 1}, batch_size=4, **ONCE)
    assert "event-source.field-unused" in {one.id for one in check(given)}
    assert "event-source.nothing-happens" in {
        one.id for one in check(document("config", {"duration": 1}))
    }
