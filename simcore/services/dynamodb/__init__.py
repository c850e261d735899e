"""Amazon DynamoDB: a table, for the sake of its stream."""

from simcore.awslambda.event_source_mapping.streams.picture import sharded
from simcore.component import ComponentType
from simcore.roles.readable import Readable
from simcore.roles.taker import Taker
from simcore.services.dynamodb.building import build, retune
from simcore.services.dynamodb.checks import CHECKS
from simcore.services.dynamodb.documents import DOCUMENTS
from simcore.services.dynamodb.reading import READING
from simcore.services.dynamodb.spec import Table as Spec
from simcore.services.dynamodb.table import Table, TableSettings

__all__ = ["TABLE", "Table", "TableSettings"]

READS = (
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
)
"""What a mapping needs of a table's stream (Lambda guide, services-dynamodb-eventsourcemapping)."""

TABLE = ComponentType(
    name="table",
    title="DynamoDB table",
    order=24,
    reading=READING,
    picture=sharded("ItemsWritten"),
    spoken="DynamoDB table",
    noun="table",
    serves=("requests", "events"),
    rights={Taker: ("dynamodb:PutItem",), Readable: READS},
    rank=30,
    spec=Spec,
    build=build,
    retune=retune,
    keeps=("stream_view_type", "message_classes"),
    checks=CHECKS,
    documents=DOCUMENTS,
)
