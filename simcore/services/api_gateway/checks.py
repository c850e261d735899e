"""APIs: what their kind does not have, how long they wait, what their throttles come to."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Subject, error, warning
from simcore.component.graph import SYNCHRONOUS
from simcore.errors import Check
from simcore.services.api_gateway.spec import API, ONLY, Api
from simcore.units import format_duration_s

__all__ = ["CHECKS"]

KINDS = {"REST": "a REST API", "HTTP": "an HTTP API", "WEBSOCKET": "a WebSocket API"}


def of_another_kind(subject: Subject) -> Iterator[Check]:
    """A field that this kind of API does not have."""
    for id, api in subject.of(Api).items():
        for field, kinds in ONLY.items():
            said = getattr(api, field) not in (None, (), 0.0, "BUFFERED")
            if said and api.protocol not in kinds:
                of = " or ".join(KINDS[kind] for kind in kinds)
                yield error(
                    "api.of-another-kind",
                    f"components.{id}.{field}",
                    f"{KINDS[api.protocol]} has no {field}: it is of {of}",
                    f"leave it out, or choose protocol: {kinds[0]}",
                )
        if api.protocol != "REST" and api.endpoint != "REGIONAL":
            yield error(
                "api.of-another-kind",
                f"components.{id}.endpoint",
                f"{KINDS[api.protocol]} is REGIONAL: {api.endpoint} is of a REST API",
                "leave it out, or choose protocol: REST",
            )


def two_authorizers(subject: Subject) -> Iterator[Check]:
    """A route has one authorizer."""
    for id, api in subject.of(Api).items():
        if api.authorizer is not None and api.jwt is not None:
            yield error(
                "api.two-authorizers",
                f"components.{id}.jwt",
                "a route has one authorizer, and authorizer is one already",
                "leave one of the two out",
            )


def streams(subject: Subject) -> Iterator[Check]:
    """Streaming came late, and has no cache; a first byte is one of a stream."""
    for id, api in subject.of(Api).items():
        path = f"components.{id}"
        if api.is_streamed and not subject.profile.has(API + "stream_timeout_max_s"):
            yield error(
                "quota.not-offered",
                f"{path}.response_transfer_mode",
                f"response streaming did not exist in profile {subject.profile.name}",
                "leave it out, or take a later profile",
            )
        if api.is_streamed and api.cache is not None:
            yield error(
                "api.stream-not-cached",
                f"{path}.cache",
                "streamed responses are not cached",
                "leave the cache out, or response_transfer_mode: BUFFERED",
            )
        if api.first_byte is not None and not api.is_streamed:
            yield warning(
                "api.first-byte-unused",
                f"{path}.first_byte",
                "a buffered response has no first byte of its own: it changes nothing",
                "response_transfer_mode: STREAM",
            )


def throttle_above_account(subject: Subject) -> Iterator[Check]:
    """A stage cannot let in more than the account."""
    rate, burst = (subject.value(API + f"account_{x}") for x in ("requests_per_second", "burst"))
    for id, api in subject.of(Api).items():
        for path, said in [("throttle", api.throttle)] + [
            (f"methods.{n}", method) for n, method in enumerate(api.methods)
        ]:
            if said is not None and (said.rate > rate or said.burst > burst):
                yield warning(
                    "api.throttle-above-account",
                    f"components.{id}.{path}",
                    f"all APIs of the account share {rate:,.0f} requests a second, {burst:,.0f} at "
                    "once: more than that is never let in",
                    subject.cited(API + "account_requests_per_second"),
                )


def response_too_large(subject: Subject) -> Iterator[Check]:
    """What Lambda does not hand over is answered with 502, every time."""
    most = subject.value("lambda.sync_payload_max_bytes")
    for id, api in subject.of(Api).items():
        if not api.is_streamed and api.response_size > most:
            yield warning(
                "api.response-too-large",
                f"components.{id}.response_size",
                f"Lambda hands over {most:,.0f} bytes at most: every answer is 502",
                "response_transfer_mode: STREAM, or a smaller response",
            )


def message_over_limit(subject: Subject) -> Iterator[Check]:
    """Every request is too large."""
    most = subject.value("lambda.sync_payload_max_bytes")
    for id in subject.of(Api):
        for name in subject.graph.into(id):
            size = subject.graph.components[name].message_bytes()
            if size > most:
                yield warning(
                    "api.request-too-large",
                    f"components.{name}.message_size",
                    f"a function takes {most:,.0f} bytes at most: {id} answers every one with 413",
                    subject.cited("lambda.sync_payload_max_bytes"),
                )


def authorizer_gives_up(subject: Subject) -> Iterator[Check]:
    """An authorizer's function that may take longer than anyone waits."""
    most = subject.value(API + "authorizer_timeout_s")
    for id, api in subject.of(Api).items():
        if api.authorizer is None:
            continue
        function = subject.graph.components.get(api.authorizer.function)
        timeout = getattr(function, "timeout", None)
        if timeout is not None and timeout > most:
            yield warning(
                "api.authorizer-timeout",
                f"components.{api.authorizer.function}.timeout",
                f"{id} waits {format_duration_s(most)} for its authorizer, then it answers 500; "
                f"the function may run for {format_duration_s(timeout)}",
                f"a timeout of {format_duration_s(most)} or less",
            )


def circles(subject: Subject) -> Iterator[Check]:
    """Front doors that lead to each other, and to no function that would be in between."""
    functions = subject.graph.named("function")
    apis = subject.of(Api)
    for way in subject.graph.circles(SYNCHRONOUS):
        first = next((id for id in way if id in apis), None)
        if first is not None and not functions.keys() & set(way):
            yield error(
                "api.circle",
                f"components.{first}.integration",
                f"requests would go round: {' to '.join([*way, way[0]])}",
                "let one of them lead to a function",
            )


CHECKS = (
    circles,
    of_another_kind,
    two_authorizers,
    streams,
    throttle_above_account,
    response_too_large,
    message_over_limit,
    authorizer_gives_up,
)
