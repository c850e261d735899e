"""Waits between the attempts of a batch: they grow while nothing gets on, and begin anew when
something does. (That they are of this kind is assumed; AWS publishes none of them.)"""

from simcore.awslambda.event_source_mapping.facts import BatchThrottled
from simcore.awslambda.event_source_mapping.streams.facts import RecordProcessed, StreamBatchInvoked
from tests.awslambda.stage import invoke_at, make_function, rows
from tests.awslambda.stream_stage import make_mapping, make_stream, put_at

TIMES_OUT, RUNS = 9.0, 1.0


def attempts(env, *places, durations, poisoned, then=(), **more):
    """When the batches of these records are tried; waits of 1, 10 and at most 60 s, timeout 5 s.

    ``then`` are the times of later records, and whether they are poisoned.
    """
    function = make_function(
        env,
        timeout=5.0,
        duration=(*durations, *[RUNS] * 50),
        may_be_poisoned=True,
        reports_item_failures=True,
    )
    stream = make_stream(env)
    mapping = make_mapping(stream, function, batch_size=len(places), factor=10.0, **more)
    for place in places:
        put_at(stream, 0.0, poison=place in poisoned)
    for t, poison in then:
        put_at(stream, t, poison=poison)
    env.run(until=100)
    return mapping, rows(mapping, StreamBatchInvoked, "t", "n")


def test_a_checkpoint_ends_the_row_of_failures(env):
    """Twice it times out, after which 1 and 10 s are waited. The third time two of three succeed:
    1 s again for the last. That fails alone: 10 s, 60 s."""
    mapping, tried = attempts(env, 0, 1, 2, durations=[TIMES_OUT, TIMES_OUT], poisoned=[2])
    assert tried == [(0, 3), (6, 3), (21, 3), (23, 1), (34, 1), (95, 1)]
    assert rows(mapping, RecordProcessed, "t") == [22, 22]


def test_a_report_of_the_first_record_is_no_checkpoint(env):
    """Nothing got on, so the waits go on growing: 1, 10, 60 s."""
    _, tried = attempts(env, 0, 1, durations=[TIMES_OUT], poisoned=[0])
    assert tried == [(0, 2), (6, 2), (17, 2), (78, 2)]


def test_what_was_given_up_ends_the_row_of_failures(env):
    """Each of two poisoned records is tried again once, after 1 s."""
    _, tried = attempts(
        env, 0, durations=[], poisoned=[0], maximum_retry_attempts=1, then=[(10.0, True)]
    )
    assert tried == [(0, 1), (2, 1), (10, 1), (12, 1)]


def test_a_success_ends_the_row_of_failures(env):
    """It times out, runs, times out again: 1 s each time."""
    durations = [TIMES_OUT, RUNS, TIMES_OUT]
    _, tried = attempts(env, 0, durations=durations, poisoned=[], then=[(10.0, False)])
    assert tried == [(0, 1), (6, 1), (10, 1), (16, 1)]


def test_what_grew_too_old_ends_the_row_of_failures(env):
    """Given up when it is tried for the third time, at 13 s; the next one waits 1 s again."""
    _, tried = attempts(
        env, 0, durations=[], poisoned=[0], maximum_record_age_s=10.0, then=[(20.0, True)]
    )
    assert tried[:4] == [(0, 1), (2, 1), (20, 1), (22, 1)]


def test_an_invocation_ends_the_row_of_refusals(env):
    """The one environment is taken for 30 s, twice. Each time 1, 10 and then 60 s are waited."""
    function = make_function(env, reserved=1, duration=(30.0, RUNS, 30.0, RUNS))
    stream = make_stream(env)
    mapping = make_mapping(stream, function, factor=10.0)
    invoke_at(function, 0.0, 80.0)
    put_at(stream, 1.0, 81.0)
    env.run(until=100)
    assert rows(mapping, BatchThrottled, "t") == [1, 2, 12, 81, 82, 92]
    assert rows(mapping, StreamBatchInvoked, "t") == [72]
