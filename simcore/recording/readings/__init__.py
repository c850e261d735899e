"""The readings of all types of component, and the titles of their types on the page of metrics."""

from __future__ import annotations

from simcore.recording.reading import Reading
from simcore.recording.readings.awslambda.account import ACCOUNT
from simcore.recording.readings.awslambda.event_source_mapping import EVENT_SOURCE_MAPPING
from simcore.recording.readings.awslambda.function import FUNCTION
from simcore.recording.readings.awslambda.stream_event_source_mapping import (
    STREAM_EVENT_SOURCE_MAPPING,
)
from simcore.recording.readings.bucket import BUCKET
from simcore.recording.readings.bus import BUS
from simcore.recording.readings.client import CLIENT
from simcore.recording.readings.queue import QUEUE
from simcore.recording.readings.stream import STREAM
from simcore.recording.readings.table import TABLE
from simcore.recording.readings.topic import TOPIC

__all__ = ["READINGS", "TITLES"]

READINGS: dict[str, Reading] = {
    "function": FUNCTION,
    "account": ACCOUNT,
    "queue": QUEUE,
    "event_source_mapping": EVENT_SOURCE_MAPPING,
    "stream": STREAM,
    "table": TABLE,
    "stream_event_source_mapping": STREAM_EVENT_SOURCE_MAPPING,
    "topic": TOPIC,
    "bus": BUS,
    "bucket": BUCKET,
    "client": CLIENT,
}
"""Type of component -> its reading, in the order of the page of metrics."""

TITLES = {
    "function": "Function",
    "account": "Account",
    "queue": "Queue",
    "event_source_mapping": "Event source mapping",
    "stream": "Stream",
    "table": "Table",
    "stream_event_source_mapping": "Event source mapping of a stream",
    "topic": "Topic",
    "bus": "Event bus",
    "bucket": "Bucket",
    "client": "Client",
}
