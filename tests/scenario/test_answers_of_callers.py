"""What scenarios claim of callers: figures of summary and description, at the scenario's seed."""

import pytest

from tests.scenario.answers import result, series, total


def test_a_retry_storm() -> None:
    """3,000 at a time do not fit into 1,000: full after 21 s, then four rounds of 30 s each."""
    found = result("retry-storm")
    busy = series(found, "account", "ConcurrentExecutions")
    assert max(busy) == 1_000
    full = next(t for t, n in zip(found["time_s"], busy, strict=True) if n == 1_000)
    assert 79 <= full <= 84
    assert total(found, "search-page", "late_answers") == pytest.approx(4_000, rel=0.02)
    refused = sum(series(found, "checkout", "Throttles")[90:180])
    assert 0.4 < refused / sum(series(found, "shoppers", "Requests")[90:180]) < 0.7


CURES = {
    "search-page.sdk.retry_mode": "standard",
    "search.timeout": 5,
    "search.reserved_concurrency": 700,
}
MORE_CURES = {"search-page.sdk.max_attempts": 1, "search-page.timeout": 35}


def is_cured(knob: str, value: object) -> bool:
    return total(result("retry-storm", **{knob: value}), "checkout", "throttles") == 0


@pytest.mark.parametrize("knob", CURES)
def test_its_cures(knob) -> None:
    assert is_cured(knob, CURES[knob])


@pytest.mark.slow
@pytest.mark.parametrize("knob", MORE_CURES)
def test_its_other_cures(knob) -> None:
    assert is_cured(knob, MORE_CURES[knob])


def test_what_a_quota_of_500_tokens_lets_through() -> None:
    """35 retries of 14 tokens; then one for every 14 successes, of which there are some again when
    the index is back: in the two minutes themselves hardly more."""
    found = result("retry-storm", **{"search-page.sdk.retry_mode": "standard"})
    assert 35 <= sum(series(found, "search-page", "Retries")[60:180]) <= 40
    assert max(series(found, "search", "ConcurrentExecutions")) < 720
    assert found["cost"]["usd"] < 0.7 * result("retry-storm")["cost"]["usd"]
