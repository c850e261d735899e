"""The numbers: every row of every profile, what is assumed, and which tests name it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from simcore.components import SPECS, TYPES
from simcore.lessons import Lesson, all_lessons
from simcore.quotas import PROFILES, Quota, load_profile
from simcore.scenario.insights import address, anchor
from simcore.spec.annotations import Assumed, Knob
from simcore.spec.walk import annotation, fields
from visualizer.fidelity import evidence
from visualizer.fidelity.evidence import Module

__all__ = ["ROOMS", "Number", "Row", "assumed_fields", "assumed_numbers", "numbers", "rooms"]

ROOMS = {
    "lambda": "Lambda",
    "esm": "Event source mappings",
    "sqs": "SQS",
    "kinesis": "Kinesis",
    "dynamodb": "DynamoDB",
    "sns": "SNS",
    "eventbridge": "EventBridge",
    "scheduler": "EventBridge Scheduler",
    "stepfunctions": "Step Functions",
    "apigateway": "API Gateway",
    "load_balancer": "Application Load Balancer",
    "cloudfront": "CloudFront",
    "sdk": "Clients: the AWS SDKs",
    "firehose": "Firehose",
    "s3": "S3",
    "s3_batch": "S3 Batch Operations",
    "push": "Services that invoke asynchronously",
    "ses": "SES",
    "cloudformation": "CloudFormation",
    "codepipeline": "CodePipeline",
    "iot_events": "IoT Events",
    "cognito": "Cognito",
    "lex": "Lex V2",
    "lex_v1": "Lex V1",
    "alexa": "Alexa",
    "logs": "CloudWatch Logs",
    "xray": "X-Ray",
    "iam": "IAM",
    "price": "Prices",
}
"""By the first part of a key."""


@dataclass(frozen=True)
class Row:
    """A number in one vintage; `row` is None where the vintage has no such thing, for `absent`."""

    profile: str
    row: Quota | None
    absent: str

    @property
    def value(self) -> str:
        """As people write it, with its Regions."""
        if self.row is None:
            return "–"
        regions: dict[str, list[str]] = {}
        for region, value in (self.row.by_region or {}).items():
            regions.setdefault(_shown(value), []).append(region)
        named = [f"{value} in {', '.join(names)}" for value, names in regions.items()]
        own = _shown(self.row.value)
        return "; ".join([*named, f"{own} elsewhere"]) if named else own

    @property
    def url(self) -> str:
        """The page that says it, where there is one."""
        return address(self.row.source) if self.row else ""


@dataclass(frozen=True)
class Number:
    """A row of the profiles: what it is, and what it is in each of them."""

    key: str
    rows: tuple[Row, ...]

    @property
    def latest(self) -> Quota:
        """As the newest vintage that has it says."""
        return next(one.row for one in reversed(self.rows) if one.row is not None)

    @property
    def anchor(self) -> str:
        """On the page of numbers, and in docs/reference/quotas.md."""
        return anchor(self.key)

    @property
    def assumed(self) -> bool:
        """Whether AWS does not publish it."""
        return any(one.row is not None and one.row.assumed for one in self.rows)

    @property
    def tested(self) -> list[Module]:
        """The modules of tests of evidence and theory that name it."""
        return [one for one in evidence.modules() if f'"{self.key}"' in one.text]

    @property
    def lessons(self) -> list[Lesson]:
        """Those in which it is at work: it is the rule of one of their steps."""
        return [one for one in all_lessons() if self.key in one.quotas]

    @property
    def words(self) -> str:
        """All that it can be found by."""
        rows = [one.row for one in self.rows if one.row is not None]
        said = (f"{row.title} {row.note} {row.history} {row.source} {row.scope}" for row in rows)
        return " ".join((self.key, *dict.fromkeys(said)))


def rooms() -> list[tuple[str, str, list[Number]]]:
    """All numbers, room by room: its name in keys, its title, its numbers."""
    found = numbers()
    return [
        (room, title, [one for one in found if one.key.partition(".")[0] == room])
        for room, title in ROOMS.items()
    ]


@cache
def numbers() -> tuple[Number, ...]:
    """Every key once, in the order of the newest profile."""
    profiles = [load_profile(name) for name in PROFILES]
    keys = dict.fromkeys(row.key for profile in reversed(profiles) for row in profile.rows())
    return tuple(
        Number(
            key,
            tuple(
                Row(profile.name, profile.quotas.get(key), profile.absent.get(key, ""))
                for profile in profiles
            ),
        )
        for key in keys
    )


def assumed_numbers() -> list[Number]:
    """Those that AWS does not publish."""
    return [number for number in numbers() if number.assumed]


@dataclass(frozen=True)
class AssumedField:
    """A field of a scenario whose default is ours."""

    type: str
    path: str
    label: str
    why: str


def assumed_fields() -> Iterator[AssumedField]:
    """Every one, type by type."""
    for name, spec in SPECS.items():
        for field in fields(spec):
            assumed = annotation(field.spec, field.name, Assumed)
            if assumed is not None:
                knob = annotation(field.spec, field.name, Knob)
                label = knob.label if knob else field.name
                yield AssumedField(TYPES[name].title, field.path, label, assumed.why)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.10f}".rstrip("0").rstrip(".")
    return str(value)
