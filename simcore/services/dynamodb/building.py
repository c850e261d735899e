"""A live table with its stream, from what a scenario says of it."""

from __future__ import annotations

import math

from simcore.component import Site
from simcore.engine.streams import uniform
from simcore.roles.read_limits import ReadPlan
from simcore.services.dynamodb.spec import Table as Spec
from simcore.services.dynamodb.table import Table, TableSettings

__all__ = ["build", "retune"]

FOUND = "esm.dynamodb.shard_found_"


def build(spec: Spec, site: Site) -> Table:
    """With so many partitions; the defaults must be filled in."""
    settings = _settings(spec, site)
    phases = site.stream("shards", uniform)
    live = Table(site.env, site.id, settings, [phases.next() for _ in range(settings.partitions)])
    if all(site.graph.components[id].tells_ahead for id in site.graph.into(site.id)):
        live.foresee()
    return live


def retune(live: Table, spec: Spec, site: Site) -> None:
    """Nothing of it may change; it says why."""
    live.retune(_settings(spec, site))


def _settings(spec: Spec, site: Site) -> TableSettings:
    record_bytes = site.graph.largest_bytes(site.id)
    most = int(site.value("dynamodb.read_max_records"))
    interval_s = site.value("esm.dynamodb.poll_interval_s")
    ahead = int(site.value("esm.streams.read_ahead"))
    found = site.value(FOUND + "min_s"), site.value(FOUND + "max_s")
    found_after_s = min(found), max(found)
    return TableSettings(
        partitions=spec.partitions or 1,
        retention_s=site.value("dynamodb.stream_retention_s"),
        record_bytes=record_bytes,
        write_units=math.ceil(record_bytes / site.value("dynamodb.write_unit_bytes")),
        units_per_s=site.value("dynamodb.partition_write_units"),
        polled=ReadPlan(interval_s, 0.0, most, ahead, found_after_s=found_after_s),
        shard_lifetime_s=spec.shard_lifetime or 0.0,
    )
