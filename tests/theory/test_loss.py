"""A function with reserved concurrency is a loss system: Erlang's B formula."""

import pytest

from simcore.awslambda.facts.invocations import InvocationThrottled
from simcore.facts import THROTTLED
from simcore.services.clients.facts import RequestEnded, RequestSent
from tests.theory.intervals import batch_means, erlang_b, lognormal

PROVES = ("simcore/awslambda/pools.py",)

SERVICES = {
    "exponential": {"exponential": {"mean": 1}},
    "lognormal": lognormal(mean=1, sigma=1),
    "constant": 1,
}


def test_the_formula():
    assert erlang_b(10, 5) == pytest.approx(0.018385, abs=5e-7)


@pytest.mark.parametrize("service", SERVICES)
def test_the_throttled_share_is_erlang_b_whatever_the_service(poisson_calls, service):
    """Poisson calls, 5 a second, of 1 s on average, 10 at a time; about 400,000 of them.

    The interval is of 99 %, by batch means over the requests in the order of sending.
    """
    told = poisson_calls(5, SERVICES[service], 80_000, function={"reserved_concurrency": 10})
    outcome = told.column("caller", RequestEnded, "outcome")
    sent = told.column("caller", RequestEnded, "sent")
    share, half_width = batch_means(outcome[sent.argsort()] == THROTTLED)
    assert half_width < 0.0015  # the interval says something
    assert share == pytest.approx(0.018385, abs=half_width)
    requests = told.count("caller", RequestSent)
    assert requests == pytest.approx(400_000, abs=4 * 400_000**0.5)
    assert told.count("worker", InvocationThrottled) == (outcome == THROTTLED).sum()
