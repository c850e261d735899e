"""Functions on managed instances, called in every way, in scenarios made at random: no
environment runs more than it may, their number stays within its bounds, nothing is lost and nothing
starts cold."""

import re
from collections import Counter
from itertools import groupby
from operator import itemgetter

from hypothesis import given
from hypothesis import strategies as st

import simcore
from simcore.awslambda.facts.invocations import (
    EnvironmentReclaimed,
    InvocationEnded,
    InvocationStarted,
)
from simcore.awslambda.facts.managed import EnvironmentReady
from simcore.scenario.build import build
from tests.properties.strategies import arrivals, distributions, examples, one_of, queues

SCENARIOS = 60


@st.composite
def functions(draw):
    least = draw(st.integers(0, 4))
    return {
        "type": "function",
        "memory": "2048 MB",
        "timeout": draw(st.integers(1, 12)),
        "duration": draw(distributions(0.0, 8.0)),
        "init_duration": draw(distributions(0.0, 9.0)),
        "error_rate": draw(one_of(0, 0.2)),
        "item_error_rate": draw(one_of(0, 0.1)),
        "capacity": {
            "managed_instances": {
                "minimum_execution_environments": least,
                "maximum_execution_environments": least + draw(one_of(0, 1, 30)),
                "concurrency_per_environment": draw(one_of(1, 2, 3, 8)),
            }
        },
    }


@st.composite
def documents(draw):
    worker = draw(functions())
    parts = {
        "worker": worker,
        "dead": draw(queues(worker["timeout"])),
        "poll": {
            "type": "event_source_mapping",
            "source": "orders",
            "function": "worker",
            "report_batch_item_failures": draw(st.booleans()),
        },
        "producer": {"type": "client", "target": "orders", "arrivals": draw(arrivals(6))},
        "caller": {"type": "client", "target": "worker", "arrivals": draw(arrivals(8))},
    }
    parts["orders"] = draw(queues(worker["timeout"], draw(one_of(None, "dead"))))
    if draw(st.booleans()):
        parts["sender"] = parts["caller"] | {"invocation": "Event", "arrivals": draw(arrivals(3))}
    return {
        "format": "windtunnel.scenario/1",
        "id": "at-random",
        "title": "Is there room?",
        "seed": draw(st.integers(0, 10_000)),
        "duration": draw(one_of(30, 80, 240)),
        "quotas": {
            "lambda.account_concurrency": 100,
            "lambda.managed_instances.scaling_interval_s": draw(one_of(1, 5, 10)),
            "lambda.managed_instances.preparation_s": draw(one_of(0, 5, 60)),
            "lambda.managed_instances.scale_in_delay_s": draw(one_of(0, 10, 60)),
            "lambda.managed_instances.scale_in_interval_s": draw(one_of(0, 10)),
            "lambda.managed_instances.scale_in_share": draw(one_of(0.1, 1.0)),
            "lambda.managed_instances.target_utilization": draw(one_of(0.5, 1.0)),
        },
        "components": parts,
    }


SETTINGS = examples(SCENARIOS)


def check_frame(frame, managed):
    """Bounds, and what was asked for against what became of it."""
    counters, series = frame.payload["counters"], frame.payload["series"]
    f, per = counters["worker"], managed.concurrency_per_environment
    least, most = managed.minimum_execution_environments, managed.maximum_execution_environments
    running = f["invocations"] - f["successes"] - f["errors"]
    living = f["managed_serving"] + f["managed_leaving"]
    assert all(least <= n <= most for n in series["worker"]["Managed.serving"])
    assert living + f["environments_reclaimed"] == f["managed_environments_ready"]
    assert living == f["environments_busy"] + f["environments_idle"]
    assert f["managed_room"] == f["managed_serving"] * per
    assert f["environments_busy"] <= running <= f["environments_busy"] * per
    assert f["cold_starts"] == f["billed_init_ms"] == f["environments_init"] == 0
    assert f["throttles"] == f["concurrency_throttles"]
    check_callers(counters, running)


def check_callers(counters, running):
    """A request has an answer, is refused, or is in work; a message is in one place."""
    f, c, q, m = (counters[id] for id in ("worker", "caller", "orders", "poll"))
    waiting = c["requests"] - c["responses"] - c["errors"] - c["throttles"]
    invoking = m["batches_invoked"] - m["batches_succeeded"] - m["batches_failed"]
    events = f.get("async_running", 0)
    assert waiting + invoking + events == running
    refused = c["throttles"] + m["batches_throttled"] + f.get("async_refused", 0)
    assert refused == f["throttles"]
    left = q["deleted"] + q["dead_lettered"] + q["expired"]
    came = q["sent"] + q.get("duplicated", 0)
    assert came == left + q["visible"] + q["in_flight"] + q["delayed"]
    if "async_received" in f:
        ended = f["async_succeeded"] + f["async_dropped"]
        assert f["async_received"] == ended + f["async_waiting"] + f["async_running"]


def check_grid(frame):
    """A slot for each environment, busy while any invocation runs in it."""
    f, shown = frame.payload["counters"]["worker"], Counter()
    for letter, n in re.findall(r"([A-Z.])(\d+)", frame.payload["environments"]["worker"]["slots"]):
        shown[letter] += int(n)
    assert shown["B"] == f["environments_busy"]
    assert shown["I"] + shown["E"] == f["environments_idle"]


@SETTINGS
@given(document=documents())
def test_every_invocation_has_room_or_is_refused(document):
    scenario = simcore.load_scenario(document)
    managed = scenario.with_defaults().components["worker"].capacity.managed_instances
    run, middle = simcore.Run(scenario), None
    for frame in run.frames():
        check_frame(frame, managed)
        check_grid(frame)
        if middle is None and frame.t1 >= scenario.duration / 2:
            middle = run.snapshot()
    again = simcore.Run.restore(middle)
    for _ in again.frames():
        pass
    assert again.result().fingerprint == run.result().fingerprint


@SETTINGS
@given(document=documents())
def test_no_environment_runs_more_than_it_may(document):
    """From the facts: started less ended in every slot, and the whole, after each of them."""
    scenario = simcore.load_scenario(document).with_defaults()
    per = scenario.components["worker"].capacity.managed_instances.concurrency_per_environment
    simulation = build(scenario, scenario.quota_profile(), scenario.seed)
    simulation.env.run(until=scenario.duration)
    function = next(part for part in simulation.components if part.id == "worker")
    steps = [(row[0], 1, row[1]) for row in function.ledgers[InvocationStarted].take()]
    steps += [(row[0], -1, row[1]) for row in function.ledgers[InvocationEnded].take()]
    running = Counter()
    for _, step, slot in sorted(steps):
        running[slot] += step
        assert running[slot] <= per
    check_lives(function.ledgers)


def check_lives(ledgers):
    """No slot is ready twice, or given up twice; both may be in one moment, in either order."""
    lives = [(r[0], r[1], 1) for r in ledgers[EnvironmentReady].take()]
    lives += [(r[0], r[1], -1) for r in ledgers[EnvironmentReclaimed].take()]
    living = Counter()
    for (_, slot), moment in groupby(sorted(lives), key=itemgetter(0, 1)):
        changes = [change for _, _, change in moment]
        assert max(Counter(changes).values()) == (len(changes) + 1) // 2
        living[slot] += sum(changes)
        assert living[slot] in (0, 1)
