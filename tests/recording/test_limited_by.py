"""Which limiter was binding, from hand-made facts."""

from simcore import facts
from simcore.awslambda.event_source_mapping.facts import MappingObserved
from simcore.awslambda.event_source_mapping.streams.facts import (
    ReadRefused,
    ShardObserved,
    StreamMappingObserved,
)
from simcore.awslambda.facts.asynchronous import AsyncObserved
from simcore.awslambda.facts.invocations import (
    InvocationEnded,
    InvocationStarted,
    InvocationThrottled,
)
from simcore.awslambda.facts.provisioned import ProvisionedSpilledOver
from simcore.awslambda.reading.views.limited_by import NAMES
from simcore.components import READINGS
from simcore.facts import ledgers_for
from simcore.recording import Timebase, as_header
from simcore.services.sqs.facts import MessagesLeftAlone, QueueObserved

from .conftest import STREAM, STREAM_MAPPING, Component, edge, make_recorder

ACCOUNT, RESERVED, RATE = (
    facts.LIMITS.index(name)
    for name in ("account concurrency", "reserved concurrency", "scaling rate")
)
MAXIMUM = facts.LIMITS.index("maximum concurrency")
IN_FLIGHT = facts.LIMITS.index("in-flight messages")
POLLED = [edge("orders", "poller", "receive"), edge("poller", "worker", "invoke")]
READ = [edge("clicks", "reader", "read"), edge("reader", "worker", "invoke")]


def named(recorder, function="worker"):
    values = recorder.result_parts()["series"][function]["LimitedBy"]
    return [None if value is None else NAMES[value] for value in values]


def test_what_refused_most(function):
    function.state(InvocationThrottled, (0.1, 0, ACCOUNT), (0.2, 2, RATE), (0.3, 2, RATE))
    function.state(InvocationThrottled, *[(2.0 + n / 100, 1, RESERVED) for n in range(50)])
    recorder = make_recorder(Timebase(4), [function])
    recorder.fold(4.0)
    assert named(recorder) == ["scaling rate", None, "reserved concurrency", None]


def test_the_mapping_where_nothing_is_refused(function, queue, mapping):
    """Second by second: empty, ramp, refused, held, at MaximumConcurrency, below it, empty."""
    visible = [0, 9, 9, 9, 9, 9, 0]
    pollers = [(5, 0), (7, 0), (9, 1), (9, 1), (10, 0), (8, 0), (5, 0)]  # and those that hold
    for n, (waiting, (size, holding)) in enumerate(zip(visible, pollers, strict=True)):
        queue.state(QueueObserved, (n + 1.0, waiting, 0, 0, -1.0))
        mapping.state(MappingObserved, (n + 1.0, size, size - holding, holding))
    function.state(InvocationThrottled, (2.5, 1, RESERVED))
    mapping.state(facts.LimitReached, (4.5, MAXIMUM))
    recorder = make_recorder(
        Timebase(7),
        [function, queue, mapping],
        edges=POLLED,
    )
    recorder.fold(7.0)
    assert named(recorder) == [
        "upstream",
        "pollers",
        "reserved concurrency",
        "reserved concurrency",
        "maximum concurrency",
        "pollers",
        "upstream",
    ]


def run(function, *starts_and_ends):
    """Invocations of the function: when each starts and ends."""
    for n, (start, end) in enumerate(starts_and_ends):
        running = sum(a <= start < b for a, b in starts_and_ends[: n + 1])
        function.state(InvocationStarted, (start, n, 0.0, running))
        function.state(InvocationEnded, (end, n, start, 0.0, end - start, 0))


