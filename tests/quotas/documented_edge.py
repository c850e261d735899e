"""The rows of load balancers, written down a second time."""

MB = 1_048_576

EDGE_DOCUMENTED = [
    # key, notes-2021, aws-2022, aws-2026, where
    ("load_balancer.request_max_bytes", MB, MB, MB, "lambda-functions: 1 MB"),
    ("load_balancer.response_max_bytes", MB, MB, MB, "lambda-functions: 1 MB"),
    ("load_balancer.idle_timeout_default_s", 60, 60, 60, "60 seconds"),
    ("load_balancer.idle_timeout_min_s", 1, 1, 1, "1-4000"),
    ("load_balancer.idle_timeout_max_s", 4000, 4000, 4000, "1-4000"),
    ("load_balancer.health_check_interval_s", 35, 35, 35, "35 for functions"),
    ("load_balancer.health_check_interval_min_s", 5, 5, 5, "5-300"),
    ("load_balancer.health_check_interval_max_s", 300, 300, 300, "5-300"),
    ("load_balancer.health_check_threshold", 5, 5, 5, "5 and 5"),
    ("price.elb.hour_usd", 0.0225, 0.0225, 0.0225, "pricing page"),
    ("price.elb.lcu_hour_usd", 0.008, 0.008, 0.008, "pricing page"),
    ("price.elb.lcu_connections_per_second", 25, 25, 25, "pricing page"),
    ("price.elb.lcu_lambda_gb_per_hour", 0.4, 0.4, 0.4, "pricing page: functions"),
]
