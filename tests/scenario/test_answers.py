"""What the shipped scenarios claim, in their summaries and descriptions, is what happens."""

from simcore import load_scenario
from simcore.awslambda.reading.views.limited_by import NAMES
from tests import store
from tests.scenario.answers import first, latency, result, series, total


def test_sqs_ramp() -> None:
    reached = [
        first(result("sqs-ramp", profile), "worker", "ConcurrentExecutions", 1000)
        for profile in ("aws-2026", "aws-2022", "notes-2021")
    ]
    assert reached == [199, 995, 995]


def test_healthy_queue_fills_dlq() -> None:
    slug = "healthy-queue-fills-dlq"
    found = result(slug)
    assert total(found, "worker", "errors") == 0
    dead = total(found, "jobs", "dead_lettered")
    assert 18 < total(found, "jobs", "sent") / dead < 20
    assert total(found, "jobs-to-worker", "batches_abandoned") > dead
    assert max(series(found, "jobs", "ApproximateNumberOfMessagesVisible")) <= 12
    for cure in ({"jobs.visibility_timeout": "60 s"}, {"jobs-to-worker.maximum_concurrency": 5}):
        assert total(result(slug, **cure), "jobs", "dead_lettered") == 0
    rarer = total(result(slug, **{"jobs.redrive.max_receive_count": 5}), "jobs", "dead_lettered")
    assert 0 < rarer < dead / 5
    older = result(slug, **{"jobs-to-worker.gives_up_early": True})
    assert total(older, "jobs", "dead_lettered") > 2 * dead


def test_reserved_five() -> None:
    found = result("reserved-five")
    assert 165 < latency(found, "inbox", "p50") < 180
    assert 500 < max(series(found, "inbox", "ApproximateAgeOfOldestMessage")) < 520
    ten = result("reserved-five", worker__reserved_concurrency=10)
    twelve = result("reserved-five", worker__reserved_concurrency=12)
    assert 10 < latency(ten, "inbox", "p50") < 20
    assert latency(twelve, "inbox", "p50") < 3


def test_burst_against_reserved() -> None:
    found = result("burst-against-reserved")
    backlog = series(found, "orders", "ApproximateNumberOfMessagesVisible")
    assert 68_500 < max(backlog) < 69_500
    assert 88 < first(found, "worker", "ConcurrentExecutions", 400) < 95
    assert 400 < max(series(found, "orders-to-worker", "Pollers")) < 415
    assert backlog[-1] == 0
    assert 0 < total(found, "orders", "dead_lettered") < 100
    growth = [backlog[t + 30] - backlog[t] for t in range(100, 210, 30)]
    assert max(growth) < 1.3 * min(growth)
    failing = result("burst-against-reserved", worker__error_rate=0.04)
    assert max(series(failing, "worker", "ConcurrentExecutions")) < 300


def test_provisioned_pollers() -> None:
    slug, minimum = "provisioned-pollers", "orders-to-worker.provisioned_pollers.minimum"
    waiting, orders = "ApproximateNumberOfMessagesVisible", "orders"
    found = result(slug)
    assert max(series(found, orders, waiting)) < 300
    assert first(found, "worker", "ConcurrentExecutions", 200) <= 62
    assert 4_800 < max(series(result(slug, **{minimum: 2}), orders, waiting)) < 5_200
    ramp = result(slug, **{"orders-to-worker.provisioned_pollers": None})
    assert 18_000 < max(series(ramp, orders, waiting)) < 19_000
    assert 18_000 < max(series(ramp, orders, "MessageLatency.p99")) < 22_000
    assert max(series(ramp, "orders-to-worker", "Pollers")[:118]) < 350
    over = [t for t, n in enumerate(series(ramp, orders, waiting)) if n > 50]
    assert 115 < max(over) < 125


def test_move_dead_letters_back() -> None:
    slug, rate = "move-dead-letters-back", "orders-dlq.message_move_task.rate"
    found, slow = result(slug), result(slug, **{rate: "40/s"})
    visible = "ApproximateNumberOfMessagesVisible"
    assert series(found, "orders-dlq", visible).index(0) in range(83, 86)
    assert 95 < max(series(found, "orders", "ApproximateAgeOfOldestMessage")) < 110
    late = [t for t, n in enumerate(series(found, "orders", visible)) if n > 50]
    assert 260 < max(late) - 60 < 280
    assert max(series(slow, "orders", "MessageLatency.p99")[80:]) < 4_000
    last = series(slow, "orders-dlq", visible).index(0)
    assert 25 < last - max(late) < 35
    assert total(found, "orders-dlq", "moved") == total(slow, "orders-dlq", "moved") == 12_000


