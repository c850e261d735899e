"""The page of all metrics: `python -m simcore.recording.reference`.

Its place is docs/reference/metrics.md.
"""

from __future__ import annotations

import sys

from simcore.recording import charges, histogram, limited_by
from simcore.recording.catalogue import CATALOGUE, OURS, Metric
from simcore.recording.timebase import BIN_LADDER_S, MAX_BINS, MAX_FRAMES

__all__ = ["reference"]

INTRODUCTION = f"""\
# Metrics

<!-- Written from simcore/recording by `python -m simcore.recording.reference`; not by hand. -->

What a run's series mean. Names in AWS's spelling are CloudWatch's; the others are our own. Every
value is derived from facts that the models state one by one, never counted by a model.

**Bins.** A series has one value per bin: 1 s for runs of up to {MAX_BINS:,} s, else the first of
{", ".join(f"{width:,}" for width in BIN_LADDER_S)} s that needs no more than {MAX_BINS:,} bins;
frames are whole numbers of bins, at most {MAX_FRAMES:,} a run. A fact at time `t` belongs to bin
`floor(t / bin_s)`, one at the very end of the run to the last bin. CloudWatch dates an invocation's
metrics back to its start; here `Errors` and `Duration` stand where the invocation ended.

**Statistics.** Sum: how often in the bin. Maximum: the highest at any moment of the bin, exactly.
Last: as observed at the bin's end. Average, p50, p95, p99: over what happened in the bin, `null`
when nothing did. Percentiles are nearest-rank on buckets of {histogram.BUCKETS_PER_OCTAVE} an
octave, reported as the bucket's middle but never outside the exact minimum and maximum: at most
{histogram.MAX_ERROR:.1%} off. Means and maxima are exact to a microsecond.
"""

TITLES = {
    "function": "Function",
    "account": "Account",
    "queue": "Queue",
    "event_source_mapping": "Event source mapping",
    "stream": "Stream",
    "table": "Table",
    "stream_event_source_mapping": "Event source mapping of a stream",
    "topic": "Topic",
    "bus": "Event bus",
    "bucket": "Bucket",
    "client": "Client",
}

COUNTERS = """\
## Counters

Totals since the start of the run (and levels as of now) by component, in every frame and in the
result. A queue's always balance: `sent` + `duplicated` = `deleted` + `visible` + `in_flight` +
`delayed` + `dead_lettered` + `expired` + `moved`; what a redrive moves is `dead_lettered` in its source and `sent` in
the dead-letter queue. A function's asynchronous events balance, too: `async_received` +
`async_duplicated` = `async_succeeded` + `async_dropped` + `async_waiting` + `async_running`.

| Component | Counters |
| --- | --- |
| function | `invocations`, `successes`, `errors` (timeouts included), `timeouts`, `throttles`, `throttles.<reason>` by AWS's reason, `cold_starts`, `environments_started` (provisioned ones included), `environments_reclaimed`, `environments_init`, `environments_busy`, `environments_idle`, `billed_duration_ms` (all of them), `billed_init_ms`; with provisioned concurrency `provisioned_environments_allocated`, `provisioned_invocations`, `billed_provisioned_ms` (of the billed duration), `spilled_over`, `spilled_over.busy` and `.requests` by why, `provisioned` (asked for), `provisioned_allocated`, `provisioned_ready`, `provisioned_busy`; on managed instances `concurrency_throttles`, `managed_environments_ready` (also those that were there at the start), `managed_serving`, `managed_preparing`, `managed_leaving`, `managed_room`; with an additional version `additional_version_invocations`, `additional_version_errors` |
| function, invoked asynchronously | `async_received`, `async_duplicated`, `async_attempts`, `async_refused` (throttles and system errors), `async_failed`, `async_retries`, `async_succeeded`, `async_dropped`, `async_dropped.<condition>`, `async_ended_delivered` (ended, and at least one target has it), `async_delivered`, `async_delivered.<channel>`, `destination_delivery_failures`, `dead_letter_errors`, `async_recursive`, `async_waiting`, `async_running` |
| queue | `sent`, `became_visible`, `received`, `receive_calls`, `empty_receives`, `deleted`, `returned`, `dead_lettered`, `expired`, `visible`, `in_flight`, `delayed`; with duplicates `duplicated`; of a dead-letter queue whose messages move back `moved`; of a FIFO queue `sends_refused`, `deduplicated`, `message_groups`, `groups_in_flight`, `groups_blocked` |
| event source mapping | `polled_events`, `batches_invoked`, `invoked_events`, `batches_succeeded`, `deleted_events`, `delete_calls`, `batches_failed`, `failed_events`, `batches_throttled`, `throttled_events`, `batches_abandoned`, `abandoned_events`, `pollers`, `pollers_holding` |
| stream | `writes_throttled`, `read_calls`, `records_read`, `bytes_read`, `reads_throttled`, `shards`, `records`, `record_bytes` |
| event source mapping of a stream | `polled_events`, `filtered_out_events`, `expired_unread`, `batches_invoked`, `invoked_events`, `batches_succeeded`, `batches_failed`, `failed_events`, `batches_throttled`, `throttled_events`, `processed_events`, `processed`, `dropped_events`, `discarded.<condition>`, `failure_records`, `delivered_events`, `destination_delivery_failures`, `lanes`, `lanes_invoking`, `lanes_failing`, `lanes_holding`, `waiting` |
| topic | `published`, `notified` |
| bus, bucket | `received` |
| client | `requests`, `responses`, `errors` (timeouts included), `timeouts`, `throttles` |
"""  # noqa: E501


def reference() -> str:
    """The whole page, as Markdown."""
    parts = [INTRODUCTION]
    for kind, title in TITLES.items():
        rows = [_row(metric) for metric in CATALOGUE if metric.of == kind]
        head = "| Metric | Unit | Statistic | Meaning | Made of | Source |"
        parts.append("\n".join([f"## {title}", "", head, "| --- " * 6 + "|", *rows, ""]))
    parts.append(COUNTERS)
    parts.append(f"## LimitedBy\n\n{_limiters()}\n")
    included = (charges.__doc__ or "").split("\n\n", 1)[1].strip()
    parts.append(f"## EstimatedCharges\n\n{included}\n")
    return "\n".join(parts)


def _limiters() -> str:
    """What the numbers mean, and when which of them is given."""
    told = (limited_by.__doc__ or "").split("\n\n", 1)[1].strip()
    numbers = ", ".join(f"{n} {name}" for n, name in enumerate(limited_by.NAMES))
    return f"{told}\n\nNumbers: {numbers}. A run's header names them, too."


def _row(metric: Metric) -> str:
    made_of = ", ".join(f"`{fact.__name__}`" for fact in metric.facts)
    source = "ours" if metric.source == OURS else metric.source
    cells = (f"`{metric.name}`", metric.unit, metric.statistic, metric.meaning, made_of, source)
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.write(reference())
