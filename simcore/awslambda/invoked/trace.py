"""The segments that X-Ray gets of an invocation, as documents for PutTraceSegments.

Models: two segments with the function's name: that of the service (AWS::Lambda), with the time that
    an asynchronous event dwells before its first attempt and a subsegment for each attempt, and
    that of the function (AWS::Lambda::Function), by the vintage with Initialization or Restore,
    Invocation and Overhead, or with Init and annotations; faults; all retries of an event in one
    trace; for a message or record a trace of its own, linked to that of whoever sent it.
    Of a request the segments of all functions that the attempt came to, with a subsegment for what
    the handler called (that the handler's code is instrumented is assumed).
Ignores: the time of runtime and extensions beside the handler (0), an init inside the invocation,
    which is part of it; that a function error is a fault and that the link has the field `links` is
    assumed; that what a handler calls belongs to the same trace: it begins one of its own, as the
    decision is not passed on. Segments of front doors are theirs (REST APIs send some).
States: nothing.

Sources: AWS Lambda Developer Guide, using-x-ray (2018: dwell time and attempts), services-xray (14
Nov 2022, 12 Jul 2026); AWS X-Ray Developer Guide, xray-api-segmentdocuments (May 2023).
"""

from __future__ import annotations

from collections.abc import Sequence

from simcore.component.event import Json
from simcore.component.invocation import Asked, Invocation, trace_root
from simcore.component.permissions.verdicts import Verdict, of_role
from simcore.component.segments import answered, asked_of, times

__all__ = ["may", "segment_id", "trace", "trace_header", "trace_id"]

NEW_STYLE = "xray.lambda_without_invocation"
SENDS = ("xray:PutTraceSegments", "xray:PutTelemetryRecords")
FAULTS = ("error", "timeout")
IN_MS = 1000.0


def trace(invocation: Invocation) -> Json:
    """{trace_id, header, tracing, sampled, why, segments}; `why` where there are no segments."""
    spec = invocation.delivery.spec(invocation.function)
    return {
        "trace_id": trace_id(invocation),
        "header": trace_header(invocation),
        "tracing": spec.tracing,
        "sampled": invocation.traced,
        "why": _why(invocation),
        "segments": _segments(invocation),
    }


def may(invocation: Invocation, *actions: str) -> bool:
    """Does the function's execution role allow all of these?"""
    function = invocation.function
    role = invocation.delivery.spec(function).role
    return all(of_role(role, action, function) is Verdict.ALLOW for action in actions)


def _why(invocation: Invocation) -> str:
    """Why nothing is sent of it."""
    if invocation.traced:
        return ""
    if invocation.delivery.spec(invocation.function).tracing != "Active":
        return "Tracing is PassThrough: Lambda sends no segments."
    if not may(invocation, *SENDS):
        return f"The execution role lacks {' or '.join(SENDS)}: no segments arrive."
    if not invocation.followed:
        return "No run follows this invocation: whether X-Ray samples it is not known."
    return "X-Ray did not sample it: the first request of each second, and 5 % of the others."


# Names.


def trace_id(invocation: Invocation) -> str:
    """Of an event for all its attempts, of a message or a record for each invocation another."""
    of = invocation.delivery
    if invocation.trace_id:
        return invocation.trace_id
    if of.via:
        return trace_root(invocation.begins, of.own_ids.hex(24, "trace"))
    return trace_root(of.sent, of.ids.hex(24, "trace"))


def segment_id(invocation: Invocation, which: str = "segment") -> str:
    """Of one of its segments: 16 hexadecimal digits; that of the function without a name."""
    return invocation.delivery.own_ids.hex(16, which)


def trace_header(invocation: Invocation) -> str:
    """X-Amzn-Trace-Id, as the function finds it in its environment."""
    sampled = int(invocation.traced)
    return f"Root={trace_id(invocation)};Parent={segment_id(invocation)};Sampled={sampled}"


# Segments.


def _segments(invocation: Invocation) -> list[Json]:
    tries = _told_of(invocation)
    if not tries:
        return []
    parents = [segment_id(one, "attempt" if one.asynchronous else "service") for one in tries]
    functions = [_function(one, parent) for one, parent in zip(tries, parents, strict=True)]
    if invocation.asynchronous:
        return [_accepted(tries), *functions]
    served = [_served(one) for one in tries]
    return [part for both in zip(served, functions, strict=True) for part in both]


