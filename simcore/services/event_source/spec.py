"""A service of AWS that invokes a function by itself."""

from typing import Annotated, Any, Literal, Self

from simcore.quotas import Profile
from simcore.services.event_source.services import SERVICES, Service
from simcore.spec.annotations import Assumed, FromProfile, Knob, Meaning, Refers
from simcore.spec.arrivals import LONGEST_S, MOST, Arrivals
from simcore.spec.base import ComponentSpec, Slug, Spec
from simcore.spec.quantities import Fraction, Seconds, Whole

__all__ = ["ONLY", "EventSource", "Manifest"]

MOST_AT_ONCE = 100_000

ONLY: dict[str, tuple[str, ...]] = {
    "batch_size": ("logs",),
    "batching_window": ("logs",),
    "service_timeout": ("cloudformation",),
    "progress_reports": ("codepipeline",),
    "error_action": ("iot",),
    "invocation": ("ses",),
    "manifest": ("s3_batch",),
}
"""Fields that are of some services only."""


class Manifest(Spec):
    """The objects that a job of S3 Batch Operations goes through, one task each."""

    tasks: Annotated[
        int,
        Whole(1, MOST),
        Knob("Tasks", "objects in the manifest", low=1, high=100_000, step=1, scale="log"),
    ]
    parallelism: Annotated[
        int | None,
        Whole(1, MOST_AT_ONCE),
        FromProfile("s3_batch.parallelism"),
        Assumed("AWS says that tasks run in parallel, not how many at once"),
        Knob("Tasks at once", "invocations of the job at the same time", "Concurrency",
             low=1, high=1_000, step=1, scale="log"),
    ] = None  # fmt: skip


class EventSource(ComponentSpec):
    """Invokes a function whenever something happens in it, each service in its own way."""

    type: Literal["event_source"]
    service: Annotated[
        Literal[
            "logs",
            "ses",
            "cloudformation",
            "codecommit",
            "codepipeline",
            "config",
            "iot",
            "iot_events",
            "cognito",
            "lex",
            "lex_v1",
            "alexa",
            "s3_batch",
        ],
        Meaning("which service it is"),
    ]
    target: Annotated[
        Slug,
        Meaning("the id of the function that it invokes"),
        Refers(("function",), "invoke-async", passes_on="each"),
    ]
    invocation: Annotated[
        Literal["Event", "RequestResponse"] | None,
        Meaning("of an action of SES: whether the mail waits for the function"),
    ] = None
    arrivals: Annotated[Arrivals | None, Meaning("when something happens; of all but s3_batch")] = (
        None
    )
    start: Annotated[
        float,
        Seconds(0, LONGEST_S),
        Knob("Starts at", "nothing happens before", low=0, high=600, step=1, scale="linear"),
    ] = 0.0
    stop: Annotated[
        float | None,
        Seconds(0, LONGEST_S),
        Knob("Stops at", "nothing happens from then on", low=0, high=600, step=1, scale="linear"),
    ] = None
    limit: Annotated[
        int | None,
        Whole(1, MOST),
        Knob("At most", "events altogether", low=1, high=100_000, step=1, scale="log"),
    ] = None
    manifest: Annotated[Manifest | None, Meaning("what a job of s3_batch goes through")] = None
    batch_size: Annotated[
        int | None,
        Whole(1, 10_000),
        Assumed("AWS says that log events are batched where they can be"),
        Knob("Log events a delivery", "of logs: at most so many together", "Event source",
             low=1, high=10_000, step=1, scale="log"),
    ] = None  # fmt: skip
    batching_window: Annotated[
        float | None,
        Seconds(0, 300),
        Assumed("AWS says that log events are batched where they can be"),
        Knob("Waits for more", "of logs: from the first log event on", "Event source",
             low=0, high=60, step=0.1, scale="linear"),
    ] = None  # fmt: skip
    service_timeout: Annotated[
        float | None,
        Seconds(1, 3_600),
        Knob("Service timeout", "of cloudformation: how long it waits for the answer",
             "Event source", "ServiceTimeout", low=1, high=3_600, step=1),
    ] = None  # fmt: skip
    progress_reports: Annotated[
        int,
        Whole(0, 10_000),
        Knob("Reports of progress", "of codepipeline: how often the function says that it is not "
             "ready yet (continuationToken) before it answers", "Function",
             low=0, high=20, step=1, scale="linear"),
    ] = 0  # fmt: skip
    error_action: Annotated[
        Slug | None,
        Meaning("of iot: the id of a queue, topic, bucket or bus that is told of what failed"),
        Refers(("queue", "topic", "bucket", "bus"), "on-failure", passes_on="some"),
    ] = None
    delivery_fails: Annotated[
        bool,
        Knob("Permission missing", "the function's resource policy does not allow the service to "
             "invoke it, or the function is gone", "Failure"),
    ] = False  # fmt: skip
    delivery_error_rate: Annotated[
        float,
        Fraction(0, 1),
        Assumed("Lambda takes an event whatever the function can do; its errors are rare"),
        Knob("Deliveries refused", "share of asynchronous deliveries that Lambda refuses for the "
             "moment: throttling of the API, errors of the service", "Failure",
             low=0, high=1, step=0.01, scale="linear"),
    ] = 0.0  # fmt: skip

    @property
    def of(self) -> Service:
        """The service's row of the table."""
        return SERVICES[self.service]

    @property
    def synchronous(self) -> bool:
        """Whether it waits for the invocation's end."""
        return self.of.waits or (self.of.either and self.invocation == "RequestResponse")

    def offers(self, field: str) -> bool:
        """Fields of its service, and of its way to invoke."""
        if field in ("delivery_error_rate", "batch_size", "batching_window") and self.synchronous:
            return False
        if field in ("stop", "limit") and self.of.manifest:
            return False
        return field not in ONLY or self.service in ONLY[field]

    def edge_kind(self, said: str, to: ComponentSpec | None) -> str:
        """It waits for the end, or hands the event over."""
        return "invoke" if said == "invoke-async" and self.synchronous else said

    def derived(self, profile: Profile, region: str) -> Self:
        """With the defaults that its service has."""
        said = self.of
        found: dict[str, Any] = {}
        if said.batch and self.batch_size is None:
            found["batch_size"] = int(profile.value(f"{said.batch}events", region))
        if said.batch and self.batching_window is None:
            found["batching_window"] = float(profile.value(f"{said.batch}window_s", region))
        if self.service == "cloudformation" and self.service_timeout is None:
            found["service_timeout"] = float(profile.value(said.silence, region))
        return self.model_copy(update=found) if found else self

    def asks_which_failed(self, function: str) -> bool:
        """S3 Batch Operations: the answer says of each task whether it failed for good."""
        return self.service == "s3_batch" and self.target == function

    def sized_by(self, until_s: float) -> str:
        """The rate or the number that makes most of what happens."""
        if self.arrivals is None:
            return "manifest.tasks" if self.manifest is not None else ""
        end = until_s if self.stop is None else min(self.stop, until_s)
        return f"arrivals.{self.arrivals.sized_by(max(end - self.start, 0.0))}"
