"""Function URLs: what Lambda refuses, statuses, streams.

EH-7, EH-16 and all other numbers are worked out by hand from the AWS Lambda Developer Guide
(urls-configuration, 14 Nov 2022; gettingstarted-limits, 12 Jul 2026).
"""

import pytest

import simcore
from tests.evidence.front_doors import FAST, burst

PROVES = (
    "simcore/roles/streamed.py",
    "simcore/roles/waiting.py",
    "simcore/services/function_url/url.py",
)
MB = 1024 * 1024


def url(**said):
    return {"type": "function_url", "function": "worker", **said}


def test_ten_times_the_reserved_concurrency_a_second(answered, total_from):
    """EH-16: reserved 5, 20 ms, 60 a second: 50 a second pass, 10 get 429, one or two are busy."""
    worker = {**FAST, "duration": "20 ms", "reserved_concurrency": 5}
    found, result = answered({"constant": {"rate": 60}}, 60, url(), worker)
    passed = total_from(result, "worker", "Invocations", 20, 50)
    refused = total_from(result, "front", "Url4xxCount", 20, 50)
    assert passed == pytest.approx(30 * 50, abs=1)
    assert refused == pytest.approx(30 * 10, abs=1)
    assert max(result["series"]["worker"]["ConcurrentExecutions"]) <= 2
    assert found["site"]["throttles"] == found["front"]["answered.429"]


def test_a_url_is_switched_off_by_reserving_nothing(answered):
    """urls-configuration: reserved concurrency 0, and every request is 429."""
    found, _ = answered(burst(7), 5, url(), {**FAST, "reserved_concurrency": 0})
    assert found["front"]["answered.429"] == found["site"]["throttles"] == 7


def test_a_stream_of_26_megabytes(answered):
    """EH-7 (gettingstarted-limits): 6 MB at once, 20 MB at 2 MB a second are 10 s."""
    front = url(invoke_mode="RESPONSE_STREAM", response_size=26 * MB)
    found, result = answered(burst(1), 30, front)
    assert found["front"]["answered_well"] == 1
    assert result["percentiles"]["front"]["UrlRequestLatency"]["p50"] == 10_000
    assert result["percentiles"]["front"]["FirstByteLatency"]["p50"] == 0


def test_a_url_waits_as_long_as_its_function_runs(answered):
    """No timeout but the function's, of up to 900 s; the first byte may come long before."""
    worker = {**FAST, "duration": "600 s", "timeout": "900 s"}
    found, result = answered(burst(1), 900, url(), worker)
    assert found["front"]["answered_well"] == 1
    assert result["percentiles"]["front"]["UrlRequestLatency"]["p50"] == 600_000
    front = url(invoke_mode="RESPONSE_STREAM", first_byte="1 s")
    _, result = answered(burst(1), 900, front, worker)
    assert result["percentiles"]["front"]["FirstByteLatency"]["p50"] == 1_000
    assert result["percentiles"]["front"]["UrlRequestLatency"]["p50"] == 600_000


@pytest.mark.parametrize(
    ("status", "front", "worker"),
    [
        (502, {}, {"error_rate": 1}),
        (504, {}, {"duration": "5 s", "timeout": "1 s"}),
        (502, {"response_size": 6 * MB + 1}, {}),
        (403, {"auth_type": "AWS_IAM", "unsigned": 1}, {}),
    ],
)
def test_statuses(answered, status, front, worker):
    """urls-invocation: 403 for who may not; 502 and 504 for a failing function are assumed."""
    found, result = answered(burst(3), 10, url(**front), {**FAST, **worker})
    assert found["front"][f"answered.{status}"] == found["site"]["errors"] == 3
    assert found["worker"]["invocations"] == (0 if status == 403 else 3)
    of = "Url4xxCount" if status < 500 else "Url5xxCount"
    assert sum(n or 0 for n in result["series"]["front"][of]) == 3


@pytest.mark.parametrize(
    ("profile", "said", "path"),
    [
        ("notes-2021", {}, "type"),
        ("aws-2022", {}, None),
        ("aws-2022", {"invoke_mode": "RESPONSE_STREAM"}, "invoke_mode"),
        ("aws-2026", {"invoke_mode": "RESPONSE_STREAM"}, None),
    ],
)
def test_what_a_year_did_not_have(profile, said, path):
    """lambda-releases: function URLs since 6 April 2022, streams since 6 April 2023."""
    document = {
        "format": "windtunnel.scenario/1",
        "id": "urls",
        "title": "Was there a URL?",
        "profile": profile,
        "duration": 10,
        "components": {
            "site": {"type": "client", "target": "front", "arrivals": burst(1)},
            "front": url(**said),
            "worker": FAST,
        },
    }
    found = [check.path for check in simcore.check(document) if check.severity == "error"]
    assert found == ([f"components.front.{path}"] if path else [])
