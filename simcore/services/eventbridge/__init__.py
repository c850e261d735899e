"""Amazon EventBridge: an event bus."""

from simcore.component import ComponentType, Graph, Prices, Site
from simcore.component.picture import taker
from simcore.recording.tariff import RequestTariff
from simcore.roles.taker import Taker
from simcore.services.eventbridge import bus
from simcore.services.eventbridge.documents import DOCUMENTS
from simcore.services.eventbridge.reading import READING
from simcore.services.eventbridge.spec import Bus

__all__ = ["BUS"]


def _build(spec: Bus, site: Site) -> bus.EventBus:
    return bus.EventBus(site.id)


def _charged(id: str, spec: Bus, prices: Prices, graph: Graph) -> RequestTariff:
    return RequestTariff("events", "event", "received", prices.of("price.eventbridge.event_usd"))


BUS = ComponentType(
    name="bus",
    title="EventBridge bus",
    order=60,
    reading=READING,
    picture=taker("EventsReceived", "received"),
    spoken="EventBridge bus",
    noun="bus",
    serves=("events",),
    rights={Taker: ("events:PutEvents",)},
    principal="events.amazonaws.com",
    rank=40,
    spec=Bus,
    build=_build,
    documents=DOCUMENTS,
    charged=_charged,
)
