"""Handlers that call others, whatever invokes them, whatever they run on, put away meanwhile."""

import pickle

from simcore.awslambda.async_invoke import AsyncSettings, EventQueue
from simcore.awslambda.calls import Call
from simcore.awslambda.event_source_mapping.facts import BatchFailed, BatchSucceeded
from simcore.awslambda.facts.asynchronous import AsyncAttemptStarted, AsyncEventEnded
from simcore.awslambda.facts.invocations import InvocationThrottled
from simcore.awslambda.lifecycle import LifecycleSettings
from simcore.awslambda.managed_instances import ManagedFunction, ManagedSettings, ScalerSettings
from simcore.awslambda.settings import AdditionalSettings, FunctionSettings
from simcore.engine.environment import Environment
from simcore.facts import ERROR, STORY_STEPS, SUCCESS, TIMEOUT, StoryStep
from simcore.roles.event import FROM_OUTSIDE
from simcore.services.clients.open_loop import SynchronousClient
from simcore.services.sqs.facts import MessagesReturned
from tests.awslambda.calling_stage import DOWN, Times, ended, make_pair, run
from tests.awslambda.fifo_stage import make_fifo, make_fifo_mapping, send
from tests.awslambda.stage import (
    FOR_EVER,
    in_turn,
    make_account,
    make_function,
    make_mapping,
    make_queue,
    rows,
    send_at,
)
from tests.awslambda.stream_stage import make_mapping as make_stream_mapping
from tests.awslambda.stream_stage import make_stream, put_at


def test_a_queue_whose_handler_waits(env):
    """Batch 2, visibility timeout 10 s: a story tells the whole duration, at the end."""
    caller, _ = make_pair(env)
    queue = make_queue(env, visibility_timeout=10.0)
    mapping = make_mapping(queue, caller, batch_size=2)
    send_at(queue, 1.0, 1.0)
    env.run(until=20.0)
    assert [n for _, n, _ in rows(mapping, BatchSucceeded)] == [1, 1]
    told = [row for row in rows(queue, StoryStep) if STORY_STEPS[row[2]] == "handler"]
    assert [(t, round(handler_s, 6)) for t, _, _, _, handler_s in told] == [(1.0, 0.4), (1.0, 0.4)]
    assert rows(queue, MessagesReturned) == []


def test_messages_come_back_while_a_handler_waits_for_too_long(env):
    caller, _ = make_pair(env, down={"duration": (20.0, 0.3)})
    queue = make_queue(env, visibility_timeout=10.0)
    mapping = make_mapping(queue, caller)
    send_at(queue, 1.0)
    env.run(until=60.0)
    assert rows(queue, MessagesReturned) == [(11.0, 1)]
    assert [round(t, 6) for t, *_ in rows(mapping, BatchSucceeded)] == [11.4, 21.1]


def test_a_fifo_queue_whose_handler_waits(env):
    caller, _ = make_pair(env)
    queue = make_fifo(env)
    make_fifo_mapping(queue, caller)
    send(queue, (1, 1))
    env.run(until=5.0)
    told = [row for row in rows(queue, StoryStep) if STORY_STEPS[row[2]] == "handler"]
    assert [(t, round(handler_s, 6)) for t, _, _, _, handler_s in told] == [(0.0, 0.4)]
    assert queue.visible() == 0


def test_a_stream_whose_handler_waits(env):
    """The error of the target is that of the batch, which is tried again."""
    caller, _ = make_pair(env, down={"error_rate": 1.0})
    stream = make_stream(env)
    mapping = make_stream_mapping(
        stream, caller, wait=1.0, maximum_retry_attempts=1, story_stride=1
    )
    put_at(stream, 1.0)
    env.run(until=20.0)
    assert [round(t, 6) for t, _ in rows(mapping, BatchFailed)] == [1.4, 2.8]
    told = [row for row in rows(mapping, StoryStep) if STORY_STEPS[row[2]] == "handler"]
    assert [(round(t, 6), round(s, 6)) for t, _, _, _, s in told] == [(1.0, 0.4), (2.4, 0.4)]


def test_an_event_is_retried_when_its_handler_fails_for_another(env):
    caller, _ = make_pair(env, down={"error_rate": 1.0})
    settings = AsyncSettings((60.0,), 21_600.0, backoff_initial_s=1.0, backoff_max_s=300.0)
    events = EventQueue(env, settings, caller, seed=1)
    env.call_at(1.0, Deliver(events))
    env.run(until=100.0)
    assert [round(t, 6) for t in rows(events, AsyncAttemptStarted, "t")] == [1.0, 61.4]
    assert [round(t, 6) for t in rows(events, AsyncEventEnded, "t")] == [61.8]


