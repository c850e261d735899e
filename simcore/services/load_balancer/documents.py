"""The event of a function behind a load balancer."""

from __future__ import annotations

from simcore.component.event import Delivery, Document, Json
from simcore.services.load_balancer.http_event import HttpRequest, event
from simcore.services.load_balancer.spec import TargetGroup

__all__ = ["DOCUMENTS"]

GUIDE = "User Guide for Application Load Balancers, lambda-functions (2023, 2026)"


def _group(delivery: Delivery) -> TargetGroup:
    """The first target group of the function."""
    groups: tuple[TargetGroup, ...] = delivery.spec().target_groups
    return next(group for group in groups if group.function == delivery.target)


def request(delivery: Delivery) -> Json:
    """A request that is made up, for what was asked for."""
    name = f"targetgroup/{delivery.target}/{delivery.fixed_ids.hex(16, delivery.target)}"
    arn = delivery.arn("elasticloadbalancing", name)
    return event(_made_up(delivery), arn, multi_value=_group(delivery).multi_value_headers)


def _made_up(one: Delivery) -> HttpRequest:
    body = one.body.encode() if one.method == "POST" else b""
    target = f"/items/{one.resource}?page=1&sort=price%20asc&tag=new&tag=sale"
    return HttpRequest(one.method, target, tuple(_headers(one, body)), body)


def _headers(one: Delivery, body: bytes) -> list[tuple[str, str]]:
    root = f"1-{one.sent_ms // 1000:08x}-{one.ids.hex(24, 'trace')}"
    said = [
        ("Accept", "text/html,application/json"),
        ("Accept-Language", "en-US,en;q=0.8"),
        ("Cookie", f"session={one.ids.hex(16, 'session')}"),
        ("Cookie", "theme=dark"),
        ("Host", _host(one)),
        ("User-Agent", "Mozilla/5.0"),
        ("X-Amzn-Trace-Id", f"Root={root}"),
        ("X-Forwarded-For", f"203.0.113.{1 + one.caller % 254}"),
        ("X-Forwarded-Port", "443"),
        ("X-Forwarded-Proto", "https"),
    ]  # fmt: skip
    if body:
        said[2:2] = [("Content-Length", str(len(body))), ("Content-Type", "application/json")]
    return said


def _host(one: Delivery) -> str:
    number = 10**9 + one.fixed_ids.below(10**9, "host")
    return f"{one.source}-{number}.{one.region}.elb.amazonaws.com"


def _lists_values(delivery: Delivery) -> bool:
    return _group(delivery).multi_value_headers


def _has_last_values(delivery: Delivery) -> bool:
    return not _lists_values(delivery)


def _before_worker(**said: bool) -> Json:
    return {"type": "load_balancer", "target_groups": [{"function": "worker", **said}]}


DOCUMENTS = (
    Document(
        "alb",
        "A request through a load balancer",
        request,
        GUIDE,
        like=("alb request",),
        example={"alb": _before_worker()},
        when=_has_last_values,
    ),
    Document(
        "alb-multi-value",
        "A request through a load balancer, with multi-value headers",
        request,
        GUIDE,
        example={"alb": _before_worker(multi_value_headers=True)},
        when=_lists_values,
    ),
)
