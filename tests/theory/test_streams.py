"""A shard is a waiting system with one server, a lane of it likewise: M/D/1, M/D/1 with polls."""

import numpy as np
import pytest

from simcore.awslambda.event_source_mapping.streams.facts import RecordProcessed, StreamBatchInvoked
from tests.theory.intervals import batch_means

PROVES = (
    "simcore/awslambda/event_source_mapping/streams/reader.py",
    "simcore/awslambda/event_source_mapping/streams/gathering.py",
)


@pytest.fixture
def poisson_records(tell):
    """Records one at a time, none of which ever fails; the waits between writing and invocation."""

    def run(rate, duration, *, keys=1, quotas=None, **mapping):
        told = tell(
            {
                "producer": {
                    "type": "client",
                    "target": "clicks",
                    "arrivals": {"poisson": {"rate": rate}},
                    "keys": {"uniform": {"count": keys}},
                },
                "clicks": {"type": "stream"},
                "poll": {
                    "type": "stream_event_source_mapping",
                    "source": "clicks",
                    "function": "worker",
                    "batch_size": 1,
                    **mapping,
                },
                "worker": {
                    "type": "function",
                    "duration": 1,
                    "init_duration": 0,
                    "timeout": 900,
                    "idle_timeout": 86_400,
                },
            },
            duration,
            quotas=quotas,
        )
        written = told.column("poll", RecordProcessed, "written")
        waits = told.column("poll", RecordProcessed, "t") - written - 1.0
        return waits[written.argsort()][1_000:], told

    return run


def test_m_d_1_for_one_shard(poisson_records):
    """0.8 records a second, one at a time, 1 s each: Pollaczek and Khinchine's mean wait is
    0.8 / (2 x 0.2) = 2.0 s. With enhanced fan-out, so that nothing is added by polling."""
    waits, _ = poisson_records(0.8, 250_000, enhanced_fan_out=True)
    mean, half_width = batch_means(waits)
    assert half_width < 0.25
    assert mean == pytest.approx(2.0, abs=half_width)


def test_m_d_1_by_polling_often(poisson_records):
    """The same without enhanced fan-out, polled every 10 ms instead of every second: at most
    10 ms more."""
    waits, _ = poisson_records(0.8, 150_000, quotas={"esm.kinesis.poll_interval_s": 0.01})
    mean, half_width = batch_means(waits)
    assert half_width < 0.3
    assert mean == pytest.approx(2.005, abs=half_width + 0.005)


def test_polling_adds_up_to_a_second(poisson_records):
    """At a poll a second, every record waits for a poll, at most a second longer than it would
    without polls: path by path, because both runs have the same arrivals."""
    pushed, _ = poisson_records(0.5, 50_000, enhanced_fan_out=True)
    polled, _ = poisson_records(0.5, 50_000)
    n = min(len(pushed), len(polled))
    added = polled[:n] - pushed[:n]
    assert added.min() >= -1e-6
    assert added.max() <= 1.0 + 1e-6
    assert 0.3 < added.mean() < 1.0


def test_lanes_are_servers_of_their_own(poisson_records):
    """Four lanes get a quarter of 2.4 records a second each, as keys are spread: 0.6 each, a mean
    wait of 0.6 / (2 x 0.4) = 0.75 s. Many keys, so that the lanes' shares differ by little."""
    waits, told = poisson_records(
        2.4, 40_000, keys=100_000, parallelization_factor=4, enhanced_fan_out=True
    )
    mean, half_width = batch_means(waits)
    assert half_width < 0.08
    assert mean == pytest.approx(0.75, abs=half_width)
    assert np.all(told.column("poll", StreamBatchInvoked, "n") == 1)
