"""Amazon Data Firehose: a delivery stream."""

from simcore.component import ComponentType
from simcore.roles.taker import Taker
from simcore.services.firehose.building import build, connect, retune
from simcore.services.firehose.charges import charged
from simcore.services.firehose.checks import CHECKS
from simcore.services.firehose.documents import DOCUMENTS
from simcore.services.firehose.insights import INSIGHTS
from simcore.services.firehose.picture import EDGES, PICTURE
from simcore.services.firehose.reading import READING
from simcore.services.firehose.spec import DeliveryStream

__all__ = ["DELIVERY_STREAM"]

DELIVERY_STREAM = ComponentType(
    name="delivery_stream",
    title="Firehose delivery stream",
    noun="delivery stream",
    order=34,
    rank=60,
    serves=("requests", "events", "notifications"),
    rights={Taker: ("firehose:PutRecord",)},
    spec=DeliveryStream,
    build=build,
    connect=connect,
    retune=retune,
    keeps=("source", "destination", "backup"),
    reading=READING,
    picture=PICTURE,
    edges=EDGES,
    documents=DOCUMENTS,
    checks=CHECKS,
    insights=INSIGHTS,
    charged=charged,
)
