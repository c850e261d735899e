"""Amazon S3: a bucket."""

from simcore.component import ComponentType, Graph, Prices
from simcore.recording.tariff import RequestTariff
from simcore.roles.taker import Taker
from simcore.services.s3.building import build, connect, retune
from simcore.services.s3.checks import CHECKS
from simcore.services.s3.documents import DOCUMENTS
from simcore.services.s3.picture import PICTURE
from simcore.services.s3.reading import READING
from simcore.services.s3.spec import Bucket

__all__ = ["BUCKET"]


def _charged(id: str, spec: Bucket, prices: Prices, graph: Graph) -> RequestTariff:
    return RequestTariff("objects", "request", "received", prices.of("price.s3.put_usd"))


BUCKET = ComponentType(
    name="bucket",
    title="S3 bucket",
    order=70,
    reading=READING,
    picture=PICTURE,
    spoken="S3 bucket",
    noun="bucket",
    serves=("requests", "events"),
    rights={Taker: ("s3:PutObject",)},
    principal="s3.amazonaws.com",
    vetted=(Taker,),
    rank=40,
    spec=Bucket,
    build=build,
    connect=connect,
    retune=retune,
    checks=CHECKS,
    documents=DOCUMENTS,
    charged=_charged,
)
