"""Users in a closed loop: the machine repairman, Engset's loss, and the interactive response time.

With N users who think for Z seconds (exponential, mean 10) and a service of 1 s there are never
more than N requests, however slow the answers: that is what an open loop leaves out.
"""

from math import comb

import numpy as np
import pytest

from simcore.engine.distributions import Exponential
from simcore.engine.environment import Environment
from simcore.services.clients.facts import RequestEnded, RequestSent, UsersObserved
from tests.services.calling_stage import Server, users
from tests.theory.intervals import batch_means

PROVES = (
    "simcore/services/clients/users.py",
    "simcore/services/clients/caller.py",
)

N, THINK_S, SERVICE_S = 20, 10.0, 1.0
USERS = {"closed_loop": {"users": N, "think_time": {"exponential": {"mean": THINK_S}}}}


def repairman():
    """Throughput of M/M/1//20: P0 = 1 / sum of 20! / (20 - k)! x 0.1^k, X = (1 - P0) / 1 s."""
    weights, term = [1.0], 1.0
    for k in range(N):
        term *= (N - k) * SERVICE_S / THINK_S
        weights.append(term)
    return (1.0 - 1.0 / sum(weights)) / SERVICE_S


@pytest.fixture(scope="module")
def one_server():
    """20 users before one server that keeps a queue, for 12,000 s; the first 500 are left out."""
    env = Environment()
    made = users(Server(env, SERVICE_S, 5), N, Exponential(THINK_S), seed=5)
    levels = []
    for t in range(500, 12_000, 10):
        env.run(until=float(t))
        made.observe(float(t))
        levels.append(made.ledgers[UsersObserved].rows[-1])
    done = np.array([row[0] for row in made.ledgers[RequestEnded].rows])
    return made, done[done > 500.0], np.array(levels)


def test_the_machine_repairman_has_the_throughput_of_the_textbook():
    assert repairman() == pytest.approx(0.998131, abs=5e-7)


def test_twenty_users_before_one_server_keep_it_busy(one_server):
    """X = 0.998131 a second: the interval of batch means holds it, and is narrower than 4 %."""
    _, done, _ = one_server
    per_100_s = np.histogram(done, bins=np.arange(500.0, 11_901.0, 100.0))[0] / 100.0
    mean, half = batch_means(per_100_s)
    assert half < 0.04
    assert mean == pytest.approx(repairman(), abs=half)


def test_as_many_think_as_the_throughput_and_the_think_time_say(one_server):
    """Little's law over the users who think: X x Z = 9.98 of 20; the rest wait."""
    _, _, levels = one_server
    thinking, half = batch_means(levels[:, 1])
    assert thinking == pytest.approx(repairman() * THINK_S, abs=half)
    assert set(levels[:, 1] + levels[:, 2]) == {N}


def test_the_response_time_is_what_the_users_have_left(one_server):
    """R = N / X - Z = 10.04 s, without a word about the server's queue."""
    made, _, _ = one_server
    ended = [row for row in made.ledgers[RequestEnded].rows if row[1] > 500.0]
    mean, half = batch_means([t - sent for t, sent, _ in ended])
    assert mean == pytest.approx(N / repairman() - THINK_S, abs=half)


def test_the_same_users_before_a_store_with_one_connection(tell):
    """Their function only waits for the store's connection: X = 0.998131 again, through the front
    door, and of twenty invocations one is at work."""
    told = tell(
        {
            "users": {"type": "client", "target": "worker", "arrivals": USERS},
            "worker": {
                "type": "function",
                "duration": 0,
                "init_duration": 0,
                "timeout": 900,
                "calls": [{"target": "store"}],
            },
            "store": {
                "type": "downstream",
                "connections": 1,
                "latency": {"exponential": {"mean": SERVICE_S}},
            },
        },
        4_000,
    )
    done = told.column("users", RequestEnded, "t")
    per_100_s = np.histogram(done, bins=np.arange(300.0, 4_001.0, 100.0))[0] / 100.0
    mean, half = batch_means(per_100_s, 20)
    assert half < 0.1
    assert mean == pytest.approx(repairman(), abs=half)


def test_users_who_are_refused_and_think_again_are_engsets(tell):
    """Reserved concurrency 1, so no queue: with a = 0.1, P(busy) = 2 / 3, and of the requests
    19 x 0.1 / (1 + 19 x 0.1) = 65.5 % are refused; 0.667 a second are served instead of 0.998."""
    told = tell(
        {
            "users": {
                "type": "client",
                "target": "worker",
                "arrivals": USERS,
            },
            "worker": {
                "type": "function",
                "duration": 1.0,
                "init_duration": 0,
                "reserved_concurrency": 1,
                "idle_timeout": 86_400,
            },
        },
        6_000,
    )
    outcomes = told.column("users", RequestEnded, "outcome")
    refused, half = batch_means(outcomes == 3)
    assert refused == pytest.approx(engset(N - 1, 1, 0.1), abs=half)
    assert half < 0.03
    assert (outcomes == 0).sum() / 6_000 == pytest.approx(2 / 3, abs=0.02)


def engset(sources, servers, a):
    """The share of requests that are refused, of ``sources`` others with so much load each."""
    weights = [comb(sources, k) * a**k for k in range(servers + 1)]
    return weights[-1] / sum(weights)


def test_with_room_for_all_the_throughput_is_users_by_the_cycle(tell):
    """50 users, 1.5 s of thought and 0.5 s of work, nobody waits: 50 / 2 s = 25 a second."""
    loop = {"users": 50, "think_time": {"uniform": {"low": 1.0, "high": 2.0}}}
    told = tell(
        {
            "users": {"type": "client", "target": "worker", "arrivals": {"closed_loop": loop}},
            "worker": {"type": "function", "duration": 0.5, "init_duration": 0},
        },
        400,
    )
    assert told.count("users", RequestSent) / 400 == pytest.approx(25.0, rel=0.01)
