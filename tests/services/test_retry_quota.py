"""The retry quota of an SDK client: whatever happens, it never gives more than it has."""

from hypothesis import given, settings
from hypothesis import strategies as st

from simcore.services.clients.answers import ANSWERS, FUNCTION_ERROR, OK, RETRYABLE
from simcore.services.clients.rate_limiter import RateSettings
from simcore.services.clients.retry_mode import Costs, RetryMode
from simcore.services.clients.sdk_client import SdkClient

OLD = RetryMode(3, quota=500, costs=Costs(5, 5, 10, 1))
NEW = RetryMode(3, transient_base_s=0.05, quota=500, costs=Costs(5, 14, 14, 1))
requests = st.lists(
    st.lists(st.integers(0, len(ANSWERS) - 1), min_size=1, max_size=5), max_size=200
)


def run(client, answers):
    """One request with these answers, as long as it is tried again; what its retries cost."""
    costs = []
    for n, answer in enumerate(answers, 1):
        is_last = n == len(answers) or not client.mode.tries_again(answer, n)
        cost = None if is_last else client.pays(answer)
        if cost is None:
            client.ended(answer, costs[-1] if costs else 0)
            return costs, answer
        costs.append(cost)
    raise AssertionError


@settings(max_examples=60, deadline=None)
@given(requests, st.sampled_from([OLD, NEW]))
def test_tokens_are_what_was_there_less_what_was_paid_and_more_what_came_back(all_answers, mode):
    """Against the sentence of the sources, worked by itself: a success gives back 1, or what its
    last retry cost, and never more than what is missing; all else gives back nothing."""
    client, tokens = SdkClient(mode, RateSettings(), 0.0), 500
    for answers in all_answers:
        costs, last = run(client, answers)
        assert len(costs) <= mode.max_attempts - 1
        assert all(answer in RETRYABLE for answer in answers[: len(costs)])
        tokens -= sum(costs)
        assert tokens >= 0
        if last in (OK, FUNCTION_ERROR):
            tokens = min(tokens + (costs[-1] if costs else 1), 500)
        assert client.quota.tokens == tokens


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 400), st.sampled_from([OLD, NEW]), st.sampled_from(sorted(RETRYABLE)))
def test_an_outage_costs_no_more_retries_than_the_quota_pays_for(n, mode, answer):
    client = SdkClient(mode, RateSettings(), 0.0)
    made = sum(len(run(client, [answer] * 5)[0]) for _ in range(n))
    assert made == min(2 * n, 500 // mode.costs.of(answer))


def test_without_a_quota_retries_are_bounded_by_the_attempts_alone():
    client = SdkClient(RetryMode(5), RateSettings(), 0.0)
    made = sum(len(run(client, [next(iter(RETRYABLE))] * 9)[0]) for _ in range(1_000))
    assert made == 4_000
