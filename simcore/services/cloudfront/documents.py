"""The events of functions at the edge: Lambda@Edge at its four points, and CloudFront Functions."""

from __future__ import annotations

from functools import partial
from typing import Any

from simcore.component.event import Delivery, Document, Json
from simcore.services.cloudfront.building import triggers
from simcore.services.cloudfront.facts import POINTS
from simcore.services.cloudfront.spec_parts import Behavior, Origin

__all__ = ["DOCUMENTS"]

GUIDE = "Amazon CloudFront Developer Guide, "
OF_LAMBDA = GUIDE + "lambda-event-structure (April 2026)"
OF_FUNCTIONS = GUIDE + "functions-event-structure (April 2026)"

VIEWER_HEADERS = {
    "Host": "shop.example.com",
    "User-Agent": "Mozilla/5.0",
    "Accept": "text/html,application/json",
    "Cookie": "session=made-up; theme=dark",
}
ORIGIN_HEADERS = {
    "Host": "origin.example.com",
    "User-Agent": "Amazon CloudFront",
    "Via": "2.0 made-up.cloudfront.net (CloudFront)",
}
RESPONSE_HEADERS = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "max-age=60"}


def _behavior(one: Delivery, point: int) -> Behavior | None:
    """The first whose function at the point gets it."""
    for behavior in one.spec().behaviors:
        trigger = triggers(behavior)[point]
        if trigger is not None and trigger.function == one.target:
            return behavior  # type: ignore[no-any-return]
    return None


def _context(one: Delivery, point: int) -> dict[str, str]:
    """Of the distribution, and of this run."""
    return {
        "distributionDomainName": f"d{one.fixed_ids.hex(13, 'domain')}.cloudfront.net",
        "distributionId": "E" + one.fixed_ids.letters(13, "distribution"),
        "eventType": POINTS[point],
        "requestId": one.ids.base64(42, "request"),
    }


def _client_ip(one: Delivery) -> str:
    return f"203.0.113.{1 + one.caller % 254}"


def _listed(headers: dict[str, str]) -> dict[str, list[dict[str, str]]]:
    """Headers as Lambda@Edge has them: by their names in lower case."""
    return {
        name.lower(): [{"key": name, "value": value}] for name, value in sorted(headers.items())
    }


# Lambda@Edge.


def lambda_edge(one: Delivery, point: int) -> Json:
    """One record, with the request and, at the points of a response, the response."""
    record: dict[str, Any] = {"config": _context(one, point), "request": _request(one, point)}
    if POINTS[point].endswith("response"):
        record["response"] = {
            "status": "200",
            "statusDescription": "OK",
            "headers": _listed(RESPONSE_HEADERS),
        }
    return {"Records": [{"cf": record}]}


def _request(one: Delivery, point: int) -> dict[str, Any]:
    at_origin = POINTS[point].startswith("origin")
    said: dict[str, Any] = {
        "clientIp": _client_ip(one),
        "headers": _listed(ORIGIN_HEADERS if at_origin else VIEWER_HEADERS),
        "method": one.method,
        "querystring": "page=1",
        "uri": f"/items/{one.resource}",
    }
    behavior = _behavior(one, point)
    if at_origin and behavior is not None:
        said["origin"] = _custom_origin(one, behavior)
    return said


def _custom_origin(one: Delivery, behavior: Behavior) -> dict[str, Any]:
    origins: tuple[Origin, ...] = one.spec().origins
    origin = next(origin for origin in origins if origin.name == behavior.origin)
    return {
        "custom": {
            "customHeaders": {},
            "domainName": f"{origin.name}.example.com",
            "keepaliveTimeout": 5,
            "path": "",
            "port": 443,
            "protocol": "https",
            "readTimeout": round(origin.response_timeout or 30),
            "sslProtocols": ["TLSv1.2"],
        }
    }


# CloudFront Functions.


def cloudfront_function(one: Delivery) -> Json:
    """Of the viewer request or, where it runs there alone, of the viewer response."""
    point = next((n for n in range(len(POINTS)) if _behavior(one, n) is not None), 0)
    event: dict[str, Any] = {
        "version": "1.0",
        "context": _context(one, point),
        "viewer": {"ip": _client_ip(one)},
        "request": {
            "method": one.method,
            "uri": f"/items/{one.resource}",
            "querystring": {"page": {"value": "1"}},
            "headers": _valued(VIEWER_HEADERS),
            "cookies": {"session": {"value": "made-up"}, "theme": {"value": "dark"}},
        },
    }
    if POINTS[point].endswith("response"):
        event["response"] = {
            "statusCode": 200,
            "statusDescription": "OK",
            "headers": _valued(RESPONSE_HEADERS),
            "cookies": {},
        }
    return event


def _valued(headers: dict[str, str]) -> dict[str, dict[str, str]]:
    """As CloudFront Functions have them: cookies are elsewhere."""
    return {name.lower(): {"value": value} for name, value in sorted(headers.items())
            if name != "Cookie"}  # fmt: skip


def _runs_at(one: Delivery, point: int) -> bool:
    return not _is_of_cloudfront(one) and _behavior(one, point) is not None


def _is_of_cloudfront(one: Delivery) -> bool:
    return not one.graph.is_invoked(one.target)


def _site(**behavior: Json) -> dict[str, Json]:
    origin = {"name": "main", "latency": "200 ms"}
    behaviors = [{"origin": "main", **behavior}]
    return {"cdn": {"type": "distribution", "origins": [origin], "behaviors": behaviors}}


AT = {"function": "worker"}

DOCUMENTS = (
    *(
        Document(
            f"cloudfront-{name}",
            f"Lambda@Edge: {'an' if name.startswith('origin') else 'a'} {name.replace('-', ' ')}",
            partial(lambda_edge, point=point),
            OF_LAMBDA,
            example=_site(**{name.replace("-", "_"): AT}),
            when=partial(_runs_at, point=point),
        )
        for point, name in enumerate(POINTS)
    ),
    Document(
        "cloudfront-function",
        "A viewer event of a CloudFront function",
        cloudfront_function,
        OF_FUNCTIONS,
        to=("function", "cloudfront_function"),
        example={**_site(viewer_request=AT), "worker": {"type": "cloudfront_function"}},
        when=_is_of_cloudfront,
    ),
)
