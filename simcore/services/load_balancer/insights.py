"""Why it went as it did with a load balancer: connections that were closed too early."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Found, History, InsightKind, Law, Try
from simcore.component.spoken import many, percent, seconds

__all__ = ["INSIGHTS"]

MODEL = "Elastic Load Balancing, an Application Load Balancer whose targets are Lambda functions"
FEWEST = 5


def _closed(history: History, id: str) -> Iterator[Found]:
    """Clients were gone before functions had answered."""
    closed = history.counter(id, "errors.idle timeout")
    seen = history.where(id, "HTTPCode_ELB_504_Count", lambda n: n > 0)
    if closed < FEWEST or not seen:
        return
    idle_s = history.spec(id).idle_timeout
    came = history.total(id, "RequestCount", history.over(seen, began_s=idle_s))
    yield Found(
        seen[0].t,
        seen[-1].until,
        f"{id} closed connections before their functions had answered.",
        f"{many(closed, 'request')} of {came:,.0f} ({percent(closed, came)}) waited for "
        f"{seconds(idle_s)} without an answer: their connections were closed, and the functions "
        "ran on, and are paid for.",
        (history.seen(id, "HTTPCode_ELB_504_Count", seen[0].t),
         history.counted(id, "errors.idle timeout")),
        _longer(history, id, idle_s),
    )  # fmt: skip


def _longer(history: History, id: str, idle_s: float) -> Try | None:
    """As long as the slowest of the functions may run."""
    groups = history.spec(id).target_groups
    value = max(float(history.spec(group.function).timeout) for group in groups)
    if not idle_s < value <= history.quota("load_balancer.idle_timeout_max_s"):
        return None
    words = f"Keep connections for {seconds(value)}."
    return Try(f"components.{id}.idle_timeout", value, words)


INSIGHTS = (
    InsightKind(
        "closed-before-the-answer",
        "Connections closed before the answer",
        f"At least {FEWEST} connections were closed while their functions ran.",
        Law(
            "A connection on which nothing comes for the idle timeout is closed.",
            MODEL,
            "load_balancer.idle_timeout_default_s",
        ),
        _closed,
        explains="loss",
    ),
)
