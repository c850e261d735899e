"""What a run might have recorded, written down by hand, and what is found in it."""

from typing import Any

from simcore import load_scenario
from simcore.component import Insight
from simcore.scenario.insights import insights_of
from simcore.scenario.load import vary

Document = dict[str, Any]
Series = dict[str, dict[str, list[Any]]]

FUNCTION = {"type": "function", "timeout": "10 s", "duration": "1 s"}
CLIENT = {"type": "client", "target": "worker", "arrivals": {"constant": {"rate": "1/s"}}}
QUEUE: Document = {
    "orders": {"type": "queue", "visibility_timeout": "60 s"},
    "mapping": {"type": "event_source_mapping", "source": "orders", "function": "worker"},
}


def components(worker: Document | None = None, **others: Document) -> Document:
    """A function, and what is around it; a client unless something else is said."""
    return {"worker": FUNCTION | (worker or {}), **(others or {"callers": CLIENT})}


class Recording:
    """A run of a minute, bin by bin; what is not said was not recorded."""

    def __init__(
        self,
        components: Document,
        series: Series,
        counters: dict[str, dict[str, float]] | None = None,
        *,
        bins: int = 60,
        **more: Any,
    ) -> None:
        document = {
            "format": "windtunnel.scenario/1",
            "id": "told",
            "title": "Why?",
            "duration": f"{bins} s",
            "components": components,
            **more.pop("scenario", {}),
        }
        self.scenario = load_scenario(document)
        self.recorded: Document = {
            "time_s": [float(n) for n in range(bins)],
            "bin_s": 1.0,
            "series": {id: {m: padded(v, bins) for m, v in s.items()} for id, s in series.items()},
            "counters": counters or {},
            "percentiles": {},
            "distributions": {"span_s": 1.0, "spans": {}},
            "flags": [],
            "cost": {"usd": 0.0, "items": []},
        } | more

    def insights(self) -> list[Insight]:
        return insights_of(self.scenario.with_defaults(), self.recorded)

    def found(self, kind: str) -> Insight | None:
        """The only insight of a kind."""
        found = [insight for insight in self.insights() if insight.id == kind]
        assert len(found) < 2
        return found[0] if found else None

    def takes(self, insight: Insight) -> bool:
        """Whether the knob that is to be tried takes the value, and is another then."""
        assert insight.attempt is not None
        path, value = insight.attempt.path, insight.attempt.value
        return vary(self.scenario, overrides={path: value}).resolved() != self.scenario.resolved()


def padded(values: list[Any], bins: int) -> list[Any]:
    """The last value goes on to the end."""
    return values + values[-1:] * (bins - len(values))
