"""The events of functions behind an API: proxy events, connections and messages, authorizers."""

from __future__ import annotations

from typing import Any

from simcore.component.event import Delivery, Document, Json
from simcore.component.http_payload import (
    QUERY,
    USER_AGENT,
    address,
    headers,
    path,
    payload_2,
    time_of_day,
    token,
)

__all__ = ["DOCUMENTS", "STAGE", "api_id", "domain"]

GUIDE = "Amazon API Gateway Developer Guide, {} (Apr 2026); sam local generate-event"
STAGE, RESOURCE = "prod", "/items/{id}"
CALLER = ("caller", "accessKey", "accountId", "user", "userArn")
COGNITO = ("IdentityId", "IdentityPoolId", "AuthenticationType", "AuthenticationProvider")


def api_id(one: Delivery) -> str:
    """Of the API that passes it on."""
    return one.fixed_ids.hex(10, "api")


def domain(one: Delivery) -> str:
    """At which the API is reached."""
    return f"{api_id(one)}.execute-api.{one.region}.amazonaws.com"


def _method_arn(one: Delivery, route: str) -> str:
    return one.arn("execute-api", f"{api_id(one)}/{STAGE}/{route}")


def _listed(said: dict[str, str]) -> dict[str, list[str]]:
    return {name: [value] for name, value in said.items()}


# REST.


def rest(one: Delivery) -> Json:
    """A proxy event, payload format 1.0."""
    said = headers(one, domain(one))
    return {
        "resource": RESOURCE,
        "path": path(one),
        "httpMethod": one.method,
        "headers": said,
        "multiValueHeaders": _listed(said),
        "queryStringParameters": {name: values[-1] for name, values in QUERY.items()},
        "multiValueQueryStringParameters": {name: list(vs) for name, vs in QUERY.items()},
        "pathParameters": {"id": str(one.resource)},
        "stageVariables": None,
        "requestContext": _rest_context(one),
        "body": one.body if one.method == "POST" else None,
        "isBase64Encoded": False,
    }


def _rest_context(one: Delivery) -> dict[str, Any]:
    said: dict[str, Any] = {
        "accountId": one.account,
        "apiId": api_id(one),
        "resourceId": one.fixed_ids.hex(6, "resource"),
        "stage": STAGE,
        "requestId": one.ids.uuid("request"),
        "extendedRequestId": one.ids.base64(9, "extended"),
        "requestTime": time_of_day(one),
        "requestTimeEpoch": one.sent_ms,
        "path": f"/{STAGE}{path(one)}",
        "resourcePath": RESOURCE,
        "httpMethod": one.method,
        "protocol": "HTTP/1.1",
        "domainName": domain(one),
        "identity": _identity(one),
    }
    if one.spec().authorizer is not None:
        said["authorizer"] = {"principalId": f"user-{one.caller}", "integrationLatency": 1}
    return said


def _identity(one: Delivery) -> dict[str, Any]:
    nobody = dict.fromkeys((*CALLER, *(f"cognito{name}" for name in COGNITO)))
    return {"sourceIp": address(one), "userAgent": USER_AGENT, **nobody}


# HTTP.


def http(one: Delivery) -> Json:
    """Payload format 2.0."""
    spec, context = one.spec(), dict[str, Any]()
    if spec.jwt is not None:
        claims = {"sub": f"user-{one.caller}", "scope": "items"}
        context["authorizer"] = {"jwt": {"claims": claims, "scopes": ["items"]}}
    elif spec.authorizer is not None:
        context["authorizer"] = {"lambda": {"user": f"user-{one.caller}"}}
    said: dict[str, Any] = payload_2(one, domain(one), f"{one.method} {RESOURCE}", context)
    return {**said, "pathParameters": {"id": str(one.resource)}}


# WebSocket.


def connect(one: Delivery) -> Json:
    """A handshake, for the route `$connect`."""
    said = headers(one, domain(one))
    context = _socket_context(one, "$connect", "CONNECT")
    return {
        "headers": said,
        "multiValueHeaders": _listed(said),
        "requestContext": context,
        "isBase64Encoded": False,
    }


def message(one: Delivery) -> Json:
    """A message of a client that is connected."""
    context = _socket_context(one, "$default", "MESSAGE")
    context["messageId"] = one.ids.base64(9, "message")
    return {"requestContext": context, "body": one.body, "isBase64Encoded": False}


def disconnect(one: Delivery) -> Json:
    """The end of a connection, for the route `$disconnect`."""
    said = headers(one, domain(one))
    context = _socket_context(one, "$disconnect", "DISCONNECT")
    context |= {"disconnectStatusCode": 1000, "disconnectReason": ""}
    return {
        "headers": said,
        "multiValueHeaders": _listed(said),
        "requestContext": context,
        "isBase64Encoded": False,
    }


