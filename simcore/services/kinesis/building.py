"""A live data stream, from what a scenario says of it."""

from __future__ import annotations

from simcore.component import Site
from simcore.roles.read_limits import ReadPlan
from simcore.services.kinesis.settings import DataStreamSettings, Growth
from simcore.services.kinesis.spec import DataStream as Spec
from simcore.services.kinesis.stream import DataStream

__all__ = ["build", "retune"]


def build(spec: Spec, site: Site) -> DataStream:
    """With as many shards as its mode gives it; the defaults must be filled in."""
    live = DataStream(site.env, site.id, _settings(spec, site))
    if all(site.graph.components[id].tells_ahead for id in site.graph.into(site.id)):
        live.foresee()
    return live


def retune(live: DataStream, spec: Spec, site: Site) -> None:
    """UpdateShardCount, and a change of the retention period."""
    live.retune(_settings(spec, site))


def _settings(spec: Spec, site: Site) -> DataStreamSettings:
    on_demand = spec.mode == "ON_DEMAND"
    shard_bytes = site.value("kinesis.shard_write_bytes")
    initial = max(int(site.value("kinesis.on_demand_write_bytes") / shard_bytes), 1)
    record_bytes = site.graph.largest_bytes(site.id)
    return DataStreamSettings(
        shards=initial if on_demand else spec.shards,
        retention_s=float(spec.retention_period or 0.0),
        record_bytes=record_bytes,
        write_records_per_s=site.value("kinesis.shard_write_records"),
        write_bytes_per_s=shard_bytes,
        read_bytes_per_s=site.value("kinesis.shard_read_bytes"),
        read_calls_per_s=site.value("kinesis.shard_read_calls"),
        resharding=() if on_demand else tuple((r.at, r.shards) for r in spec.resharding),
        growth=_growth(site, shard_bytes) if on_demand else None,
        polled=_polled(site, record_bytes),
        pushed=_pushed(site, record_bytes),
    )


def _growth(site: Site, shard_bytes: float) -> Growth:
    most = site.value("kinesis.on_demand_write_max_bytes")
    return Growth(
        every_s=site.value("kinesis.on_demand_look_s"),
        share=site.value("kinesis.on_demand_growth_share"),
        most_shards=int(most / shard_bytes),
    )


def _polled(site: Site, record_bytes: int) -> ReadPlan:
    gap_s = 1.0 / site.value("kinesis.shard_read_calls")
    interval_s = site.value("esm.kinesis.poll_interval_s")
    most, ahead = _most_a_call(site, record_bytes), int(site.value("esm.streams.read_ahead"))
    spread_s = gap_s * site.value("esm.kinesis.read_spread")
    return ReadPlan(interval_s, min(gap_s, interval_s), most, ahead, spread_s=spread_s)


def _pushed(site: Site, record_bytes: int) -> ReadPlan:
    ahead = int(site.value("esm.streams.read_ahead"))
    return ReadPlan(0.0, 0.0, _most_a_call(site, record_bytes), ahead, dedicated=True)


def _most_a_call(site: Site, record_bytes: int) -> int:
    by_size = site.value("kinesis.read_max_bytes") // record_bytes
    return max(int(min(site.value("kinesis.read_max_records"), by_size)), 1)