def test_sync_burst_cold_starts() -> None:
    found = result("sync-burst-cold-starts")
    assert total(found, "page", "cold_starts") == 1000
    assert 40 < sum(series(found, "page", "ColdStarts")[:60]) < 70
    assert 600 <= total(found, "page", "throttles") < 700
    spread = result("sync-burst-cold-starts", visitors__arrivals__burst__for="10 s")
    assert 230 < sum(series(spread, "page", "ColdStarts")[60:]) < 280
    assert total(spread, "page", "throttles") == 0


def test_scaling_rate_then_and_now() -> None:
    slug = "scaling-rate-then-and-now"
    reached = first(result(slug), "report", "ConcurrentExecutions", 10_000)
    assert 80 <= reached - 30 <= 95
    then = max(series(result(slug, "aws-2022"), "report", "ConcurrentExecutions"))
    assert 5_000 < then < 6_000


def test_poison_and_partial_batches() -> None:
    slug = "poison-and-partial-batches"
    off = result(slug, **{"readings-to-store.report_batch_item_failures": False})
    on = result(slug)
    bad = 0.01 * total(on, "readings", "sent")
    assert 0.5 * bad < total(on, "readings", "dead_lettered") < 1.2 * bad
    assert total(off, "readings", "dead_lettered") > 2 * bad
    assert total(off, "readings", "returned") > 8 * total(on, "readings", "returned")


def test_real_trace() -> None:
    found = result("real-trace")
    assert total(found, "visitors", "requests") == 89_671
    assert 5.5 < total(found, "visitors", "requests") / total(found, "page", "throttles") < 6.5
    throttles = series(found, "page", "Throttles")
    assert sum(throttles[675:]) > sum(throttles) / 2
    enough = result("real-trace", page__reserved_concurrency=100)
    assert 0 < total(enough, "page", "throttles") < 90
    mean = total(enough, "page", "billed_duration_ms") / 900_000
    assert 30 < mean < 33


def test_thousand_environments() -> None:
    found = result("thousand-environments")
    assert max(series(found, "worker", "ConcurrentExecutions")) == 1000
    assert total(found, "worker", "environments_reclaimed") > 1000
    assert total(found, "worker", "throttles") > 0
    kept = result("thousand-environments", worker__idle_timeout="10 min")
    assert sum(series(kept, "worker", "ColdStarts")[180:]) < 20


def test_async_retries() -> None:
    found = result("async-retries")
    counters = found["counters"]["thumbnail"]
    assert total(found, "uploads", "errors") + total(found, "uploads", "throttles") == 0
    assert (counters["async_received"], counters["async_duplicated"]) == (3_608, 18)
    assert counters["async_dropped.RetriesExhausted"] == counters["async_dropped"] == 239
    assert 14 < 3_626 / counters["async_dropped"] < 16
    assert [total(found, queue, "sent") for queue in ("dropped", "tickets")] == [239, 239]
    assert 190 < max(series(found, "thumbnail", "AsyncEventsWaiting")) < 210
    twice = [s for s in found["stories"] if any(x["step"] == "duplicated" for x in s["steps"])]
    logged = [x["b"] for x in twice[0]["steps"] if x["step"] == "logged"]
    assert logged == list(range(1, len(logged) + 1))
    assert len(logged) > 1


def test_async_retries_tries() -> None:
    slug, path = "async-retries", "thumbnail__asynchronous__"
    once = result(slug, **{path + "maximum_retry_attempts": 0})["counters"]["thumbnail"]
    young = result(slug, **{path + "maximum_event_age": 60})["counters"]["thumbnail"]
    assert once["async_dropped.RetriesExhausted"] == once["async_dropped"] == 1_497
    assert young["async_dropped.EventAgeExceeded"] == young["async_dropped"] == 1_497
    lost = result(slug, **{path + "on_failure__delivery_fails": True})
    assert total(lost, "thumbnail", "destination_delivery_failures") == 239
    assert total(lost, "tickets", "sent") == 0
    few = result(slug, thumbnail__reserved_concurrency=2)["counters"]["thumbnail"]
    assert 36_500 < few["async_refused"] == few["throttles"] < 37_500
    assert 1_800 < few["async_waiting"] < 1_900
    assert total(result(slug, "notes-2021"), "thumbnail", "async_dropped") == 93


def test_noisy_neighbour() -> None:
    found = result("noisy-neighbour")
    throttles = series(found, "checkout", "Throttles")
    during = slice(180, 360)
    offered = series(found, "shoppers", "Requests")
    assert 0.33 < sum(throttles[during]) / sum(offered[during]) < 0.45
    assert sum(throttles[:120]) == 0 == sum(throttles[400:])
    assert 12 < sum(series(found, "checkout", "Environments.busy")[:120]) / 120 < 16
    account = total(found, "checkout", "throttles.ConcurrentInvocationLimitExceeded")
    assert account == total(found, "checkout", "throttles") == sum(throttles)
    limiters = {value for value in found["series"]["checkout"]["LimitedBy"] if value is not None}
    assert [NAMES[value] for value in limiters] == ["account concurrency"]
    assert max(series(found, "import", "ConcurrentExecutions")) == 1000
    for cure in (
        {"checkout.reserved_concurrency": 40},
        {"import.reserved_concurrency": 900},
        {"checkout.provisioned_concurrency": 30},
    ):
        assert total(result("noisy-neighbour", **cure), "checkout", "throttles") == 0
    provisioned = result("noisy-neighbour", **{"checkout.provisioned_concurrency": 30})
    assert total(provisioned, "checkout", "cold_starts") < 10
    assert min(series(provisioned, "account", "ClaimedAccountConcurrency")) >= 30


