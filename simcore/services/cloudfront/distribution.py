"""Amazon CloudFront, a distribution: what becomes of a viewer's request, step by step.

Models: the cache behavior that matches (the first); the function of the viewer request; the caches,
    for GET (:mod:`.caches`); for what is not there, the function of the origin request, the origin
    (:mod:`.origins`), the function of the origin response, which runs for every status that an
    origin answers with; the function of the viewer response, which does not run for an answer of
    400 or more, nor for one that the function of the viewer request has given. TTLs: what the
    origin says in max-age, else the default, within minimum and maximum. Errors of origins, and of
    functions before them, are kept for the error caching minimum TTL (under CachingDisabled they
    are not, assumed). 503 above the requests a second of a distribution (as a bucket that holds a
    second of them, assumed).
Ignores: time on the network; redirects to HTTPS, custom error pages, signed URLs, WAF, geographic
    restrictions, compression, Range, WebSocket, HEAD and OPTIONS, invalidations, 150 Gbps,
    continuous deployment; that an expired response may be served while the origin is away; that the
    function of the origin request is not run when the origin's name cannot be found.
States: ViewerRequest, ViewerAnswered, DistributionObserved; its parts state OriginAsked,
    OriginEnded, EdgeFunctionEnded.

Sources: Amazon CloudFront Developer Guide (April 2026), lambda-cloudfront-trigger-events,
lambda-requirements-http-status, RequestAndResponseBehaviorCustomOrigin, Expiration,
HTTPStatusCodes, cloudfront-limits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simcore.engine.environment import Environment
from simcore.engine.streams import Stream
from simcore.engine.token_bucket import TokenBucket
from simcore.facts import ERROR, SUCCESS, ledgers_for
from simcore.roles.request import HttpReply, Request
from simcore.services.cloudfront.caches import Cache, Entry, all_of, tiers_of
from simcore.services.cloudfront.facts import (
    ANSWERED,
    DONE,
    EDGE_HIT,
    FAILED,
    GENERATED,
    KEPT_ERROR,
    LIMITED,
    MISS,
    NOT_CACHED,
    ORIGIN_ERROR,
    ORIGIN_REQUEST,
    ORIGIN_RESPONSE,
    REGIONAL_HIT,
    SHIELD_HIT,
    VIEWER_REQUEST,
    VIEWER_RESPONSE,
    DistributionObserved,
    ViewerAnswered,
    ViewerRequest,
)
from simcore.services.cloudfront.functions import FACTS as OF_FUNCTIONS
from simcore.services.cloudfront.functions import STATUSES, EdgeFunctions
from simcore.services.cloudfront.origins import FACTS as OF_ORIGINS
from simcore.services.cloudfront.origins import Luck, Origins
from simcore.services.cloudfront.passing import NOBODY, Fetch, Run, Visit
from simcore.services.cloudfront.settings import (
    ERRORS_CACHED,
    BehaviorSettings,
    DistributionSettings,
    TriggerSettings,
)

FACTS = (ViewerRequest, ViewerAnswered, *OF_ORIGINS, *OF_FUNCTIONS, DistributionObserved)
HITS = (EDGE_HIT, REGIONAL_HIT, SHIELD_HIT)
UNAVAILABLE = 503


class Distribution:
    """One distribution; ``spread`` says at which edge location a viewer is."""

    type = "distribution"

    def __init__(
        self,
        env: Environment,
        id: str,
        settings: DistributionSettings,
        spread: Stream,
        origins: list[Luck],
    ) -> None:
        self.env, self.id, self.settings = env, id, settings
        self.ledgers = ledgers_for(*FACTS)
        self._spread = spread
        self.edges = tiers_of(settings.tiers)
        self._limit = TokenBucket(settings.requests_per_s, settings.requests_per_s)
        self.functions = EdgeFunctions(env, self.ledgers, self._ran)
        self.origins = Origins(env, settings.origins, origins, self.ledgers, self._origin_done)
        self.waiting = 0

    def retune(self, settings: DistributionSettings) -> None:
        """Take other numbers, for what comes from now on; caches stay as many as there are."""
        self.settings = settings
        self.origins.settings = settings.origins

    def bind(self) -> None:
        """Nothing of a distribution's is an alias."""

    @property
    def timeout_s(self) -> float:
        """The longest that its origins are waited for."""
        waits = [
            origin.attempts * (origin.connection_timeout_s + origin.response_timeout_s)
            for origin in self.settings.origins
        ]
        return 2.0 * max(waits)

    def invoke(
        self,
        now: float,
        payload: Any,
        on_end: Callable[[Any], None],
        synchronous: bool = True,
    ) -> HttpReply:
        """A viewer's request; whatever becomes of it, there is an answer with a status."""
        request = payload if isinstance(payload, Request) else NOBODY
        reply = HttpReply(now, payload, on_end)
        request = reply.begin(now, request, self.id)
        visit = Visit(request, self._behavior(request), reply)
        self.ledgers[ViewerRequest].append((now,))
        self.waiting += 1
        if not self._limit.take(now):
            self._fail(visit, UNAVAILABLE, LIMITED)
        elif not self.functions.runs_at(visit, VIEWER_REQUEST):
            self._look_up(visit)
        visit.begins = False
        return visit.reply

    def _behavior(self, request: Request) -> BehaviorSettings:
        """The first that matches; the last is for all that is left."""
        for behavior in self.settings.behaviors:
            if behavior.first <= request.resource <= behavior.last:
                return behavior
        return self.settings.behaviors[-1]

    # Functions.

    def _ran(self, run: Run, ending: int) -> None:
        """A function has ended: on to what comes after its point."""
        of, trigger = run.of, run.behavior.triggers[run.point]
        assert trigger is not None
        if isinstance(of, Visit):
            self._ran_for_viewer(of, run, trigger, ending)
        elif ending != DONE:
            of.visit.result = FAILED
            self._arrived(of, STATUSES[ending])
        elif run.point == ORIGIN_RESPONSE:
            self._arrived(of, of.status)
        elif self.functions.answers(run, trigger):
            status, of.size = self._status_of_answer(trigger), trigger.response_bytes
            of.visit.result = GENERATED if status < 400 else FAILED
            self._arrived(of, status)
        else:
            self.origins.ask(self.env.now, of)

    def _ran_for_viewer(
        self, visit: Visit, run: Run, trigger: TriggerSettings, ending: int
    ) -> None:
        if ending != DONE:
            self._fail(visit, STATUSES[ending], FAILED)
        elif run.point == VIEWER_RESPONSE:
            self._answer(visit)
        elif self.functions.answers(run, trigger):
            status = self._status_of_answer(trigger)
            visit.status, visit.result = status, GENERATED if status < 400 else FAILED
            visit.size = trigger.response_bytes if status < 400 else 0
            self._answer(visit)
        else:
            self._look_up(visit)

    def _status_of_answer(self, trigger: TriggerSettings) -> int:
        return 200 if trigger.response_bytes <= trigger.most_bytes else 502

    # Caches.

    def _look_up(self, visit: Visit) -> None:
        """From cache to cache, to the first that has it or is just getting it; else, the origin."""
        if not visit.behavior.caches or visit.method != "GET":
            visit.result = NOT_CACHED
            self._fetch(Fetch(visit, None))
            return
        now, key = self.env.now, visit.key
        cache = self._edge()
        asker: Visit | Cache = visit
        while True:
            entry = cache.fresh(now, key)
            if entry is not None:
                visit.result = cache.depth
                visit.reply.note(now, "cached")
                self._hand_on([asker], entry, key)
                return
            if key in cache.waiting:
                visit.result = cache.depth
                visit.reply.note(now, "joined")
                cache.waiting[key].append(asker)
                return
            cache.waiting[key] = [asker]
            if cache.behind is None:
                self._fetch(Fetch(visit, cache))
                return
            asker, cache = cache, cache.behind

    def _edge(self) -> Cache:
        edges = self.edges
        return edges[0] if len(edges) == 1 else edges[int(self._spread.next() * len(edges))]

    def _hand_on(self, askers: list[Visit | Cache], entry: Entry, key: tuple[int, int]) -> None:
        """To those who have asked for it: caches keep it, and hand it on in turn."""
        left = askers[::-1]
        while left:
            asker = left.pop()
            if isinstance(asker, Cache):
                left += asker.release(self.env.now, key, entry)[::-1]
            else:
                self._got(asker, entry[1], entry[2])

    # The way to the origin and back.

    def _fetch(self, fetch: Fetch) -> None:
        if not self.functions.runs_at(fetch, ORIGIN_REQUEST):
            self.origins.ask(self.env.now, fetch)

    def _origin_done(self, fetch: Fetch, status: int, ending: int) -> None:
        """An origin has answered, or none will."""
        fetch.status = status
        if ending != ANSWERED or not self.functions.runs_at(fetch, ORIGIN_RESPONSE):
            self._arrived(fetch, status)

    def _arrived(self, fetch: Fetch, status: int) -> None:
        """What comes of a fetch is kept, and goes to all who wait for it."""
        entry = (self.env.now + self._ttl_s(fetch.behavior, status), status, fetch.size)
        asker = fetch.visit if fetch.cache is None else fetch.cache
        self._hand_on([asker], entry, fetch.key)

    def _ttl_s(self, behavior: BehaviorSettings, status: int) -> float:
        if status < 400:
            return behavior.ttl_s
        return self.settings.error_ttl_s if status in ERRORS_CACHED else 0.0

    # The answer.

    def _got(self, visit: Visit, status: int, size: int | None) -> None:
        """What the viewer will see, but for the function of the viewer response."""
        visit.status = status
        if status < 400:
            visit.size = self.settings.response_bytes if size is None else size
        elif visit.result in HITS:
            visit.result = KEPT_ERROR
        elif visit.result == MISS:
            visit.result = ORIGIN_ERROR
        if status >= 400 or not self.functions.runs_at(visit, VIEWER_RESPONSE):
            self._answer(visit)

    def _fail(self, visit: Visit, status: int, result: int) -> None:
        visit.status, visit.result, visit.size = status, result, 0
        self._answer(visit)

    def _answer(self, visit: Visit) -> None:
        """At once; but not before whoever asks knows that there will be an answer."""
        if visit.begins:
            self.env.call_at(self.env.now, self._answer_now, visit)
        else:
            self._answer_now(visit)

    def _answer_now(self, visit: Visit) -> None:
        now, reply = self.env.now, visit.reply
        self.waiting -= 1
        row = (now, reply.started, visit.status, visit.result, visit.size)
        self.ledgers[ViewerAnswered].append(row)
        outcome = SUCCESS if visit.status < 400 else ERROR
        reply.answer(now, visit.status, outcome, visit.size)

    def observe(self, now: float) -> None:
        """State who waits, what is on its way to origins, and what the caches hold."""
        kept = sum([len(cache.kept) for cache in all_of(self.edges)])
        row = (now, self.waiting, self.origins.under_way, kept)
        self.ledgers[DistributionObserved].append(row)
