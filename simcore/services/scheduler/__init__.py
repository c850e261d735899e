"""Amazon EventBridge Scheduler."""

from simcore.component import ComponentType, Graph, Prices
from simcore.recording.tariff import RequestTariff
from simcore.services.scheduler.building import build, connect, expected, retune, start
from simcore.services.scheduler.documents import DOCUMENTS
from simcore.services.scheduler.picture import EDGES, PICTURE
from simcore.services.scheduler.reading import READING
from simcore.services.scheduler.spec import Scheduler

__all__ = ["SCHEDULER"]


def _charged(id: str, spec: Scheduler, prices: Prices, graph: Graph) -> RequestTariff:
    usd = prices.of("price.scheduler.invocation_usd")
    return RequestTariff("invocations", "invocation", "targets_invoked", usd)


SCHEDULER = ComponentType(
    name="scheduler",
    title="EventBridge Scheduler",
    order=17,
    reading=READING,
    picture=PICTURE,
    edges=EDGES,
    spoken="EventBridge Scheduler",
    noun="scheduler",
    rank=50,
    spec=Scheduler,
    build=build,
    connect=connect,
    start=start,
    retune=retune,
    keeps=("input_size",),
    expected=expected,
    documents=DOCUMENTS,
    charged=_charged,
)
