"""Which limiter was binding, from hand-made facts."""

from simcore import facts
from simcore.awslambda.event_source_mapping.facts import MappingObserved
from simcore.awslambda.facts.invocations import InvocationThrottled
from simcore.awslambda.reading.views.limited_by import NAMES
from simcore.components import READINGS
from simcore.recording import Timebase, as_header
from simcore.services.sqs.facts import QueueObserved

from .conftest import edge, make_recorder

ACCOUNT, RESERVED, RATE = (
    facts.LIMITS.index(name)
    for name in ("account concurrency", "reserved concurrency", "scaling rate")
)
MAXIMUM = facts.LIMITS.index("maximum concurrency")


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
        edges=[edge("orders", "poller", "receive"), edge("poller", "worker", "invoke")],
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


def test_a_frame_carries_it_and_the_header_names_it(function):
    function.state(InvocationThrottled, (0.5, 1, RESERVED))
    recorder = make_recorder(Timebase(1), [function])
    recorder.fold(1.0)
    (value,) = recorder.frame(0)["series"]["worker"]["LimitedBy"]
    assert as_header(READINGS)["LimitedBy"]["names"][value] == "reserved concurrency"
