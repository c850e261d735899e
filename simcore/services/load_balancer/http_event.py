"""The event that a load balancer makes of an HTTP request, field by field.

Models: both modes of `lambda.multi_value_headers.enabled`. Off: `queryStringParameters` and
    `headers`, of repeated names the last value, of cookies too. On: the `multiValue` fields with
    all values, and not the others. Query strings as they came, not decoded; names of headers in
    lower case; a body in base64 where it has a content-encoding, or a type that is neither text
    nor JSON, JavaScript or XML.
Ignores: nothing further.
States: nothing.

Sources: User Guide for Application Load Balancers, lambda-functions, "Receive events from the load
balancer" and "Multi-value headers" (Apr 2023, second half of 2026).
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from typing import Any

from simcore.frozen import frozen

__all__ = ["HttpRequest", "event"]

TEXTS = ("text/", "application/json", "application/javascript", "application/xml")

Pairs = Iterable[tuple[str, str]]


@frozen
class HttpRequest:
    """A request as it came: ``target`` is what follows the method, with the query string."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""

    @property
    def path(self) -> str:
        """Without the query string."""
        return self.target.partition("?")[0]

    @property
    def parameters(self) -> Iterator[tuple[str, str]]:
        """Of the query string, in order, as they were sent."""
        for part in self.target.partition("?")[2].split("&"):
            if part:
                name, _, value = part.partition("=")
                yield name, value

    @property
    def named(self) -> Iterator[tuple[str, str]]:
        """The headers, with their names in lower case."""
        return ((name.lower(), value) for name, value in self.headers)


def event(request: HttpRequest, target_group_arn: str, *, multi_value: bool) -> dict[str, Any]:
    """What the function gets."""
    binary = _is_binary(dict(request.named), request.body)
    parameters, headers = ("queryStringParameters", "headers")
    if multi_value:
        parameters, headers = ("multiValueQueryStringParameters", "multiValueHeaders")
    values = _all if multi_value else dict
    return {
        "requestContext": {"elb": {"targetGroupArn": target_group_arn}},
        "httpMethod": request.method,
        "path": request.path,
        parameters: values(request.parameters),
        headers: values(request.named),
        "body": b64encode(request.body).decode() if binary else request.body.decode(),
        "isBase64Encoded": binary,
    }


def _all(pairs: Pairs) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _is_binary(headers: dict[str, str], body: bytes) -> bool:
    if "content-encoding" in headers:
        return True
    return bool(body) and not headers.get("content-type", "").startswith(TEXTS)
