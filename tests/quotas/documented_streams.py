"""What the sources say of streams, written down a second time: see `documented.py`."""

MB = 1024 * 1024
DAY = 86_400
STREAMS_DOCUMENTED = [
    # key, notes-2021, aws-2022, aws-2026, where
    ("esm.streams.batch_size_default", 100, 100, 100, "CreateEventSourceMapping BatchSize"),
    ("esm.streams.batch_size_max", 10000, 10000, 10000, "CreateEventSourceMapping BatchSize"),
    ("esm.streams.window_max_s", 300, 300, 300, "MaximumBatchingWindowInSeconds"),
    ("esm.streams.tumbling_window_max_s", 900, 900, 900, "windows"),
    ("esm.streams.parallelization_max", 10, 10, 10, "ParallelizationFactor"),
    ("esm.streams.maximum_retry_attempts_max", 10000, 10000, 10000, "MaximumRetryAttempts"),
    (
        "esm.streams.maximum_record_age_max_s",
        7 * DAY,
        7 * DAY,
        7 * DAY,
        "MaximumRecordAgeInSeconds",
    ),
    ("esm.kinesis.poll_interval_s", 1, 1, 1, "with-kinesis"),
    ("esm.dynamodb.poll_interval_s", 0.25, 0.25, 0.25, "with-ddb"),
    ("kinesis.shard_write_records", 1000, 1000, 1000, "Kinesis quotas page"),
    ("kinesis.shard_write_bytes", MB, MB, MB, "Kinesis quotas page"),
    ("kinesis.shard_read_bytes", 2 * MB, 2 * MB, 2 * MB, "Kinesis quotas page"),
    ("kinesis.shard_read_calls", 5, 5, 5, "Kinesis quotas page"),
    ("kinesis.read_max_records", 10000, 10000, 10000, "Kinesis quotas page"),
    ("kinesis.read_max_bytes", 10 * MB, 10 * MB, 10 * MB, "Kinesis quotas page"),
    ("kinesis.record_max_bytes", MB, MB, 10 * MB, "Kinesis quotas page"),
    ("kinesis.retention_default_s", DAY, DAY, DAY, "Kinesis quotas page"),
    ("kinesis.retention_min_s", DAY, DAY, DAY, "Kinesis quotas page"),
    ("kinesis.retention_max_s", 365 * DAY, 365 * DAY, 365 * DAY, "Kinesis quotas page"),
    ("kinesis.consumers_max", 20, 20, 20, "Kinesis quotas page"),
    ("kinesis.on_demand_write_bytes", 4 * MB, 4 * MB, 4 * MB, "Kinesis quotas page"),
    ("kinesis.on_demand_write_max_bytes", 200 * MB, 200 * MB, 200 * MB, "Kinesis quotas page"),
    ("dynamodb.stream_retention_s", DAY, DAY, DAY, "Streams"),
    ("dynamodb.stream_readers_max", 2, 2, 2, "Streams"),
    ("dynamodb.partition_write_units", 1000, 1000, 1000, "bp-partition-key-design"),
    ("dynamodb.write_unit_bytes", 1024, 1024, 1024, "capacity"),
    ("dynamodb.item_max_bytes", 409600, 409600, 409600, "ServiceQuotas"),
]
STREAMS_ASSUMED = [
    ("esm.streams.tumbling_late_s", *3 * [120]),
    ("esm.streams.retry_initial_s", *3 * [0.5]),
    ("esm.streams.retry_factor", *3 * [1.5]),
    ("esm.streams.retry_jitter", *3 * [0.5]),
    ("esm.streams.retry_max_s", *3 * [60]),
    ("esm.streams.read_ahead", *3 * [10000]),
    ("esm.kinesis.read_spread", *3 * [0.2]),
    ("kinesis.on_demand_look_s", *3 * [60]),
    ("kinesis.on_demand_growth_share", *3 * [0.5]),
    ("dynamodb.partitions_default", *3 * [4]),
    ("dynamodb.read_max_records", *3 * [1000]),
]
