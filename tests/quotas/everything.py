"""One scenario in which every quota has a part, as far as a vintage has it: small, and short."""

from __future__ import annotations

from typing import Any

from tests.quotas.everything_machines import MACHINES, MACHINES_TODAY

DISTRIBUTION = {"lognormal": {"median": 0.1, "p99": 0.6}}
FUNCTION = {"type": "function", "timeout": 3, "duration": DISTRIBUTION, "error_rate": 0.1}


def client(target: str, rate: float = 8, **more: Any) -> dict[str, Any]:
    return {"type": "client", "target": target, "arrivals": {"poisson": {"rate": rate}}, **more}


def mapping(source: str, function: str, **more: Any) -> dict[str, Any]:
    return {"type": "event_source_mapping", "source": source, "function": function, **more}


def reader(source: str, function: str, **more: Any) -> dict[str, Any]:
    kind = "stream_event_source_mapping"
    return {"type": kind, "source": source, "function": function, **more}


KEYS = {"uniform": {"count": 5}}

QUEUES = {
    "shop": client("orders", 20),
    "orders": {
        "type": "queue",
        "visibility_timeout": 6,
        "redrive": {"dead_letter_queue": "dead", "max_receive_count": 2},
    },
    "dead": {"type": "queue"},
    "again": {"type": "queue"},
    "orders-to-worker": mapping("orders", "worker"),
    "tickets": {"type": "queue", "fifo": {}, "visibility_timeout": 6},
    "sales": client(
        "tickets", keys={"uniform": {"count": 5}}, sent_again={"rate": 0.1, "after": 2}
    ),
    "tickets-to-worker": mapping("tickets", "worker"),
    "fast": {"type": "queue", "fifo": {"high_throughput": True}},
    "more-sales": client("fast", keys=KEYS),
    "worker": {**FUNCTION, "cpu_work": 0.05},
}

STREAMS = {
    "site": client("clicks", 20),
    "clicks": {"type": "stream", "shards": 2},
    "clicks-to-counter": reader("clicks", "counter"),
    "app": client("items", 20),
    "items": {"type": "table"},
    "items-to-counter": reader("items", "counter"),
    "counter": FUNCTION,
}

FUNCTIONS = {
    "callers": client("front", 12),
    "front": {**FUNCTION, "calls": [{"target": "back"}, {"target": "store"}]},
    "store": {"type": "downstream", "connections": 2, "latency": 0.1},
    "back": {**FUNCTION, "idle_timeout": 5},
    "ready": {
        **FUNCTION,
        "provisioned_concurrency": 2,
        "provisioned_schedule": [{"at": 5, "value": 4}],
    },
    "impatient": client("ready"),
    "mail": client("sender", invocation="Event"),
    "asks-again": client("ready", 4, sdk={"retry_mode": "adaptive"}, timeout=0.05),
    "stubborn": client("items", 4, sdk={"retry_mode": "legacy"}),
    "careful": client("clicks", 4, sdk={"retry_mode": "standard"}, parallel=2),
    "sender": {
        **FUNCTION,
        "error_rate": 0.5,
        "asynchronous": {"on_failure": {"target": "again"}, "on_success": {"target": "news"}},
    },
    "news": {"type": "topic", "subscribers": ["archive"]},
    "archive": FUNCTION,
}

PUSHES = {
    "publisher": client("headlines"),
    "headlines": {
        "type": "topic",
        "publish_quota": True,
        "subscribers": ["hook"],
        "subscriptions": [{"target": "archive", "server_error_rate": 0.5}],
    },
    "hook": {"type": "endpoint", "error_rate": 0.5},
    "app": client("bus"),
    "bus": {
        "type": "bus",
        "rules": [{"targets": [{"target": "hook"}, {"target": "archive", "server_error_rate": 1}]}],
    },
    "clock": {
        "type": "scheduler",
        "schedules": [
            {"expression": "at(2026-01-01T00:00:03)", "target": "archive", "count": 20},
            {"expression": "at(2026-01-01T00:00:04)", "target": "hook", "server_error_rate": 1},
        ],
    },
    "teller": client("sales-news", keys={"uniform": {"count": 5}}, sent_again={"rate": 0.1}),
    "sales-news": {"type": "topic", "fifo": {}, "subscribers": ["tickets"]},
    "hurried": client("groups-news", keys={"uniform": {"count": 5}}),
    "groups-news": {"type": "topic", "fifo": {"throughput_scope": "MessageGroup"}},
}

