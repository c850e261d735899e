"""What decides whether a request to an API may go on.

Models: a Lambda authorizer: a request without a token is answered with 401 without asking it;
    else its function is invoked, or its answer for the same token is still in the cache, allowed or
    denied (403). What it says of a token it says each time. A function that fails, is refused or
    takes longer than 10 s gives 500. An authorizer of JSON web tokens, which asks nobody: 401 for
    what it does not accept.
Ignores: identity sources of several parts, how large a policy may be, fetching the keys of JSON web
    tokens (1.5 s at most); requests with the same token that come before its first answer each
    invoke the function (assumed); Cognito user pools, IAM.
States: AuthorizerAsked.

Sources: Amazon API Gateway Developer Guide, http-api-lambda-authorizer, http-api-quotas (2026) and
apigateway-use-lambda-authorizer (Apr 2026); API Gateway API model (botocore 1.44.8).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simcore.engine.environment import Environment
from simcore.engine.streams import Stream
from simcore.facts import SUCCESS, Ledger
from simcore.roles.invocable import Invocable, Reply
from simcore.roles.request import Request
from simcore.roles.waiting import Waited, Waiting
from simcore.services.api_gateway.settings import AuthorizerSettings

ALLOWED = 200
Decided = Callable[[float, Any, int], None]
"""At a time, of what was asked for: `ALLOWED`, or the status to answer with."""


class Authorizer:
    """The authorizer of one API; ``decided`` is told what it says, ``asked`` whom it asked."""

    def __init__(
        self,
        env: Environment,
        settings: AuthorizerSettings,
        tosses: tuple[Stream, Stream],
        asked: Ledger,
        decided: Decided,
    ) -> None:
        self.settings = settings
        self._tokens, self._verdicts = tosses
        self.function: Invocable[Reply] | None = None
        self._asked, self._decided = asked, decided
        self._waiting = Waiting(env, self._heard)
        self._kept: dict[int, tuple[float, int]] = {}
        self._tossed: dict[int, float] = {}

    def ask(self, now: float, request: Request, whose: Any) -> None:
        """May the request go on? It is said at once, or later."""
        settings = self.settings
        if settings.unidentified and self._tokens.next() < settings.unidentified:
            self._decided(now, whose, 401)
        elif not settings.invokes:
            self._decided(now, whose, self._verdict(request.caller, 401))
        else:
            self._ask_function(now, request, whose)

    def _verdict(self, token: int, otherwise: int) -> int:
        """One and the same for each token, while the share of those denied stays."""
        denied = self.settings.denied
        if denied and token not in self._tossed:
            self._tossed[token] = self._verdicts.next()
        return otherwise if denied and self._tossed[token] < denied else ALLOWED

    def _ask_function(self, now: float, request: Request, whose: Any) -> None:
        kept = self._kept.get(request.caller)
        is_kept = kept is not None and now < kept[0]
        self._asked.append((now, int(is_kept)))
        if kept is not None and is_kept:
            self._decided(now, whose, kept[1])
            return
        assert self.function is not None
        waited = Waited(request, whose, now, now + self.settings.timeout_s)
        if not self._waiting.invoke(now, self.function, waited):
            self._decided(now, whose, 500)

    def _heard(self, now: float, waited: Waited, reply: Reply | None) -> None:
        if reply is None or reply.outcome != SUCCESS:
            self._decided(now, waited.whose, 500)
            return
        verdict = self._verdict(waited.caller, 403)
        if self.settings.ttl_s > 0.0:
            self._kept[waited.caller] = (now + self.settings.ttl_s, verdict)
        self._decided(now, waited.whose, verdict)
