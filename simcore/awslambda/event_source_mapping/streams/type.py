"""The component type: an event source mapping of a stream or a table."""

from simcore.awslambda.event_source_mapping.actions import ACTIONS
from simcore.awslambda.event_source_mapping.roles import its_function
from simcore.awslambda.event_source_mapping.streams.building import build, retune
from simcore.awslambda.event_source_mapping.streams.checks import CHECKS
from simcore.awslambda.event_source_mapping.streams.documents import DOCUMENTS
from simcore.awslambda.event_source_mapping.streams.insights import STREAM_MAPPING
from simcore.awslambda.event_source_mapping.streams.picture import EDGES, PICTURE
from simcore.awslambda.event_source_mapping.streams.reading import READING
from simcore.awslambda.event_source_mapping.streams.spec import StreamMapping
from simcore.component import ComponentType
from simcore.roles.readable import Readable

__all__ = ["STREAM_EVENT_SOURCE_MAPPING"]

STREAM_EVENT_SOURCE_MAPPING = ComponentType(
    name="stream_event_source_mapping",
    title="Event source mapping of a stream",
    order=32,
    reading=READING,
    picture=PICTURE,
    edges=EDGES,
    noun="event source mapping",
    rank=60,
    spec=StreamMapping,
    build=build,
    retune=retune,
    actions=ACTIONS,
    acts_as=its_function,
    vetted=(Readable,),
    keeps=("source", "function", "report_batch_item_failures"),
    checks=CHECKS,
    insights=STREAM_MAPPING,
    documents=DOCUMENTS,
)
