"""The component type: an event source mapping of a queue."""

from simcore.awslambda.event_source_mapping.actions import ACTIONS
from simcore.awslambda.event_source_mapping.building import build, completed, retune
from simcore.awslambda.event_source_mapping.checks import CHECKS
from simcore.awslambda.event_source_mapping.insights import QUEUE_MAPPING
from simcore.awslambda.event_source_mapping.picture import EDGES, PICTURE
from simcore.awslambda.event_source_mapping.reading import READING
from simcore.awslambda.event_source_mapping.roles import its_function
from simcore.awslambda.event_source_mapping.spec import EventSourceMapping
from simcore.component import ComponentType
from simcore.roles.readable import Readable

__all__ = ["EVENT_SOURCE_MAPPING"]

EVENT_SOURCE_MAPPING = ComponentType(
    name="event_source_mapping",
    title="Event source mapping",
    order=30,
    reading=READING,
    picture=PICTURE,
    edges=EDGES,
    noun="event source mapping",
    rank=70,
    spec=EventSourceMapping,
    build=build,
    retune=retune,
    actions=ACTIONS,
    acts_as=its_function,
    vetted=(Readable,),
    keeps=("source", "function", "report_batch_item_failures"),
    completed=completed,
    checks=CHECKS,
    insights=QUEUE_MAPPING,
)
