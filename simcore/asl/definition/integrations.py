"""Optimized integrations: which patterns a service has, and what an API cannot do without.

Source: developer guide, "Integrating optimized services with Step Functions" (patterns), and the
services' API references (fields that are required). Actions are listed where they are few; of the
other services any action is taken.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from simcore.asl.states import Pattern

__all__ = ["NEEDED", "SERVICES", "Integration"]

TOKEN: Final[tuple[Pattern, ...]] = ("waitForTaskToken",)
JOB: Final[tuple[Pattern, ...]] = ("sync",)
BOTH: Final[tuple[Pattern, ...]] = ("sync", "waitForTaskToken")


class Integration(NamedTuple):
    """``patterns`` beside request-response; ``actions`` empty where any is taken."""

    patterns: tuple[Pattern, ...]
    actions: tuple[str, ...] = ()


SERVICES: Final[dict[str, Integration]] = {
    "apigateway": Integration(TOKEN, ("invoke",)),
    "athena": Integration(JOB),
    "batch": Integration(JOB, ("submitJob",)),
    "bedrock": Integration(BOTH),
    "codebuild": Integration(JOB),
    "databrew": Integration(JOB, ("startJobRun",)),
    "dynamodb": Integration((), ("getItem", "putItem", "updateItem", "deleteItem")),
    "ecs": Integration(BOTH, ("runTask",)),
    "eks": Integration(BOTH),
    "elasticmapreduce": Integration(JOB),
    "emr-containers": Integration(JOB),
    "emr-serverless": Integration(JOB),
    "events": Integration(TOKEN, ("putEvents",)),
    "glue": Integration(JOB, ("startJobRun",)),
    "http": Integration((), ("invoke",)),
    "lambda": Integration(TOKEN, ("invoke",)),
    "mediaconvert": Integration(JOB, ("createJob",)),
    "sagemaker": Integration(JOB),
    "sns": Integration(TOKEN, ("publish",)),
    "sqs": Integration(TOKEN, ("sendMessage",)),
    "states": Integration(("sync", "sync:2", "waitForTaskToken"), ("startExecution",)),
}

NEEDED: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    ("apigateway", "invoke"): ("ApiEndpoint", "Method"),
    ("dynamodb", "deleteItem"): ("TableName", "Key"),
    ("dynamodb", "getItem"): ("TableName", "Key"),
    ("dynamodb", "putItem"): ("TableName", "Item"),
    ("dynamodb", "updateItem"): ("TableName", "Key"),
    ("events", "putEvents"): ("Entries",),
    ("http", "invoke"): ("ApiEndpoint", "Method"),
    ("lambda", "invoke"): ("FunctionName",),
    ("sns", "publish"): ("Message",),
    ("sqs", "sendMessage"): ("QueueUrl", "MessageBody"),
    ("states", "startExecution"): ("StateMachineArn",),
}
