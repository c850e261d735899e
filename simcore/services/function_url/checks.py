"""Function URLs: whether there were any, and what changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Subject, error, warning
from simcore.errors import Check
from simcore.services.function_url.spec import FunctionUrl

__all__ = ["CHECKS"]


def not_yet_offered(subject: Subject) -> Iterator[Check]:
    """URLs came in April 2022, streams a year later."""
    for id, url in subject.of(FunctionUrl).items():
        path, profile = f"components.{id}", subject.profile.name
        if not subject.profile.has("lambda.url_payload_max_bytes"):
            yield error(
                "quota.not-offered",
                f"{path}.type",
                f"function URLs did not exist in profile {profile}",
                "take a later profile, or an api",
            )
        elif url.is_streamed and not subject.profile.has("lambda.stream_max_bytes"):
            yield error(
                "quota.not-offered",
                f"{path}.invoke_mode",
                f"response streaming did not exist in profile {profile}",
                "leave it out, or take a later profile",
            )


def changes_nothing(subject: Subject) -> Iterator[Check]:
    """Fields that go with others."""
    for id, url in subject.of(FunctionUrl).items():
        if url.unsigned and url.auth_type == "NONE":
            yield warning(
                "url.unsigned-unused",
                f"components.{id}.unsigned",
                "with auth_type NONE everybody may call it: it changes nothing",
                "auth_type: AWS_IAM",
            )
        if url.first_byte is not None and not url.is_streamed:
            yield warning(
                "url.first-byte-unused",
                f"components.{id}.first_byte",
                "a buffered response has no first byte of its own: it changes nothing",
                "invoke_mode: RESPONSE_STREAM",
            )


def response_too_large(subject: Subject) -> Iterator[Check]:
    """Buffered, it is 502 every time; streamed, it is cut off."""
    for id, url in subject.of(FunctionUrl).items():
        key = "lambda.stream_max_bytes" if url.is_streamed else "lambda.url_payload_max_bytes"
        if not subject.profile.has(key) or url.response_size <= subject.value(key):
            continue
        comes = "it is cut off there" if url.is_streamed else "every answer is 502"
        yield warning(
            "url.response-too-large",
            f"components.{id}.response_size",
            f"Lambda hands over {subject.value(key):,.0f} bytes at most: {comes}",
            subject.cited(key),
        )


CHECKS = (not_yet_offered, changes_nothing, response_too_large)
