"""What is known of messages to a FIFO queue before they come changes nothing else."""

import copy

import pytest

import simcore
from simcore.services.sqs.fifo.coming import ComingInGroups

MAPPING = "orders-to-worker"
DOCUMENT = {
    "format": "windtunnel.scenario/1",
    "id": "busy",
    "title": "Most groups are blocked most of the time",
    "duration": "16 s",
    "components": {
        "shop": {
            "type": "client",
            "target": "orders",
            "arrivals": {"poisson": {"rate": 90}},
            "keys": {"zipf": {"count": 30}},
        },
        "orders": {
            "type": "queue",
            "fifo": {"high_throughput": True},
            "visibility_timeout": "9 s",
            "message_retention_period": "60 s",
            "redrive": {"dead_letter_queue": "dead", "max_receive_count": 2},
        },
        "dead": {"type": "queue", "fifo": {}},
        MAPPING: {"type": "event_source_mapping", "source": "orders", "function": "worker"},
        "worker": {
            "type": "function",
            "timeout": "8 s",
            "duration": {"exponential": {"mean": "200 ms"}},
            "error_rate": "5 %",
        },
    },
}
SECOND = {**DOCUMENT["components"]["shop"], "arrivals": {"poisson": {"rate": 9}}}
OTHER_MAPPING = {**DOCUMENT["components"][MAPPING], "function": "clerk"}
SET = {"at": 7.05, "action": "set"}
MANY_GROUPS = {"shop.arrivals": {"constant": {"rate": 3}}, "shop.keys": {"uniform": {"count": 90}}}
CASES = {
    "busy": {},
    "few": {"shop.arrivals": {"poisson": {"rate": 8}}},
    "capped": {f"{MAPPING}.maximum_concurrency": 6},
    "one group a batch": {f"{MAPPING}.fifo": {"mixes_groups": False}},
    "refused by the function": {"worker.reserved_concurrency": 5},
    "in step": {"shop.arrivals": {"constant": {"rate": 40}}, "worker.duration": 0.2},
    "at once": {"shop.arrivals": {"burst": {"rate": 9, "at": 8, "for": 0, "count": 300}}},
    "in sight": {"quotas": {"sqs.fifo.look_ahead": 280}},
    "a few in flight": {"quotas": {"sqs.fifo.in_flight_max": 9}},
    "a group's quota": {"quotas": {"sqs.fifo.group_calls_per_second": 4}},
    "the queue's quota": {"orders.fifo": {}, "quotas": {"sqs.fifo.calls_per_second": 70}},
    "old": {"duration": "70 s", "worker.duration": 7},
    "delayed": {"orders.delay": 2},
    "from a queue, too": {"shop.target": "dead", "letters": {**SECOND, "target": "orders"}},
    "another client": {"letters": SECOND},
    "another client elsewhere": {"letters": {**SECOND, "target": "dead"}},
    "two that poll": {"second": OTHER_MAPPING, "clerk": DOCUMENT["components"]["worker"]},
    "another rate": {"interventions": [{**SET, "values": {"shop.arrivals.poisson.rate": 90}}]},
    "a delay": {
        "interventions": [
            {**SET, "values": {"orders.delay": 3}},
            {**SET, "at": 11.1, "values": {"orders.delay": 0}},
        ]
    },
    "purged": {
        "interventions": [{"at": 7.05, "action": "purge", "component": "orders", "takes": 3}]
    },
    "nobody, then many": {
        "interventions": [{"at": 4.05, "action": "disable", "component": MAPPING, "for": 5}]
    },
    "nobody until whole groups are too old, then many": {
        **MANY_GROUPS,
        f"{MAPPING}.maximum_concurrency": 6,
        "duration": "95 s",
        "interventions": [{"at": 1, "action": "disable", "component": MAPPING, "for": 90}],
    },
    "purged when groups are forgotten": {
        **MANY_GROUPS,
        "worker.duration": 7,
        "interventions": [{"at": 9.3, "action": "purge", "component": "orders"}],
    },
    "beside": {
        "interventions": [
            {"at": 3.3, "action": "burst", "component": "shop", "count": 50, "over": 2},
            {"at": 6.7, "action": "pause", "component": "shop", "for": 3},
        ]
    },
}
NEVER_KNOWN = {"a group's quota", "delayed", "another client"}


def changed(change):
    """The document with values at paths of components, components, or other parts."""
    document = copy.deepcopy(DOCUMENT)
    for path, value in change.items():
        if path in ("interventions", "duration", "quotas"):
            document[path] = value
        elif "." in path:
            component, field = path.split(".")
            document["components"][component][field] = value
        else:
            document["components"][path] = value
    return simcore.load_scenario(document)


def computed(scenario, restoring=False):
    """The fingerprint, if so with a snapshot that is restored after every frame."""
    run, left = simcore.Run(scenario), True
    while left:
        frames = run.frames()
        left = next(frames, None) is not None
        frames.close()
        run = simcore.Run.restore(run.snapshot()) if restoring and left else run
    return run.result().fingerprint


@pytest.fixture
def known(monkeypatch):
    """How many messages were known of each block."""
    accepted, counts = ComingInGroups._are_accepted, []

    def counting(coming):
        counts.append(accepted(coming) * len(coming._times))
        return bool(counts[-1])

    monkeypatch.setattr(ComingInGroups, "_are_accepted", counting)
    return counts


@pytest.mark.parametrize("case", CASES)
def test_one_by_one_is_the_same_run(case, known, monkeypatch):
    scenario = changed(CASES[case])
    fingerprint = computed(scenario)
    assert any(known) == (case not in NEVER_KNOWN)
    assert computed(scenario, restoring=True) == fingerprint
    monkeypatch.setattr(ComingInGroups, "_are_accepted", lambda coming: False)
    assert computed(scenario) == fingerprint
