"""Amazon CloudFront Functions."""

from simcore.component import ComponentType
from simcore.services.cloudfront_functions.building import build, retune
from simcore.services.cloudfront_functions.charges import ALLOWANCES, charged
from simcore.services.cloudfront_functions.picture import PICTURE
from simcore.services.cloudfront_functions.reading import READING
from simcore.services.cloudfront_functions.spec import CloudFrontFunction

__all__ = ["CLOUDFRONT_FUNCTION"]

CLOUDFRONT_FUNCTION = ComponentType(
    name="cloudfront_function",
    title="CloudFront function",
    order=13,
    reading=READING,
    picture=PICTURE,
    spoken="CloudFront function",
    noun="CloudFront function",
    rank=15,
    spec=CloudFrontFunction,
    build=build,
    retune=retune,
    charged=charged,
    allowances=ALLOWANCES,
)