def test_managed_instances() -> None:
    found = result("managed-instances")
    refused = series(found, "api", "ConcurrencyThrottles")
    assert sum(refused[:540]) == 0  # the morning: from 60/s to 120/s in five minutes
    assert total(found, "api", "cold_starts") == 0
    seconds = [t for t, n in enumerate(refused) if n]
    assert (seconds[0], 120 < len(seconds) < 180) == (540, True)
    ready = {"api.capacity.managed_instances.minimum_execution_environments": 40}
    assert total(result("managed-instances", **ready), "api", "throttles") == 0
    assert "not priced, managed instances: api" in found["cost"]["notes"]


def test_the_same_rush_on_lambdas_own_fleet() -> None:
    document = load_scenario("managed-instances").document()
    del document["components"]["api"]["capacity"]
    found = store.result(load_scenario(document))
    assert 800 < sum(series(found, "api", "ColdStarts")[540:545]) < 1_000
    assert total(found, "api", "throttles.ConcurrentInvocationLimitExceeded") > 0


def test_downstream_hundred_connections() -> None:
    slug = "downstream-hundred-connections"
    found = result(slug)
    assert total(found, "database", "answered") == total(found, "jobs", "deleted") == 60_000
    assert 860 < max(series(found, "database", "CallsWaiting")) < 900
    busy = series(found, "database", "ConnectionsBusy")
    assert first(found, "database", "ConnectionsBusy", 100) < 40
    assert min(busy[40:290]) == 100
    capped = result(slug, **{"jobs-to-worker.maximum_concurrency": 140})
    done = [series(one, "jobs", "ApproximateNumberOfMessagesVisible") for one in (found, capped)]
    empty = [next(t for t, n in enumerate(visible) if not n) for visible in done]
    assert abs(empty[0] - empty[1]) < 15
    assert 20 < capped["percentiles"]["database"]["ConnectionWait"]["mean"] < 35
    assert 1.79 < found["cost"]["usd"] < 1.82
    assert 0.37 < capped["cost"]["usd"] < 0.38


def test_sign_in_at_nine() -> None:
    slug = "sign-in-at-nine"
    found = result(slug)
    assert total(found, "users", "events") == 4_200
    assert total(found, "users", "operations_failed") == 20 * (12 - 10)
    assert total(found, "check-user", "errors") == 0
    cold = 20 * 12 + 20 * 7 + 20 * 2 + 120 + 40
    assert total(found, "check-user", "cold_starts") == cold == 580
    assert total(found, "check-user", "invocations") == 4_740
    longest = found["percentiles"]["users"]["OperationLatency"]
    assert longest["max"] == 15_000
    sooner = result(slug, **{"check-user.init_duration": 6})
    assert total(sooner, "users", "operations_failed") == 0
    assert total(sooner, "check-user", "cold_starts") == 400
    assert sooner["percentiles"]["users"]["OperationLatency"]["max"] == 13_000
    soon = result(slug, **{"check-user.init_duration": 1.9})
    warm = result(slug, **{"check-user.provisioned_concurrency": 60})
    for cure in (soon, warm):
        assert total(cure, "users", "attempts") == total(cure, "users", "events")
    twice = result(slug, **{"users.arrivals.step.to": 40})
    assert max(series(twice, "account", "ConcurrentExecutions")) == 1_000
    assert total(twice, "users", "operations_failed") > 2 * 40


def test_recursive_loop() -> None:
    slug = "recursive-loop"
    found = result(slug)
    assert total(found, "uploads", "requests") == 210
    assert total(found, "thumbnail", "invocations") == 3_360
    assert total(found, "stopped", "sent") == total(found, "thumbnail", "async_recursive") == 210
    for endless in (result(slug, thumbnail__recursive_loop="Allow"), result(slug, "aws-2022")):
        assert 38_000 < total(endless, "thumbnail", "invocations") < 39_000
        last = series(endless, "thumbnail", "Invocations")[-60:]
        assert 78 < sum(last) / 60 < 86
    prefix = result(slug, **{"images.notifications.0.share": 0.5})
    assert 0.8 < total(prefix, "thumbnail", "invocations") / 210 < 1.2
