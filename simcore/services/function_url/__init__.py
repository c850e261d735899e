"""AWS Lambda function URLs."""

from simcore.component import ComponentType
from simcore.services.function_url.building import build, connect, retune
from simcore.services.function_url.checks import CHECKS
from simcore.services.function_url.documents import DOCUMENTS
from simcore.services.function_url.picture import PICTURE
from simcore.services.function_url.reading import READING
from simcore.services.function_url.spec import FunctionUrl

__all__ = ["FUNCTION_URL"]

FUNCTION_URL = ComponentType(
    name="function_url",
    title="Function URL",
    order=16,
    reading=READING,
    picture=PICTURE,
    spoken="Lambda function URL",
    noun="function URL",
    serves=("requests", "calls"),
    principal="*",
    rank=46,
    spec=FunctionUrl,
    build=build,
    connect=connect,
    retune=retune,
    keeps=("invoke_mode",),
    checks=CHECKS,
    documents=DOCUMENTS,
)
