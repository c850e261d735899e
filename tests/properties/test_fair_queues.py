"""Fair queues lose nothing either, whatever comes back, expires, is purged or moved back."""

from hypothesis import given
from hypothesis import strategies as st

import simcore
from tests.properties import test_conservation
from tests.properties.strategies import documents, examples, one_of, purges

PROFILE = "aws-2026"
SCENARIOS = 60
LOW = {"sqs.fair.in_flight_min": 2, "sqs.fair.quiet_after_s": 10}


@st.composite
def fair_documents(draw):
    document = draw(documents(PROFILE))
    document["quotas"] |= LOW
    for part in document["components"].values():
        if part["type"] == "queue":
            part["fair"] = True
        elif part["type"] == "client" and part["target"] == "orders":
            keys = {"uniform": {"count": draw(st.integers(1, 4))}}
            part.update(draw(one_of({}, {"keys": keys})))
            part.update(draw(one_of({}, {"poison": {"rate": 0.2}})))
    return document


def check_groups(scenario, counters):
    """Quiet groups are a part of all."""
    for id in test_conservation.parts(scenario, "queue"):
        q = counters[id]
        for level in ("visible", "in_flight", "delayed"):
            assert 0 <= q[f"{level}_in_quiet_groups"] <= q[level], (id, level)
        if not q["noisy_groups"]:
            assert q["visible_in_quiet_groups"] == q["visible"]
            assert q["in_flight_in_quiet_groups"] == q["in_flight"]


@examples(SCENARIOS)
@given(data=st.data())
def test_a_fair_queue_loses_nothing(data):
    document = data.draw(fair_documents())
    document["interventions"] = data.draw(purges(document))
    scenario = simcore.load_scenario(document)
    value = scenario.quota_profile().value
    run, again = simcore.Run(scenario), None
    for frame in run.frames():
        counters = frame.payload["counters"]
        test_conservation.check_queues(scenario, value, counters)
        test_conservation.check_senders(scenario, counters)
        test_conservation.check_pollers(scenario, value, counters)
        check_groups(scenario, counters)
        if frame.n == 7:
            again = simcore.Run.restore(run.snapshot())
    for _ in again.frames():
        pass
    assert again.result().fingerprint == run.result().fingerprint
