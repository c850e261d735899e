"""Event source mappings of streams: a poller for each shard, in order."""

from simcore.awslambda.event_source_mapping.streams.mapping import StreamMapping
from simcore.awslambda.event_source_mapping.streams.settings import (
    RetrySpacing,
    StreamMappingSettings,
)

__all__ = ["RetrySpacing", "StreamMapping", "StreamMappingSettings"]