class Deliver:
    """An event from outside at the time at which it is called; pickles."""

    def __init__(self, events):
        self.events = events

    def __call__(self, _):
        self.events.deliver(self.events.env.now, FROM_OUTSIDE)


def make_managed(env, id, **more):
    scaler = ScalerSettings(1, 1, 0.5, 1.0, 0.0, 60.0, 60.0, 0.1)
    settings = ManagedSettings(
        duration=in_turn(more.pop("duration")),
        init_duration=in_turn(0.0),
        timeout_s=900.0,
        concurrency=2,
        scaler=scaler,
        throttle_reason="ConcurrentInvocationLimitExceeded",
        **more,
    )
    return ManagedFunction(env, id, settings, seed=1)


def test_managed_instances_call_and_are_called(env):
    """Room for two: of three that are called at once the third fails."""
    caller = make_managed(env, "up", duration=0.1, calls=DOWN)
    down = make_managed(env, "down", duration=0.3)
    front = make_function(env, id="front", duration=0.0, calls=(Call("up"),))
    front.connect({"up": caller})
    caller.connect({"down": down})
    run(env, front, 0.0, 0.0, 0.0)
    assert ended(down) == [(0.4, 0.3, SUCCESS)] * 2
    assert ended(caller) == [(0.4, 0.4, SUCCESS)] * 2
    assert ended(front) == [(0.0, 0.0, ERROR), *[(0.4, 0.4, SUCCESS)] * 2]


def test_either_version_of_an_alias_calls(env):
    other = FunctionSettings(
        in_turn(0.2), LifecycleSettings(init_duration=in_turn(0.0)), 900.0, FOR_EVER
    )
    caller, called = make_pair(env, additional=AdditionalSettings(other, weight=0.5))
    run(env, caller, *[float(t) for t in range(40)])
    lasted = {duration_s for _, duration_s, _ in ended(caller)}
    assert lasted == {0.4, 0.5}
    assert len(ended(called)) == 40


def test_a_target_with_failing_records_gets_a_request_without_any(env):
    caller, _ = make_pair(env, down={"item_error_rate": 1.0})
    run(env, caller, 0.0)
    assert ended(caller) == [(0.4, 0.4, SUCCESS)]


# Put away in the middle of a call.


class Story:
    """Calls that succeed, fail, are refused and are cut off, down a chain."""

    def __init__(self):
        self.env = Environment()
        account = make_account(concurrency=6, burst=4, refill_per_min=60)
        down = {"duration": (0.9, 2.4), "calls": (Call("last", 0.7, 2),), "reserved": 2}
        self.caller, self.called = make_pair(
            self.env,
            (Call("down", 0.8), Call("last", 0.5, catches_errors=True)),
            account=account,
            down=down,
            timeout=3.5,
            init=0.4,
            duration=(0.2, 1.1),
        )
        self.last = make_function(self.env, id="last", account=account, duration=(0.6, 1.9), init=1)
        self.caller.connect({"last": self.last})
        self.called.connect({"last": self.last})
        self.client = SynchronousClient(
            self.env, "client", Times(*[i * 0.53 for i in range(80)]), self.caller
        )

    def parts(self):
        return [self.client, self.caller, self.called, self.last]

    def bind(self):
        for part in self.parts():
            part.bind()
        self.env.bind()

    def facts(self):
        return {
            (part.id, fact.__name__): list(ledger.rows)
            for part in self.parts()
            for fact, ledger in part.ledgers.items()
        }


def test_pickled_in_the_middle_of_calls_it_is_the_same_story():
    whole, pieces = Story(), Story()
    whole.env.run(until=60.0)
    for stop in (0.3, 1.0, 2.2, 3.7, 5.1, 8.8, 13.0, 21.4, 60.0):
        pieces.env.run(until=stop)
        pieces = pickle.loads(pickle.dumps(pieces))
        pieces.bind()
    assert pieces.facts() == whole.facts()
    outcomes = {outcome for *_, outcome in ended(whole.caller)}
    assert outcomes == {SUCCESS, ERROR, TIMEOUT}
    assert rows(whole.last, InvocationThrottled)
