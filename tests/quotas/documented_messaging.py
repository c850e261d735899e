"""What the sources say of SNS, EventBridge and fair queues, written down a second time: see
`documented.py`."""

from tests.quotas.documented_sources import ABSENT

MESSAGING_DOCUMENTED = [
    # key, notes-2021, aws-2022, aws-2026, where
    ("sns.publish_per_second", 300, 300, 300, "General Reference, sns"),
    ("sns.message_size_max_bytes", 262_144, 262_144, 262_144, "API MaximumMessageSize"),
    ("sns.message_size_raised_max_bytes", ABSENT, ABSENT, 1_048_576, "API MaximumMessageSize"),
    ("sns.raised_subscriptions_max", ABSENT, ABSENT, 100, "What's New, September 2026"),
    ("sns.managed.retries_at_once", 3, 3, 3, "sns-message-delivery-retries"),
    ("sns.managed.retries_before_backoff", 2, 2, 2, "sns-message-delivery-retries"),
    ("sns.managed.retry_delay_min_s", 1.0, 1.0, 1.0, "sns-message-delivery-retries"),
    ("sns.managed.retries_of_backoff", 10, 10, 10, "sns-message-delivery-retries"),
    ("sns.managed.retry_delay_max_s", 20.0, 20.0, 20.0, "sns-message-delivery-retries"),
    (
        "sns.managed.retries_after_backoff",
        100_000,
        100_000,
        100_000,
        "sns-message-delivery-retries",
    ),
    ("sns.customer.retries_at_once", 0, 0, 0, "sns-message-delivery-retries"),
    ("sns.customer.retries_before_backoff", 2, 2, 2, "sns-message-delivery-retries"),
    ("sns.customer.retry_delay_min_s", 10.0, 10.0, 10.0, "sns-message-delivery-retries"),
    ("sns.customer.retries_of_backoff", 10, 10, 10, "sns-message-delivery-retries"),
    ("sns.customer.retry_delay_max_s", 600.0, 600.0, 600.0, "sns-message-delivery-retries"),
    ("sns.customer.retries_after_backoff", 38, 38, 38, "sns-message-delivery-retries"),
    ("sns.http.retries", 3, 3, 3, "sns-message-delivery-retries"),
    ("sns.http.retry_delay_s", 20.0, 20.0, 20.0, "sns-message-delivery-retries"),
    ("sns.fifo.publish_per_second", 3_000, 3_000, 3_000, "General Reference, sns"),
    ("sns.fifo.group_publish_per_second", 300, 300, 300, "General Reference, sns"),
    ("sns.fifo.deduplication_s", 300.0, 300.0, 300.0, "fifo-message-dedup"),
    ("sns.fifo.standard_queues", ABSENT, ABSENT, True, "fifo-message-delivery"),
    ("price.sns.http_usd", 6e-07, 6e-07, 6e-07, "0.60 USD per million"),
    ("price.sns.fifo_publish_usd", 3e-07, 3e-07, 3e-07, "0.30 USD per million"),
    ("price.sns.fifo_publish_gb_usd", 0.017, 0.017, 0.017, "0.017 USD per GB"),
    ("price.sns.fifo_delivery_usd", 1e-08, 1e-08, 1e-08, "0.01 USD per million"),
    ("price.sns.fifo_delivery_gb_usd", 0.001, 0.001, 0.001, "0.001 USD per GB"),
    ("eventbridge.invocations_per_second", 1_100, 1_100, 1_100, "eb-quota"),
    ("eventbridge.put_events_per_second", 600, 600, 600, "eb-quota"),
    ("eventbridge.api_destination_per_second", 300, 300, 300, "eb-quota"),
    (
        "eventbridge.retry_attempts_max",
        185,
        185,
        185,
        "eb-rule-retry-policy; API MaximumRetryAttempts",
    ),
    (
        "eventbridge.event_age_max_s",
        86400.0,
        86400.0,
        86400.0,
        "eb-rule-retry-policy; API MaximumEventAgeInSeconds",
    ),
    ("eventbridge.event_age_min_s", 60.0, 60.0, 60.0, "API MaximumEventAgeInSeconds"),
    ("sqs.fair_queues", ABSENT, ABSENT, True, "sqs-fair-queues"),
    ("sqs.fair.in_flight_share", ABSENT, ABSENT, 0.1, "sqs-fair-queues-detailed: 10 %"),
    ("sqs.fair.in_flight_min", ABSENT, ABSENT, 30, "sqs-fair-queues-detailed: 30"),
    ("sqs.fair.consumer_time_share", ABSENT, ABSENT, 0.1, "sqs-fair-queues-detailed: 10 %"),
    ("sqs.fair.quiet_after_s", ABSENT, ABSENT, 300.0, "sqs-fair-queues-detailed: 5 minutes"),
]
MESSAGING_ASSUMED = [
    # key, notes-2021, aws-2022, aws-2026
    ("sns.retry_jitter", 0.1, 0.1, 0.1),
    ("eventbridge.backoff_initial_s", 1.0, 1.0, 1.0),
    ("eventbridge.backoff_max_s", 600.0, 600.0, 600.0),
    ("sqs.fair.consumer_time_window_s", ABSENT, ABSENT, 60.0),
]
