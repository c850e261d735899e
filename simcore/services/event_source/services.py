"""The AWS services that invoke functions by themselves, each as one row of a table.

They differ in numbers: who waits for whom and how long, what is tried again and how often, and
what a pending answer is called. Numbers are rows of the quota profile, named here.
"""

from __future__ import annotations

from collections.abc import Mapping

from simcore.frozen import frozen

__all__ = ["SERVICES", "Service"]

LAMBDA = "docs.aws.amazon.com/lambda/latest/dg/"


@frozen
class Service:
    """One service: its ``name`` in a sentence, and what it hands over (``noun``).

    ``principal`` is whom the function's resource policy has to allow; ``waits`` says that it
    invokes synchronously, ``either`` that this is a choice. Rows of the profile: ``timeout`` and
    ``attempts`` of a synchronous invocation, ``retry_age`` for which an asynchronous one that
    Lambda refuses is delivered again, ``switched_off`` how long a denial switches it off,
    ``batch`` the beginning of those of its batches, ``silence``, ``total`` and ``again`` those of
    an answer that it waits for after all, ``needs`` one without which it has ended.
    """

    name: str
    principal: str
    noun: str = "event"
    waits: bool = False
    either: bool = False
    timeout: str = ""
    attempts: str = ""
    retry_age: str = ""
    switched_off: str = ""
    batch: str = ""
    silence: str = ""
    total: str = ""
    again: str = ""
    needs: str = ""
    manifest: bool = False
    """It works through a list, instead of waiting for what comes."""
    own_role: bool = False
    """It invokes with the role that it was given, and the resource policy is not asked."""


def _synchronous(name: str, principal: str, noun: str, key: str, attempts: str = "") -> Service:
    return Service(name, principal, noun, waits=True, timeout=f"{key}.timeout_s", attempts=attempts)


SERVICES: Mapping[str, Service] = {
    "logs": Service(
        "CloudWatch Logs",
        "logs.{region}.amazonaws.com",
        "log event",
        retry_age="logs.retry_age_s",
        switched_off="logs.switched_off_s",
        batch="logs.batch_",
    ),
    "ses": Service(
        "Amazon SES", "ses.amazonaws.com", "mail", either=True, timeout="ses.timeout_s"
    ),
    "cloudformation": Service(
        "AWS CloudFormation",
        "cloudformation.amazonaws.com",
        "request of a custom resource",
        own_role=True,
        silence="cloudformation.service_timeout_default_s",
        total="cloudformation.service_timeout_default_s",
    ),
    "codecommit": Service("AWS CodeCommit", "codecommit.amazonaws.com", "repository event"),
    "codepipeline": Service(
        "AWS CodePipeline",
        "codepipeline.amazonaws.com",
        "job",
        own_role=True,
        silence="codepipeline.silence_s",
        total="codepipeline.timeout_s",
        again="codepipeline.again_s",
    ),
    "config": Service("AWS Config", "config.amazonaws.com", "evaluation"),
    "iot": Service("AWS IoT", "iot.amazonaws.com", "message"),
    "iot_events": Service(
        "AWS IoT Events", "iotevents.amazonaws.com", needs="iot_events.invokes"
    ),
    "cognito": _synchronous(
        "Amazon Cognito", "cognito-idp.amazonaws.com", "operation of a user", "cognito",
        "cognito.attempts",
    ),
    "lex": _synchronous("Amazon Lex V2", "lexv2.amazonaws.com", "turn", "lex"),
    "lex_v1": _synchronous("Amazon Lex V1", "lex.amazonaws.com", "turn", "lex_v1"),
    "alexa": _synchronous("Alexa", "alexa-appkit.amazon.com", "request of a user", "alexa"),
    "s3_batch": Service(
        "S3 Batch Operations", "batchoperations.s3.amazonaws.com", "task", waits=True,
        attempts="s3_batch.attempts", manifest=True, own_role=True,
    ),
}  # fmt: skip
