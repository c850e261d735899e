"""An Application Load Balancer in front of a function: who sees which status, and who pays.

User Guide for Application Load Balancers, lambda-functions, load-balancer-troubleshooting and
load-balancer-access-logs (awsdocs/elb-application-load-balancers-user-guide@01a945e, Apr 2023;
lambda-functions again in the second half of 2026).
"""

import pytest

from simcore import check, load_scenario, run

PROVES = ("simcore/services/load_balancer/balancer.py", "simcore/services/load_balancer/health.py")

HEAD = {"format": "windtunnel.scenario/1", "id": "alb", "title": "What does the client see?"}
FUNCTION = {"type": "function", "init_duration": 0, "timeout": 60}


def document(duration, count, group=None, *, balancer=None, at=0, over=0, **functions):
    burst = {"burst": {"rate": 0, "count": count, "at": at, "for": over}}
    target_groups = [{"function": "web", **(group or {})}]
    alb = {"type": "load_balancer", "target_groups": target_groups, **(balancer or {})}
    functions = {name: {**FUNCTION, **said} for name, said in functions.items()}
    site = {"type": "client", "target": "alb", "arrivals": burst}
    return {**HEAD, "duration": duration, "components": {"site": site, "alb": alb, **functions}}


def result(*args, **kwargs):
    return run(load_scenario(document(*args, **kwargs))).as_dict()


def answered_after_ms(found):
    return found["percentiles"]["site"]["Latency"]["max"]


def test_a_throttled_request_is_answered_502_and_not_tried_again():
    """ALB23 troubleshooting, HTTP 502; log reason LambdaThrottling, metric LambdaUserError.

    Two requests at one moment, one unit of concurrency: one runs, the other is refused."""
    found = result(5, 2, web={"duration": 1, "reserved_concurrency": 1})
    alb, web = found["counters"]["alb"], found["counters"]["web"]
    assert (alb["answered"], alb["elb_502"], alb["errors.LambdaThrottling"]) == (1, 1, 1)
    assert (alb["user_errors"], alb["internal_errors"]) == (1, 0)
    assert (web["invocations"], web["throttles"]) == (1, 1)


def test_there_is_no_integration_timeout_of_29_s():
    """lambda-functions: the balancer waits until the function answers or times out: 40 s."""
    found = result(60, 1, web={"duration": 40})
    assert found["counters"]["alb"]["answered"] == 1
    assert answered_after_ms(found) == pytest.approx(40_000)


def test_a_function_that_times_out_is_a_user_error():
    """3.10: the function's own timeout is 502; here after 3 s of 10."""
    found = result(20, 1, web={"duration": 10, "timeout": 3})
    alb = found["counters"]["alb"]
    assert (alb["elb_502"], alb["errors.LambdaUnhandled"], alb["user_errors"]) == (1, 1, 1)


def test_an_idle_connection_is_closed_and_the_function_runs_on():
    """Idle timeout 60 s on the client's side: 504 then, while 90 s of the function are paid."""
    found = result(120, 1, web={"duration": 90, "timeout": 100})
    alb, web = found["counters"]["alb"], found["counters"]["web"]
    assert (alb["elb_504"], alb["errors.idle timeout"]) == (1, 1)
    assert (alb["user_errors"], alb["internal_errors"]) == (0, 0)
    assert found["counters"]["site"]["errors"] == 1
    assert (web["successes"], web["billed_duration_ms"]) == (1, 90_000)


def test_a_longer_idle_timeout_waits_for_it():
    found = result(120, 1, balancer={"idle_timeout": 100}, web={"duration": 90, "timeout": 95})
    assert found["counters"]["alb"]["answered"] == 1


def test_lambda_that_is_not_reached_is_504_and_an_internal_error():
    """ALB23 troubleshooting, HTTP 504; log reason LambdaConnectionError, LambdaInternalError."""
    found = result(5, 10, balancer={"connection_error_rate": 1}, web={"duration": 1})
    alb = found["counters"]["alb"]
    assert (alb["elb_504"], alb["internal_errors"], alb["user_errors"]) == (10, 10, 0)
    assert found["counters"]["web"]["invocations"] == 0


