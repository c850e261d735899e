"""An event source mapping from a stream to a function."""

from typing import Annotated, Literal

from pydantic import Field

from simcore.awslambda.spec.asynchronous import Destination
from simcore.spec.annotations import (
    Assumed,
    FromProfile,
    Knob,
    Meaning,
    Needs,
    Refers,
    WithinProfile,
)
from simcore.spec.base import ComponentSpec, Slug
from simcore.spec.filtering import FilterCriteria
from simcore.spec.quantities import Seconds, Whole

__all__ = ["StreamMapping"]

LONGEST_S = 366 * 86_400.0


def _is_off(value: object) -> bool:
    return value == 0.0


class StreamMapping(ComponentSpec):
    """Lambda's pollers, one for each shard: batches in order, the next when the last is done."""

    type: Literal["stream_event_source_mapping"]
    source: Annotated[
        Slug,
        Meaning("the id of a stream or a table"),
        Refers(("stream", "table"), "read", back=True),
    ]
    function: Annotated[Slug, Meaning("the id of a function"), Refers(("function",), "invoke")]
    enabled: Annotated[
        bool, Knob("Enabled", "whether it polls at all", "Event source", "Enabled")
    ] = True
    batch_size: Annotated[
        int | None,
        Whole(1, 1_000_000),
        FromProfile("esm.streams.batch_size_default"),
        WithinProfile(high="esm.streams.batch_size_max"),
        Knob(
            "Batch size",
            "at most this many records an invocation",
            "Event source",
            "BatchSize",
            low=1,
            high=10_000,
            step=1,
            scale="log",
        ),
    ] = None
    maximum_batching_window: Annotated[
        float,
        Seconds(0, 86_400),
        WithinProfile(high="esm.streams.window_max_s"),
        Knob(
            "Batching window",
            "how long records are gathered before the function is invoked",
            "Event source",
            "MaximumBatchingWindowInSeconds",
            low=0,
            high=300,
            step=1,
        ),
    ] = 0.0
    tumbling_window: Annotated[
        float,
        Seconds(0, 86_400),
        Field(exclude_if=_is_off),
        WithinProfile(high="esm.streams.tumbling_window_max_s"),
        Knob(
            "Tumbling window",
            "batches are of one window, which ends with a final invocation for each shard; 0: none",
            "Event source",
            "TumblingWindowInSeconds",
            low=0,
            high=900,
            step=1,
        ),
    ] = 0.0
    parallelization_factor: Annotated[
        int,
        Whole(1, 1_000),
        WithinProfile(high="esm.streams.parallelization_max"),
        Knob(
            "Parallelization factor",
            "batches of one shard at a time, each with keys of its own",
            "Event source",
            "ParallelizationFactor",
            low=1,
            high=10,
            step=1,
        ),
    ] = 1
    enhanced_fan_out: Annotated[
        bool,
        Knob(
            "Enhanced fan-out",
            "records are pushed, with throughput of the mapping's own",
            "Event source",
            "RegisterStreamConsumer",
        ),
    ] = False
    starting_position: Annotated[
        Literal["TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"],
        Knob(
            "Starting position",
            "what is read first: the oldest record, what comes next, or from a time on",
            "Event source",
            "StartingPosition",
        ),
    ] = "TRIM_HORIZON"
    starting_timestamp: Annotated[
        float,
        Seconds(0, LONGEST_S),
        Knob(
            "Starting timestamp",
            "with AT_TIMESTAMP, the time from which on records are read",
            "Event source",
            "StartingPositionTimestamp",
            low=0,
            high=3_600,
            step=1,
            scale="linear",
        ),
    ] = 0.0
    starts_at: Annotated[
        float,
        Seconds(0, LONGEST_S),
        Knob(
            "Mapping starts at",
            "when the pollers begin",
            "Event source",
            low=0,
            high=3_600,
            step=1,
            scale="linear",
        ),
    ] = 0.0
    maximum_retry_attempts: Annotated[
        int | None,
        Whole(0, 1_000_000),
        WithinProfile(high="esm.streams.maximum_retry_attempts_max"),
        Knob(
            "Retry attempts",
            "how often a failed batch is tried again; off: until it succeeds or expires",
            "Failure",
            "MaximumRetryAttempts",
            low=0,
            high=20,
            step=1,
        ),
    ] = None
    maximum_record_age: Annotated[
        float | None,
        Seconds(1, LONGEST_S),
        WithinProfile(high="esm.streams.maximum_record_age_max_s"),
        Knob(
            "Maximum record age",
            "a record older than this is given up; off: until it leaves the stream",
            "Failure",
            "MaximumRecordAgeInSeconds",
            low=60,
            high=604_800,
            step=60,
            scale="log",
        ),
    ] = None
    bisect_batch_on_function_error: Annotated[
        bool,
        Knob(
            "Bisect batch",
            "a failed batch is split in two, and each half tried again",
            "Failure",
            "BisectBatchOnFunctionError",
        ),
    ] = False
    report_batch_item_failures: Annotated[
        bool,
        Knob(
            "Report batch item failures",
            "a failed batch is tried again from its first failed record",
            "Failure",
            "ReportBatchItemFailures",
        ),
    ] = False
    failing_batch_blocks: Annotated[
        Literal["lane", "shard"],
        Assumed("AWS does not say whether the other parallel batches of a shard go on"),
        Knob(
            "A failing batch blocks",
            "with a parallelization factor: only its own keys, or the whole shard",
            "Failure",
        ),
    ] = "lane"
    filter_criteria: Annotated[
        FilterCriteria | None,
        Needs("esm.filter_criteria"),
        Meaning("which records reach the function; the others are passed over"),
    ] = None
    on_failure: Annotated[
        Destination | None,
        Meaning(
            "a queue or topic that gets a document about each batch given up (why, after how many "
            "attempts, from which shard), or a bucket, which gets the records, too"
        ),
        Refers(("queue", "topic", "bucket"), "on-failure"),
    ] = None

    def asks_which_failed(self, function: str) -> bool:
        """Its function, where it reports the failures of a batch one by one."""
        return self.report_batch_item_failures and self.function == function
