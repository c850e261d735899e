"""What the summary of the scenario about a missing permission claims holds in its run."""

import pytest

from tests.scenario.answers import result, series, total

SCENARIO = "mailed-four-times"


def test_mailed_four_times() -> None:
    """Denied from 3:10 to 6:10: beyond one mail each, 2/s x (60 x 4 + 30 x (4 + 3 + 2 + 1))."""
    found = result(SCENARIO)
    orders, mails = total(found, "shop", "requests"), total(found, "mails", "published")
    assert orders == pytest.approx(1_080, abs=4 * 33)
    assert mails - orders == pytest.approx(1_080, abs=4 * 83)
    assert total(found, "dead", "sent") == pytest.approx(120, abs=4 * 11)
    assert total(found, "worker", "errors") == 0
    flying = series(found, "orders", "ApproximateNumberOfMessagesNotVisible")
    assert max(flying) == pytest.approx(300, abs=70)
    [told] = [one for one in found["insights"] if one["id"] == "permission-to-delete"]
    assert (told["t"], told["until"]) == pytest.approx((190, 370), abs=3)


def test_a_longer_visibility_timeout_brings_fewer_mails_and_no_dead_letters() -> None:
    """60 s: an order is processed at most four times in three minutes, and five are allowed."""
    found = result(SCENARIO, orders__visibility_timeout=60)
    assert total(found, "mails", "published") < total(result(SCENARIO), "mails", "published")
    assert total(found, "dead", "sent") == 0
