"""What each throttle of an API says where it refuses, with its source."""

from __future__ import annotations

from simcore.component.picture import Rule
from simcore.component.words import Figure, When, Words, per_second, quota, setting, value

__all__ = ["RULES"]

GUIDE = "docs.aws.amazon.com/apigateway/latest/developerguide/"
THROTTLING = GUIDE + "api-gateway-request-throttling"
PLANS = GUIDE + "api-gateway-api-usage-plans"
READ = "2026-04"
REFUSED = Figure(per_second("ThrottledCount"), "rate")
IS_REFUSED = (When(value("ThrottledCount")),)


def _of(path: str) -> Figure:
    return Figure(setting(path), "number")


RULES = (
    Rule("usage plan quota", "429 QUOTA_EXCEEDED", page=PLANS, date=READ, said=(
        Words("An API key has used up what its usage plan grants in a period: {} are refused with "
              "QUOTA_EXCEEDED.", (REFUSED,), IS_REFUSED),
    )),
    Rule("usage plan", "429 for the API key", page=THROTTLING, date=READ, said=(
        Words("An API key has no token left in the bucket of its usage plan: {} are refused.",
              (REFUSED,), IS_REFUSED),
    )),
    Rule("method", "429 for the method", page=THROTTLING, date=READ, said=(
        Words("The method's own throttle has no token left: {} are refused.",
              (REFUSED,), IS_REFUSED),
    )),
    Rule("stage", "at most {} a second", field="throttle.rate", page=THROTTLING, date=READ, said=(
        Words("The stage lets {} requests in a second, {} at once: {} are refused.",
              (_of("throttle.rate"), _of("throttle.burst"), REFUSED), IS_REFUSED),
    )),
    Rule("account", "at most {} a second", "apigateway.account_requests_per_second", said=(
        Words("All APIs of the account share {} requests a second, {} at once: {} are refused.",
              (Figure(quota("apigateway.account_requests_per_second"), "number"),
               Figure(quota("apigateway.account_burst"), "number"), REFUSED), IS_REFUSED),
    )),
    Rule("new connections", "at most {} a second", "apigateway.websocket_connections_per_second",
         said=(
        Words("All WebSocket APIs of the account share {} new connections a second: {} are "
              "refused.",
              (Figure(quota("apigateway.websocket_connections_per_second"), "number"), REFUSED),
              IS_REFUSED),
    )),
)  # fmt: skip
