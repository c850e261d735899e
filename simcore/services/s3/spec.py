"""An S3 bucket."""

from typing import Annotated, Literal

from pydantic import Field

from simcore.spec.annotations import Assumed, Knob, Meaning, Refers, Silent
from simcore.spec.base import ComponentSpec, Slug, Spec
from simcore.spec.distributions import DurationDistribution, Lognormal
from simcore.spec.quantities import Fraction, Whole

__all__ = ["CREATED", "Bucket", "Notification"]

MOST_NOTIFICATIONS = 100
MOST_PREFIXES = 10_000
LONGEST_KEY = 1_024

Event = Literal[
    "s3:ObjectCreated:*",
    "s3:ObjectCreated:Put",
    "s3:ObjectCreated:Post",
    "s3:ObjectCreated:Copy",
    "s3:ObjectCreated:CompleteMultipartUpload",
    "s3:ObjectRemoved:*",
    "s3:ObjectRemoved:Delete",
    "s3:ObjectRemoved:DeleteMarkerCreated",
    "s3:ObjectRestore:*",
    "s3:ReducedRedundancyLostObject",
    "s3:Replication:*",
    "s3:LifecycleExpiration:*",
    "s3:LifecycleTransition",
    "s3:IntelligentTiering",
    "s3:ObjectTagging:*",
    "s3:ObjectAcl:Put",
]
CREATED: tuple[Event, ...] = ("s3:ObjectCreated:*", "s3:ObjectCreated:Put")
"""Those that happen here: objects are put, and nothing else is done with them."""

KeyPart = Annotated[str, Field(max_length=LONGEST_KEY)]

LATENCY = DurationDistribution(lognormal=Lognormal(median=0.5, p99=18.0))


class Notification(Spec):
    """Whom S3 tells of which objects, and which share of those that are put they are."""

    target: Annotated[
        Slug,
        Meaning("the id of a function, a standard queue or a standard topic"),
        Refers(("queue", "function", "topic"), "notify", passes_on="each"),
    ]
    events: Annotated[
        tuple[Event, ...],
        Field(min_length=1),
        Meaning("types of events; only s3:ObjectCreated:Put happens here"),
    ] = ("s3:ObjectCreated:*",)
    prefix: Annotated[KeyPart, Meaning("how their keys begin")] = ""
    suffix: Annotated[KeyPart, Meaning("how their keys end")] = ""
    share: Annotated[
        float,
        Fraction(0, 1),
        Knob(
            "Share of objects",
            "share of the objects put whose keys have the prefix and the suffix",
            "Load",
            low=0,
            high=1,
            step=0.01,
        ),
    ] = 1.0

    @property
    def happens(self) -> bool:
        """Whether any of its events does here."""
        return any(event in CREATED for event in self.events)

    def passing(self, field: str) -> float:
        """The objects that it is about."""
        return self.share if self.happens else 0.0


class Bucket(ComponentSpec):
    """Takes objects, from clients, functions and services, and tells others of them."""

    type: Literal["bucket"]
    notifications: Annotated[
        tuple[Notification, ...],
        Field(max_length=MOST_NOTIFICATIONS),
        Silent(),
        Meaning("whom S3 tells of new objects, each of objects of its own"),
    ] = ()
    event_bridge: Annotated[
        Slug | None,
        Silent(),
        Meaning("the id of a bus that gets every event of the bucket, without a filter"),
        Refers(("bus",), "notify", passes_on="each"),
    ] = None
    prefixes: Annotated[
        int | None,
        Whole(1, MOST_PREFIXES),
        Silent(),
        Assumed("a new bucket is one partition; AWS splits hot prefixes gradually"),
        Knob(
            "Partitioned prefixes",
            "objects are spread evenly over so many, each with request rates of its own; left out, "
            "nothing is refused",
            "Queue",
            low=1,
            high=100,
            step=1,
            scale="log",
        ),
    ] = None
    notification_latency: Annotated[
        DurationDistribution,
        Silent(),
        Assumed("AWS says typically seconds, sometimes a minute or longer"),
        Knob("Notification latency", "from the object to its notification", "Event source"),
    ] = LATENCY
    notification_duplicate_rate: Annotated[
        float,
        Fraction(0, 1),
        Silent(),
        Assumed("AWS says at least once, not how often twice"),
        Knob(
            "Told twice",
            "share of the notifications that arrive twice",
            "Failure",
            low=0,
            high=0.1,
            step=0.001,
        ),
    ] = 0.0

    def offers(self, field: str) -> bool:
        """How it notifies, where it does."""
        return self.tells or not field.startswith("notification_")

    @property
    def tells(self) -> bool:
        """Whether it tells anybody of its objects."""
        return bool(self.notifications) or self.event_bridge is not None
