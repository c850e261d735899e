"""What handlers send on: keys where they are needed, and what goes round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from simcore.awslambda.loops import LIMIT, is_cut, loops, sending
from simcore.awslambda.spec import Function
from simcore.component import Subject, error, warning
from simcore.component.graph import SYNCHRONOUS
from simcore.errors import Check

__all__ = ["CHECKS"]


def keys(subject: Subject) -> Iterator[Check]:
    """Messages without a group are all in one; what has no groups makes nothing of keys."""
    for id, function in subject.of(Function).items():
        for n, send in enumerate(function.sends):
            target: Any = subject.graph.components.get(send.target)
            kind, path = subject.type_of(send.target), f"components.{id}.sends.{n}.keys"
            is_fifo = kind == "queue" and target.fifo is not None
            if is_fifo and send.keys is None:
                yield warning(
                    "function.one-group",
                    path,
                    f"all that {id} sends to {send.target} is in one message group, so one batch "
                    "is processed at a time",
                    "keys: {uniform: {count: 10}}, unless that is the question",
                )
            elif send.keys is not None and not is_fifo and kind not in ("", "stream", "table"):
                yield warning(
                    "function.keys-unused",
                    path,
                    f"{send.target} takes no message groups and no partition keys",
                    f"fifo: {{}} at {send.target}, if it is a queue that should be FIFO",
                )


def records(subject: Subject) -> Iterator[Check]:
    """Synchronous requests have no records."""
    asynchronous = subject.graph.invoked_asynchronously()
    for id, function in subject.of(Function).items():
        callers = subject.graph.into(id, SYNCHRONOUS)
        if not subject.graph.readers.isdisjoint(callers) or id in asynchronous:
            continue
        for n, send in enumerate(function.sends):
            if send.per == "record":
                yield warning(
                    "function.no-records",
                    f"components.{id}.sends.{n}.per",
                    f"nothing hands {id} records or events: it sends nothing to {send.target}",
                    "per: invocation, or let a mapping or a topic lead to it",
                )


def going_round(subject: Subject) -> Iterator[Check]:
    """What handlers send comes back to them."""
    for way in loops(subject.graph):
        path = f"components.{sending(subject.graph, way)[0]}.sends"
        round = " to ".join([*way, way[0]])
        if _takes_no_time(subject, way):
            yield error(
                "function.instant-loop",
                path,
                f"what is sent goes round in no time: {round}",
                "give a function on the way a duration",
            )
        elif is_cut(subject.graph, subject.profile, way):
            yield warning(
                "function.recursive-loop",
                path,
                f"what is sent goes round: {round}; Lambda stops it after "
                f"{int(subject.value(LIMIT))} invocations",
                subject.cited(LIMIT),
            )
        else:
            yield warning(
                "function.undetected-loop",
                path,
                f"what is sent goes round, and Lambda does not stop it: {round}",
                "it is seen through queues, topics, buckets and functions alone, where "
                "recursive_loop is Terminate, and since July 2023",
            )


def _takes_no_time(subject: Subject, way: Sequence[str]) -> bool:
    functions = subject.of(Function)
    on_the_way = [functions[id] for id in way if id in functions]
    return subject.graph.readers.isdisjoint(way) and all(
        f.duration.given == 0 and f.cpu_work is None and not f.calls for f in on_the_way
    )


CHECKS = (keys, records, going_round)
