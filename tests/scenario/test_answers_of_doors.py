"""What the shipped scenarios with front doors claim is what happens."""

from math import exp, log
from statistics import NormalDist

import pytest

from tests.scenario.answers import result, series, total


def test_answers_nobody_gets() -> None:
    slug, front, report = "answers-nobody-gets", "front", "report"
    normal, spread = NormalDist(), log(60 / 20) / NormalDist().inv_cdf(0.99)
    beyond = log(29 / 20) / spread
    share, of_time = normal.cdf(-beyond), normal.cdf(spread - beyond)
    assert (round(share, 3), round(of_time, 3)) == (0.216, 0.377)

    found = result(slug)
    received, late = total(found, front, "received"), total(found, front, "late_answers")
    assert late == total(found, front, "answered.504")
    assert late / received == pytest.approx(share, abs=4 * (share * (1 - share) / 3_000) ** 0.5)
    late_s = late * found["percentiles"][front]["LateAnswerDuration"]["mean"] / 1e3
    paid_s = total(found, report, "billed_duration_ms") / 1e3
    assert late_s / paid_s == pytest.approx(of_time, abs=0.03)
    (usd,) = [x["usd"] for x in found["cost"]["items"] if x["item"] == "duration"]
    assert usd == pytest.approx(1.9, abs=0.15)
    assert total(found, report, "errors") == 0

    longer = result(slug, front__integration_timeout=60)
    assert total(longer, front, "answered.504") / received == pytest.approx(0.01, abs=0.008)
    shorter = result(slug, report__timeout=29)
    failed = total(shorter, front, "server_errors") / received
    assert failed == pytest.approx(share, abs=0.03)
    less = total(shorter, report, "billed_duration_ms") / 1e3 / paid_s
    assert less == pytest.approx(1 - of_time + 29 * share / 22.36, abs=0.02)
    faster = result(slug, **{"report.duration.lognormal.median": 10})
    assert total(faster, front, "answered.504") / received == pytest.approx(0.084, abs=0.02)


def test_one_customers_script() -> None:
    slug, customers, script = "one-customers-script", "customers", "script"
    found = result(slug)
    minute = slice(60, 120)
    refused = sum(series(found, customers, "Throttles")[minute])
    asked = sum(series(found, customers, "Requests")[minute])
    assert refused / asked == pytest.approx(1 - (20 * 60 + 20) / (100 * 60), abs=0.06)
    assert total(found, customers, "throttles") == pytest.approx(480, rel=0.1)
    assert max(series(found, "worker", "ConcurrentExecutions")) <= 20
    assert total(found, "worker", "throttles") == 0

    # Of the ten keys the script's alone asks for more than it may: 1 + 90 a second.
    key = "front.usage_plans.0.throttle"
    planned = result(slug, **{f"{key}.rate": 4, f"{key}.burst": 4})
    let_in = 4 * 60 + 4
    assert total(planned, script, "responses") == pytest.approx(let_in * 90 / 91, rel=0.06)
    assert 30 < total(planned, customers, "throttles") < 80  # of one's 60: 57
    assert total(planned, "front", "throttled.usage plan") == total(planned, "front", "throttled")

    open_ = result(slug, front__throttle__rate=120, front__throttle__burst=120)
    assert total(open_, "front", "throttled") == 0
    paid = [sum(series(one, "worker", "Invocations")[minute]) for one in (open_, found)]
    assert paid[0] / paid[1] == pytest.approx(5, abs=0.3)


def test_slow_answer_three_doors() -> None:
    slug, normal = "slow-answer-three-doors", NormalDist()
    spread = log(90 / 40) / normal.inv_cdf(0.99)
    mean_s = 40 * exp(spread**2 / 2)
    in_30, beyond_60 = normal.cdf(log(30 / 40) / spread), normal.cdf(-log(60 / 40) / spread)
    of_these_s = mean_s * normal.cdf(log(30 / 40) / spread - spread)
    waits_s = of_these_s + 30 * (1 - in_30)
    assert (round(in_30, 3), round(beyond_60, 3)) == (0.205, 0.122)
    assert (round(waits_s), round(mean_s, 1)) == (29, 42.5)

    found = result(slug)
    asked = {c: total(found, c, "requests") for c in ("through-api", "through-url")}
    assert asked["through-api"] == pytest.approx(50 * 600 / (waits_s + 20), rel=0.06)
    assert asked["through-url"] == pytest.approx(50 * 600 / (mean_s + 20), rel=0.06)
    well = total(found, "http-api", "answered_well")
    assert well / asked["through-api"] == pytest.approx(in_30, abs=0.05)
    assert total(found, "http-api", "late_answers") == asked["through-api"] - well
    assert total(found, "http-api", "answered.503") == asked["through-api"] - well
    slow = total(found, "balancer", "elb_504") / total(found, "balancer", "requests")
    assert slow == pytest.approx(beyond_60, abs=0.045)
    assert total(found, "address", "answered_well") == asked["through-url"]

    usd = {x["component"]: x["usd"] for x in found["cost"]["items"] if x["item"] == "duration"}
    assert 100 * usd["report-c"] / asked["through-url"] == pytest.approx(0.12, abs=0.006)
    assert 100 * usd["report-a"] / well == pytest.approx(0.12 / 0.205, abs=0.13)

    patient = result(slug, balancer__idle_timeout=120)
    assert total(patient, "balancer", "elb_504") <= 1


def test_chat_comes_back() -> None:
    slug, burst = "chat-comes-back", "people.arrivals.burst"
    found = result(slug)
    back = slice(30, 32)
    came = sum(series(found, "chat", "Handshakes")[back])
    assert came - total(found, "chat", "throttled") == pytest.approx(500 + 2 * 500, abs=2)
    assert total(found, "chat", "throttled") == total(found, "chat", "throttled.new connections")
    assert total(found, "chat", "throttled") == pytest.approx(1_500, abs=5 * 3_000**0.5)
    there, said = (series(found, "chat", x)[60:] for x in ("OpenConnections", "MessageCount"))
    assert sum(said) == pytest.approx(sum(there) / 60, rel=0.06)
    assert total(found, "welcome", "cold_starts") == pytest.approx(550, abs=30)

    spread = result(slug, duration=60, **{f"{burst}.burst_rate": 300, f"{burst}.for": 10})
    assert total(spread, "chat", "throttled") == 0
    assert total(spread, "welcome", "cold_starts") == pytest.approx(100, abs=30)
    raised = {"quotas.apigateway.websocket_connections_per_second": 1_500}
    assert total(result(slug, duration=40, **raised), "chat", "throttled") == 0
