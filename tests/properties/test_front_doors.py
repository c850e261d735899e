"""Front doors: every request has one answer or waits, and no bucket gives more than it holds."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import simcore
from simcore.engine.token_bucket import TokenBucket
from simcore.roles.request import Request
from simcore.services.api_gateway.admission import Admission
from simcore.services.api_gateway.facts import BY_ACCOUNT, BY_METHOD, BY_PLAN, BY_STAGE
from simcore.services.api_gateway.settings import Rate, Throttling, UsagePlan
from tests.properties.strategies import arrivals, distributions, examples, functions, one_of

SCENARIOS = 60
MILLISECOND = Fraction(1, 1024)  # exact in floats


@st.composite
def throttles(draw):
    return {"rate": draw(one_of(1, 5, 50)), "burst": draw(one_of(1, 3, 40))}


@st.composite
def apis(draw, profile):
    """With whatever parts its kind has; its functions are `worker`, `guard` and `next`."""
    said = {
        "type": "api",
        "protocol": draw(one_of("REST", "REST", "HTTP")),
        "integration": "worker",
        "integration_timeout": draw(one_of(0.05, 1, 5, 29)),
        "overhead": draw(distributions(0.0, 0.5)),
        "throttle": draw(st.none() | throttles()),
        "methods": draw(one_of([], [], [{"method": "GET", "rate": 4, "burst": 2}])),
        "response_size": draw(one_of(0, 1_024, 9_000_000)),
    }
    if draw(st.booleans()):
        said["authorizer"] = {
            "function": "guard",
            "ttl": draw(one_of(0, 3, 300)),
            "unidentified": draw(one_of(0, 0.2)),
            "denied": draw(one_of(0, 0.3)),
        }
    if said["protocol"] == "REST":
        said["invalid_requests"] = draw(one_of(0, 0, 0.1))
        said["canary"] = draw(one_of(None, {"function": "next", "share": 0.4}))
        said["usage_plans"] = draw(one_of([], [], [{"quota": {"limit": 30}}]))
        said |= draw(one_of({}, {"cache": {"ttl": 2}}, streamed(profile)))
    return {name: value for name, value in said.items() if value is not None}


def streamed(profile):
    if profile != "aws-2026":
        return {}
    return {"response_transfer_mode": "STREAM", "first_byte": 0.2, "response_size": 14_000_000}


@st.composite
def documents(draw, profile):
    """Two clients, of which one goes past the API, and three functions."""
    return {
        "format": "windtunnel.scenario/1",
        "id": "at-random",
        "title": "Is every request answered?",
        "seed": draw(st.integers(0, 10_000)),
        "profile": profile,
        "duration": draw(one_of(10, 20, 40)),
        "quotas": {
            "lambda.unreserved_minimum": 0,
            "lambda.account_concurrency": draw(one_of(20, 1000)),
            "apigateway.account_requests_per_second": draw(one_of(8, 10_000)),
            "apigateway.account_burst": draw(one_of(4, 5_000)),
        },
        "components": {
            "site": {"type": "client", "target": "front", "arrivals": draw(arrivals(8))},
            "beside": {"type": "client", "target": "worker", "arrivals": draw(arrivals(3))},
            "front": draw(apis(profile)),
            **{name: draw(functions()) for name in ("worker", "guard", "next")},
        },
    }


@pytest.mark.parametrize("profile", ["aws-2022", "aws-2026"])
@examples(SCENARIOS // 2)
@given(data=st.data())
def test_every_request_is_answered_once_or_waits(profile, data):
    document = data.draw(documents(profile))
    scenario = simcore.load_scenario(document)
    in_vain = 504 if document["components"]["front"]["protocol"] == "REST" else 503
    run = simcore.Run(scenario)
    for frame in run.frames():
        counters = frame.payload["counters"]
        site, front = counters["site"], counters["front"]
        answered = {name: n for name, n in front.items() if name.startswith("answered.")}
        assert front["received"] == sum(answered.values()) + front["waiting"]
        assert site["requests"] == front["received"]
        assert site["responses"] == front["answered.200"]
        assert site["throttles"] == front["answered.429"] == front["throttled"]
        assert site["errors"] == front["client_errors"] - site["throttles"] + front["server_errors"]
        assert site["timeouts"] == front[f"answered.{in_vain}"]
        hits = front.get("cache_hits", 0)
        assert front["answered.200"] <= hits + front["integrations_answered"]
    again = simcore.run(simcore.load_scenario(document))
    assert run.result().fingerprint == again.fingerprint


@st.composite
def socket_documents(draw):
    """A WebSocket API whose clients come, send and go, and whose functions may fail."""
    said = {
        "type": "api",
        "protocol": "WEBSOCKET",
        "integration": "worker",
        "integration_timeout": draw(one_of(0.05, 2, 29)),
        "throttle": draw(st.none() | throttles()),
        "connections": {
            "duration": draw(distributions(2.0, 20.0)),
            "message_interval": draw(distributions(0.2, 2.0)),
            "message_size": draw(one_of(1, 40_000, 40_000, 131_073)),
            **draw(
                one_of({}, {}, {"connect": "guard"}, {"connect": "guard", "disconnect": "next"})
            ),
        },
    }
    document = draw(documents("aws-2026"))
    document["components"]["front"] = {k: v for k, v in said.items() if v is not None}
    return document


@examples(20)
@given(document=socket_documents())
def test_every_connection_and_every_message_is_somewhere(document):
    run = simcore.Run(simcore.load_scenario(document))
    for frame in run.frames():
        counters = frame.payload["counters"]
        site, front = counters["site"], counters["front"]

        def total(family, front=front):
            return sum(n for name, n in front.items() if name.startswith(family))

        assert site["requests"] == front["handshakes"]
        assert front["handshakes"] == total("handshake.") + front["opening"]
        assert site["responses"] == front["handshake.101"] == total("closed.") + front["open"]
        assert front["messages"] == total("message.") + front["routing"]
        assert front["throttled"] == front["handshake.429"] + front["message.throttled"]


@st.composite
def url_documents(draw):
    """A function URL, buffered or streaming."""
    document = draw(documents("aws-2026"))
    document["components"]["front"] = {
        "type": "function_url",
        "function": "worker",
        "auth_type": draw(one_of("NONE", "AWS_IAM")),
        "unsigned": draw(one_of(0, 0.2)),
        "invoke_mode": draw(one_of("BUFFERED", "RESPONSE_STREAM")),
        "first_byte": draw(distributions(0.0, 2.0)),
        "response_size": draw(one_of(0, 1_024, 14_000_000)),
    }
    return document


@examples(20)
@given(document=url_documents())
def test_every_request_to_a_url_is_answered_once_or_waits(document):
    run = simcore.Run(simcore.load_scenario(document))
    for frame in run.frames():
        counters = frame.payload["counters"]
        site, front = counters["site"], counters["front"]
        assert site["requests"] == front["received"]
        assert site["responses"] == front["answered_well"]
        assert site["throttles"] == front["answered.429"]
        failed = front["client_errors"] - front["answered.429"] + front["server_errors"]
        assert site["errors"] == failed
        assert (
            site["requests"] - sum((site["responses"], site["throttles"], failed))
            == (front["waiting"])
        )


class Exact:
    """A token bucket in fractions: what is let in, by definition."""

    def __init__(self, rate: Rate) -> None:
        self.rate, self.tokens, self.seen = rate, Fraction(rate.burst), Fraction(0)

    def take(self, now: Fraction) -> bool:
        came = (now - self.seen) * Fraction(self.rate.per_s)
        self.tokens, self.seen = min(self.tokens + came, Fraction(self.rate.burst)), now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


rates = st.builds(Rate, one_of(1, 2, 8, 64), st.integers(1, 20))
requests = st.lists(
    st.tuples(st.integers(0, 400), st.integers(0, 2), one_of("GET", "POST")), max_size=120
)


@examples(300)
@given(requests=requests, key=rates, post=rates, stage=st.none() | rates, account=rates)
def test_the_buckets_of_an_api_let_in_what_exact_ones_do(requests, key, post, stage, account):
    """In the order usage plan, method or stage, account; whoever was asked has given its token."""
    throttling = Throttling((UsagePlan(2, key), UsagePlan(1)), (("POST", post),), stage)
    admission = Admission(throttling, TokenBucket(account.burst, account.per_s))
    exact = {name: Exact(rate) for name, rate in ((0, key), (1, key), ("POST", post))}
    whole, own = Exact(account), Exact(stage) if stage else None
    now = Fraction(0)
    for gap, caller, method in requests:
        now += gap * MILLISECOND
        expected = 0
        if caller in exact and not exact[caller].take(now):
            expected = BY_PLAN
        elif method == "POST":
            expected = 0 if exact["POST"].take(now) else BY_METHOD
        elif own is not None and not own.take(now):
            expected = BY_STAGE
        if not expected and not whole.take(now):
            expected = BY_ACCOUNT
        assert admission.refuses(float(now), Request(caller=caller, method=method)) == expected
