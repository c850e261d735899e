"""What the AWS SDK for Python does when a request fails, written down a second time.

From botocore 1.34.100 and 1.44.5: `data/_retry.json`, `retries/*.py`, `endpoint.py`. The course
notes say nothing of it; they have what there was in 2022.
"""

from tests.quotas.documented_sources import ABSENT

SDK_DOCUMENTED = [
    # key, notes-2021, aws-2022, aws-2026, where
    ("sdk.retry_mode", "legacy", "legacy", "standard", "retries"),
    ("sdk.new_retries_2026", ABSENT, ABSENT, True, "retries/standard.py"),
    ("sdk.read_timeout_s", 60.0, 60.0, 60.0, "endpoint.py, DEFAULT_TIMEOUT"),
    ("sdk.legacy.max_attempts", 5, 5, 5, "data/_retry.json"),
    ("sdk.legacy.backoff_base_s", 1.0, 1.0, 1.0, "data/_retry.json"),
    ("sdk.legacy.dynamodb.max_attempts", 10, 10, 10, "data/_retry.json"),
    ("sdk.legacy.dynamodb.backoff_base_s", 0.05, 0.05, 0.05, "data/_retry.json"),
    ("sdk.standard.max_attempts", 3, 3, 3, "retries/standard.py"),
    ("sdk.standard.backoff_base_s", 1.0, 1.0, 1.0, "retries/standard.py"),
    ("sdk.standard.backoff_max_s", 20.0, 20.0, 20.0, "retries/standard.py"),
    ("sdk.standard.retry_quota", 500, 500, 500, "retries/quota.py"),
    ("sdk.standard.retry_cost", 5, 5, 5, "retries/standard.py"),
    ("sdk.standard.timeout_retry_cost", 10, 10, 10, "retries/standard.py"),
    ("sdk.standard.success_refund", 1, 1, 1, "retries/standard.py"),
    ("sdk.2026.backoff_base_s", ABSENT, ABSENT, 0.05, "retries/standard.py"),
    ("sdk.2026.throttling_backoff_base_s", ABSENT, ABSENT, 1.0, "retries/standard.py"),
    ("sdk.2026.retry_cost", ABSENT, ABSENT, 14, "retries/standard.py"),
    ("sdk.2026.throttling_retry_cost", ABSENT, ABSENT, 5, "retries/standard.py"),
    ("sdk.2026.retry_after_extra_s", ABSENT, ABSENT, 5.0, "retries/standard.py"),
    ("sdk.2026.dynamodb.max_attempts", ABSENT, ABSENT, 4, "retries/standard.py"),
    ("sdk.2026.dynamodb.backoff_base_s", ABSENT, ABSENT, 0.025, "retries/standard.py"),
    ("sdk.adaptive.beta", 0.7, 0.7, 0.7, "retries/throttling.py"),
    ("sdk.adaptive.scale", 0.4, 0.4, 0.4, "retries/throttling.py"),
    ("sdk.adaptive.smoothing", 0.8, 0.8, 0.8, "retries/adaptive.py"),
    ("sdk.adaptive.bucket_s", 0.5, 0.5, 0.5, "retries/adaptive.py"),
    ("sdk.adaptive.least_per_second", 0.5, 0.5, 0.5, "retries/bucket.py"),
    ("sdk.adaptive.most_times_measured", 2.0, 2.0, 2.0, "retries/adaptive.py"),
]