@pytest.mark.parametrize(
    ("group", "reason"),
    [
        ({"malformed_rate": 1}, "LambdaInvalidResponse"),
        ({"response_size": 1_048_577}, "LambdaResponseTooLarge"),
    ],
)
def test_an_answer_that_is_malformed_or_too_large_is_502_and_paid_for(group, reason):
    """Limits of lambda-functions: response JSON of 1 MB (1,048,576 bytes)."""
    found = result(5, 10, group, web={"duration": 1})
    alb = found["counters"]["alb"]
    assert (alb["elb_502"], alb[f"errors.{reason}"]) == (10, 10)
    assert found["counters"]["web"]["successes"] == 10


def test_health_checks_are_off_by_default_and_each_is_an_invocation():
    """Every 35 s from 35 s on: in 10 min 35, 70, ..., 595 are 17; no request is counted."""
    off = result(600, 1, web={"duration": "10 ms"})
    on = result(600, 1, {"health_checks": {}}, web={"duration": "10 ms"})
    assert off["counters"]["web"]["invocations"] == 1
    assert on["counters"]["web"]["invocations"] == 1 + 17
    assert on["counters"]["alb"]["requests"] == 1
    assert on["counters"]["alb"]["health_checks"] == 17


def test_five_failures_in_a_row_make_a_target_unhealthy_and_it_gets_requests_all_the_same():
    """Threshold 5: unhealthy after the fifth check, at 175 s (10 ms later, of the function)."""
    found = result(300, 100, {"health_checks": {}}, over=300, web={"duration": 0, "error_rate": 1})
    unhealthy = found["series"]["alb"]["UnHealthyHostCount"]
    assert found["time_s"][unhealthy.index(1)] == pytest.approx(175, abs=0.5)
    assert found["counters"]["alb"]["elb_502"] == 100


def test_weights_share_the_requests_out():
    """900 and 100 of 1,000 by weights of 9 and 1, within four standard deviations (9.5)."""
    said = document(20, 1_000, {"weight": 9}, over=10, web={"duration": 0}, canary={"duration": 0})
    said["components"]["alb"]["target_groups"].append({"function": "canary", "weight": 1})
    found = run(load_scenario(said)).as_dict()["counters"]
    assert found["web"]["invocations"] + found["canary"]["invocations"] == 1_000
    assert found["canary"]["invocations"] == pytest.approx(100, abs=38)


def test_capacity_units_are_those_of_the_dimension_that_is_used_most():
    """Pricing page: 25 new connections a second, or 0.4 GB an hour for functions.

    6,000 requests of 1,024 bytes with answers of 10,240: 67,584,000 bytes are 0.062943 GB, 0.157356
    LCU-hours; as connections 6,000 / 90,000 = 0.066667. At 0.008 USD: 0.001259 USD; and a begun
    hour."""
    scenario = load_scenario(document(120, 6_000, over=100, web={"duration": 0}))
    lines = {line["item"]: line for line in run(scenario).as_dict()["cost"]["items"]}
    assert lines["hours"]["usd"] == pytest.approx(0.0225)
    assert lines["capacity units"]["quantity"] == pytest.approx(0.157356, abs=1e-6)
    assert lines["capacity units"]["usd"] == pytest.approx(0.001259, abs=1e-6)


@pytest.mark.parametrize(
    ("group", "balancer", "id"),
    [
        ({"weight": 0}, {}, "load-balancer.no-weight"),
        ({"response_size": "2 MB"}, {}, "load-balancer.response-too-large"),
        ({}, {"idle_timeout": 30}, "load-balancer.idle-before-timeout"),
    ],
)
def test_what_is_odd_is_said_before_the_run(group, balancer, id):
    findings = check(document(5, 1, group, balancer=balancer, web={"duration": 1}))
    assert id in [finding.id for finding in findings]
