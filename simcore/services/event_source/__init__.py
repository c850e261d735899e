"""The services of AWS that invoke functions by themselves."""

from simcore.component import ComponentType, Graph, Prices, Unpriced
from simcore.services.event_source.building import build, connect, expected, retune
from simcore.services.event_source.checks import CHECKS
from simcore.services.event_source.documents import DOCUMENTS
from simcore.services.event_source.insights import INSIGHTS
from simcore.services.event_source.picture import PICTURE
from simcore.services.event_source.reading import READING
from simcore.services.event_source.spec import EventSource

__all__ = ["EVENT_SOURCE"]


def _charged(id: str, spec: EventSource, prices: Prices, graph: Graph) -> Unpriced:
    return Unpriced("what the service itself costs")


def _principal(spec: EventSource) -> str:
    """Empty for those that come with a role of their own, which is taken to allow it."""
    return "" if spec.of.own_role else spec.of.principal


EVENT_SOURCE = ComponentType(
    name="event_source",
    title="AWS service that invokes",
    noun="event source",
    order=18,
    rank=80,
    spec=EventSource,
    build=build,
    connect=connect,
    retune=retune,
    principal=_principal,
    keeps=("service", "target", "invocation", "error_action"),
    expected=expected,
    reading=READING,
    picture=PICTURE,
    documents=DOCUMENTS,
    checks=CHECKS,
    insights=INSIGHTS,
    charged=_charged,
)
