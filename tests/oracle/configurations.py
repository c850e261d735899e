"""Configurations at random, with limits tight enough to be met.

Times are drawn from continuous distributions, so that no two things happen at once: the order of
simultaneous events is not part of any model. For the same reason there is a backlog, or more than
one new poller at a tick, only where no message comes back: several receives at one instant mean
several visibility timeouts that end at one instant.
"""

from simcore.quotas import PROFILES


def document(rng, components, profile):
    return {
        "format": "windtunnel.scenario/1",
        "id": "oracle",
        "title": "Do two simulators agree?",
        "seed": rng.randrange(10**6),
        "profile": profile,
        "duration": rng.choice([40, 120]),
        "components": components,
        "quotas": {
            "lambda.unreserved_minimum": 0,
            "lambda.account_concurrency": rng.choice([15, 1000]),
            "lambda.scaling_burst": rng.choice([2, 5, 1000]),
            "lambda.scaling_refill_per_min": rng.randint(5, 200),
            "lambda.requests_per_concurrency": rng.choice([10, 10, 1]),
            "sqs.in_flight_max": rng.choice([25, 120_000]),
            "esm.sqs.pollers_max": rng.choice([6, 1000]),
            "esm.sqs.throttle_backoff_initial_s": rng.uniform(0.1, 1.5),
            "esm.sqs.poll_cycle_s": rng.choice([0, 0.08, rng.uniform(0, 0.5)]),
            "esm.sqs.low_traffic_wait_s": rng.choice([0, 20, rng.uniform(3, 30)]),
        },
    }


def duration(rng, low, high):
    typical = rng.uniform(low, high)
    return rng.choice(
        [
            {"exponential": {"mean": typical}},
            {"lognormal": {"median": typical, "p99": typical * rng.uniform(1.5, 8)}},
            {"uniform": {"low": typical / 3, "high": typical * 2}},
        ]
    )


def function(rng):
    return {
        "type": "function",
        "timeout": rng.uniform(1, 15),
        "duration": duration(rng, 0.1, 4),
        "init_duration": duration(rng, 0.1, 3),
        "error_rate": rng.choice([0, 0.05, 0.4]),
        "idle_timeout": rng.uniform(1, 30),
        "reserved_concurrency": rng.choice([None, None, 0, 2, 5]),
        "memory": rng.choice([1024, 4096]),
        "cpu_work": rng.choice([None, None, duration(rng, 0.1, 2)]),
        "crash_rate": rng.choice([0, 0, 0.2]),
        "environment_maximum_age": rng.choice([rng.uniform(5, 60), 14_400]),
        "proactive_initialization": rng.choice([0, 0, 0.4]),
    }


def client(rng, target, most_per_s):
    rate = rng.uniform(0.2, most_per_s)
    at, length = rng.uniform(2, 20), rng.uniform(1, 20)
    arrivals = rng.choice(
        [
            {"poisson": {"rate": rate}},
            {"ramp": {"from": 0, "to": 2 * rate, "over": 60}},
            {"on_off": {"rate": 2 * rate, "on": length, "off": at}},
            {"burst": {"rate": rate / 5, "count": int(30 * rate) + 1, "at": at, "for": length}},
        ]
    )
    return {"type": "client", "target": target, "arrivals": arrivals}


def with_a_client(rng, most_per_s=15):
    parts = {"worker": function(rng), "caller": client(rng, "worker", most_per_s)}
    if rng.random() < 0.3:  # another function beside it, with its own or the shared concurrency
        parts |= {"other": function(rng), "second": client(rng, "other", most_per_s)}
    made = document(rng, parts, rng.choice(PROFILES))
    # Of a client only: pollers start at one instant, and inits cut off at one instant end at one.
    made["quotas"]["lambda.init_limit_s"] = rng.choice([10, rng.uniform(0.5, 2)])
    return made


def queue(rng, function_timeout):
    return {
        "type": "queue",
        "visibility_timeout": function_timeout + rng.choice([0.1, 3, 12, 40]) * rng.random(),
        "delay": rng.choice([0, 0, rng.uniform(0.1, 10)]),
    }


def with_a_queue(rng):
    profile, worker = rng.choice(PROFILES), function(rng)
    worker["item_error_rate"] = rng.choice([0, 0, 0.1, 0.5])
    worker["cpu_work"] = None  # timeouts in a row are fixed lengths in a row, which meet others
    orders, poll = queue(rng, worker["timeout"]), mapping(rng, profile)
    parts = {"worker": worker, "orders": orders, "poll": poll}
    parts["producer"] = client(rng, "orders", 12)
    if rng.random() < 0.6:
        count = rng.randint(1, 3)
        orders["redrive"] = {"dead_letter_queue": "dead", "max_receive_count": count}
        parts["dead"] = {"type": "queue"}
    whole = document(rng, parts, profile)
    if "filter_criteria" not in poll and rng.random() < 0.3:  # nothing comes back before the end
        orders |= {"visibility_timeout": 200, "initial_messages": rng.choice([17, 400])}
    else:
        whole["quotas"]["esm.sqs.ramp_per_min"] = rng.choice([24, 60])
    return whole


def mapping(rng, profile):
    window = 0 if profile == "notes-2021" else rng.choice([0, 0, rng.uniform(1, 25)])
    sizes = [3, 10, 40] if window else [1, 4, 10]
    spec = {
        "type": "event_source_mapping",
        "source": "orders",
        "function": "worker",
        "batch_size": rng.choice(sizes),
        "maximum_batching_window": window,
        "report_batch_item_failures": profile != "notes-2021" and rng.random() < 0.5,
        "gives_up_early": rng.random() < 0.25,
    }
    if profile != "notes-2021" and not window and rng.random() < 0.3:
        spec["filter_criteria"] = rng.choice([0.02, 0.3, 0.9])
    if profile == "aws-2026" and rng.random() < 0.4:
        spec["maximum_concurrency"] = rng.randint(2, 9)
    return spec


def with_both(rng):
    both = with_a_queue(rng)
    both["components"]["caller"] = client(rng, "worker", 4)
    both["components"]["other"] = function(rng)
    both["components"]["second"] = client(rng, "other", 4)
    return both