def _told_of(invocation: Invocation) -> Sequence[Invocation]:
    """All attempts of an event; of a request the sampled ones."""
    tries = invocation.tries or (invocation,)
    if invocation.asynchronous:
        return tries if invocation.traced else ()
    return [one for one in tries if one.traced]


def _head(invocation: Invocation, id: str, origin: str) -> dict[str, Json]:
    of = invocation.delivery
    aws = {
        "request_id": invocation.request_id,
        "function_arn": of.function_arn,
        "resource_names": [invocation.function],
    }
    name = invocation.function
    return {
        "name": name,
        "id": id,
        "trace_id": trace_id(invocation),
        "origin": origin,
        "aws": aws,
    }


def _served(invocation: Invocation) -> Json:
    """Of the service: from when it gets the request until it has the answer."""
    head = _head(invocation, segment_id(invocation, "service"), "AWS::Lambda")
    said = {**head, **times(invocation.begins, _end(invocation)), **answered(200)}
    if invocation.caller_segment:
        said["parent_id"] = invocation.caller_segment
    if invocation.delivery.via:
        of = invocation.delivery
        said["links"] = [{"trace_id": trace_root(of.sent, of.ids.hex(24, "trace"))}]
    return said


def _accepted(tries: Sequence[Invocation]) -> Json:
    """Of the service: it answers 202 at once; then the event dwells, and is tried."""
    first, of = tries[0], tries[0].delivery
    dwell = _part(first, "Dwell Time", of.sent, first.begins)
    attempts = [
        {
            **_part(one, f"Attempt #{one.attempt}", one.begins, _end(one), "attempt"),
            **_fault(one),
        }
        for one in tries
    ]
    head = _head(first, segment_id(first, "service"), "AWS::Lambda")
    said = {**head, **times(of.sent, of.sent), **answered(202)}
    return {**said, "subsegments": [dwell, *attempts]}


def _function(invocation: Invocation, parent: str) -> Json:
    """Of the function: what its environment spends with the invocation."""
    is_new = invocation.delivery.profile.has(NEW_STYLE)
    head = _head(invocation, segment_id(invocation), "AWS::Lambda::Function")
    said = {**head, "parent_id": parent, **times(invocation.begins, _end(invocation))}
    said.update(_fault(invocation))
    parts = _new(invocation) if is_new else _old(invocation)
    if is_new and invocation.duration_s >= 0.0:
        said["annotations"] = {
            "aws.responseLatency": round(invocation.duration_s * IN_MS, 3),
            "aws.responseDuration": 0.0,
            "aws.runtimeOverhead": 0.0,
            "aws.extensionOverhead": 0.0,
        }
    return {**said, "subsegments": parts} if parts else said


def _asked(asked: Asked) -> Json:
    """What the handler called, as an SDK tells it."""
    return asked_of(asked, asked.target, namespace="remote")


def _new(invocation: Invocation) -> list[Json]:
    return [*_init(invocation, "Init"), *map(_asked, invocation.asked)]


def _old(invocation: Invocation) -> list[Json]:
    begins, ends = invocation.handler_begins, _end(invocation)
    handler = _part(invocation, "Invocation", begins, ends)
    if invocation.asked:
        handler["subsegments"] = [_asked(one) for one in invocation.asked]
    parts = [*_init(invocation, "Initialization"), {**handler, **_fault(invocation)}]
    return parts if ends is None else [*parts, _part(invocation, "Overhead", ends, ends)]


def _init(invocation: Invocation, name: str) -> list[Json]:
    """Of a cold start only; of a snapshot it is a restore."""
    if not invocation.init_s:
        return []
    restored = invocation.delivery.spec(invocation.function).snap_start
    called = "Restore" if restored else name
    return [_part(invocation, called, invocation.begins, invocation.handler_begins)]


def _part(
    invocation: Invocation, name: str, begins: float, ends: float | None, which: str = ""
) -> dict[str, Json]:
    return {"id": segment_id(invocation, which or name), "name": name, **times(begins, ends)}


def _end(invocation: Invocation) -> float | None:
    return invocation.ends if invocation.duration_s >= 0.0 else None


def _fault(invocation: Invocation) -> dict[str, Json]:
    return {"fault": True} if invocation.outcome in FAULTS else {}
