"""Components built by hand, with everything that a test does not mention out of the way."""

from dataclasses import dataclass

import numpy as np

from simcore.awslambda.account import Account
from simcore.awslambda.event_source_mapping.fleet import FleetSettings
from simcore.awslambda.event_source_mapping.settings import MappingSettings
from simcore.awslambda.event_source_mapping.sqs import SqsMapping
from simcore.awslambda.function import Function
from simcore.awslambda.lifecycle import LifecycleSettings
from simcore.awslambda.settings import FunctionSettings
from simcore.engine.environment import Environment
from simcore.quotas import load_profile
from simcore.services.sqs import QueueSettings, StandardQueue

FOR_EVER = 1e9


@dataclass(frozen=True)
class InTurn:
    """Durations that a test chooses: one after the other, and again from the first."""

    values: tuple

    def draw(self, rng, n):
        return np.resize(np.array(self.values, dtype=float), n)


def in_turn(values):
    return InTurn(values if isinstance(values, tuple) else (values,))


def make_account(*, concurrency=1000, burst=1000, refill_per_min=0, profile="aws-2026"):
    quotas = load_profile(profile)
    for key, value in {
        "lambda.account_concurrency": concurrency,
        "lambda.scaling_burst": burst,
        "lambda.scaling_refill_per_min": refill_per_min,
    }.items():
        quotas = quotas.override(key, value)
    return Account(quotas, "us-east-1")


def make_function(
    env=None, *, id="worker", account=None, duration=1.0, init=0.0, timeout=900.0, **more
):
    settings = FunctionSettings(
        duration=in_turn(duration),
        lifecycle=LifecycleSettings(init_duration=in_turn(init)),
        timeout_s=timeout,
        idle_timeout_s=more.pop("idle_timeout", FOR_EVER),
        reserved_concurrency=more.pop("reserved", None),
        **more,
    )
    account = account or make_account()
    return Function(env or Environment(), id, settings, account, seed=1)


def make_queue(env, *, id="orders", visibility_timeout=30.0, dead_letter_queue=None, **more):
    settings = QueueSettings(
        visibility_timeout_s=visibility_timeout,
        retention_s=more.pop("retention", FOR_EVER),
        in_flight_max=more.pop("in_flight_max", 120_000),
        receive_max=10,
        delay_s=more.pop("delay", 0.0),
        **more,
    )
    return StandardQueue(env, id, settings, dead_letter_queue)


def make_mapping(queue, function, *, batch_size=1, window=0.0, **more):
    fleet = FleetSettings(
        initial=more.pop("initial", 5),
        most=more.pop("most", 1000),
        floor=more.pop("floor", 5),
        ramp_per_min=more.pop("ramp_per_min", 60),
        scale_in_per_min=more.pop("scale_in_per_min", 60),
        lost_an_error=more.pop("lost_an_error", 0.0),
    )
    settings = MappingSettings(
        fleet=fleet,
        batch_size=batch_size,
        receive_max=10,
        window_s=window,
        long_poll_s=more.pop("long_poll", 20.0),
        backoff_initial_s=more.pop("backoff", 1.0),
        backoff_max_s=more.pop("backoff_max", 60.0),
        reports_item_failures=function.settings.reports_item_failures,
        **more,
    )
    return SqsMapping(queue.env, "poll", settings, queue, function, seed=1)


def invoke_at(function, *times):
    """Have the function invoked at each of the times; the environments of those admitted."""
    environments = []

    def invoke(now):
        environment = function.invoke(now, (), _nothing)
        if environment is not None:
            environments.append(environment)

    for t in times:
        function.env.call_at(t, invoke, t)
    return environments


def _nothing(environment):
    """What the caller does with the answer."""


def send_at(queue, *times):
    for t in times:
        queue.env.call_at(t, queue.send, t)


def at(queue, t):
    """Let time pass until t; the queue."""
    if t > queue.env.now:
        queue.env.run(until=t)
    return queue


def receive(queue, t, most=10):
    """Receive at t, and let the messages come back unless they are deleted."""
    receipt = at(queue, t).receive(t, most)
    if receipt is not None:
        queue.keep_hidden(receipt)
    return receipt


def receive_counts(receipt):
    return [message.receives for message in receipt.unpack()]


def rows(component, fact, *fields):
    """What the component stated so far: the fields asked for, plain when it is one."""
    facts = [fact(*row) for row in component.ledgers[fact].rows]
    if not fields:
        return [tuple(row) for row in facts]
    if len(fields) == 1:
        return [getattr(row, fields[0]) for row in facts]
    return [tuple(getattr(row, field) for field in fields) for row in facts]