def _socket_context(one: Delivery, route: str, event: str) -> dict[str, Any]:
    return {
        "routeKey": route,
        "eventType": event,
        "connectionId": one.ids.base64(9, "connection"),
        "connectedAt": one.sent_ms,
        "domainName": domain(one),
        "stage": STAGE,
        "requestId": one.ids.base64(9, "request"),
        "apiId": api_id(one),
        "identity": {"sourceIp": address(one), "userAgent": USER_AGENT},
    }


# Authorizers.


def token_authorizer(one: Delivery) -> Json:
    """A token, and what it is to open."""
    route = f"{one.method}{path(one)}"
    said = {"type": "TOKEN", "authorizationToken": token(one)}
    return {**said, "methodArn": _method_arn(one, route)}


def request_authorizer(one: Delivery) -> Json:
    """A whole request, and what it is to open."""
    is_socket = one.spec().protocol == "WEBSOCKET"
    route = "$connect" if is_socket else f"{one.method}{path(one)}"
    context = _socket_context(one, "$connect", "CONNECT") if is_socket else _rest_context(one)
    return {
        "type": "REQUEST",
        "methodArn": _method_arn(one, route),
        "resource": RESOURCE,
        "path": path(one),
        "httpMethod": one.method,
        "headers": headers(one, domain(one)),
        "queryStringParameters": {name: values[-1] for name, values in QUERY.items()},
        "pathParameters": {"id": str(one.resource)},
        "stageVariables": {},
        "requestContext": context,
    }


# Which of them a delivery is.


def _answers(one: Delivery, protocol: str) -> bool:
    """To the function that answers, or to the canary, of an API of this kind."""
    spec = one.spec()
    canary = spec.canary and spec.canary.function
    return spec.protocol == protocol and one.target in (spec.integration, canary)


def _is_rest(one: Delivery) -> bool:
    return _answers(one, "REST")


def _is_http(one: Delivery) -> bool:
    return _answers(one, "HTTP")


def _is_message(one: Delivery) -> bool:
    return _answers(one, "WEBSOCKET")


def _is_connect(one: Delivery) -> bool:
    spec = one.spec()
    return spec.connections is not None and one.target == spec.connections.connect


def _is_disconnect(one: Delivery) -> bool:
    spec = one.spec()
    return spec.connections is not None and one.target == spec.connections.disconnect


def _authorizes(one: Delivery) -> bool:
    authorizer = one.spec().authorizer
    return authorizer is not None and bool(one.target == authorizer.function)


def _has_token(one: Delivery) -> bool:
    return _authorizes(one) and one.spec().protocol == "REST"


def _has_request(one: Delivery) -> bool:
    return _authorizes(one) and one.spec().protocol != "REST"


# Examples.


BACK = {"type": "function", "duration": "10 ms"}


def _in_front(protocol: str, integration: str = "worker", **said: Any) -> dict[str, Any]:
    front = {"type": "api", "protocol": protocol, "integration": integration, **said}
    return {"api": front, **({} if integration == "worker" else {integration: BACK})}


def _authorized(protocol: str) -> dict[str, Any]:
    return _in_front(protocol, "back", authorizer={"function": "worker"})


def _ends(route: str) -> dict[str, Any]:
    return _in_front("WEBSOCKET", "back", connections={route: "worker"})


PROXY, LIKE = "set-up-lambda-proxy-integrations", "apigateway {}"
SOCKETS = "apigateway-websocket-api-route-keys-connect-disconnect"
AUTHORIZERS = "apigateway-use-lambda-authorizer"

DOCUMENTS = (
    Document("api-rest", "A request through a REST API", rest, GUIDE.format(PROXY),
             like=(LIKE.format("aws-proxy"),), example=_in_front("REST"), when=_is_rest),
    Document("api-http", "A request through an HTTP API", http,
             GUIDE.format("http-api-develop-integrations-lambda"),
             like=(LIKE.format("http-api-proxy"),), example=_in_front("HTTP"), when=_is_http),
    Document("api-websocket", "A message through a WebSocket API", message, GUIDE.format(SOCKETS),
             example=_in_front("WEBSOCKET"), when=_is_message),
    Document("api-websocket-connect", "A new connection to a WebSocket API", connect,
             GUIDE.format(SOCKETS), example=_ends("connect"), when=_is_connect),
    Document("api-websocket-disconnect", "The end of a connection to a WebSocket API", disconnect,
             GUIDE.format(SOCKETS), example=_ends("disconnect"), when=_is_disconnect),
    Document("api-authorizer", "A token, for the authorizer of a REST API", token_authorizer,
             GUIDE.format(AUTHORIZERS), like=(LIKE.format("authorizer"),),
             example=_authorized("REST"), when=_has_token),
    Document("api-authorizer-request", "A request, for the authorizer of an HTTP or WebSocket API",
             request_authorizer, GUIDE.format(AUTHORIZERS),
             like=(LIKE.format("request-authorizer"),),
             example=_authorized("HTTP"), when=_has_request),
)  # fmt: skip
