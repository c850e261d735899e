"""Definitions put together by hand, and tasks that do as told: for the interpreter alone."""

from math import inf
from typing import Any

from simcore.asl.execution import Execution, History
from simcore.asl.flow import Left
from simcore.asl.local import LocalHost
from simcore.asl.states import (
    Catcher,
    Choice,
    Fail,
    Machine,
    Pass,
    Resource,
    Retrier,
    Succeed,
    Task,
    Wait,
)


class Plain:
    """All is handed on; a catcher's error output replaces the input."""

    is_plain = True

    def enter(self, input, around):
        return input

    def arguments(self, effective, around):
        return effective

    def leave(self, input, effective, result, around):
        return Left(result, {})

    def caught(self, input, effective, error_output, around):
        return Left(error_output, {})


class Literal:
    def __init__(self, value):
        self.value = value

    def of(self, input, around):
        return self.value


class Equals:
    """A rule: the input is this value."""

    def __init__(self, value, next):
        self.value = value
        self.next = next

    def matches(self, input, around):
        return input == self.value

    def leave(self, input, effective, around):
        return None


PLAIN = Plain()
INVOKE = Resource("arn:aws:states:::lambda:invoke", "lambda", "invoke", "", "")
TOKEN = Resource(
    "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
    "sqs",
    "sendMessage",
    "waitForTaskToken",
    "",
)
FUNCTION = Resource("arn:aws:lambda:us-east-1:123456789012:function:f", "lambda", "", "", "f")


def retrier(*errors, interval=1, attempts=3, rate=2.0, cap=inf, full=False):
    return Retrier(errors, interval, attempts, rate, cap, full)


def catcher(*errors, next):
    return Catcher(errors, next, PLAIN)


def machine(*states, timeout=None):
    """Each state: (name, next) -> State."""
    made = [make(number) for number, make in enumerate(states)]
    return Machine(made[0].name, {state.name: state for state in made}, timeout_s=timeout)


def _of(kind, name, next, **more):
    return lambda number: kind(name, f"States.{name}", number, next, PLAIN, **more)


def passing(name, next=None):
    return _of(Pass, name, next)


def choosing(name, *rules, default=None):
    return _of(Choice, name, default, rules=rules)


def waiting(name, seconds=None, next=None, until=None):
    given = {"seconds": seconds, "timestamp": until}
    return _of(Wait, name, next, **{k: None if v is None else Literal(v) for k, v in given.items()})


def succeeding(name):
    return _of(Succeed, name, None)


def failing(name, error, cause):
    return _of(Fail, name, None, error=Literal(error), cause=Literal(cause))


def task(name="Do", next=None, retry=(), catch=(), timeout=None, heartbeat=None, resource=INVOKE):
    limits = {"timeout_s": timeout, "heartbeat_s": heartbeat}
    given = {k: None if v is None else Literal(v) for k, v in limits.items()}
    return _of(Task, name, next, resource=resource, retry=retry, catch=catch, **given)


class Script:
    """What comes of each attempt, in turn, the last for ever: a result, or an error's name.

    ``took`` is how long each takes; an attempt of which nothing comes is not ended at all.
    """

    def __init__(self, *outcomes, took=0.0):
        self.outcomes = list(outcomes)
        self.took = took
        self.attempts: list[tuple[float, Any]] = []

    def do(self, host, attempt):
        self.attempts.append((host.now, attempt))
        attempt.start(host.now)
        if attempt.state.resource.pattern:
            attempt.submit(host.now, {"MessageId": "1"})
        outcome = self.outcomes.pop(0) if len(self.outcomes) > 1 else self.outcomes[0]
        if isinstance(outcome, Beats):
            for at in outcome.times:
                host.call_at(host.now + at, _beat, (host, attempt))
        elif outcome is not NEVER:
            host.call_at(host.now + self.took, _end, (host, attempt, outcome))

    def read(self, reader):
        return self.outcomes


NEVER = ...  # which is itself after pickling, too


class Beats:
    """Nothing but heartbeats, so long after the start."""

    def __init__(self, *times):
        self.times = times


def _beat(given):
    host, attempt = given
    attempt.beat(host.now)


def _end(given):
    host, attempt, outcome = given
    if isinstance(outcome, Exception):
        attempt.fail(host.now, *outcome.args)
    else:
        attempt.succeed(host.now, outcome)


def begun(definition, *outcomes, input=None, took=0.0, seed=1, **more):
    """An execution that waits for its host to run."""
    script = Script(*outcomes or ({},), took=took)
    host = LocalHost(script, seed=seed)
    arn = "arn:aws:states:us-east-1:123456789012:execution:machine:one"
    kept = History()
    execution = Execution(definition, host, input, name="one", arn=arn, history=kept, **more)
    execution.begin(0.0)
    return execution


def execute(definition, *outcomes, **more):
    """(the execution, when its attempts began)."""
    execution = begun(definition, *outcomes, **more)
    execution.host.run()
    return execution, [at for at, _ in execution.host.tasks.attempts]


def types(execution):
    return [event.type for event in execution.history.events]


def chain(execution):
    """(id, the one before, type) of each event."""
    return [(event.id, event.previous_id, event.type) for event in execution.history.events]
