"""Amazon EventBridge: an event bus and its rules."""

from simcore.component import ComponentType, Graph, Prices
from simcore.recording.tariff import RequestTariff
from simcore.roles.taker import Taker
from simcore.services.eventbridge.building import build, connect, expected, retune, start
from simcore.services.eventbridge.checks import CHECKS
from simcore.services.eventbridge.documents import DOCUMENTS
from simcore.services.eventbridge.picture import EDGES, PICTURE
from simcore.services.eventbridge.reading import READING
from simcore.services.eventbridge.spec import Bus

__all__ = ["BUS"]


def _charged(id: str, spec: Bus, prices: Prices, graph: Graph) -> RequestTariff:
    return RequestTariff("events", "event", "received", prices.of("price.eventbridge.event_usd"))


BUS = ComponentType(
    name="bus",
    title="EventBridge bus",
    order=60,
    reading=READING,
    picture=PICTURE,
    edges=EDGES,
    spoken="EventBridge bus",
    noun="bus",
    rights={Taker: ("events:PutEvents",)},
    principal="events.amazonaws.com",
    serves=("requests", "events"),
    rank=40,
    spec=Bus,
    build=build,
    connect=connect,
    start=start,
    retune=retune,
    keeps=("message_classes", "entries_per_request", "title"),
    expected=expected,
    checks=CHECKS,
    documents=DOCUMENTS,
    charged=_charged,
)
