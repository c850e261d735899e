"""The segment that a REST API sends to X-Ray of a request that it traces.

Models: a segment with the name of the stage and a subsegment for each invocation that the API
    waited for; faults (5xx, and a wait that was over), errors (4xx), throttles (429).
Ignores: `user_agent`, `content_length` and `extended_request_id`; the step of an answer that comes
    from the cache. A subsegment of an authorizer's function is told like that of the integration
    (assumed).
States: nothing.

Sources: Amazon API Gateway Developer Guide, apigateway-understanding-xray-traces (2026); AWS X-Ray
Developer Guide, xray-api-segmentdocuments and xray-services-apigateway (May 2023).
"""

from __future__ import annotations

from simcore.component.event import Delivery, Json
from simcore.component.http_payload import address, path
from simcore.component.invocation import Asked, Handled
from simcore.component.segments import answered, asked_of, times
from simcore.services.api_gateway.documents import STAGE, api_id, domain

__all__ = ["segment"]


def segment(handled: Handled) -> Json:
    """The document, for PutTraceSegments."""
    of = handled.delivery
    request = {"url": _url(of), "method": of.method, "client_ip": address(of)}
    said = {
        "name": f"{of.source}/{STAGE}",
        "id": handled.segment,
        "trace_id": handled.trace_id,
        "origin": "AWS::ApiGateway::Stage",
        "resource_arn": of.arn("apigateway", _resource(of), owner=False),
        **times(handled.begins, handled.ends),
        **answered(handled.status, request),
        "aws": {"xray": {"sampling_rule_name": "Default"}, "api_gateway": _about(of)},
        "annotations": {"aws:api_id": api_id(of), "aws:api_stage": STAGE},
    }
    parts = [_lambda(of, asked) for asked in handled.asked]
    return {**said, "subsegments": parts} if parts else said


def _lambda(of: Delivery, asked: Asked) -> Json:
    """Of an invocation; `aws` says of what."""
    function = of.arn("lambda", f"function:{asked.target}")
    host = f"https://lambda.{of.region}.amazonaws.com"
    request = {"url": f"{host}/2015-03-31/functions/{function}/invocations", "method": "POST"}
    about = {"function_name": asked.target, "region": of.region, "operation": "Invoke"}
    aws = {**about, "resource_names": [asked.target]}
    return {**asked_of(asked, "Lambda", request), "aws": aws}


def _url(of: Delivery) -> str:
    return f"https://{domain(of)}/{STAGE}{path(of)}"


def _resource(of: Delivery) -> str:
    return f"/restapis/{api_id(of)}/stages/{STAGE}"


def _about(of: Delivery) -> dict[str, str]:
    return {
        "account_id": of.account,
        "rest_api_id": api_id(of),
        "stage": STAGE,
        "request_id": of.ids.uuid("request"),
    }
