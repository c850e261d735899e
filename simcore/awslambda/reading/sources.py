"""Where Lambda's metrics are documented."""

LAMBDA = "G26:monitoring-metrics-types (12 Jul 2026)"
CONCURRENCY = "G26:monitoring-concurrency, monitoring-metrics-types (12 Jul 2026)"
ESM = "G26:monitoring-metrics-types (12 Jul 2026), EventCount metrics"
