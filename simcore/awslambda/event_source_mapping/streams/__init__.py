"""Event source mappings of streams: a poller for each shard, in order."""
