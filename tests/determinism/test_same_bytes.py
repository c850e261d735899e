"""The same scenario and seed give the same bytes, whoever computes them."""

import orjson
import pytest

import simcore
from tests.determinism.program import told


def without_wall(output):
    """The result's text up to its last block, the wall-clock figures."""
    text, found, _ = output.rpartition(b',"wall":')
    assert found
    return text


def test_everything_happens(here):
    counters = orjson.loads(here)["result"]["counters"]
    for queue in ("orders", "dead"):
        for name in ("sent", "received", "returned", "deleted"):
            assert counters[queue][name] > 0
    assert counters["orders"]["dead_lettered"] > 0 < counters["orders"]["expired"]
    assert counters["orders-to-worker"]["batches_abandoned"] > 0
    for function in ("worker", "clerk"):
        for name in ("cold_starts", "throttles", "timeouts"):
            assert counters[function][name] > 0


@pytest.mark.parametrize("hash_seed", [0, 1, "random"])
def test_frames_and_result_in_another_process(process, scenario_file, here, hash_seed):
    there = process("tests.determinism.program", "run", scenario_file, hash_seed=hash_seed)
    assert there == here + b"\n"


def test_the_command_line_prints_the_same_bytes(process, scenario_file, here):
    outputs = [
        process("simcore", "run", scenario_file, "--json", "-", hash_seed=seed) for seed in (0, 7)
    ]
    assert without_wall(outputs[0]) == without_wall(outputs[1])
    assert orjson.loads(outputs[0])["manifest"] == orjson.loads(here)["result"]["manifest"]


def test_another_seed_gives_another_run(document, here):
    other = told(simcore.Run(simcore.load_scenario(document), seed=12))
    fingerprints = [orjson.loads(run)["result"]["manifest"]["fingerprint"] for run in (here, other)]
    assert fingerprints[0] != fingerprints[1]


def test_the_order_of_the_components_in_the_file_does_not_matter(document, here):
    document["components"] = dict(reversed(document["components"].items()))
    assert told(simcore.Run(simcore.load_scenario(document))) == here
