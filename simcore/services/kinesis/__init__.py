"""Amazon Kinesis Data Streams."""

from simcore.awslambda.event_source_mapping.streams.picture import sharded
from simcore.component import ComponentType
from simcore.roles.readable import Readable
from simcore.roles.taker import Taker
from simcore.services.kinesis.building import build, retune
from simcore.services.kinesis.checks import CHECKS
from simcore.services.kinesis.documents import DOCUMENTS
from simcore.services.kinesis.reading import READING
from simcore.services.kinesis.settings import DataStreamSettings, Growth
from simcore.services.kinesis.spec import DataStream as Spec
from simcore.services.kinesis.stream import DataStream

__all__ = ["STREAM", "DataStream", "DataStreamSettings", "Growth"]

READS = (
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
)
"""What a mapping needs (Lambda guide, services-kinesis-create: ListStreams is for the console)."""

STREAM = ComponentType(
    name="stream",
    title="Kinesis data stream",
    order=22,
    reading=READING,
    picture=sharded("IncomingRecords"),
    spoken="data stream",
    noun="stream",
    serves=("requests", "events"),
    rights={Taker: ("kinesis:PutRecord",), Readable: READS},
    rank=30,
    spec=Spec,
    build=build,
    retune=retune,
    keeps=("mode", "resharding", "message_classes"),
    checks=CHECKS,
    documents=DOCUMENTS,
)
