"""Clients outside AWS: they send requests at their own pace, whatever comes back (open loop).

Models: arrivals, whose rate can change during a run; a synchronous Invoke whose answer is awaited;
    an asynchronous Invoke, answered with 202 at once; SendMessage; Publish.
Ignores: network latency, batches. Timeouts and retries of the client are those of :mod:`.caller`,
    which is built where a scenario says anything of them; what services do that invoke on terms of
    their own is in their packages.
States: RequestSent, RequestEnded; of a synchronous Invoke that is followed RequestStep.
"""

from __future__ import annotations

from array import array
from typing import Protocol

import numpy as np

from simcore.engine.arrivals import ArrivalSource, OpenLoop
from simcore.engine.environment import Environment
from simcore.engine.state import State, state_of
from simcore.engine.timeline import Followed
from simcore.facts import SUCCESS, THROTTLED, MostlyZero, columns_for, columns_of, ledgers_for
from simcore.roles.event import FROM_OUTSIDE, Event
from simcore.roles.following import Part, passed
from simcore.roles.invocable import Invocable, Reply
from simcore.roles.request import TOO_MANY_REQUESTS, Request
from simcore.roles.taker import Taker
from simcore.services.clients.facts import RequestEnded, RequestSent
from simcore.services.clients.following import following

Ended = tuple[list[float], list[float], MostlyZero]
"""The columns of RequestEnded."""


class Coming(Protocol):
    """Messages that are known before they come."""

    def foresee(self, times: array[float], sender: Producer) -> None:
        """SendMessage at each of the times, the first one now, while nobody watches."""

    def take_back(self) -> array[float]:
        """What has not come is not known any longer; its times."""


class Sendable(Protocol):
    """Where messages can be sent."""

    @property
    def coming(self) -> Coming:
        """Those that are known before they come."""

    def send(self, now: float) -> None:
        """SendMessage."""

    def is_watched(self) -> bool:
        """Would anyone do something about a message that comes now?"""


class SynchronousClient(OpenLoop):
    """Invokes a function and waits for the answer (InvocationType RequestResponse)."""

    type = "client"

    def __init__(
        self,
        env: Environment,
        id: str,
        arrivals: ArrivalSource,
        function: Invocable[Reply],
        stride: int = 0,
    ) -> None:
        """One request in ``stride`` is followed, none at 0."""
        self.function = function
        self.ledgers = columns_for(RequestSent) | columns_for(RequestEnded, zero=("outcome",))
        self.following = following(self.ledgers, id, stride)
        self.bind()
        super().__init__(env, id, arrivals, self.request)

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""
        self._sent: list[float] = columns_of(self.ledgers, RequestSent)[0]
        self._ended: Ended = columns_of(self.ledgers, RequestEnded)
        self._on_end = self._answered
        self._invoke = self.function.invoke

    def __getstate__(self) -> State:
        hot = ("_sent", "_ended", "_on_end", "_invoke")
        return state_of(self, hot)

    def request(self, now: float) -> None:
        """One Invoke; a throttle is answered at once."""
        self._sent.append(now)
        followed = self.following
        followed.left -= 1
        if not followed.left:
            self._follow(now, followed.begin(now))
            return
        invoke = self._invoke
        if invoke(now, (), self._on_end) is None:
            self.ledgers[RequestEnded].append((now, now, THROTTLED))

    def _follow(self, now: float, story: Part) -> None:
        """The same with a request that is followed."""
        attempt = story.begin(now, self.id, "attempt", 1)
        reply = passed(now, self.function, Request(story=attempt), self._followed)
        if reply is None:
            self.ledgers[RequestEnded].append((now, now, THROTTLED))
            attempt.tell(now, "answered", TOO_MANY_REQUESTS, THROTTLED)
            attempt.end(now, THROTTLED, 1)

    def _followed(self, reply: Reply) -> None:
        attempt: Part = reply.payload.story
        attempt.tell(reply.ends, "answered", reply.status, reply.outcome)
        attempt.end(reply.ends, reply.outcome, 1)
        self._answered(reply)

    def _answered(self, reply: Reply) -> None:
        t, sent, others = self._ended
        if reply.outcome:  # else SUCCESS
            others.put(len(t), reply.outcome)
        t.append(reply.ends)
        sent.append(reply.started)

    def observe(self, now: float) -> None:
        """A client has no levels to state."""


class AsynchronousClient(OpenLoop):
    """Invokes a function without waiting for its end (InvocationType Event)."""

    type = "client"

    def __init__(self, env: Environment, id: str, arrivals: ArrivalSource, function: Taker) -> None:
        self.function = function
        self.ledgers = ledgers_for(RequestSent, RequestEnded)
        self.bind()
        super().__init__(env, id, arrivals, self.request)

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""
        self._sent = self.ledgers[RequestSent].append
        self._ended = self.ledgers[RequestEnded].append
        self._deliver = self.function.deliver

    def __getstate__(self) -> State:
        hot = ("_sent", "_ended", "_deliver")
        return state_of(self, hot)

    def request(self, now: float) -> None:
        """One Invoke; the answer says only that the event was accepted."""
        self._sent((now,))
        self._ended((now, now, SUCCESS))
        self._deliver(now, FROM_OUTSIDE)

    def observe(self, now: float) -> None:
        """A client has no levels to state."""


class Producer(OpenLoop):
    """Sends messages to a queue, which may know of them before they come."""

    type = "client"

    def __init__(self, env: Environment, id: str, arrivals: ArrivalSource, queue: Sendable) -> None:
        self.queue = queue
        self.ledgers = columns_for(RequestSent, blocks=("t",))
        self.bind()
        super().__init__(env, id, arrivals, self.request)

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""
        (self._sent,) = columns_of(self.ledgers, RequestSent)

    def __getstate__(self) -> State:
        return state_of(self, {"_sent"})

    def request(self, now: float) -> None:
        """One SendMessage, or all that are known, while they change nothing for anyone."""
        queue = self.queue
        if queue.is_watched():
            queue.send(now)
            self._sent.append(now)
        else:
            queue.coming.foresee(self.env.take_arrivals(now), self)

    def request_beside(self, now: float) -> None:
        """One SendMessage that is not of its arrivals."""
        self.queue.send(now)
        self._sent.append(now)

    def state_sent(self, times: array[float]) -> None:
        """It has sent at these times, as the queue foresaw."""
        self._sent.extend(times)

    def to_come(self) -> Followed:
        """Its arrivals from now on, to be changed: the queue knows of none of them."""
        followed = super().to_come()
        followed.give_back(np.array(self.queue.coming.take_back()))
        return followed

    def observe(self, now: float) -> None:
        """A client has no levels to state."""


class Sender(OpenLoop):
    """Hands events to whatever takes them: publishes to a topic, say."""

    type = "client"

    def __init__(
        self, env: Environment, id: str, arrivals: ArrivalSource, taker: Taker, event: Event
    ) -> None:
        self.taker, self.event = taker, event
        self.ledgers = columns_for(RequestSent)
        self.bind()
        super().__init__(env, id, arrivals, self.request)

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""
        (self._sent,) = columns_of(self.ledgers, RequestSent)
        self._deliver = self.taker.deliver

    def __getstate__(self) -> State:
        return state_of(self, ("_sent", "_deliver"))

    def request(self, now: float) -> None:
        """One event, whatever becomes of it."""
        self._sent.append(now)
        self._deliver(now, self.event)

    def observe(self, now: float) -> None:
        """A client has no levels to state."""
