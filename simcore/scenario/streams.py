"""Streams, tables and their mappings, from what a scenario says of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from simcore.awslambda.async_invoke import EventQueue
from simcore.awslambda.event_source_mapping.streams import (
    Reading,
    RetrySpacing,
    StreamMapping,
    StreamMappingSettings,
)
from simcore.engine.environment import INF, Environment
from simcore.quotas import Profile
from simcore.scenario import model
from simcore.scenario.asynchronous import STORY_NUMBERS, destination
from simcore.scenario.filtering import filter_criteria
from simcore.services.dynamodb_streams import Table, TableSettings
from simcore.services.kinesis import DataStream, DataStreamSettings, Growth

__all__ = ["STREAMS", "StreamBuilder"]

STREAMS = ("stream", "table")
"""Types of what has shards."""
STORIES = 100
"""About how many records of a mapping are followed, evenly spread over those expected."""
FIRST_NUMBER = 1_000
"""Stories of the first mapping begin at so many times `STORY_NUMBERS`, after those of functions."""


class StreamBuilder:
    """Builds them for one scenario; the defaults must be filled in."""

    def __init__(
        self, env: Environment, scenario: model.Scenario, profile: Profile, seed: int
    ) -> None:
        self.env, self.scenario, self.profile, self.seed = env, scenario, profile, seed

    def sources(self) -> dict[str, DataStream | Table]:
        """Streams and tables by id."""
        built: dict[str, DataStream | Table] = {}
        for id, spec in sorted(self.scenario.components.items()):
            if isinstance(spec, model.DataStream):
                built[id] = DataStream(self.env, id, self._stream(id, spec))
            elif isinstance(spec, model.Table):
                built[id] = Table(self.env, id, self._table(id, spec))
        return built

    def mappings(
        self,
        built: Mapping[str, Any],
        events: Mapping[str, EventQueue],
        expected_at: Callable[[str], float],
    ) -> dict[str, StreamMapping]:
        """Their mappings by id; `expected_at` says how many records a source will get."""
        made: dict[str, StreamMapping] = {}
        for id, spec in sorted(self.scenario.components.items()):
            if isinstance(spec, model.StreamMapping):
                settings = self._mapping(built[spec.source], spec, len(made), expected_at)
                to = None
                if spec.on_failure is not None:
                    to = destination(built, events, "on_failure", spec.on_failure)
                ends = built[spec.source], built[spec.function]
                made[id] = StreamMapping(self.env, id, settings, *ends, self.seed, to)
        return made

    def _value(self, key: str) -> float:
        return float(self.profile.value(key, self.scenario.region))

    def _record_bytes(self, id: str) -> int:
        clients = self.scenario.components.values()
        sizes = [c.message_size for c in clients if isinstance(c, model.Client) and c.target == id]
        return max(sizes, default=1)

    def _stream(self, id: str, spec: model.DataStream) -> DataStreamSettings:
        on_demand = spec.mode == "ON_DEMAND"
        shard_bytes = self._value("kinesis.shard_write_bytes")
        initial = max(int(self._value("kinesis.on_demand_write_bytes") / shard_bytes), 1)
        return DataStreamSettings(
            shards=initial if on_demand else spec.shards,
            retention_s=float(spec.retention_period or 0.0),
            record_bytes=self._record_bytes(id),
            write_records_per_s=self._value("kinesis.shard_write_records"),
            write_bytes_per_s=shard_bytes,
            read_bytes_per_s=self._value("kinesis.shard_read_bytes"),
            read_calls_per_s=self._value("kinesis.shard_read_calls"),
            resharding=() if on_demand else tuple((r.at, r.shards) for r in spec.resharding),
            growth=self._growth(shard_bytes) if on_demand else None,
        )

    def _growth(self, shard_bytes: float) -> Growth:
        most = self._value("kinesis.on_demand_write_max_bytes")
        return Growth(
            every_s=self._value("kinesis.on_demand_look_s"),
            share=self._value("kinesis.on_demand_growth_share"),
            most_shards=int(most / shard_bytes),
        )

    def _table(self, id: str, spec: model.Table) -> TableSettings:
        record_bytes = self._record_bytes(id)
        return TableSettings(
            partitions=spec.partitions or 1,
            retention_s=self._value("dynamodb.stream_retention_s"),
            record_bytes=record_bytes,
            write_units=math.ceil(record_bytes / self._value("dynamodb.write_unit_bytes")),
            units_per_s=self._value("dynamodb.partition_write_units"),
        )

    def _mapping(
        self,
        source: DataStream | Table,
        spec: model.StreamMapping,
        number: int,
        expected_at: Callable[[str], float],
    ) -> StreamMappingSettings:
        fits = int(self._value("esm.payload_max_bytes") // source.record_bytes)
        return StreamMappingSettings(
            reading=self._reading(source, spec),
            retries=RetrySpacing(
                initial_s=self._value("esm.streams.retry_initial_s"),
                factor=self._value("esm.streams.retry_factor"),
                jitter=self._value("esm.streams.retry_jitter"),
                most_s=self._value("esm.streams.retry_max_s"),
            ),
            batch_size=max(min(spec.batch_size or 1, fits), 1),
            window_s=spec.maximum_batching_window,
            parallelization=spec.parallelization_factor,
            bisects=spec.bisect_batch_on_function_error,
            reports_item_failures=spec.report_batch_item_failures,
            maximum_retry_attempts=spec.maximum_retry_attempts,
            maximum_record_age_s=INF
            if spec.maximum_record_age is None
            else spec.maximum_record_age,
            starting_position=spec.starting_position,
            starting_timestamp_s=spec.starting_timestamp,
            starts_at_s=spec.starts_at,
            filter=filter_criteria(spec, self.scenario.components[spec.source]),
            blocks_shard=spec.failing_batch_blocks == "shard",
            tumbling_s=spec.tumbling_window,
            late_s=self._value("esm.streams.tumbling_late_s"),
            first_story=(FIRST_NUMBER + number) * STORY_NUMBERS,
            story_stride=max(math.ceil(expected_at(spec.source) / STORIES), 1),
        )

    def _reading(self, source: DataStream | Table, spec: model.StreamMapping) -> Reading:
        ahead = int(self._value("esm.streams.read_ahead"))
        if isinstance(source, Table):
            most = int(self._value("dynamodb.read_max_records"))
            interval_s = self._value("esm.dynamodb.poll_interval_s")
            return Reading(interval_s, 0.0, most, ahead)
        most_bytes = self._value("kinesis.read_max_bytes")
        most = int(min(self._value("kinesis.read_max_records"), most_bytes // source.record_bytes))
        if spec.enhanced_fan_out:
            return Reading(0.0, 0.0, max(most, 1), ahead, dedicated=True)
        gap_s = 1.0 / self._value("kinesis.shard_read_calls")
        interval_s = self._value("esm.kinesis.poll_interval_s")
        return Reading(interval_s, min(gap_s, interval_s), max(most, 1), ahead)
