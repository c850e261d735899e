"""Event source mappings of streams: a poller for each shard, in order."""

from simcore.awslambda.event_source_mapping.streams.mapping import StreamMapping
from simcore.awslambda.event_source_mapping.streams.settings import (
    Reading,
    RetrySpacing,
    StreamMappingSettings,
)

__all__ = ["Reading", "RetrySpacing", "StreamMapping", "StreamMappingSettings"]
