"""The filter of a stream's mapping: what does not match is passed over.

Models: each record is looked at as it is read, before it is gathered; one that does not match
    counts as read, is never part of a batch, and stays in the stream for other readers.
Ignores: what :mod:`simcore.roles.filtering` ignores.
States: EventsFilteredOut.

Sources: AWS Lambda Developer Guide, invocation-eventfiltering (14 Nov 2022, 12 Jul 2026).
"""

from __future__ import annotations

from simcore.awslambda.event_source_mapping.streams.settings import StreamMappingSettings
from simcore.engine.contents import Contents
from simcore.facts import EventsFilteredOut, Ledgers
from simcore.roles.filtering import FilterCriteria
from simcore.roles.sharded import Shard, Sharded

RECORDS_A_SHARD = 2**40
"""So that every record of a stream has a number of its own, in whatever shard."""


class RecordFilter:
    """Which records of one source its mapping wants; ``contents`` are the source's."""

    def __init__(self, criteria: FilterCriteria, contents: Contents, ledgers: Ledgers) -> None:
        self._criteria, self._contents, self._ledgers = criteria, contents, ledgers

    def places(self, now: float, shard: Shard, first: int, n: int) -> list[int]:
        """The places of those that match among ``n`` records from number ``first`` on."""
        places = self.places_again(shard, first, n)
        if len(places) < n:
            self._ledgers[EventsFilteredOut].append((now, n - len(places)))
        return places

    def places_again(self, shard: Shard, first: int, n: int) -> list[int]:
        """The same of records that were looked at before: they are not counted once more."""
        base, of = shard.number * RECORDS_A_SHARD + first, self._contents.of
        return self._criteria.places([of(base + place) for place in range(n)])


def filter_of(
    settings: StreamMappingSettings, seed: int, source: Sharded, ledgers: Ledgers
) -> RecordFilter | None:
    """The mapping's filter, if it has one."""
    if settings.filter is None:
        return None
    return RecordFilter(settings.filter, Contents(seed, source.id), ledgers)
