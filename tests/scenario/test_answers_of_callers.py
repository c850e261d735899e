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
}
MORE_CURES = {
    "search.reserved_concurrency": 700,
    "search-page.sdk.max_attempts": 1,
    "search-page.timeout": 35,
}


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


def test_retries_keep_a_shop_down() -> None:
    """300 attempts a second for 100 answers: 200 are refused, and the others come too late."""
    found = result("still-down")
    last = slice(120, 180)
    assert sum(series(found, "shop-page", "Responses")[last]) == 0
    refused = sum(series(found, "shop-page", "Attempts.429")[last]) / 60
    assert refused == pytest.approx(200, rel=0.05)
    assert total(found, "database", "answered") > 100 * 90
    assert sum(series(found, "database", "CallsWaiting")[last]) / 60 == pytest.approx(2400, rel=0.1)


@pytest.mark.parametrize(
    ("knob", "value", "back_s"),
    [("shop-page.sdk.retry_mode", "standard", 117), ("shop.reserved_concurrency", 50, 80)],
)
def test_what_brings_it_back_and_when(knob, value, back_s) -> None:
    """(1,100 + 400 - 100) / 40 = 35 s after the 20; or at once, where the line is short."""
    answered = series(result("still-down", **{knob: value}), "shop-page", "Responses")
    back = next(t for t in range(70, 180) if sum(answered[t : t + 5]) > 5 * 30)
    assert back == pytest.approx(back_s, abs=6)
    assert sum(answered[125:180]) / 55 == pytest.approx(60, rel=0.1)
