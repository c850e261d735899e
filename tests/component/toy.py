"""A component type of its own, in one module: events go on to one of its parts, by their shares.

Models: a part for each event, drawn by the parts' shares.
Ignores: everything else.
States: ToyTook, ToyStuck.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, NamedTuple

from simcore.component import ComponentType, Graph, Prices, Site, Subject, warning
from simcore.component.picture import EdgeKind, Flow, Line, Row, taker
from simcore.component.timelines import LOAD
from simcore.engine.streams import uniform
from simcore.errors import Check
from simcore.facts import Row as Fact
from simcore.facts import ledgers_for
from simcore.recording.reading import Count, Flagged, Listed, Metric, Reading, Where
from simcore.recording.tariff import RequestTariff
from simcore.roles.event import Event
from simcore.roles.taker import Taker
from simcore.spec.annotations import Knob, Meaning, Refers
from simcore.spec.base import ComponentSpec, Slug, Spec
from simcore.spec.quantities import Fraction


class Part(Spec):
    """Where a share of the events goes."""

    to: Annotated[Slug, Meaning("a queue"), Refers(("queue",), "toy", passes_on="some")]
    share: Annotated[float, Fraction(0, 1), Knob("Share", "of the events", "Load", low=0, high=1)]


class Toy(ComponentSpec):
    """Hands events on to its parts."""

    type: Literal["toy"]
    parts: Annotated[tuple[Part, ...], Meaning("the first parts get their shares")] = ()


class ToyTook(NamedTuple):
    """An event was handed on to a part, counted from 1; 0 where none was drawn."""

    t: float
    part: int


class ToyStuck(NamedTuple):
    """A part did not take an event."""

    t: float
    part: int


class LiveToy:
    """The component as it runs."""

    type = "toy"

    def __init__(self, id: str, spec: Toy, site: Site) -> None:
        self.id, self.shares = id, [part.share for part in spec.parts]
        self.ledgers = ledgers_for(ToyTook, ToyStuck)
        self.takers: list[Any] = []
        self._tosses = site.stream("parts", uniform)

    def deliver(self, now: float, event: Event) -> bool:
        toss = self._tosses.next()
        ends = [sum(self.shares[:n]) for n in range(1, len(self.shares) + 1)]
        part = next((n for n, end in enumerate(ends, start=1) if toss < end), 0)
        self.ledgers[ToyTook].append((now, part))
        if part and not self.takers[part - 1].deliver(now, event):
            self.ledgers[ToyStuck].append((now, part))
        return True

    def bind(self) -> None: ...
    def observe(self, now: float) -> None: ...


def build(spec: Toy, site: Site) -> LiveToy:
    return LiveToy(site.id, spec, site)


def connect(live: LiveToy, spec: Toy, site: Site) -> None:
    live.takers = [site.role(part.to, Taker) for part in spec.parts]


def retune(live: LiveToy, spec: Toy, site: Site) -> None:
    live.shares = [part.share for part in spec.parts]
    connect(live, spec, site)


def too_much(subject: Subject) -> Iterator[Check]:
    for id, toy in subject.of(Toy).items():
        if sum(part.share for part in toy.parts) > 1:
            yield warning("toy.shares", f"components.{id}.parts", "more than all", "at most 100 %")


def charged(id: str, spec: Toy, prices: Prices, graph: Graph) -> RequestTariff:
    return RequestTariff("toy events", "event", "taken", 0.001)


def to_part(row: Fact) -> tuple[str, str]:
    return f"to part {row[1]}", ""


def part_of(row: Fact) -> str:
    return f"part {row[1]}"


TOOK = Metric("ToyEvents", Count(ToyTook), "Toy events", "Events taken.", counter="taken")
LOST = Metric("ToyLost", Where(ToyTook, "part", (0,)), "Lost", "To no part.", counter="lost")
ROW = Row("toys", "Toys", "Toy events", LOAD, 90, (Line("taken", "ToyEvents", "busy"),))
TYPES = (
    ComponentType(
        name="toy", title="Toy", noun="toy", order=45, rank=50, spec=Toy, serves=("requests",),
        build=build, connect=connect, retune=retune, checks=(too_much,), charged=charged,
        picture=taker("ToyEvents", "taken", leaving={"toy": (Flow("busy", "ToyEvents"),)},
                      rows=(ROW,)),
        edges={"toy": EdgeKind("toy")},
        reading=Reading(
            metrics=(TOOK, LOST),
            events=(Listed(ToyTook, "busy", 1, to_part),),
            flags=(Flagged(ToyTook, "first_toy", part_of),),
            silent=(ToyStuck,),
        ),
    ),
)  # fmt: skip
