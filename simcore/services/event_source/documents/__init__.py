"""The events that services hand to the functions that they invoke, one for each service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simcore.component.event import Delivery, Document, Json
from simcore.services.event_source.documents import devices, operations, users
from simcore.services.event_source.services import SERVICES

__all__ = ["DOCUMENTS"]

SHAPES = "sam local generate-event (SAM CLI, 2026)"


def _example(service: str) -> dict[str, Any]:
    said: dict[str, Any] = {"type": "event_source", "service": service, "target": "worker"}
    if SERVICES[service].manifest:
        said["manifest"] = {"tasks": 10}
    else:
        said["arrivals"] = {"constant": {"rate": 1}}
    return {"source": said}


def _of(service: str) -> Callable[[Delivery], bool]:
    return _Is(service).fits


class _Is:
    """Whether a delivery is one of this service."""

    def __init__(self, service: str) -> None:
        self.service = service

    def fits(self, delivery: Delivery) -> bool:
        return bool(delivery.spec().service == self.service)


def _document(
    service: str, title: str, build: Callable[[Delivery], Json], *like: str, guide: str = SHAPES
) -> Document:
    name = service.replace("_", "-")
    return Document(
        name,
        title,
        build,
        guide,
        like=like,
        example=_example(service),
        when=_of(service),
        needs=SERVICES[service].needs,
    )


DOCUMENTS = (
    _document("logs", "Log events of a CloudWatch Logs subscription", operations.logs,
              "cloudwatch logs"),
    _document("ses", "A mail that SES received", users.ses, "ses email-receiving"),
    _document("cloudformation", "A request of a custom resource of CloudFormation",
              operations.cloudformation, "cloudformation create-request"),
    _document("codecommit", "An event of a CodeCommit repository", operations.codecommit,
              "codecommit repository"),
    _document("codepipeline", "A job of CodePipeline", operations.codepipeline,
              "codepipeline job"),
    _document("config", "A configuration item that changed, for a rule of Config",
              operations.config, "config item-change-notification"),
    _document("iot", "What a rule of IoT selects", devices.iot,
              guide="AWS IoT Developer Guide, lambda-rule-action (2026): what the SQL selects"),
    _document("iot_events", "An event of a detector of IoT Events", devices.iot_events,
              guide="AWS Lambda Developer Guide, services-iotevents (2022)"),
    _document("cognito", "A trigger of a Cognito user pool", users.cognito,
              guide="Amazon Cognito Developer Guide, user-pool Lambda triggers (2023)"),
    _document("lex", "A code hook of Lex V2", users.lex, "lex-v2 flower-order"),
    _document("lex_v1", "A code hook of Lex V1", users.lex_v1, "lex order-flowers"),
    _document("alexa", "An intent of an Alexa skill", users.alexa,
              "alexa-skills-kit intent-answer"),
    _document("s3_batch", "A task of S3 Batch Operations", operations.s3_batch,
              "s3 batch-invocation"),
)  # fmt: skip
