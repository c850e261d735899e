"""Amazon CloudFront: a distribution."""

from simcore.component import ComponentType
from simcore.services.cloudfront.building import build, connect, retune
from simcore.services.cloudfront.charges import charged
from simcore.services.cloudfront.checks import CHECKS
from simcore.services.cloudfront.documents import DOCUMENTS
from simcore.services.cloudfront.insights import INSIGHTS
from simcore.services.cloudfront.picture import PICTURE
from simcore.services.cloudfront.reading import READING
from simcore.services.cloudfront.spec import Distribution

__all__ = ["DISTRIBUTION"]

DISTRIBUTION = ComponentType(
    name="distribution",
    title="CloudFront distribution",
    order=12,
    reading=READING,
    picture=PICTURE,
    spoken="CloudFront distribution",
    noun="distribution",
    serves=("requests", "calls"),
    rank=45,
    spec=Distribution,
    build=build,
    connect=connect,
    retune=retune,
    checks=CHECKS,
    documents=DOCUMENTS,
    insights=INSIGHTS,
    charged=charged,
)
