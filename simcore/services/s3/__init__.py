"""Amazon S3: a bucket."""

from simcore.component import ComponentType, Graph, Prices, Site
from simcore.component.picture import taker
from simcore.recording.tariff import RequestTariff
from simcore.services.s3 import bucket
from simcore.services.s3.documents import DOCUMENTS
from simcore.services.s3.reading import READING
from simcore.services.s3.spec import Bucket

__all__ = ["BUCKET"]


def _build(spec: Bucket, site: Site) -> bucket.Bucket:
    return bucket.Bucket(site.id)


def _charged(id: str, spec: Bucket, prices: Prices, graph: Graph) -> RequestTariff:
    return RequestTariff("objects", "request", "received", prices.of("price.s3.put_usd"))


BUCKET = ComponentType(
    name="bucket",
    title="S3 bucket",
    order=70,
    reading=READING,
    picture=taker("ObjectsReceived", "received"),
    spoken="S3 bucket",
    noun="bucket",
    rank=40,
    spec=Bucket,
    build=_build,
    documents=DOCUMENTS,
    charged=_charged,
)
