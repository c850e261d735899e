"""What a FIFO queue knows of messages before they come makes the same run as sending one by one."""

from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simcore import ScenarioInvalid, load_scenario
from simcore.quotas import PROFILES
from simcore.services.sqs.fifo.coming import ComingInGroups
from tests.properties.strategies import examples, one_of
from tests.properties.test_fifo_order import documents
from tests.properties.test_foreseen_messages import fingerprint, interventions

SCENARIOS = 120  # over all profiles


@pytest.mark.parametrize("profile", PROFILES)
@examples(SCENARIOS // len(PROFILES))
@given(data=st.data())
def test_what_is_known_changes_nothing(profile, data):
    document = data.draw(documents(profile))
    shop = document["components"]["producer"]
    shop["poison"], shop["sent_again"] = {}, None  # of such clients nothing is known
    shop["arrivals"] = {"poisson": {"rate": data.draw(one_of(3, 30))}}
    document["duration"] = 20
    document["interventions"] = [data.draw(interventions()) for _ in range(data.draw(one_of(0, 2)))]
    try:
        scenario = load_scenario(document)
    except ScenarioInvalid:
        return  # it cannot be done to this scenario, and was said
    known = fingerprint(scenario)
    with patch.object(ComingInGroups, "_are_accepted", lambda coming: False):
        assert fingerprint(scenario) == known
    assert fingerprint(scenario, restoring=True) == known
