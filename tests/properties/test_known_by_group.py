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
RETENTION_S = 60


@st.composite
def nobody_receives(draw):
    """For so long that whole groups may become too old; there is time left for the others."""
    at = draw(one_of(0.5, 1, 3.3))
    lasts = RETENTION_S + draw(st.floats(25.0, 32.0))
    return {"at": at, "action": "disable", "component": "poll", "for": lasts}


@pytest.mark.parametrize("profile", PROFILES)
@examples(SCENARIOS // len(PROFILES))
@given(data=st.data())
def test_what_is_known_changes_nothing(profile, data):
    document = data.draw(documents(profile))
    shop = document["components"]["producer"]
    shop["poison"], shop["sent_again"] = {}, None  # of such clients nothing is known
    shop["arrivals"] = {"poisson": {"rate": data.draw(one_of(3, 30))}}
    document["duration"] = data.draw(one_of(20, 20, 20, 100))
    document["interventions"] = [data.draw(interventions()) for _ in range(data.draw(one_of(0, 2)))]
    if document["duration"] > RETENTION_S and data.draw(one_of(True, True, False)):
        shop["arrivals"] = {data.draw(one_of("constant", "poisson")): {"rate": 3}}
        shop["keys"] = {"uniform": {"count": data.draw(one_of(12, 60, 90))}}
        document["interventions"] = [data.draw(nobody_receives())]
    try:
        scenario = load_scenario(document)
    except ScenarioInvalid:
        return  # it cannot be done to this scenario, and was said
    known = fingerprint(scenario)
    with patch.object(ComingInGroups, "_are_accepted", lambda coming: False):
        assert fingerprint(scenario) == known
    assert fingerprint(scenario, restoring=True) == known
