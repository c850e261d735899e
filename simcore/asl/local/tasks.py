"""Tasks that come to what their mocks say."""

from __future__ import annotations

from collections import Counter

from simcore.asl.flow import Json, StateFault
from simcore.asl.host import Attempt
from simcore.asl.local.host import LocalHost
from simcore.asl.local.mocks import MockInvalid, Outcome, mocks_of
from simcore.asl.states import Map, State

__all__ = ["MockedTasks"]

RETURN_HINT = '{"Return": ...} for the state in the file of mocks (--mock)'


HTTP_S = 60.0
"""Seconds that an HTTP task waits for its answer, hard. Source: quotas page of the step-functions
developer guide, 2026; the cause is assumed."""
NO_ANSWER = Outcome(error="States.Http.Socket", cause="The HTTP request timed out.", seconds=HTTP_S)


class MockedTasks:
    """Invocations of a state are counted over all of an execution, retries and loops too."""

    def __init__(self, given: Json) -> None:
        self.mocks = mocks_of(given)
        self.counts: Counter[str] = Counter()

    def do(self, host: LocalHost, attempt: Attempt) -> None:
        """Begin one attempt; raises MockInvalid where there is no mock for it."""
        outcome = _in_time(attempt, self._outcome(attempt.state, attempt.arguments))
        attempt.start(host.now)
        if attempt.state.resource.pattern:
            attempt.submit(host.now, {})
        for beat in outcome.heartbeats:
            host.call_at(host.now + beat, _beat, (host, attempt))
        if outcome.is_never:
            return
        if outcome.seconds:
            host.call_at(host.now + outcome.seconds, _end, (host, attempt, outcome))
        else:
            _end((host, attempt, outcome))

    def read(self, reader: Json, state: Map) -> Json:
        """What the reader of a Map state gives."""
        outcome = self._outcome(state, reader)
        if outcome.error:
            raise StateFault(outcome.error, outcome.cause)
        return outcome.result

    def _outcome(self, state: State, input: Json) -> Outcome:
        number = self.counts[state.name]
        self.counts[state.name] += 1
        for mock in self.mocks.get(state.name, ()):
            if mock.is_for(number, input):
                return mock.outcome
        which = (
            "" if state.name not in self.mocks else f" for its invocation {number} with this input"
        )
        raise MockInvalid(state.path, f"this {state.type} has no mock{which}", RETURN_HINT)


def _in_time(attempt: Attempt, outcome: Outcome) -> Outcome:
    """An HTTP task's endpoint has its time, whatever the timeout of the task is."""
    if attempt.state.resource.service != "http":
        return outcome
    is_late = outcome.is_never or outcome.seconds > HTTP_S
    return NO_ANSWER if is_late else outcome


def _beat(given: tuple[LocalHost, Attempt]) -> None:
    host, attempt = given
    attempt.beat(host.now)


def _end(given: tuple[LocalHost, Attempt, Outcome]) -> None:
    host, attempt, outcome = given
    if outcome.error:
        attempt.fail(host.now, outcome.error, outcome.cause)
    else:
        attempt.succeed(host.now, outcome.result)
