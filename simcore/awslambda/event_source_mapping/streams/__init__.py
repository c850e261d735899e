"""Event source mappings of streams: a poller for each shard, in order."""

from simcore.awslambda.event_source_mapping.streams.mapping import StreamMapping
from simcore.awslambda.event_source_mapping.streams.settings import (
    Reading,
    RetrySpacing,
    StreamMappingSettings,
)
from simcore.awslambda.event_source_mapping.streams.shard import (
    HASH_SPACE,
    ReadLimit,
    Shard,
    Subscriber,
    Unlimited,
    hash_of,
)
from simcore.awslambda.event_source_mapping.streams.writing import KeyedSource, KeyedWrites, Place

__all__ = [
    "HASH_SPACE",
    "KeyedSource",
    "KeyedWrites",
    "Place",
    "ReadLimit",
    "Reading",
    "RetrySpacing",
    "Shard",
    "StreamMapping",
    "StreamMappingSettings",
    "Subscriber",
    "Unlimited",
    "hash_of",
]
