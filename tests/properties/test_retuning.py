"""Components that are retuned during runs made at random: nothing changes that should not."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import simcore
from simcore.awslambda.event_source_mapping.fifo import FifoMapping
from simcore.awslambda.event_source_mapping.sqs import SqsMapping
from simcore.awslambda.event_source_mapping.streams.mapping import StreamMapping
from simcore.component.arriving import arrival_source
from simcore.components import TYPES
from simcore.engine.arrivals import OpenLoop
from simcore.engine.streams import generator
from simcore.scenario.retuning import retune
from simcore.services.dynamodb.table import Table
from simcore.services.kinesis.stream import DataStream
from simcore.services.sqs.fifo import FifoQueue
from simcore.services.sqs.standard import StandardQueue
from tests.properties import strategies, test_conservation, test_fifo_order, test_streams
from tests.properties.strategies import examples, one_of

PROFILE = "aws-2026"
DOCUMENTS = {
    "queues": strategies.documents(PROFILE),
    "groups": test_fifo_order.documents(PROFILE),
    "shards": test_streams.documents(),
}
EACH = 15
"""So many scenarios of each kind."""

QUEUE = {
    "visibility_timeout_s": one_of(1.0, 6.0, 30.0),
    "retention_s": one_of(10.0, 60.0, 345_600.0),
    "delay_s": one_of(0.0, 0.5, 7.0),
}
MAPPING = {
    "batch_size": one_of(1, 3, 10),
    "enabled": st.booleans(),
    "long_poll_s": one_of(3.0, 20.0),
}
KNOBS = {
    StandardQueue: QUEUE,
    FifoQueue: QUEUE,
    SqsMapping: {**MAPPING, "window_s": one_of(0.0, 1.0, 5.0)},
    FifoMapping: MAPPING,
    StreamMapping: {
        "batch_size": one_of(1, 3, 10),
        "window_s": one_of(0.0, 2.5),
        "parallelization": one_of(1, 2, 5),
        "bisects": st.booleans(),
        "maximum_retry_attempts": one_of(None, 0, 2),
        "maximum_record_age_s": one_of(5.0, 12.0, float("inf")),
        "enabled": st.booleans(),
    },
    DataStream: {"shards": one_of(1, 2, 3), "retention_s": one_of(5.0, 60.0)},
}


def components(run):
    """Those that can be retuned, in a fixed order."""
    kinds = (*KNOBS, Table, OpenLoop)
    return [part for part in run._simulation.components if isinstance(part, kinds)]


def again(run, client):
    """Its arrivals, made anew."""
    scenario = run.scenario
    rng = generator(scenario.seed, f"{client.id}/arrivals")
    return arrival_source(scenario.components[client.id], rng, scenario.duration)


def told(run):
    """The rest of the run: its frames and its fingerprint."""
    frames = [frame.payload for frame in run.frames()]
    return frames, run.result().fingerprint


def tell_all(run):
    """What they know already, at some moment within a frame."""
    for id, component in run.scenario.components.items():
        if TYPES[component.type].retune is not None:
            retune(run._simulation, run.scenario, run.scenario, id)


@pytest.mark.parametrize("kind", DOCUMENTS)
@examples(EACH)
@given(data=st.data())
def test_told_what_they_know_all_components_go_on_to_the_same_bytes(kind, data):
    scenario = simcore.load_scenario(data.draw(DOCUMENTS[kind])).with_defaults()
    whole = told(simcore.Run(scenario))
    run = simcore.Run(scenario)
    ends = [0.0, *(frame["t1"] for frame in whole[0])]
    stops = data.draw(st.sets(st.integers(0, len(ends) - 2), min_size=1, max_size=4))
    within = data.draw(st.integers(0, 9)) / 10
    frames, rest = [], run.frames()
    for n, (begins, over) in enumerate(pairwise(ends)):
        if n in stops:
            if within:
                run._simulation.env.run(until=begins + within * (over - begins))
            tell_all(run)
        frames.append(next(rest).payload)
    assert (frames, run.result().fingerprint) == whole


def change(run, part, data):
    """Turn some knobs of the component, as far as the case allows, or purge it."""
    if isinstance(part, OpenLoop):
        do = data.draw(one_of("pause", "resume", "retune"))
        if do == "retune":
            return part.retune(again(run, part))
        return getattr(part, do)()
    if isinstance(part, StandardQueue | FifoQueue) and data.draw(st.booleans()):
        return part.purges.begin(data.draw(one_of(0.0, 3.0)))
    knobs = KNOBS.get(type(part), {})
    names = data.draw(st.sets(st.sampled_from(sorted(knobs)), min_size=1)) if knobs else ()
    part.retune(replace(part.settings, **{name: data.draw(knobs[name]) for name in sorted(names)}))


@pytest.mark.parametrize("kind", DOCUMENTS)
@examples(EACH)
@given(data=st.data())
def test_whatever_changes_nothing_is_lost_and_a_snapshot_goes_on_to_the_same_bytes(kind, data):
    scenario = simcore.load_scenario(data.draw(DOCUMENTS[kind]))
    run, copy, after = simcore.Run(scenario), None, []
    stops = data.draw(st.lists(st.integers(0, 13), min_size=2, max_size=6))
    for n, frame in enumerate(run.frames()):
        if copy is not None:
            after.append(frame.payload)
        if kind != "shards":
            counters = frame.payload["counters"]
            test_conservation.check_queues(scenario, _no_limit, counters)
        for _ in range(stops.count(n)):
            change(run, data.draw(st.sampled_from(components(run))), data)
        if n == max(stops):
            copy = simcore.Run.restore(run.snapshot())
    if copy is not None:
        assert told(copy) == (after, run.result().fingerprint)


def _no_limit(key):
    return float("inf")
