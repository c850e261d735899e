"""Cost, in scenarios made at random: it never falls, and the parts make up the whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import simcore
from simcore.quotas import PROFILES
from tests.properties import test_concurrency
from tests.properties.strategies import documents, examples

SCENARIOS = 90  # over all profiles, of either kind
METRIC = "EstimatedCharges"
NANO_USD = 1e-9  # to which series are rounded


def check(result):
    series, cost = result["series"], result["cost"]
    charged = {id: part[METRIC] for id, part in series.items() if METRIC in part}
    account = charged.pop("account")
    assert set(charged) == set(cost["components"])
    for values in (account, *charged.values()):
        assert all(a <= b for a, b in zip([0.0, *values], values, strict=False))
    slack = NANO_USD * (len(charged) + 1)
    for n, whole in enumerate(account):
        assert sum(values[n] for values in charged.values()) == pytest.approx(whole, abs=slack)
    assert cost["usd"] == account[-1]
    for id, values in charged.items():
        lines = [line for line in cost["items"] if line["component"] == id]
        assert sum(line["usd"] for line in lines) == pytest.approx(values[-1], abs=1e-8)


def check_month(cost):
    """Something may be free, but no more than there is."""
    month = cost["month"]
    assert 0 <= month["usd"] <= month["list_usd"]
    left = month["list_usd"] - month["free_tier_usd"]
    # Each of the three is rounded to a billionth, by half of that at most.
    assert month["usd"] == pytest.approx(left, abs=1.5 * NANO_USD)
    if not month["free_tier"]:
        assert month["free_tier_usd"] == 0
    for line in cost["items"]:
        assert 0 <= line["month_free_quantity"] <= line["month_quantity"]
        assert line["month_usd"] >= 0


@pytest.mark.parametrize("made_by", [documents, test_concurrency.documents])
@pytest.mark.parametrize("profile", PROFILES)
@examples(SCENARIOS // len(PROFILES) // 2)
@given(data=st.data())
def test_cost_never_falls_and_its_parts_make_up_the_whole(profile, made_by, data):
    document = {**data.draw(made_by(profile)), "free_tier": data.draw(st.booleans())}
    result = simcore.run(simcore.load_scenario(document)).as_dict()
    check(result)
    check_month(result["cost"])
