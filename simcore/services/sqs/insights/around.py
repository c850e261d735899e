"""What stands around a queue: the mappings that poll it, what they came to, and their knobs.

The queue knows nothing of them; a history of the run has what they recorded.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simcore.component import History, Try

__all__ = [
    "as_recommended",
    "failed",
    "given_up",
    "less_at_a_time",
    "mappings",
    "only",
    "recommended_s",
    "report_failures",
    "total",
    "undeleted",
]

RECOMMENDED_TIMES = 6
"""Of the function's timeout, beside the batching window (services-sqs-configure, 12 Jul 2026)."""

LEAST = "esm.sqs.maximum_concurrency_min"
REPORTS = "esm.sqs.report_batch_item_failures"


def mappings(history: History, queue: str) -> list[str]:
    """Those that poll the queue."""
    return history.graph.referring(queue, "source")


def only(history: History, queue: str) -> str | None:
    """The mapping that polls it, if there is one alone."""
    found = mappings(history, queue)
    return found[0] if len(found) == 1 else None


def total(history: History, queue: str, counter: str) -> float:
    """A counter of all its mappings."""
    return sum([history.counter(id, counter) for id in mappings(history, queue)])


def failed(history: History, queue: str) -> float:
    """Messages with which the function failed, each time."""
    return total(history, queue, "failed_events")


def undeleted(history: History, queue: str) -> float:
    """Messages that were done with and might not be deleted: the mapping tells of that."""
    return sum([history.undeleted(id) for id in mappings(history, queue)])


def given_up(history: History, queue: str) -> float:
    """Messages that were refused until their visibility timeout was over, each time."""
    return total(history, queue, "abandoned_events")


def recommended_s(history: History, queue: str) -> float:
    """The visibility timeout that AWS recommends for those that poll it."""
    specs = [history.spec(id) for id in mappings(history, queue)]
    return max([_recommended(spec, history.spec) for spec in specs], default=0.0)


def _recommended(mapping: Any, spec: Callable[[str], Any]) -> float:
    timeout: float = spec(mapping.function).timeout
    return RECOMMENDED_TIMES * timeout + float(mapping.maximum_batching_window)


def as_recommended(history: History, queue: str) -> Try | None:
    """The visibility timeout that AWS recommends, where it is shorter now."""
    value = min(recommended_s(history, queue), history.quota("sqs.visibility_timeout_max_s"))
    if value <= history.spec(queue).visibility_timeout:
        return None
    words = "Hide messages for as long as AWS recommends: six times the function's timeout."
    return Try(f"components.{queue}.visibility_timeout", value, words)


def report_failures(history: History, queue: str) -> Try | None:
    """What is good in a batch that failed is done with, where it was not."""
    mapping = only(history, queue)
    if mapping is None or not total(history, queue, "batches_failed"):
        return None
    spec = history.spec(mapping)
    if spec.batch_size < 2 or spec.report_batch_item_failures or not history.profile.has(REPORTS):
        return None
    path = f"components.{mapping}.report_batch_item_failures"
    return Try(path, True, "Report the messages that failed: the others are done with.")


def less_at_a_time(history: History, queue: str) -> Try | None:
    """Let the mapping take no more than the function has reserved."""
    id = only(history, queue)
    if id is None or not history.profile.has(LEAST):
        return None
    spec = history.spec(id)
    reserved = history.spec(spec.function).reserved_concurrency or 0
    if reserved < history.quota(LEAST) or (spec.maximum_concurrency or reserved + 1) <= reserved:
        return None
    words = f"Take no more than {reserved:,} batches at a time: nothing is refused then."
    return Try(f"components.{id}.maximum_concurrency", reserved, words)
