"""Active tracing of a REST API: which requests X-Ray samples, by a rule of its own.

Models: a reservoir a second and a share of the others, decided when a request comes; what is behind
    the API is told, and keeps to it.
Ignores: several rules by path and method, rules that are fetched anew, headers of clients.
States: ApiRequestTraced.

Sources: AWS X-Ray Developer Guide, xray-services-apigateway and xray-console-sampling (May 2023).
"""

from __future__ import annotations

from simcore.engine.streams import Stream
from simcore.facts import Ledgers
from simcore.roles.request import Request
from simcore.roles.sampling import Sampler, SamplingRule
from simcore.services.api_gateway.facts import ApiRequestTraced

__all__ = ["RequestTracing"]


class RequestTracing:
    """Of one stage; its ``tosses`` are a stream of its own."""

    def __init__(self, rule: SamplingRule, tosses: Stream) -> None:
        self._sampler = Sampler(rule, tosses)

    def decided(self, now: float, request: Request, ledgers: Ledgers) -> Request:
        """The request as it is passed on: with a trace header."""
        sampled = self._sampler.decide(now, request.sampled)
        if sampled:
            ledgers[ApiRequestTraced].append((now,))
            if request.story is not None:
                request.story.tell(now, "traced")
        return request.with_decision(sampled)
