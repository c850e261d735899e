"""PurgeQueue: everything that a queue holds is deleted.

Models: PurgeQueue deletes the messages that are visible or in flight, and those that are delayed
    (assumed: AWS names the available and the in-flight ones), for good; a handler that works on
    some goes on (assumed), and what deletes them finds nothing. It takes up to a minute: here
    all that is there is gone at one moment, so many seconds after the call (0 by default), also
    what came meanwhile, which AWS says may happen.
Ignores: that messages are deleted one after the other; the price of the request.
States: MessagesPurged, StoryStep.

Sources: Amazon SQS API reference, PurgeQueue (API version 2012-11-05): it deletes available
messages, including in-flight ones; messages sent before the call may be received and are deleted
within the next minute, those sent after it may be deleted; PurgeQueueInProgress for a call within
60 s of another.
"""

from __future__ import annotations

from typing import Any

from simcore.engine.environment import INF, Environment
from simcore.facts import Ledgers
from simcore.services.sqs.facts import MessagesPurged


class Purges:
    """Those of one queue; ``asked_at`` is when the last one was asked for."""

    def __init__(self, env: Environment, ledgers: Ledgers) -> None:
        self._env, self._ledgers = env, ledgers
        self.asked_at = -INF

    def begin(self, takes_s: float = 0.0) -> None:
        """PurgeQueue; the messages are gone ``takes_s`` later."""
        self.asked_at = self._env.now
        if takes_s:
            self._env.call_at(self.asked_at + takes_s, self._over)
        else:
            self._over(None)

    def _over(self, _: Any) -> None:
        now = self._env.now
        in_flight, others = self._delete_all(now)
        self._ledgers[MessagesPurged].append((now, in_flight + others, in_flight))

    def _delete_all(self, now: float) -> tuple[int, int]:
        """Delete all; how many of them were in flight, and how many were not."""
        raise NotImplementedError
