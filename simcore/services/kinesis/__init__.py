"""Amazon Kinesis Data Streams."""

from simcore.services.kinesis.settings import DataStreamSettings, Growth
from simcore.services.kinesis.stream import DataStream

__all__ = ["DataStream", "DataStreamSettings", "Growth"]
