"""A downstream is a waiting system; without a line, a loss system: Erlang's C and B formulas."""

import numpy as np
import pytest

from simcore.engine.distributions import Constant, Exponential
from simcore.engine.environment import Environment
from simcore.services.downstream.facts import CallEnded, CallReceived, CallRefused
from simcore.services.downstream.pool import ConnectionPool, PoolSettings
from tests.theory.intervals import batch_means, erlang_b, erlang_c

PROVES = ("simcore/services/downstream/pool.py",)


def answered(call):
    """Whoever called goes on."""


def poisson(settings, rate, n):
    """A pool that gets ``n`` calls, whoever makes them; its facts."""
    env = Environment()
    pool = ConnectionPool(env, "db", settings, seed=1)

    def arrive(t):
        pool.invoke(t, (), answered)

    times = np.cumsum(np.random.default_rng(7).exponential(1.0 / rate, n))
    for t in times.tolist():
        env.call_at(t, arrive, t)
    env.run(until=float(times[-1]) + 100.0)
    return pool.ledgers


def test_the_wait_for_a_connection_is_erlang_c():
    """Ten connections, 80 calls a second of 100 ms: C = 0.409, the mean wait C / (100 - 80) s =
    20.5 ms."""
    ledgers = poisson(PoolSettings(10, Exponential(0.1)), 80.0, 60_000)
    ended = sorted(row[1:3] for row in ledgers[CallEnded].rows)
    waits = [began - came for came, began in ended][1_000:]
    mean, half_width = batch_means(waits)
    expected = erlang_c(10, 8) / (100 - 80)
    assert expected == pytest.approx(0.0205, abs=0.00005)
    assert half_width < 0.006
    assert mean == pytest.approx(expected, abs=half_width)


def test_without_a_line_the_refused_share_is_erlang_b():
    """Five connections, load 4: 0.199 are refused, whatever the latency's distribution is."""
    ledgers = poisson(PoolSettings(5, Constant(0.1), most_waiting=0), 40.0, 20_000)
    came = np.array([row[0] for row in ledgers[CallReceived].rows])
    refused = {row[0] for row in ledgers[CallRefused].rows}
    mean, half_width = batch_means([t in refused for t in came.tolist()])
    assert erlang_b(5, 4) == pytest.approx(0.199, abs=0.0005)
    assert half_width < 0.015
    assert mean == pytest.approx(erlang_b(5, 4), abs=half_width)
