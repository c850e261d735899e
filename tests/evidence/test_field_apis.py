"""What people were told by an API: by one whose function took too long, and by a full one."""

import pytest

from tests.evidence.front_doors import api, burst

PROVES = (
    "simcore/services/api_gateway/admission.py",
    "simcore/services/api_gateway/integration.py",
)


@pytest.mark.parametrize(("protocol", "status"), [("HTTP", 503), ("REST", 504)])
def test_a_cold_start_takes_an_answer_past_the_timeout(answered, protocol, status):
    """serverless/serverless, issue 11222 "Include cold start duration in http API Gateway timeout
    computation" (8 Jul 2022): an HTTP API waits 6.5 s for a function with a timeout of 6 s. The
    handler takes 5 s, its cold start 2 s: the API says 503, and the function ends well. A warm
    one is answered. 503 is also in cortexlabs/cortex, issue 1225 (13 Aug 2020: `HTTP/2 503`,
    "Service Unavailable", after 29 s), and anomalyco/sst, issue 2232 (30 Nov 2022: 503 while the
    script is still running). The guide's 504 is in its table for REST APIs."""
    slow = {"type": "function", "duration": "5 s", "init_duration": "2 s", "timeout": "6 s"}
    front = api(protocol=protocol, integration_timeout="6.5 s")
    found, result = answered(burst(1), 20, front, slow)
    assert found["front"][f"answered.{status}"] == found["front"]["server_errors"] == 1
    assert result["percentiles"]["front"]["Latency"]["p50"] == pytest.approx(6_500, rel=0.01)
    assert found["site"]["timeouts"] == found["front"]["late_answers"] == 1
    assert (found["worker"]["successes"], found["worker"]["errors"]) == (1, 0)
    found, _ = answered({"constant": {"rate": 0.1}}, 28, front, slow)
    told = found["front"]
    assert (told[f"answered.{status}"], told["answered.200"]) == (1, 2)


def test_a_bucket_fills_between_two_spikes(answered):
    """awsdocs/amazon-api-gateway-developer-guide, issue 116 "API Gateway Throttling Calculation" (7
    Mar 2021), where AWS says after asking the team that its example is right, not the reader's
    5,500: of 5,000 requests in the first millisecond and 5,000 in the 101st, 6,000 get in at a rate
    of 10,000 a second and a burst of 5,000. A tenth of all that here."""
    again = {"type": "client", "target": "front", "arrivals": burst(500, at=0.1)}
    front = api(throttle={"rate": 1_000, "burst": 500})
    found, _ = answered(burst(500), 1, front, again=again)
    assert (found["site"]["throttles"], found["again"]["throttles"]) == (0, 400)
