"""Amazon API Gateway: REST, HTTP and WebSocket APIs."""

from simcore.component import ComponentType
from simcore.services.api_gateway.building import build, connect, retune
from simcore.services.api_gateway.charges import charged
from simcore.services.api_gateway.checks import CHECKS
from simcore.services.api_gateway.documents import DOCUMENTS
from simcore.services.api_gateway.insights import INSIGHTS
from simcore.services.api_gateway.picture import PICTURE
from simcore.services.api_gateway.reading import READING
from simcore.services.api_gateway.segments import segment
from simcore.services.api_gateway.sent import messages
from simcore.services.api_gateway.spec import Api

__all__ = ["API"]

API = ComponentType(
    name="api",
    title="API Gateway",
    order=15,
    reading=READING,
    picture=PICTURE,
    comes_of=messages,
    spoken="API Gateway API",
    noun="API",
    serves=("requests", "calls"),
    principal="apigateway.amazonaws.com",
    rank=45,
    spec=Api,
    build=build,
    connect=connect,
    retune=retune,
    keeps=("protocol", "endpoint", "tracing"),
    checks=CHECKS,
    documents=DOCUMENTS,
    segment=segment,
    insights=INSIGHTS,
    charged=charged,
)
