"""One invocation of a function, as far as a run has told of it, for what surrounds it.

Models: what a handler sees beside its event: the context object with its names by runtime (Python,
    Node.js; others as Python), environment variables, those that Lambda sets and its own, and what
    the invocation leaves in the log: START, a line of the handler's own, END, REPORT. The request
    id is the same for each retry of an asynchronous event, and another for each batch of a mapping.
    Duration, init or restore are as simulated, billed duration as in the bill.
Ignores: Max Memory Used, Billed Restore Duration, INIT_REPORT, XRAY TraceId and Status of a REPORT;
    JSON log format and log levels; tenant_id; credentials, which are not made up; what a variable
    that changes does to environments that are there (variables stay as they are for a run); what
    else is changed in the course of a run: memory, timeout and role are those of its start. Of
    requests: of one that came to no function, segments of others than front doors, and those of an
    attempt that did not where another did; where one function is both `$connect` and `$disconnect`
    of a WebSocket API, the second is told with the event of the first; batches that Firehose has
    transformed are not followed.
States: nothing.

Sources: AWS Lambda Developer Guide, python-context, nodejs-context, configuration-envvars (14 Nov
2022; 12 Jul 2026), monitoring-cloudwatchlogs and snapstart-monitoring (12 Jul 2026).
"""

from __future__ import annotations

from simcore.component.event import Delivery
from simcore.component.made_up import EPOCH, MadeUp
from simcore.frozen import frozen

__all__ = ["Asked", "Handled", "Invocation", "trace_root"]


def trace_root(t: float, unique: str) -> str:
    """A trace id, of what begins at ``t``: 24 hexadecimal digits make it ``unique``."""
    return f"1-{int(EPOCH.timestamp() + t):08x}-{unique}"


@frozen
class Asked:
    """What a front door, or a handler, asked of ``target``; times in seconds.

    ``id`` is that of the subsegment that X-Ray has of it. ``ends`` is when the answer came or
    nobody waited any more, -1 while somebody does. ``status`` is of the answer, 0 without one;
    ``failed`` where a function failed, or the wait was over.
    """

    id: str
    target: str
    begins: float
    ends: float = -1.0
    status: int = 0
    failed: bool = False


@frozen
class Handled:
    """What a front door did with a request: the ``delivery`` is what the door passes on.

    ``ends`` is -1 and ``status`` 0 while there is no answer. ``segment`` is the id of its segment.
    """

    delivery: Delivery
    segment: str
    trace_id: str
    begins: float
    ends: float = -1.0
    status: int = 0
    traced: bool = False
    asked: tuple[Asked, ...] = ()


@frozen
class Invocation:
    """What was handed over, when it began, and how it went; times in seconds.

    ``attempt`` counts from 1. ``again_s`` is an init inside the invocation, which counts as
    duration; ``duration_s`` is without the init before it, and -1 while it runs. ``outcome`` is of
    `simcore.facts.OUTCOMES`, ``reported`` where its handler reported the message as failed, empty
    while it runs. ``slot`` is the environment's place, -1 where nobody tells. ``traced`` says that
    X-Ray samples it; ``tries`` are all attempts of the same event that are told of, or all
    invocations of the same attempt of a request. Of one that no run has told of (``followed`` is
    false) there is but what it was handed.

    Of a request, ``trace_id`` is that of the attempt; ``caller_segment`` the id of what X-Ray has
    of whoever invoked, empty where that is nothing; ``doors`` are the front doors that the attempt
    came through, ``asked`` what the handler called.
    """

    delivery: Delivery
    attempt: int
    begins: float
    init_s: float = 0.0
    again_s: float = 0.0
    duration_s: float = -1.0
    outcome: str = ""
    slot: int = -1
    asynchronous: bool = False
    traced: bool = False
    tries: tuple[Invocation, ...] = ()
    followed: bool = True
    trace_id: str = ""
    caller_segment: str = ""
    doors: tuple[Handled, ...] = ()
    asked: tuple[Asked, ...] = ()

    @property
    def function(self) -> str:
        """Its id."""
        return self.delivery.target

    @property
    def handler_begins(self) -> float:
        """When the invocation phase begins: after the init."""
        return self.begins + self.init_s

    @property
    def ends(self) -> float:
        """When it ended; when it began, while it runs."""
        return self.handler_begins + max(self.duration_s, 0.0)

    @property
    def request_id(self) -> str:
        """The same for all retries of an asynchronous event."""
        if self.asynchronous:
            of = self.delivery
            return MadeUp(f"{of.seed}/{of.target}/{of.number}").uuid("request")
        return self.delivery.own_ids.uuid("request")

    @property
    def environment_ids(self) -> MadeUp:
        """Those of the execution environment that it ran in, where that is known."""
        where = f"slot-{self.slot}" if self.slot >= 0 else self.request_id
        return MadeUp(f"{self.delivery.seed}/{self.function}/{where}")
