"""An event source mapping from an SQS queue to a function."""

from typing import Annotated, Literal

from simcore.spec.annotations import FromProfile, Knob, Meaning, Needs, Refers, WithinProfile
from simcore.spec.base import ComponentSpec, Slug, Spec
from simcore.spec.filtering import FilterCriteria
from simcore.spec.quantities import Seconds, Whole

__all__ = ["EventSourceMapping", "FifoBatches", "ProvisionedPollers"]

MOST_POLLERS = 100_000


class FifoBatches(Spec):
    """How batches from a FIFO queue are composed."""

    mixes_groups: Annotated[
        bool | None,
        FromProfile("esm.sqs.fifo_mixes_groups"),
        Knob(
            "Batches mix groups",
            "a batch may hold messages of several groups (guide of 2026), or of one (2022)",
            "Event source",
        ),
    ] = None


class ProvisionedPollers(Spec):
    """Event pollers of which a minimum is always there; AWS's ProvisionedPollerConfig."""

    minimum: Annotated[
        int | None,
        Whole(1, MOST_POLLERS),
        FromProfile("esm.sqs.minimum_pollers_default"),
        WithinProfile("esm.sqs.minimum_pollers_min", "esm.sqs.minimum_pollers_max"),
        Knob(
            "Minimum pollers",
            "event pollers that are always there, each for ten invocations at a time",
            "Event source",
            "ProvisionedPollerConfig.MinimumPollers",
            low=2,
            high=200,
            step=1,
        ),
    ] = None
    maximum: Annotated[
        int | None,
        Whole(1, MOST_POLLERS),
        FromProfile("esm.sqs.maximum_pollers_default"),
        WithinProfile("esm.sqs.minimum_pollers_min", "esm.sqs.maximum_pollers_max"),
        Knob(
            "Maximum pollers",
            "event pollers to which the mapping may scale",
            "Event source",
            "ProvisionedPollerConfig.MaximumPollers",
            low=2,
            high=2_000,
            step=1,
        ),
    ] = None


class EventSourceMapping(ComponentSpec):
    """Lambda's pollers: receive batches from the queue and invoke the function with them."""

    type: Literal["event_source_mapping"]
    source: Annotated[Slug, Meaning("the id of a queue"), Refers(("queue",), "receive", back=True)]
    function: Annotated[Slug, Meaning("the id of a function"), Refers(("function",), "invoke")]
    enabled: Annotated[
        bool, Knob("Enabled", "whether it polls at all", "Event source", "Enabled")
    ] = True
    batch_size: Annotated[
        int | None,
        Whole(1, 1_000_000),
        FromProfile("esm.sqs.batch_size_default"),
        WithinProfile(high="esm.sqs.batch_size_max"),
        Knob(
            "Batch size",
            "at most this many messages an invocation",
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
        WithinProfile(high="esm.sqs.window_max_s"),
        Knob(
            "Batching window",
            "how long a poller gathers messages before it invokes",
            "Event source",
            "MaximumBatchingWindowInSeconds",
            low=0,
            high=300,
            step=1,
        ),
    ] = 0.0
    maximum_concurrency: Annotated[
        int | None,
        Whole(1, 1_000_000),
        Needs("esm.sqs.maximum_concurrency_max"),
        WithinProfile("esm.sqs.maximum_concurrency_min", "esm.sqs.maximum_concurrency_max"),
        Knob(
            "Maximum concurrency",
            "pollers take no more than this many invocations can process",
            "Event source",
            "ScalingConfig.MaximumConcurrency",
            low=2,
            high=1_000,
            step=1,
        ),
    ] = None
    report_batch_item_failures: Annotated[
        bool,
        Needs("esm.sqs.report_batch_item_failures"),
        Knob(
            "Report batch item failures",
            "only the failed records of a batch come back",
            "Failure",
            "ReportBatchItemFailures",
        ),
    ] = False
    filter_criteria: Annotated[
        FilterCriteria | None,
        Needs("esm.filter_criteria"),
        Meaning("which messages reach the function; the others are deleted"),
    ] = None
    provisioned_pollers: Annotated[
        ProvisionedPollers | None,
        Needs("esm.sqs.minimum_pollers_max"),
        Meaning("provisioned mode; `{}` is AWS's default of it"),
    ] = None
    gives_up_early: Annotated[
        bool | None,
        FromProfile("esm.sqs.throttled_gives_up_early"),
        Knob(
            "Gives up early",
            "an older wording: a throttled batch is let go when less than the function's timeout "
            "is left of its visibility timeout, not only when that is over",
            "Failure",
        ),
    ] = None
    fifo: Annotated[
        FifoBatches | None, Meaning("of a mapping from a FIFO queue: how batches are composed")
    ] = None

    def asks_which_failed(self, function: str) -> bool:
        """Its function, where it reports the failures of a batch one by one."""
        return self.report_batch_item_failures and self.function == function
