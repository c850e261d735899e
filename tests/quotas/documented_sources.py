"""What the sources say of S3, Firehose and whoever else invokes: see `documented.py`."""

ABSENT = object()
KB, MB, DAY = 1024, 1024 * 1024, 86_400

SOURCES_DOCUMENTED = [
    # key, notes-2021, aws-2022, aws-2026, where
    ("s3.put_requests_per_prefix", 3500, 3500, 3500, "optimizing-performance"),
    ("logs.retry_age_s", DAY, DAY, DAY, "SubscriptionFilters"),
    ("logs.switched_off_s", 600, 600, 600, "SubscriptionFilters"),
    ("ses.timeout_s", 30, 30, 30, "receiving-email-action-lambda"),
    ("cloudformation.service_timeout_default_s", 3600, 3600, 3600, "crpg-ref"),
    ("codepipeline.silence_s", 20 * 60, 20 * 60, 20 * 60, "CodePipeline limits"),
    ("codepipeline.timeout_s", DAY, DAY, DAY, "CodePipeline limits"),
    ("cognito.timeout_s", 5, 5, 5, "working-with-aws-lambda-triggers"),
    ("cognito.attempts", 3, 3, 3, "working-with-aws-lambda-triggers"),
    ("lex.timeout_s", 30, 30, 30, "Lex V2 quotas"),
    ("alexa.timeout_s", 8, 8, 8, "issues 15 and 40"),
    ("s3_batch.failing_share", 0.5, 0.5, 0.5, "batch-ops-job-status"),
    ("s3_batch.looked_at_from", 1000, 1000, 1000, "batch-ops-job-status"),
    ("iot_events.invokes", True, True, ABSENT, "ended on 20 May 2026"),
    ("firehose.records_per_second", 100_000, 100_000, 100_000, "Firehose limits"),
    ("firehose.requests_per_second", 1000, 1000, 1000, "Firehose limits"),
    ("firehose.bytes_per_second", MB, MB, MB, "Firehose limits"),
    ("firehose.buffer_size_default_bytes", 5 * MB, 5 * MB, 5 * MB, "SizeInMBs"),
    ("firehose.buffer_size_min_bytes", MB, MB, MB, "SizeInMBs"),
    ("firehose.buffer_size_max_bytes", 128 * MB, 128 * MB, 128 * MB, "SizeInMBs"),
    ("firehose.buffer_interval_default_s", 300, 300, 300, "IntervalInSeconds"),
    ("firehose.buffer_interval_min_s", 60, 60, 0, "IntervalInSeconds; 0 since Dec 2023"),
    ("firehose.buffer_interval_max_s", 900, 900, 900, "IntervalInSeconds"),
    ("firehose.transform_size_default_bytes", MB, MB, MB, "BufferSizeInMBs"),
    ("firehose.transform_size_min_bytes", 209_715, 209_715, 209_715, "0.2 MB"),
    ("firehose.transform_size_max_bytes", 3 * MB, 3 * MB, 3 * MB, "BufferSizeInMBs"),
    ("firehose.transform_interval_default_s", 60, 60, 60, "BufferIntervalInSeconds"),
    ("firehose.transform_interval_max_s", 900, 900, 900, "BufferIntervalInSeconds"),
    ("firehose.transform_retries_default", 3, 3, 3, "data-transformation"),
    ("firehose.transform_retries_max", 300, 300, 300, "NumberOfRetries"),
    ("firehose.transform_timeout_s", 300, 300, 300, "data-transformation: 5 minutes"),
    ("firehose.transform_at_once", 5, 5, 5, "data-transformation"),
    ("firehose.delivery_retry_age_s", DAY, DAY, DAY, "basic-deliver"),
    ("firehose.record_max_bytes", 1000 * KB, 1000 * KB, 1000 * KB, "PutRecord"),
    ("firehose.request_max_records", 500, 500, 500, "PutRecordBatch"),
    ("firehose.billed_step_bytes", 5 * KB, 5 * KB, 5 * KB, "pricing"),
    ("price.firehose.gb_usd", 0.029, 0.029, 0.029, "0.029 USD per GB"),
]

SOURCES_ASSUMED = [
    ("s3.notification_retry_age_s", DAY, DAY, DAY),
    ("push.backoff_initial_s", 1, 1, 1),
    ("push.backoff_max_s", 300, 300, 300),
    ("logs.batch_events", 1000, 1000, 1000),
    ("logs.batch_window_s", 5, 5, 5),
    ("codepipeline.again_s", 30, 30, 30),
    ("lex_v1.timeout_s", 30, 30, 30),
    ("s3_batch.attempts", 3, 3, 3),
    ("s3_batch.parallelism", 100, 100, 100),
    ("firehose.raised_per_min", ABSENT, ABSENT, 0.1),
    ("firehose.zero_interval_s", 5, 5, 5),
]
