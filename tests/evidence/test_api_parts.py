"""What an API of API Gateway has beside its integration: authorizer, cache, canary, streams.

EH-4 to EH-6 and all other numbers are worked out by hand from the Amazon API Gateway Developer
Guide (text of April 2026).
"""

import pytest

from tests.evidence.front_doors import FAST, api, burst

PROVES = (
    "simcore/roles/streamed.py",
    "simcore/services/api_gateway/api.py",
    "simcore/services/api_gateway/authorizer.py",
    "simcore/services/api_gateway/cache.py",
)
MB = 1024 * 1024


def test_an_authorizer_is_asked_once_in_its_ttl(answered):
    """EH-4: one token, requests for 10 min, 300 s: asked at 0 and at 300 s."""
    front = api(authorizer={"function": "guard", "ttl": 300})
    found, _ = answered({"constant": {"rate": 0.1}}, 600, front, guard=FAST)
    assert found["guard"]["invocations"] == found["front"]["authorizer_invocations"] == 2
    assert found["worker"]["invocations"] == found["front"]["answered.200"] == 60


def test_an_http_api_asks_its_authorizer_each_time(answered):
    """No TTL is stated for it: none is assumed."""
    front = api(protocol="HTTP", authorizer={"function": "guard"})
    found, _ = answered({"constant": {"rate": 1}}, 60, front, guard=FAST)
    assert found["guard"]["invocations"] == 60


@pytest.mark.parametrize(
    ("status", "asked", "guard"),
    [
        (401, {"unidentified": 1}, {}),
        (403, {"denied": 1}, {}),
        (500, {}, {"error_rate": 1}),
        (500, {}, {"reserved_concurrency": 0}),
        (500, {}, {"duration": "11 s", "timeout": "20 s"}),
    ],
)
def test_what_an_authorizer_answers(answered, status, asked, guard):
    """http-api-lambda-authorizer, http-api-quotas: nothing reaches the function; after 10 s nobody
    waits for the authorizer."""
    front = api(authorizer={"function": "guard", **asked})
    found, result = answered(burst(2), 30, front, guard={**FAST, **guard})
    assert found["front"][f"answered.{status}"] == 2
    assert found["worker"]["invocations"] == 0
    slow = found["front"]["answered.500"] and guard.get("duration")
    assert result["percentiles"]["front"]["Latency"]["p99"] == (10_000 if slow else 0)


@pytest.mark.parametrize("kind", [{"authorizer": {"function": "guard", "denied": 0.5, "ttl": 0}},
                                  {"protocol": "HTTP", "jwt": {"denied": 0.5}}])  # fmt: skip
def test_the_same_token_is_accepted_each_time_or_never(answered, kind):
    """`denied` is a share of the tokens: one client with one token has all its requests in or out,
    those too that come before the first answer."""
    found, _ = answered(burst(20), 5, api(**kind), guard=FAST)
    assert found["front"]["answered_well"] in (0, 20)


def test_a_token_of_an_http_api_is_read_without_a_function(answered):
    """http-api-jwt-authorizer: 401 for what is not accepted."""
    front = api(protocol="HTTP", jwt={"denied": 1})
    found, result = answered(burst(5), 5, front)
    assert found["front"]["answered.401"] == 5
    assert sum(n or 0 for n in result["series"]["front"]["4xx"]) == 5


def test_a_response_is_cached_for_its_ttl(answered):
    """EH-5 (api-gateway-caching): one key, 10 a second for 3 min, 60 s: calls at 0, 60, 120 s."""
    front = api(cache={"ttl": 60})
    found, result = answered({"constant": {"rate": 10}}, 180, front)
    assert found["worker"]["invocations"] == found["front"]["cache_misses"] == 3
    assert sum(n or 0 for n in result["series"]["front"]["CacheHitCount"]) == 1_797
    assert found["site"]["responses"] == 1_800


@pytest.mark.parametrize(("size", "kept"), [(MB, True), (MB + 1, False)])
def test_a_response_of_a_mebibyte_is_cached_and_no_larger_one(answered, size, kept):
    """limits: 1,048,576 bytes."""
    found, _ = answered({"constant": {"rate": 1}}, 10, api(cache={}, response_size=size))
    assert found["worker"]["invocations"] == (1 if kept else 10)


def test_an_error_is_not_cached(answered):
    found, _ = answered({"constant": {"rate": 1}}, 10, api(cache={}), {**FAST, "error_rate": 1})
    assert found["worker"]["invocations"] == found["front"]["answered.502"] == 10


def test_a_canary_gets_its_share_and_its_own_cache(answered):
    """canary-release: a random share of the requests; 25 % of 4,000, four standard deviations."""
    front = api(canary={"function": "next", "share": 0.25})
    found, _ = answered({"constant": {"rate": 100}}, 40, front, next=FAST)
    assert found["next"]["invocations"] == pytest.approx(1_000, abs=4 * 27.4)
    assert found["next"]["invocations"] + found["worker"]["invocations"] == 4_000
    cached = api(canary={"function": "next", "share": 0.25}, cache={})
    found, _ = answered({"constant": {"rate": 100}}, 40, cached, next=FAST)
    assert (found["worker"]["invocations"], found["next"]["invocations"]) == (1, 1)
    shared = {"function": "next", "share": 0.25, "use_stage_cache": True}
    found, _ = answered({"constant": {"rate": 100}}, 40, api(canary=shared, cache={}), next=FAST)
    assert found["worker"]["invocations"] + found["next"]["invocations"] == 1


def test_a_stream_of_30_megabytes(answered):
    """EH-6 (response-transfer-mode): 10 MB at once, 20 MB at 2 MB a second are 10 s."""
    front = api(response_transfer_mode="STREAM", response_size=30 * MB)
    found, result = answered(burst(1), 30, front)
    assert found["front"]["answered.200"] == 1
    assert result["percentiles"]["front"]["Latency"]["p50"] == 10_000
    assert result["percentiles"]["front"]["FirstByteLatency"]["p50"] == 0


def test_the_first_byte_of_a_stream_comes_before_its_end(answered):
    """A model's answer of a minute: the first byte after 2 s, the last with the function's end.

    Buffered, it would be 504 after 29 s.
    """
    slow = {**FAST, "duration": "60 s", "timeout": "90 s"}
    streamed = api(response_transfer_mode="STREAM", first_byte="2 s")
    found, result = answered(burst(1), 90, streamed, slow)
    assert found["front"]["answered.200"] == 1
    assert result["percentiles"]["front"]["FirstByteLatency"]["p50"] == 2_000
    assert result["percentiles"]["front"]["Latency"]["p50"] == 60_000


@pytest.mark.parametrize(("endpoint", "after_s"), [("REGIONAL", 300), ("EDGE", 30)])
def test_a_silent_stream_is_cut_off(answered, endpoint, after_s):
    """response-transfer-mode: 5 min, at the edge 30 s."""
    slow = {**FAST, "duration": "400 s", "timeout": "500 s"}
    front = api(response_transfer_mode="STREAM", endpoint=endpoint)
    found, result = answered(burst(1), 500, front, slow)
    assert found["front"]["answered.504"] == 1
    assert result["percentiles"]["front"]["Latency"]["p50"] == pytest.approx(
        after_s * 1e3, rel=0.01
    )
    assert found["front"]["late_answers"] == 1
