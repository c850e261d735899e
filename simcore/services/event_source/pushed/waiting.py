"""An answer that is awaited although the invocation is asynchronous: CodePipeline, CloudFormation.

Models: the wait from the event on, until the function's work is done (PutJobSuccessResult, the
    answer to ResponseURL), silence lasts too long, or all of it does; a function that says first,
    so many times, that it is not ready yet: that ends a silence, and the service invokes it again
    (how soon is assumed). A function that fails says nothing, and Lambda's queue tries it again.
Ignores: functions that answer by themselves that they failed; answers on the way.
States: ProgressReported, WaitEnded.

Sources: AWS CodePipeline User Guide, limits (2026); AWS CloudFormation, crpg-ref (Apr 2026).
"""

from __future__ import annotations

from collections.abc import Callable

from simcore.engine.environment import Environment
from simcore.facts import Ledgers
from simcore.roles.awaited import Awaited, awaited
from simcore.roles.event import Event
from simcore.services.event_source.facts import (
    ANSWERED,
    SILENT,
    TOO_LONG,
    UNDELIVERED,
    ProgressReported,
    WaitEnded,
)
from simcore.services.event_source.settings import Answer


class Wait:
    """One wait: since when, until when at the longest, and how often there was progress."""

    __slots__ = ("arose", "is_over", "last_word", "reports", "turn")

    def __init__(self, arose: float) -> None:
        self.arose = self.last_word = arose
        self.reports = self.turn = 0
        self.is_over = False


class Waiting:
    """All waits of one service; ``push`` hands an event over once more."""

    def __init__(
        self,
        env: Environment,
        settings: Answer,
        ledgers: Ledgers,
        push: Callable[[float, Event, int], None],
    ) -> None:
        self.env, self.settings, self._ledgers, self._push = env, settings, ledgers, push
        self.open = 0

    def begin(self, now: float) -> Event:
        """An event whose answer is awaited from now on."""
        self.open += 1
        wait = Wait(now)
        self.env.call_at(self._due(wait), self._look, wait)
        return awaited(self, (wait, 0))

    def _due(self, wait: Wait) -> float:
        said = self.settings
        return min(wait.last_word + said.silence_s, wait.arose + said.total_s)

    def ended(self, now: float, event: Awaited, succeeded: bool) -> None:
        """The function has done its work, or it never will."""
        wait, turn = event.about
        if wait.is_over or not succeeded or turn != wait.turn:
            return
        if wait.reports >= self.settings.reports:
            self._end(now, wait, ANSWERED)
            return
        wait.reports += 1
        wait.turn += 1
        wait.last_word = now
        self._ledgers[ProgressReported].append((now,))
        self.env.call_at(now + self.settings.again_s, self._go_on, wait)

    def _go_on(self, wait: Wait) -> None:
        """The function is invoked with its continuation token."""
        if not wait.is_over:
            self._push(self.env.now, awaited(self, (wait, wait.turn)), 0)

    def lost(self, now: float, event: Event) -> None:
        """It could not be delivered: there is nothing to wait for."""
        if isinstance(event, Awaited) and not event.about[0].is_over:
            self._end(now, event.about[0], UNDELIVERED)

    def _look(self, wait: Wait) -> None:
        if wait.is_over:
            return
        now, due = self.env.now, self._due(wait)
        if now < due:
            self.env.call_at(due, self._look, wait)
        else:
            silent = now < wait.arose + self.settings.total_s
            self._end(now, wait, SILENT if silent else TOO_LONG)

    def _end(self, now: float, wait: Wait, end: int) -> None:
        wait.is_over = True
        self.open -= 1
        self._ledgers[WaitEnded].append((now, wait.arose, end))
