"""A scenario in which everything happens, and processes to compute it in."""

import os
import subprocess
import sys
from copy import deepcopy
from pathlib import Path

import orjson
import pytest

import simcore
from tests.determinism.program import told
from tests.shares import SOAK, chosen

collect_ignore = [] if SOAK or 0 in chosen() else ["test_build.py"]

ROOT = Path(__file__).resolve().parents[2]

COMPONENTS = {
    "shop": {"type": "client", "target": "orders", "arrivals": {"poisson": {"rate": 40}}},
    "orders": {
        "type": "queue",
        "visibility_timeout": "9 s",
        "message_retention_period": "60 s",
        "delay": "1.5 s",
        "initial_messages": 40,
        "redrive": {"dead_letter_queue": "dead", "max_receive_count": 2},
    },
    "dead": {"type": "queue", "visibility_timeout": "10 s"},
    "orders-to-worker": {
        "type": "event_source_mapping",
        "source": "orders",
        "function": "worker",
        "batch_size": 25,
        "maximum_batching_window": "2 s",
        "report_batch_item_failures": True,
    },
    "dead-to-clerk": {
        "type": "event_source_mapping",
        "source": "dead",
        "function": "clerk",
        "batch_size": 3,
    },
    "worker": {
        "type": "function",
        "timeout": "8 s",
        "duration": {"lognormal": {"median": "2 s", "p99": "12 s"}},
        "init_duration": {"uniform": {"low": "200 ms", "high": "4 s"}},
        "error_rate": "15 %",
        "item_error_rate": "3 %",
        "reserved_concurrency": 3,
        "idle_timeout": "7 s",
    },
    "clerk": {
        "type": "function",
        "timeout": "8 s",
        "duration": {"exponential": {"mean": "2 s"}},
        "error_rate": "20 %",
    },
    "visitors": {
        "type": "client",
        "target": "clerk",
        "arrivals": {"sine": {"mean": 15, "amplitude": 15, "period": "40 s"}},
    },
}


def everything():
    """Queues, dead letters, windows, throttles, timeouts, cold starts; 90 s in 90 frames."""
    return {
        "format": "windtunnel.scenario/1",
        "id": "everything",
        "title": "Is it the same again?",
        "seed": 11,
        "duration": "90 s",
        "quotas": {
            "lambda.account_concurrency": 40,
            "lambda.unreserved_minimum": 10,
            "lambda.scaling_burst": 20,
            "lambda.scaling_refill_per_min": 60,
            "sqs.in_flight_max": 150,
        },
        "components": deepcopy(COMPONENTS),
    }


@pytest.fixture
def document():
    return everything()


@pytest.fixture(scope="session")
def here():
    """What a run of the document says, computed in this process."""
    return told(simcore.Run(simcore.load_scenario(everything())))


@pytest.fixture
def scenario_file(document, tmp_path):
    path = tmp_path / "everything.json"
    path.write_bytes(orjson.dumps(document))
    return path


@pytest.fixture
def process():
    """Run a Python module in a new process, with a hash seed of its own; what it prints."""

    def run(module, *arguments, hash_seed="random"):
        environment = {**os.environ, "PYTHONHASHSEED": str(hash_seed)}
        command = [sys.executable, "-m", module, *map(str, arguments)]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, check=True, timeout=120
        )
        return done.stdout

    return run
