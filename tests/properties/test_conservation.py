"""Nothing is lost, and no limit is passed: at every frame of scenarios made at random."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import simcore
from simcore.quotas import PROFILES
from tests.properties.strategies import documents, examples, purges

SCENARIOS = 510  # over all profiles


def parts(scenario, type):
    return {id: part for id, part in scenario.components.items() if part.type == type}


def reserved(scenario):
    functions = parts(scenario, "function").values()
    return sum(function.reserved_concurrency or 0 for function in functions)


def check_queues(scenario, value, counters):
    """Every message that was sent is in exactly one place."""
    for id in parts(scenario, "queue"):
        q = counters[id]
        came = q["sent"] + q.get("duplicated", 0)
        left = q["deleted"] + q["dead_lettered"] + q["expired"] + q["purged"] + q.get("moved", 0)
        assert came == left + q["visible"] + q["in_flight"] + q["delayed"], id
        assert q["in_flight"] <= value("sqs.in_flight_max")
        assert q["received"] >= q["in_flight"] + q["returned"]
        gone = q["deleted"] + q["purged_in_flight"]
        assert q["received"] <= q["in_flight"] + q["returned"] + gone


def check_senders(scenario, counters):
    """What a queue was sent: its backlog, what clients sent, other queues' dead letters, and those
    of its own that were moved back."""
    senders = parts(scenario, "client")
    sources = parts(scenario, "queue")
    for id, queue in sources.items():
        sent = queue.initial_messages
        sent += sum(counters[c]["requests"] for c in senders if senders[c].target == id)
        sent += sum(
            counters[q]["dead_lettered"]
            for q in sources
            if sources[q].redrive and sources[q].redrive.dead_letter_queue == id
        )
        if queue.redrive:
            sent += counters[queue.redrive.dead_letter_queue].get("moved", 0)
        assert counters[id]["sent"] == sent, id


def check_callers(scenario, counters):
    """A request has an answer, or is in work; an invocation has an end, or is in work."""
    clients, functions = parts(scenario, "client"), parts(scenario, "function")
    running = {}
    for id in functions:
        f = counters[id]
        running[id] = f["environments_init"] + f["environments_busy"]
        assert f["invocations"] == f["successes"] + f["errors"] + running[id], id
        assert f["cold_starts"] <= f["environments_started"] <= f["invocations"]
    for id, client in clients.items():
        c = counters[id]
        if client.target in functions:
            waiting = c["requests"] - c["responses"] - c["errors"] - c["throttles"]
            assert 0 <= waiting <= running[client.target]


def most_pollers(mapping, most):
    """In provisioned mode ten invocations for each event poller."""
    if mapping.provisioned_pollers is not None:
        return 10 * mapping.provisioned_pollers.maximum
    return mapping.maximum_concurrency or most


def check_pollers(scenario, value, counters):
    """A poller does one thing at a time; a batch is answered, or in work."""
    most = value("esm.sqs.pollers_max")
    for id, mapping in parts(scenario, "event_source_mapping").items():
        m = counters[id]
        invoking = m["batches_invoked"] - m["batches_succeeded"] - m["batches_failed"]
        assert 0 <= invoking + m["pollers_holding"] <= m["pollers"], id
        assert m["pollers"] <= most_pollers(mapping, most)
    for id in parts(scenario, "queue"):
        readers = [
            counters[mapping]
            for mapping, spec in parts(scenario, "event_source_mapping").items()
            if spec.source == id
        ]
        filtered = sum(m.get("filtered_out_events", 0) for m in readers)
        assert sum(m["invoked_events"] for m in readers) + filtered <= counters[id]["received"]
        assert sum(m["deleted_events"] for m in readers) + filtered == counters[id]["deleted"]


def check_concurrency(scenario, value, frame):
    """The maxima within each bin, exact to the event, against every limit."""
    account = value("lambda.account_concurrency")
    series = frame.payload["series"]
    free = account - reserved(scenario)
    assert max(series["account"]["ConcurrentExecutions"]) <= account
    assert max(series["account"]["UnreservedConcurrentExecutions"]) <= free
    for id, function in parts(scenario, "function").items():
        limit = function.reserved_concurrency
        assert max(series[id]["ConcurrentExecutions"]) <= (free if limit is None else limit), id


def check_scaling(scenario, value, frame):
    """No more environments than the scaling rate has allowed so far."""
    region = scenario.region
    allowed = value("lambda.scaling_burst", region)
    allowed += value("lambda.scaling_refill_per_min", region) / 60.0 * frame.t1
    counters = frame.payload["counters"]
    started = [counters[id]["environments_started"] for id in parts(scenario, "function")]
    shared = value("lambda.scaling_scope") == "region"
    assert (sum(started) if shared else max(started)) <= allowed + 1e-6


@pytest.mark.parametrize("profile", PROFILES)
@examples(SCENARIOS // len(PROFILES))
@given(data=st.data())
def test_nothing_is_lost_and_no_limit_is_passed(profile, data):
    document = data.draw(documents(profile))
    document["interventions"] = data.draw(purges(document))
    scenario = simcore.load_scenario(document)
    value = scenario.quota_profile().value
    run, clock = simcore.Run(scenario), 0.0
    for frame in run.frames():
        assert clock == frame.t0 < frame.t1
        clock = frame.t1
        counters = frame.payload["counters"]
        check_queues(scenario, value, counters)
        check_senders(scenario, counters)
        check_callers(scenario, counters)
        check_pollers(scenario, value, counters)
        check_concurrency(scenario, value, frame)
        check_scaling(scenario, value, frame)
    assert clock == scenario.duration
    assert run.result().as_dict()["counters"] == counters
