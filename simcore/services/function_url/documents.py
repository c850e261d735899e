"""The event of a function behind its URL: payload format 2.0."""

from __future__ import annotations

from typing import Any

from simcore.component.event import Delivery, Document, Json
from simcore.component.http_payload import payload_2

__all__ = ["DOCUMENTS"]

GUIDE = "AWS Lambda Developer Guide, urls-invocation (12 Jul 2026)"


def request(one: Delivery) -> Json:
    """A request to the URL; whose it is stands there where it had to be signed."""
    url_id = one.fixed_ids.letters(32, "url").lower()
    signed = one.spec().auth_type == "AWS_IAM"
    context: dict[str, Any] = {"authorizer": {"iam": _signer(one)}} if signed else {}
    return payload_2(one, f"{url_id}.lambda-url.{one.region}.on.aws", "$default", context)


def _signer(one: Delivery) -> dict[str, Any]:
    user = "AIDA" + one.fixed_ids.letters(17, f"user-{one.caller}")
    return {
        "accessKey": "AKIA" + one.fixed_ids.letters(16, f"key-{one.caller}"),
        "accountId": one.account,
        "callerId": user,
        "cognitoIdentity": None,
        "principalOrgId": None,
        "userArn": one.arn("iam", f"user/user-{one.caller}", region=False),
        "userId": user,
    }


DOCUMENTS = (
    Document(
        "function-url",
        "A request to a function URL",
        request,
        GUIDE,
        example={"function-url": {"type": "function_url", "function": "worker"}},
    ),
)
