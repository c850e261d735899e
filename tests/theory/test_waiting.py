"""A queue with a fixed number of pollers is a waiting system: Erlang C, M/D/1, Little's law."""

import numpy as np
import pytest

from simcore.awslambda.event_source_mapping.facts import BatchInvoked
from simcore.services.sqs.facts import MessageDeleted, QueueObserved
from tests.theory.intervals import batch_means, erlang_c

PROVES = (
    "simcore/services/sqs/standard/queue.py",
    "simcore/awslambda/event_source_mapping/sqs.py",
)


@pytest.fixture
def poisson_messages(tell):
    """Messages for so many pollers, one at a time, none of which ever comes back."""

    def run(rate, service, pollers, duration, cycle=0.0, **more):
        return tell(
            {
                "producer": {
                    "type": "client",
                    "target": "orders",
                    "arrivals": {"poisson": {"rate": rate}},
                },
                "orders": {"type": "queue", "visibility_timeout": "12 h"},
                "poll": {
                    "type": "event_source_mapping",
                    "source": "orders",
                    "function": "worker",
                    "batch_size": 1,
                },
                "worker": {
                    "type": "function",
                    "duration": service,
                    "init_duration": 0,
                    "timeout": 900,
                    "idle_timeout": 86_400,
                },
            },
            duration,
            quotas={
                "esm.sqs.poll_cycle_s": cycle,
                "esm.sqs.initial_pollers": pollers,
                "esm.sqs.pollers_max": pollers,
                "esm.sqs.scale_in_floor": pollers,
            },
            **more,
        )

    return run


def sojourns(told):
    """Seconds from being sent to being deleted, in the order of sending, without the start."""
    sent = told.column("orders", MessageDeleted, "sent")
    times = told.column("orders", MessageDeleted, "t") - sent
    return times[sent.argsort()][1_000:]


def test_erlang_c_with_a_maximum_concurrency(tell):
    """MaximumConcurrency 4, 3 messages a second of 1 s: load 3, four servers.

    C = 0.509; the mean wait is C / (4 - 3) = 0.509 s, and with the second in the handler 1.509 s.
    What is no waiting system is out of the way: one message a batch (no batching); no init; a
    fleet of four from the first message on (a maximum below the five that it starts with, so no
    ramp, and no scale-in); a poll cycle takes no time and a message wakes a waiting poller at once,
    so that long polls are never waited for, during all of the 40,000 s. The first 1,000 messages
    are left out.
    """
    told = tell(
        {
            "producer": {
                "type": "client",
                "target": "orders",
                "arrivals": {"poisson": {"rate": 3}},
            },
            "orders": {"type": "queue", "visibility_timeout": "12 h"},
            "poll": {
                "type": "event_source_mapping",
                "source": "orders",
                "function": "worker",
                "batch_size": 1,
                "maximum_concurrency": 4,
            },
            "worker": {
                "type": "function",
                "duration": {"exponential": {"mean": 1}},
                "init_duration": 0,
                "timeout": 900,
                "idle_timeout": 86_400,
            },
        },
        40_000,
        quotas={"esm.sqs.poll_cycle_s": 0},
    )
    mean, half_width = batch_means(sojourns(told))
    expected = 1 + erlang_c(4, 3) / (4 - 3)
    assert expected == pytest.approx(1.509, abs=0.001)
    assert half_width < 0.06
    assert abs(mean - expected) < half_width


def test_erlang_c(poisson_messages):
    """Ten pollers, 8 messages a second of 1 s: the mean wait is C / (10 - 8) seconds."""
    told = poisson_messages(8, {"exponential": {"mean": 1}}, 10, 25_000)
    mean, half_width = batch_means(sojourns(told))
    assert half_width < 0.06
    assert mean == pytest.approx(1 + erlang_c(10, 8) / (10 - 8), abs=half_width)


def test_m_d_1(poisson_messages):
    """One poller, constant service of 1 s, load 0.7: the mean wait is 0.7 / (2 * 0.3) seconds."""
    told = poisson_messages(0.7, 1, 1, 200_000)
    mean, half_width = batch_means(sojourns(told))
    assert half_width < 0.1
    assert mean == pytest.approx(1 + 0.7 / (2 * 0.3), abs=half_width)


def test_m_d_1_with_a_poll_cycle(poisson_messages):
    """The same with 0.1 s for receive, invoke and delete: a service of 1.1 s, load 0.77, of which
    the message is there for 1 s. The mean wait is 0.77 * 1.1 / (2 * 0.23) seconds."""
    told = poisson_messages(0.7, 1, 1, 200_000, cycle=0.1)
    mean, half_width = batch_means(sojourns(told))
    assert half_width < 0.15
    assert mean == pytest.approx(1 + 0.77 * 1.1 / (2 * 0.23), abs=half_width)


def test_littles_law(poisson_messages):
    """Messages in the queue on average = rate times the mean time there.

    Both sides come from the same run, so they differ only by what is there at the end and by
    looking four times a second instead of always: less than one in a hundred.
    """
    duration = 4_000
    told = poisson_messages(8, {"exponential": {"mean": 1}}, 10, duration, look_every=0.25)
    levels = [told.column("orders", QueueObserved, field) for field in ("visible", "in_flight")]
    times = told.column("orders", MessageDeleted, "t") - told.column(
        "orders", MessageDeleted, "sent"
    )
    assert np.sum(levels, axis=0).mean() == pytest.approx(times.sum() / duration, rel=0.01)


def test_in_flight_is_in_work(poisson_messages):
    """Little's law of the pollers: messages in flight = rate times duration."""
    told = poisson_messages(8, {"exponential": {"mean": 1}}, 10, 4_000, look_every=0.25)
    in_flight = told.column("orders", QueueObserved, "in_flight")
    assert in_flight.max() == 10
    rate = told.count("poll", BatchInvoked) / 4_000
    mean, half_width = batch_means(in_flight)
    assert mean == pytest.approx(rate * 1.0, abs=half_width)