DOORS = {
    "visitors": client("rest", 10, callers=KEYS, resources=KEYS),
    "rest": {
        "type": "api",
        "integration": "ready",
        "authorizer": {"function": "back"},
        "cache": {},
        "canary": {"share": 0.2, "function": "archive"},
        "usage_plans": [{"api_keys": 5, "quota": {"limit": 60}}],
    },
    "apps": client("http", 10),
    "http": {"type": "api", "protocol": "HTTP", "integration": "ready", "jwt": {"denied": 0.1}},
    "players": client("sockets", 4),
    "sockets": {
        "type": "api",
        "protocol": "WEBSOCKET",
        "integration": "ready",
        "connections": {"duration": 6, "message_interval": 1, "disconnect": "back"},
    },
    "viewers": client("cdn", resources=KEYS),
    "cdn": {
        "type": "distribution",
        "origins": [
            {"name": "main", "target": "alb", "response_timeout": 1},
            {"name": "spare", "latency": 0.2, "error_rate": 0.5, "unreachable_rate": 0.5},
        ],
        "behaviors": [
            {
                "origin": "spare",
                "failover": {"origin": "main", "status_codes": [500, 503]},
                "viewer_request": {"function": "rewrite"},
                "origin_request": {"function": "archive"},
            },
        ],
    },
    "rewrite": {"type": "cloudfront_function"},
    "alb": {
        "type": "load_balancer",
        "target_groups": [{"function": "archive", "health_checks": {"interval": 5}}],
    },
}
INVOKING = ("logs", "cloudformation", "codepipeline", "cognito", "lex", "lex_v1", "alexa")

SOURCES = {
    **{
        service.replace("_", "-"): {
            "type": "event_source",
            "service": service,
            "target": "worker",
            "arrivals": {"poisson": {"rate": 1}},
        }
        for service in INVOKING
    },
    "mails": {
        "type": "event_source", "service": "ses", "target": "worker",
        "invocation": "RequestResponse", "arrivals": {"poisson": {"rate": 1}},
    },
    "job": {
        "type": "event_source", "service": "s3_batch", "target": "worker",
        "manifest": {"tasks": 20},
    },
    "photos": {
        "type": "bucket", "prefixes": 1, "event_bridge": "bus",
        "notifications": [{"target": "worker"}],
    },
    "app": client("photos", 4),
    "firehose": {
        "type": "delivery_stream", "destination": "photos",
        "transformation": {"target": "counter"},
    },
    "putters": client("firehose", 10),
    "firehose-of-stream": {
        "type": "delivery_stream", "source": "clicks", "destination": "photos",
    },
}  # fmt: skip


TODAY = {
    "readers": client("streamed", 5),
    "streamed": {
        "type": "api",
        "integration": "ready",
        "response_transfer_mode": "STREAM",
        "response_size": "11 MB",
    },
    "hooks": client("url", 5),
    "url": {
        "type": "function_url",
        "function": "ready",
        "invoke_mode": "RESPONSE_STREAM",
        "response_size": "7 MB",
    },
    "dead": {"type": "queue", "message_move_task": {"start": 8, "destination": "again"}},
    "swift": {**FUNCTION, "snap_start": True, "runtime": "java21"},
    "swift-callers": client("swift"),
    "followed": {
        **FUNCTION,
        "provisioned_tracking": {"target": 0.7, "minimum": 1, "maximum": 5},
    },
    "followers": client("followed"),
    "managed": {
        **FUNCTION,
        "memory": 4096,
        "capacity": {"managed_instances": {"maximum_execution_environments": 5}},
    },
    "managed-callers": client("managed", 20),
    "bulk": {"type": "queue"},
    "fair": {"type": "queue", "fair": True},
    "tenants": client("fair", 20, keys=KEYS),
    "fair-to-worker": mapping("fair", "worker", maximum_concurrency=2),
    "bulk-senders": client("bulk", 20),
    "bulk-to-worker": mapping("bulk", "worker", provisioned_pollers={"minimum": 2, "maximum": 4}),
    "some": {"type": "queue"},
    "some-senders": client("some", 20),
    "some-to-worker": mapping("some", "worker", maximum_concurrency=3, maximum_batching_window=1),
    "busy": {"type": "stream", "mode": "ON_DEMAND"},
    "busy-senders": client("busy", 20),
    "busy-to-counter": reader(
        "busy", "counter", parallelization_factor=2, on_failure={"target": "kept"}
    ),
    "windows": reader("clicks", "counter", tumbling_window=5),
    "kept": {"type": "bucket"},
}


def scenario(profile: str, duration_s: float = 20) -> dict[str, Any]:
    """The document; some parts only exist today."""
    today = profile == "aws-2026"
    again = {"at": duration_s * 0.7, "action": "redrive", "component": "tell"}
    older = QUEUES | STREAMS | FUNCTIONS | PUSHES | DOORS | SOURCES | MACHINES
    return {
        "format": "windtunnel.scenario/1",
        "id": "everything",
        "title": "Everything at once",
        "profile": profile,
        "duration": duration_s,
        "components": older | (TODAY | MACHINES_TODAY if today else {}),
        "interventions": [again] if today else [],
    }