def test_what_waits_after_a_refusal_is_held_by_the_concurrency_while_it_is_full(function, events):
    """Two at once, refused in the first second; full in the second one, half used in the third,
    where the events wait for nothing but their back-off; in the last nothing waits."""
    run(function, (0.1, 1.8), (0.2, 1.9), (1.95, 2.7))
    function.state(InvocationThrottled, (0.5, 1, RESERVED), (0.6, 1, RESERVED))
    for n, waiting in enumerate([2, 1, 1, 0]):
        events.state(AsyncObserved, (n + 1.0, waiting, 2 - n // 2))
    recorder = make_recorder(Timebase(4), [function, events])
    recorder.fold(4.0)
    assert named(recorder) == ["reserved concurrency"] * 2 + ["retry waits", None]


def test_a_rate_that_refused_is_not_full_afterwards(function, events):
    """The scaling rate binds when it refuses, and at no other time."""
    function.state(InvocationThrottled, (0.5, 2, RATE))
    for n, waiting in enumerate([1, 1]):
        events.state(AsyncObserved, (n + 1.0, waiting, 0))
    recorder = make_recorder(Timebase(2), [function, events])
    recorder.fold(2.0)
    assert named(recorder) == ["scaling rate", "retry waits"]


def test_messages_that_nobody_works_on_wait_for_their_timeout(function, queue, mapping):
    """All in flight: being worked on, left alone, left alone with others visible, and gone."""
    visible, left_alone = [0, 0, 5, 0], {2.0: 3, 4.0: 0}
    for n, waiting in enumerate(visible):
        queue.state(QueueObserved, (n + 1.0, waiting, 3, 0, -1.0))
        mapping.state(MappingObserved, (n + 1.0, 5, 3, 0))
    queue.state(MessagesLeftAlone, *left_alone.items())
    recorder = make_recorder(Timebase(4), [function, queue, mapping], edges=POLLED)
    recorder.fold(4.0)
    assert named(recorder) == ["upstream", "retry waits", "pollers", "upstream"]
    board = recorder.result_parts()["series"]["orders"]
    assert board["MessagesLeftAlone"] == [0, 3, 3, 0]


def test_a_queue_with_all_in_flight_that_may_be(function, queue, mapping):
    for n in range(3):
        queue.state(QueueObserved, (n + 1.0, 9, 20, 0, -1.0))
        mapping.state(MappingObserved, (n + 1.0, 5, 5, 0))
    queue.state(facts.LimitReached, (1.2, IN_FLIGHT))
    recorder = make_recorder(Timebase(3), [function, queue, mapping], edges=POLLED)
    recorder.fold(3.0)
    assert named(recorder) == ["pollers", "in-flight messages", "pollers"]


def test_a_shard_that_nobody_may_read_holds_a_stream_back(function):
    """Second by second: nothing refused, refused though a lane is busy, refused and idle, refused
    with nothing to read, a lane that is busy."""
    reader = Component("reader", "stream_event_source_mapping", ledgers_for(*STREAM_MAPPING))
    stream = Component("clicks", "stream", ledgers_for(*STREAM))
    for n, (invoking, waiting) in enumerate([(0, 20), (1, 20), (0, 20), (0, 0), (1, 20)]):
        t = n + 1.0
        reader.state(ShardObserved, (t, 7, invoking, 0, 0, waiting, -1.0, invoking))
        reader.state(StreamMappingObserved, (t, 1, invoking, 0, 0, waiting, -1.0))
    reader.state(ReadRefused, (1.5, 7), (2.5, 7), (3.5, 7))
    recorder = make_recorder(Timebase(5), [function, stream, reader], edges=READ)
    recorder.fold(5.0)
    assert named(recorder) == ["upstream", "shards", "reads of a shard", "upstream", "shards"]


def test_what_spills_over_names_what_is_provisioned(function):
    """In the second second two run elsewhere; in the third others are refused besides."""
    function.state(ProvisionedSpilledOver, (1.1, 0), (1.2, 0), (2.1, 1))
    function.state(InvocationThrottled, (2.5, 1, ACCOUNT))
    recorder = make_recorder(Timebase(4), [function])
    recorder.fold(4.0)
    assert named(recorder) == [None, "provisioned concurrency", "account concurrency", None]
    (flag,) = [flag for flag in recorder.flags.all() if flag["kind"] == "first_spillover"]
    assert (flag["t_s"], flag["detail"]) == (1.1, "all provisioned environments busy")


def test_a_frame_carries_it_and_the_header_names_it(function):
    function.state(InvocationThrottled, (0.5, 1, RESERVED))
    recorder = make_recorder(Timebase(1), [function])
    recorder.fold(1.0)
    (value,) = recorder.frame(0)["series"]["worker"]["LimitedBy"]
    assert as_header(READINGS)["LimitedBy"]["names"][value] == "reserved concurrency"
