"""What a load balancer does with one request: sizes, permission, and when it answers."""

import pytest

from simcore.engine.environment import Environment
from simcore.engine.streams import Stream, generator, uniform
from simcore.facts import SUCCESS, ledgers_for
from simcore.roles.invocable import DeniedInvocable
from simcore.roles.request import HttpReply, Request
from simcore.services.load_balancer.balancer import LoadBalancer
from simcore.services.load_balancer.facts import ERROR_REASONS, HttpRequestAnswered
from simcore.services.load_balancer.health import FACTS, HealthCheck
from simcore.services.load_balancer.settings import BalancerSettings, GroupSettings

MB = 1_048_576


class Web:
    """A function that takes a second, or is throttled."""

    id, timeout_s = "web", 3.0

    def __init__(self, env, *, throttled=False):
        self.env, self.throttled, self.asked = env, throttled, []

    def invoke(self, now, payload, on_end, synchronous=True):
        self.asked.append(payload)
        if self.throttled:
            return None
        reply = HttpReply(now, payload, on_end)
        reply.ends = now + 1.0
        self.env.call_at(reply.ends, self.end, reply)
        return reply

    def end(self, reply):
        reply.answer(self.env.now, 200, SUCCESS)


@pytest.fixture
def env():
    return Environment()


def balancer(env, function):
    tosses = tuple(Stream(generator(1, name), uniform) for name in "abc")
    settings = BalancerSettings((GroupSettings(1.0, 500),), 60.0, MB, MB)
    live = LoadBalancer(env, "alb", settings, tosses)
    live.forward_to([function])
    return live


def answer(env, live, request=()):
    """The status, when it came, and the error reason."""
    told = []
    reply = live.invoke(0.0, request, told.append)
    assert not told, "nobody is told before invoke has returned"
    env.run(until=100)
    assert told == [reply]
    (row,) = live.ledgers[HttpRequestAnswered].take()
    assert (row[0], row[2]) == (reply.ends, reply.status)
    return reply.status, reply.ends, ERROR_REASONS[row[5]]


def test_what_is_asked_for_goes_on_to_the_function(env):
    web = Web(env)
    request = Request(resource=7, caller=3, method="POST", bytes=MB, chain=2, sampled=False)
    assert answer(env, balancer(env, web), request) == (200, 1.0, "")
    (got,) = web.asked
    assert [getattr(got, name) for name in sorted(Request.__slots__)] == [
        MB, 3, 2, "POST", 7, False, None]  # fmt: skip


def test_a_body_above_1_mb_is_refused_without_an_invocation(env):
    web = Web(env)
    request = Request(method="POST", bytes=MB + 1)
    assert answer(env, balancer(env, web), request) == (413, 0.0, "LambdaRequestTooLarge")
    assert web.asked == []


@pytest.mark.parametrize(
    ("made", "reason"),
    [(lambda env: Web(env, throttled=True), "LambdaThrottling"),
     (lambda env: DeniedInvocable(), "LambdaAccessDenied")],
)  # fmt: skip
def test_what_the_function_refuses_is_502_at_once(env, made, reason):
    assert answer(env, balancer(env, made(env))) == (502, 0.0, reason)


@pytest.mark.parametrize(
    ("checks", "healthy"),
    [
        ("pf", True),
        ("ff", False),
        ("fpf", True),
        ("ffp", False),
        ("ffpfp", False),
        ("ffpp", True),
    ],
)
def test_so_many_checks_in_a_row_make_a_target_unhealthy_and_healthy(env, checks, healthy):
    """Of a threshold of two; one that goes the other way begins the count anew."""
    settings = GroupSettings(1.0, 500, health_interval_s=5.0, health_threshold=2)
    check = HealthCheck(env, 1, settings, Web(env), ledgers_for(*FACTS))
    for n, one in enumerate(checks):
        check._count(float(n), passed=one == "p")
    assert check.is_healthy == healthy
