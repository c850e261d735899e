"""A message group is a line of its own with one server: M/M/1."""

import numpy as np
import pytest

from simcore.services.sqs.facts import MessageDeleted
from tests.theory.intervals import batch_means

PROVES = (
    "simcore/services/sqs/fifo/groups.py",
    "simcore/awslambda/event_source_mapping/fifo.py",
)


@pytest.fixture
def poisson_groups(tell):
    """Messages to so many groups, one at a time, none of which ever comes back."""

    def run(rate, service, groups, duration, **more):
        return tell(
            {
                "producer": {
                    "type": "client",
                    "target": "orders",
                    "arrivals": {"poisson": {"rate": rate}},
                    "keys": {"uniform": {"count": groups}},
                },
                "orders": {"type": "queue", "fifo": {}, "visibility_timeout": "12 h"},
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
            **more,
        )

    return run


def sojourns(told):
    """Seconds from being sent to being deleted, in the order of sending, without the start."""
    sent = told.column("orders", MessageDeleted, "sent")
    times = told.column("orders", MessageDeleted, "t") - sent
    return times[np.argsort(sent, kind="stable")][5_000:]


def test_one_group_is_m_m_1(poisson_groups):
    """0.9 messages a second, each 1 s on average: the mean sojourn is 1 / (1 - 0.9) = 10 s."""
    told = poisson_groups(0.9, {"exponential": {"mean": 1}}, 1, 300_000)
    mean, half_width = batch_means(sojourns(told))
    assert half_width < 1.0
    assert mean == pytest.approx(10.0, abs=half_width)


def test_groups_do_not_wait_for_one_another(poisson_groups):
    """Eight groups of 0.9 a second each: every one is an M/M/1 of its own, 10 s again."""
    told = poisson_groups(8 * 0.9, {"exponential": {"mean": 1}}, 8, 40_000)
    mean, half_width = batch_means(sojourns(told))
    assert half_width < 1.0
    assert mean == pytest.approx(10.0, abs=half_width)


def test_one_group_of_constant_service_is_m_d_1(poisson_groups):
    """Load 0.8, 1 s each: the mean wait is 0.8 / (2 * 0.2) = 2.0 s, the sojourn 3.0 s."""
    told = poisson_groups(0.8, 1, 1, 100_000)
    mean, half_width = batch_means(sojourns(told))
    assert half_width < 0.15
    assert mean == pytest.approx(3.0, abs=half_width)
