"""Writes to streams and tables are known before they come: nothing else changes."""

import pytest

import simcore
from simcore.facts import StreamObserved
from simcore.roles.event import Event
from simcore.roles.keyed_source import KeyedSource
from simcore.roles.sharded import Shard
from simcore.scenario.build import build
from simcore.scenario.retuning import retune

SOURCES = {
    "stream": {"type": "stream", "shards": 3},
    "hot shards": {"type": "stream", "shards": 2},
    "resharded": {"type": "stream", "shards": 1, "resharding": [{"at": 12, "shards": 3}]},
    "on demand": {"type": "stream", "mode": "ON_DEMAND"},
    "table": {"type": "table", "partitions": 3},
    "rolling over": {"type": "table", "partitions": 3, "shard_lifetime": 15},
}
POISSON = {"poisson": {"rate": 60}}
IN_STEP = {"constant": {"rate": 40}}  # with ends of windows, bins and changes of shards
FEW = {"poisson": {"rate": 3}}
CLIENTS = {
    "many": [{"arrivals": POISSON}],
    "few": [{"arrivals": FEW}],
    "in step": [{"arrivals": IN_STEP}],
    "both in step": [{"arrivals": IN_STEP}, {"arrivals": IN_STEP}],
    "two": [{"arrivals": POISSON}, {"arrivals": FEW, "keys": {"uniform": {"count": 2}}}],
    "poison": [{"arrivals": POISSON, "poison": {"rate": 0.01}}],
    "at once": [{"arrivals": {"burst": {"rate": 1, "at": 15, "for": 0.01, "count": 900}}}],
}
READING = {
    "at once": {},
    "in windows": {"maximum_batching_window": 1},
    "tumbling": {"tumbling_window": 1},
    "pushed": {"enhanced_fan_out": True},
}


def document(source, clients, change):
    """Four or six lanes; some batches fail, some writes are refused."""
    clients = {
        f"shop-{n}": {"type": "client", "target": "orders", "keys": {"zipf": {"count": 30}}, **said}
        for n, said in enumerate(CLIENTS[clients])
    }
    return {
        "format": "windtunnel.scenario/1",
        "id": "read",
        "title": "Readers wait now and then",
        "duration": "30 s",
        "quotas": {
            "kinesis.shard_write_records": 25,
            "dynamodb.partition_write_units": 25,
            "kinesis.on_demand_look_s": 7,
            "kinesis.on_demand_growth_share": 0.2,
        },
        "components": {
            **clients,
            "orders": SOURCES[source],
            "orders-to-worker": {
                "type": "stream_event_source_mapping",
                "source": "orders",
                "function": "worker",
                "batch_size": 10,
                "parallelization_factor": 1 if change == "tumbling" else 2,
                "maximum_retry_attempts": 1,
                **READING[change],
            },
            "worker": {
                "type": "function",
                "duration": {"exponential": {"mean": "150 ms"}},
                "error_rate": "5 %",
            },
        },
    }


@pytest.fixture
def one_by_one(monkeypatch):
    """Each write is an arrival of its own, and comes to its shard when it comes."""

    def switch():
        monkeypatch.setattr(KeyedSource, "foresee", lambda source: None)

    return switch


def computed(scenario, restoring=False):
    """The fingerprint, if so with a snapshot that is restored after every frame."""
    run, left = simcore.Run(scenario), True
    while left:
        frames = run.frames()
        left = next(frames, None) is not None
        frames.close()
        run = simcore.Run.restore(run.snapshot()) if restoring and left else run
    return run.result().fingerprint


CASES = [(source, clients, "at once") for source in SOURCES for clients in CLIENTS]
CASES += [
    ("resharded", clients, how)
    for clients in ("many", "few", "in step", "two")
    for how in ("in windows", "tumbling", "pushed")
]


@pytest.mark.parametrize(("source", "clients", "change"), CASES)
def test_one_record_at_a_time_is_the_same_run(source, clients, change, one_by_one, monkeypatch):
    scenario = simcore.load_scenario(document(source, clients, change))
    with monkeypatch.context() as patched:
        patched.delattr(Shard, "append")
        foreseen = computed(scenario)
        if clients in ("two", "poison"):
            assert computed(scenario, restoring=True) == foreseen
    one_by_one()
    assert computed(scenario) == foreseen


def with_client(scenario_document, change):
    components = scenario_document["components"]
    shop = {**components["shop-0"], **change}
    return {**scenario_document, "components": {**components, "shop-0": shop}}


def stated_under_changes(said):
    """All facts of a run whose first client pauses, goes on, and sends at another rate."""
    scenario = simcore.load_scenario(said).with_defaults()
    simulation = build(scenario, scenario.quota_profile(), scenario.seed)
    shop = next(part for part in simulation.components if part.id == "shop-0")
    other = with_client(said, {"arrivals": {"poisson": {"rate": 200}}})
    faster = simcore.load_scenario(other).with_defaults()
    steps = {
        7.3: shop.pause,
        9.1: shop.resume,
        20.5: lambda: retune(simulation, scenario, faster, "shop-0"),
        30.25: lambda: retune(simulation, faster, scenario, "shop-0"),
        40.0: int,
    }
    for until, step in steps.items():
        simulation.env.run(until=until)
        simulation.observe()
        step()
    return {
        (part.id, fact.__name__): list(ledger.rows)
        for part in simulation.components
        for fact, ledger in part.ledgers.items()
    }


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("clients", ["many", "few", "two", "poison"])
def test_clients_change_as_if_nothing_had_been_known(source, clients, one_by_one):
    said = document(source, clients, "at once")
    foreseen = stated_under_changes(said)
    one_by_one()
    assert stated_under_changes(said) == foreseen


def test_another_part_may_write_in_between_all_the_same():
    """What was foreseen gives way to it, and comes behind it in its shard."""
    scenario = simcore.load_scenario(document("stream", "many", "at once")).with_defaults()
    simulation = build(scenario, scenario.quota_profile(), scenario.seed)
    orders = next(part for part in simulation.components if part.id == "orders")
    env = simulation.env

    def deliver(_):
        orders.deliver(env.now, Event(bytes=1, key=1))

    for n in range(1, 50):
        env.call_at(n / 2, deliver)
    env.run(until=60.0)
    simulation.observe()
    times = {shard.number: list(shard._times) for shard in orders.shards}
    assert all(column == sorted(column) for column in times.values())
    (written,) = [
        rows.rows for fact, rows in orders.ledgers.items() if fact.__name__ == "RecordPut"
    ]
    assert list(written) == sorted(written, key=lambda row: row[0])
    assert sum(t % 0.5 == 0.0 for t, *_ in written) > 20
    assert len(orders.ledgers[StreamObserved].rows) == 1
