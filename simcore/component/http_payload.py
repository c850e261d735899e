"""A request over HTTP as functions get it: what is common to API Gateway and function URLs.

Models: payload format 2.0, of HTTP APIs and function URLs: headers in lower case, several values
    joined by commas, cookies apart, a body for POST only.
Ignores: bodies that are not text; what the request really asked for: path, query and headers are
    made up from the number of the resource and of the caller.
States: nothing.

Sources: Amazon API Gateway Developer Guide, http-api-develop-integrations-lambda (Apr 2026); AWS
Lambda Developer Guide, urls-invocation (12 Jul 2026).
"""

from __future__ import annotations

from typing import Any

from simcore.component.event import Delivery, Json
from simcore.component.made_up import moment

__all__ = ["QUERY", "USER_AGENT", "address", "headers", "path", "payload_2", "time_of_day", "token"]

QUERY = {"page": ("1",), "tag": ("new", "sale")}
USER_AGENT = "Mozilla/5.0"


def path(one: Delivery) -> str:
    """Of the resource that was asked for."""
    return f"/items/{one.resource}"


def address(one: Delivery) -> str:
    """The caller's, of those reserved for examples."""
    return f"203.0.113.{1 + one.caller % 254}"


def token(one: Delivery) -> str:
    """What the caller says who it is."""
    return f"Bearer token-{one.caller}"


def time_of_day(one: Delivery) -> str:
    """As in an access log: ``01/Jan/2026:00:00:01 +0000``."""
    return moment(one.sent).strftime("%d/%b/%Y:%H:%M:%S +0000")


def headers(one: Delivery, host: str) -> dict[str, str]:
    """As a client and the way here have set them."""
    root = f"1-{one.sent_ms // 1000:08x}-{one.ids.hex(24, 'trace')}"
    said = {
        "accept": "application/json",
        "authorization": token(one),
        "host": host,
        "user-agent": USER_AGENT,
        "x-amzn-trace-id": f"Root={root}",
        "x-forwarded-for": address(one),
        "x-forwarded-port": "443",
        "x-forwarded-proto": "https",
    }
    return {**said, "content-type": "application/json"} if one.method == "POST" else said


def payload_2(one: Delivery, domain: str, route: str, context: dict[str, Any]) -> Json:
    """Payload format 2.0 of a request for ``domain``; ``context`` adds to its request context."""
    prefix = domain.partition(".")[0]
    said: dict[str, Any] = {
        "version": "2.0",
        "routeKey": route,
        "rawPath": path(one),
        "rawQueryString": "page=1&tag=new&tag=sale",
        "cookies": [f"session={one.ids.hex(16, 'session')}", "theme=dark"],
        "headers": headers(one, domain),
        "queryStringParameters": {name: ",".join(values) for name, values in QUERY.items()},
        "requestContext": {
            "accountId": one.account,
            "apiId": prefix,
            "authentication": None,
            **context,
            "domainName": domain,
            "domainPrefix": prefix,
            "http": {
                "method": one.method,
                "path": path(one),
                "protocol": "HTTP/1.1",
                "sourceIp": address(one),
                "userAgent": USER_AGENT,
            },
            "requestId": one.ids.uuid("request"),
            "routeKey": route,
            "stage": "$default",
            "time": time_of_day(one),
            "timeEpoch": one.sent_ms,
        },
        "isBase64Encoded": False,
    }
    if one.method == "POST":
        said["body"] = one.body
    return said
