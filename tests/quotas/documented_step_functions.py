"""What the sources say of Step Functions: see `documented.py`."""

from tests.quotas.documented_sources import ABSENT

SF, PRICE = "stepfunctions.", "price.stepfunctions."

STEP_FUNCTIONS_DOCUMENTED = [
    # key, notes-2021, aws-2022, aws-2026, where; of Regions other than the three large ones
    (SF + "transitions_bucket", 800, 800, 800, "service-quotas; 5,000 in three Regions"),
    (SF + "transitions_per_second", 500, 500, 800, "service-quotas; 1,500, now 5,000 in three"),
    (SF + "start_execution_bucket", 800, 800, 800, "service-quotas; 1,300 in three Regions"),
    (SF + "start_execution_per_second", 150, 150, 150, "service-quotas; 300 in three Regions"),
    (SF + "express_start_execution_bucket", 6000, 6000, 6000, "service-quotas"),
    (SF + "express_start_execution_per_second", 6000, 6000, 6000, "service-quotas"),
    (SF + "send_task_bucket", 1500, 1500, 1500, "service-quotas; 3,000 in three Regions"),
    (SF + "send_task_per_second", 300, 300, 300, "service-quotas; 500 in three Regions"),
    (SF + "stop_execution_bucket", 500, 500, 500, "service-quotas; 1,000 in three Regions"),
    (SF + "stop_execution_per_second", 25, 25, 25, "service-quotas; 200 in three Regions"),
    (SF + "get_activity_task_bucket", 1500, 1500, 1500, "service-quotas; 3,000 in three"),
    (SF + "get_activity_task_per_second", 300, 300, 300, "service-quotas; 500 in three"),
    (SF + "http_task_bucket", ABSENT, ABSENT, 300, "service-quotas"),
    (SF + "http_task_per_second", ABSENT, ABSENT, 300, "service-quotas"),
    (SF + "redrive_execution_bucket", ABSENT, ABSENT, 800, "service-quotas; 1,300 in three"),
    (SF + "redrive_execution_per_second", ABSENT, ABSENT, 150, "service-quotas; 300 in three"),
    (SF + "redrivable_s", ABSENT, ABSENT, 14 * 86_400, "service-quotas: 14 days"),
    (SF + "http_task_timeout_s", ABSENT, ABSENT, 60, "service-quotas"),
    (SF + "sync_executions_max", 1000, 1000, 1000, "limits-overview of 2022: 1,000 to 3,700"),
    (SF + "open_executions_max", 1_000_000, 1_000_000, 1_000_000, "service-quotas"),
    (SF + "open_map_runs_max", ABSENT, ABSENT, 1000, "service-quotas"),
    (SF + "map_concurrency_max", ABSENT, ABSENT, 10_000, "service-quotas"),
    (SF + "express_children_per_second", ABSENT, ABSENT, 1000, "service-quotas"),
    (SF + "standard_children_per_second", ABSENT, ABSENT, 100, "service-quotas"),
    (SF + "execution_max_s", 365 * 86_400, 365 * 86_400, 365 * 86_400, "service-quotas: 1 year"),
    (SF + "express_execution_max_s", 300, 300, 300, "service-quotas: 5 minutes"),
    (SF + "history_max_events", 25_000, 25_000, 25_000, "service-quotas"),
    (SF + "payload_max_bytes", 262_144, 262_144, 262_144, "service-quotas: 256 KiB"),
    (SF + "activity_poll_s", 60, 60, 60, "API GetActivityTask"),
    (SF + "activity_pollers_max", 1000, 1000, 1000, "limits-overview of 2022"),
    (
        SF + "lambda_timeout_error",
        "Lambda.Unknown",
        "Lambda.Unknown",
        "Sandbox.Timedout",
        "concepts-error-handling",
    ),
    (PRICE + "transition_usd", 0.025 / 1000, 0.025 / 1000, 0.025 / 1000, "pricing"),
    (PRICE + "free_transitions", 4000, 4000, 4000, "pricing"),
    (PRICE + "express_request_usd", 1 / 1e6, 1 / 1e6, 1 / 1e6, "pricing"),
    (PRICE + "express_gb_second_usd", 0.0000166667, 0.0000166667, 0.0000166667, "0.06 an hour"),
    (PRICE + "express_duration_step_ms", 100, 100, 100, "pricing"),
    (PRICE + "express_memory_step_mb", 64, 64, 64, "pricing"),
    (PRICE + "express_memory_base_mb", 50, 50, 50, "pricing"),
]

STEP_FUNCTIONS_ASSUMED = [
    (SF + "transition_latency_s", 0.025, 0.025, 0.025),
    (SF + "express_transition_latency_s", 0.005, 0.005, 0.005),
    (SF + "call_latency_s", 0.02, 0.02, 0.02),
]
