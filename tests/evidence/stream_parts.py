"""Parts of scenarios with streams."""


def stream(shards=1, **more):
    return {"type": "stream", "shards": shards, **more}


def mapping(source="clicks", **more):
    return {"type": "stream_event_source_mapping", "source": source, "function": "worker", **more}


def worker(duration, **more):
    return {
        "type": "function",
        "duration": duration,
        "init_duration": 0,
        "timeout": "15 min",
        "idle_timeout": "1 h",
        **more,
    }


def burst(count, keys=10_000, target="clicks", at=0, **more):
    """So many records at once, of keys spread over all shards."""
    return {
        "type": "client",
        "target": target,
        "arrivals": {"burst": {"rate": 0, "count": count, "at": at, "for": 0}},
        "keys": {"uniform": {"count": keys}},
        "message_size": 100,
        **more,
    }


PLENTY = {"kinesis.shard_write_records": 1_000_000, "kinesis.shard_write_bytes": 10**10}
