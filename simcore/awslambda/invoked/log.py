"""What an invocation leaves in the function's log: START, the handler's own lines, END, REPORT."""

from __future__ import annotations

from math import ceil

from simcore.awslambda.invoked.context import is_node, version
from simcore.awslambda.invoked.trace import may
from simcore.component.event import Json
from simcore.component.invocation import Invocation
from simcore.component.made_up import iso, ms

__all__ = ["billed_ms", "log"]

WRITES = ("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")
SLACK_MS = 1e-6
"""As in the bill: a nanosecond is not billed."""


def log(invocation: Invocation) -> Json:
    """As GetLogEvents has them: [{timestamp, message}]; none where the role may not write."""
    if not may_write(invocation):
        return []
    begins, ends, id = invocation.handler_begins, invocation.ends, invocation.request_id
    lines = [(begins, f"START RequestId: {id} Version: {version(invocation)}")]
    lines.append((begins + invocation.again_s, _own_line(invocation)))
    if invocation.duration_s >= 0.0:
        lines += [(ends, line) for line in _failure(invocation)]
        lines += [(ends, f"END RequestId: {id}"), (ends, report(invocation))]
    return [{"timestamp": ms(t), "message": message} for t, message in lines]


def may_write(invocation: Invocation) -> bool:
    """Whether the execution role has the three permissions of logs."""
    return may(invocation, *WRITES)


def report(invocation: Invocation) -> str:
    """One line, its parts set off by tabs."""
    function = invocation.delivery.spec(invocation.function)
    parts = [
        f"REPORT RequestId: {invocation.request_id}",
        f"Duration: {_ms(invocation.duration_s)}",
        f"Billed Duration: {billed_ms(invocation)} ms",
        f"Memory Size: {function.memory:.0f} MB",
    ]
    if invocation.init_s > 0.0:
        what = "Restore" if function.snap_start else "Init"
        parts.append(f"{what} Duration: {_ms(invocation.init_s)}")
    return "\t".join(parts) + "\t"


def billed_ms(invocation: Invocation) -> int:
    """Rounded up to 1 ms; with the init, where the profile bills it."""
    of = invocation.delivery
    bills_init = bool(of.profile.get("price.lambda.bills_init", of.region, 0))
    s = invocation.duration_s + (invocation.init_s if bills_init else 0.0)
    return ceil(s * 1000.0 - SLACK_MS)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000.0:.2f} ms"


def _own_line(invocation: Invocation) -> str:
    """What the handler itself writes: the same again for each try."""
    t = iso(invocation.handler_begins + invocation.again_s)
    said = f"processing {invocation.delivery.source} {invocation.delivery.number}"
    if is_node(invocation):
        return f"{t}\t{invocation.request_id}\tINFO\t{said}"
    return f"[INFO]\t{t}\t{invocation.request_id}\t{said}"


def _failure(invocation: Invocation) -> list[str]:
    t, id = iso(invocation.ends), invocation.request_id
    if invocation.outcome == "timeout":
        limit_s = invocation.delivery.spec(invocation.function).timeout
        return [f"{t} {id} Task timed out after {limit_s:.2f} seconds"]
    if invocation.outcome == "reported":
        return [f"[WARNING]\t{t}\t{id}\tbatchItemFailures: {invocation.delivery.ids.uuid()}"]
    if invocation.outcome != "error":
        return []
    why = "poison" if invocation.delivery.poison else "the handler failed"
    if is_node(invocation):
        told = f'{{"errorType":"Error","errorMessage":"{why}"}}'
        return [f"{t}\t{id}\tERROR\tInvoke Error \t{told}"]
    return [f"[ERROR] Exception: {why}"]
