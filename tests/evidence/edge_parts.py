"""Distributions for the worked examples, and requests to them one by one."""

from collections import Counter
from typing import Any

import simcore
from simcore.facts import ERROR, SUCCESS
from simcore.roles.request import HttpReply, Request
from simcore.scenario.build import build
from simcore.services.cloudfront.facts import POINTS, RESULTS, EdgeFunctionEnded, ViewerAnswered

HEAD = {"format": "windtunnel.scenario/1", "id": "edge", "title": "What does the viewer see?",
        "region": "us-east-1"}  # fmt: skip
AT_EDGE = {"type": "function", "duration": "1 ms", "init_duration": 0}


def viewers(count: int, over: float = 0, at: float = 0, **more: Any) -> dict[str, Any]:
    arrivals = {"burst": {"rate": 0, "count": count, "at": at, "for": over}}
    return {"type": "client", "target": "site", "arrivals": arrivals, **more}


NOBODY = viewers(1, start=1_000_000)
"""A stage asks by itself."""


def distribution(origin: dict[str, Any], behavior: Any = None, **said: Any) -> dict[str, Any]:
    """With one behavior, and one origin; others in `origins`."""
    origins = [{"name": "main", **origin}, *said.pop("origins", [])]
    behaviors = [{"origin": "main", **(behavior or {})}]
    return {"type": "distribution", "origins": origins, "behaviors": behaviors, **said}


def document(duration: float, site: Any, who: Any, **components: Any) -> dict[str, Any]:
    return {**HEAD, "duration": duration,
            "components": {"viewers": who, "site": site, **components}}  # fmt: skip


def result(duration: float, site: Any, who: Any, **components: Any) -> dict[str, Any]:
    said = document(duration, site, who, **components)
    return simcore.run(simcore.load_scenario(said)).as_dict()


class Stub:
    """An origin that answers after a second: with `status` for a resource, 200 for the others."""

    id, timeout_s = "stub", 1.0

    def __init__(self, env: Any, statuses: dict[int, int]) -> None:
        self.env, self.statuses, self.asked = env, statuses, Counter[int]()

    def invoke(self, now: float, request: Request, on_end: Any, synchronous: bool = True) -> Any:
        self.asked[request.resource] += 1
        reply = HttpReply(now, request, on_end)
        self.env.call_at(now + 1.0, self.end, reply)
        return reply

    def end(self, reply: Any) -> None:
        status = self.statuses.get(reply.payload.resource, 200)
        reply.answer(self.env.now, status, SUCCESS if status < 400 else ERROR)


class Stage:
    """A distribution to be asked at chosen times for chosen resources."""

    def __init__(self, said: dict[str, Any], statuses: dict[int, int] | None = None) -> None:
        scenario = simcore.load_scenario(said).with_defaults()
        self.simulation = build(scenario, scenario.quota_profile(), 1)
        self.env = self.simulation.env
        self.site: Any = next(c for c in self.simulation.components if c.id == "site")
        self.origin = Stub(self.env, statuses or {})
        if statuses is not None:
            self.site.origins.targets = [self.origin]
        self.statuses: list[int] = []

    def ask(self, resources: list[int], every_s: float) -> None:
        for n, resource in enumerate(resources):
            self.env.call_at(n * every_s, self._ask, resource)
        self.env.run(until=len(resources) * every_s + 300)

    def _ask(self, resource: int) -> None:
        self.site.invoke(self.env.now, Request(resource=resource), self._told)

    def _told(self, reply: Any) -> None:
        self.statuses.append(reply.status)

    def runs(self) -> dict[str, int]:
        """Of functions, by event type."""
        points = Counter(row[1] for row in self.site.ledgers[EdgeFunctionEnded].take())
        return {name: points[n] for n, name in enumerate(POINTS)}

    def results(self) -> dict[str, int]:
        """How the requests were answered."""
        seen = Counter(row[3] for row in self.site.ledgers[ViewerAnswered].take())
        return {RESULTS[n]: count for n, count in sorted(seen.items())}
