"""Callers on their own: targets whose answers a test chooses, and a server with a queue."""

from collections import deque
from math import inf

import numpy as np

from simcore.engine.arrivals import Window
from simcore.engine.distributions import Constant
from simcore.engine.environment import Environment
from simcore.engine.streams import Stream, generator
from simcore.facts import ERROR, SUCCESS
from simcore.roles.request import HttpReply
from simcore.services.clients.attempts import Asked
from simcore.services.clients.caller import CallerSettings
from simcore.services.clients.pages import OpenCaller
from simcore.services.clients.retry_mode import NO_RETRIES
from simcore.services.clients.users import Loop, Users
from simcore.services.clients.ways import Delivering, Invoking

HALF = 0.5


class Fixed:
    """The same luck each time."""

    def __init__(self, luck=HALF):
        self.luck = luck

    def next(self):
        return self.luck


class Times:
    """An arrival source with the times that a test chooses."""

    def __init__(self, *times):
        self.blocks = [list(times)]

    def next_block(self):
        return self.blocks.pop() if self.blocks else None


class Target:
    """Answers each request after so many seconds with the next of the statuses; None refuses."""

    id, timeout_s = "target", inf

    def __init__(self, env, *statuses, after=0.0):
        self.env, self.statuses, self.after = env, deque(statuses), after
        self.came, self.requests = [], []

    def invoke(self, now, payload, on_end, synchronous=True):
        self.came.append(now)
        self.requests.append(payload)
        status = self.statuses[0] if len(self.statuses) == 1 else self.statuses.popleft()
        if status is None:
            return None
        reply = HttpReply(now, payload, on_end)
        self.env.call_at(now + self.after, self._answer, (reply, status))
        return reply

    def _answer(self, answer):
        reply, status = answer
        reply.answer(self.env.now, abs(status), SUCCESS if 0 < status < 400 else ERROR)


class Server:
    """One server, first come first served; how long each takes is exponential."""

    id, timeout_s = "server", inf

    def __init__(self, env, mean, seed):
        self.env, self.waiting, self.done = env, deque(), []
        self.busy = False
        self.takes = Stream(generator(seed, "server"), _exponential(mean))

    def invoke(self, now, payload, on_end, synchronous=True):
        reply = HttpReply(now, payload, on_end)
        self.waiting.append(reply)
        if not self.busy:
            self._next(now)
        return reply

    def _next(self, now):
        self.busy = bool(self.waiting)
        if self.busy:
            self.env.call_at(now + self.takes.next(), self._ends, self.waiting.popleft())

    def _ends(self, reply):
        now = self.env.now
        self.done.append(now)
        self._next(now)
        reply.answer(now, 200, SUCCESS)


def _exponential(mean):
    return lambda rng, n: np.asarray(rng.exponential(mean, n))


def settings(mode=NO_RETRIES, **more):
    return CallerSettings(mode, **more)


def caller(target, *times, mode=NO_RETRIES, clients=1, luck=HALF, asked=None, **more):
    """One that sends at these times."""
    way = Delivering(target, 0, None, None) if hasattr(target, "deliver") else Invoking(target)
    given = (way, asked or Asked(), settings(mode, **more), clients, Fixed(luck))
    return OpenCaller(target.env, "caller", Times(*times), *given)


def users(target, n, think, *, window=None, turnaround=0.001, mode=NO_RETRIES, seed=1, **more):
    """So many users who think for so long: seconds, or a distribution."""
    law = think if hasattr(think, "draw") else Constant(think)
    streams = Fixed(), Stream(generator(seed, "think"), law.draw)
    given = (Invoking(target), Asked(), settings(mode, **more), 1, streams)
    return Users(target.env, "users", Loop(n, law, turnaround), window or Window(inf), *given)


def environment():
    return Environment()
