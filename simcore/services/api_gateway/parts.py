"""Which parts a REST or an HTTP API has, and what it states because of them."""

from __future__ import annotations

from typing import Any

from simcore.services.api_gateway.facts import (
    ApiRequestTraced,
    AuthorizerAsked,
    CacheLookedUp,
    CanaryTook,
    HttpApiAnswered,
    RestApiAnswered,
    StreamBegun,
)
from simcore.services.api_gateway.settings import ApiSettings

__all__ = ["parts_of"]


def parts_of(settings: ApiSettings) -> dict[type[Any], str]:
    """The facts of its parts, each with the field that says that it has that one: an API without
    a cache says nothing of caches; a canary without any share is a canary."""
    answers = RestApiAnswered if settings.is_rest else HttpApiAnswered
    more = {
        AuthorizerAsked: ("authorizer", settings.authorizer is not None),
        CacheLookedUp: ("cache", settings.cache is not None),
        CanaryTook: ("canary", settings.canary is not None),
        StreamBegun: ("response_transfer_mode", settings.stream is not None),
        ApiRequestTraced: ("tracing", settings.is_traced),
    }
    there = {fact: field for fact, (field, has_it) in more.items() if has_it}
    return {answers: "protocol", **there}
