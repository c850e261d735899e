"""Cost: AWS's worked examples and arithmetic with its prices, in US dollars of us-east-1.

Rules and prices: AWS Lambda pricing page and price list (2026), Amazon SQS pricing.
"""

import pytest

PROVES = (
    "simcore/awslambda/function.py",
    "simcore/services/sqs/standard/queue.py",
)

DAY = 86_400
X86, ARM = 0.0000166667, 0.0000133334
HOLD, RUN = 0.0000041667, 0.0000097222
REQUEST, SQS_REQUEST = 0.2e-6, 0.4e-6


def caller(rate, **more):
    arrivals = {"constant": {"rate": rate}}
    return {"type": "client", "target": "worker", "arrivals": arrivals, **more}


def function(**more):
    return {"type": "function", "timeout": 900, "init_duration": 0, **more}


def usd(result, component="worker"):
    """Item -> USD of the run."""
    lines = result["cost"]["items"]
    return {line["item"]: line["usd"] for line in lines if line["component"] == component}


def close(expected):
    """The result has nine decimals."""
    return pytest.approx(expected, abs=1e-9)


def month(result, item, key="month_quantity"):
    (line,) = [line for line in result["cost"]["items"] if line["item"] == item]
    return line[key]


class TestFreeTier:
    """AWS's example: 3 million requests a month, 120 ms, 1,536 MB, x86.

    3 M x 0.12 s x 1.5 GB = 540,000 GB-s, less 400,000 that are free: 140,000 GB-s. These cost
    140,000 x 0.0000166667 = 2.33, and (3 M - 1 M) requests 2 x 0.20 = 0.40: in all 2.73 USD. Here
    8,640 s of it, a 300th, with 10,000 requests.
    """

    def of_a_month(self, simulate, free_tier):
        parts = {
            "caller": caller(10_000 / 8_640),
            "worker": function(duration="120 ms", memory=1536),
        }
        return simulate(parts, 8_640, "aws-2026", free_tier=free_tier)

    def test_with(self, simulate):
        found = self.of_a_month(simulate, True)
        assert month(found, "requests") == pytest.approx(3_000_000)
        assert month(found, "requests", "month_free_quantity") == pytest.approx(1_000_000)
        assert month(found, "requests", "month_usd") == pytest.approx(0.40, abs=0.005)
        assert month(found, "duration") == pytest.approx(540_000)
        assert month(found, "duration", "month_free_quantity") == pytest.approx(400_000)
        assert month(found, "duration", "month_usd") == pytest.approx(2.33, abs=0.005)
        assert found["cost"]["month"]["usd"] == pytest.approx(2.73, abs=0.005)

    def test_without(self, simulate):
        """540,000 x 0.0000166667 + 3 x 0.20 = 9.60; the series never have it taken off."""
        found = self.of_a_month(simulate, False)["cost"]["month"]
        assert found["usd"] == found["list_usd"] == pytest.approx(9.60, abs=0.005)
        assert found["free_tier_usd"] == 0
        with_it = self.of_a_month(simulate, True)
        assert with_it["cost"]["usd"] == pytest.approx(9.60 / 300, abs=0.00005)
        assert with_it["series"]["account"]["EstimatedCharges"][-1] == with_it["cost"]["usd"]

    def test_no_more_is_free_than_there_is(self, simulate):
        """30,000 requests a month of 100 ms and 128 MB, 375 GB-s: both are within the allowance."""
        parts = {"caller": caller(30_000 / (30 * DAY)), "worker": function(duration="100 ms")}
        found = simulate(parts, "2 h", "aws-2026", free_tier=True)
        for item in ("requests", "duration"):
            free = month(found, item, "month_free_quantity")
            assert 0 < free == pytest.approx(month(found, item))
            assert month(found, item, "month_usd") == 0
        assert found["cost"]["month"]["usd"] == 0 < found["cost"]["month"]["list_usd"]

    def test_shared_by_all_functions(self, simulate):
        """Two functions of 10 a second: 51.84 M requests a month, and 1 M of them free."""
        parts = {id: function(duration="10 ms") for id in ("a", "b")}
        for id in tuple(parts):
            parts[f"calls-{id}"] = {**caller(10), "target": id}
        found = simulate(parts, "100 s", "aws-2026", free_tier=True)
        free = [
            line["month_free_quantity"]
            for line in found["cost"]["items"]
            if line["item"] == "requests"
        ]
        assert free == [pytest.approx(500_000), pytest.approx(500_000)]


class TestProvisionedConcurrency:
    def test_a_day_of_sales(self, simulate):
        """AWS's example: 2 million requests in 24 hours, 280 ms, 4,096 MB, provisioned 7.

        Held: 7 x 4 GB x 86,400 s = 2,419,200 GB-s x 0.0000041667 = 10.08. Run: 2 M x 0.28 s x 4 GB
        = 2,240,000 GB-s x 0.0000097222 = 21.78. Requests: 0.40. In all 32.26 USD; here half an
        hour of it, a 48th, at whose end six requests are still running.
        """
        parts = {
            "caller": caller(2_000_000 / DAY),
            "worker": function(duration="280 ms", memory=4096, provisioned_concurrency=7),
        }
        result = simulate(parts, "30 min", "aws-2026")
        found = usd(result)
        assert found["provisioned concurrency"] * 48 == pytest.approx(10.08, abs=0.005)
        assert found["provisioned duration"] * 48 == pytest.approx(21.78, abs=0.01)
        assert found["requests"] * 48 == pytest.approx(0.40, abs=0.005)
        assert found["duration"] == 0
        assert result["cost"]["usd"] * 48 == pytest.approx(32.26, abs=0.01)

    def test_spillover_is_charged_as_ever(self, simulate):
        """11 at once, 1 s, 1 GB, provisioned 10: 10 GB-s at the one price, 1 at the other."""
        at_once = {"burst": {"count": 11, "at": 5, "for": "1 ms", "spacing": "even"}}
        parts = {
            "caller": {"type": "client", "target": "worker", "arrivals": at_once},
            "worker": function(duration="1 s", memory=1024, provisioned_concurrency=10),
        }
        found = usd(simulate(parts, "10 s", "aws-2026"))
        assert found["provisioned duration"] == close(10 * RUN)
        assert found["duration"] == close(1 * X86)

    def test_rounded_up_to_five_minutes(self, simulate):
        """7 minutes of 2 x 1 GB are billed as 10: 1,200 GB-s; a month of it as 2 x 2,592,000."""
        parts = {
            "caller": caller(1),
            "worker": function(duration="10 ms", memory=1024, provisioned_concurrency=2),
        }
        result = simulate(parts, "7 min", "aws-2026")
        assert usd(result)["provisioned concurrency"] == close(1_200 * HOLD)
        assert month(result, "provisioned concurrency") == pytest.approx(2 * 30 * DAY)

    def test_given_up_by_schedule(self, simulate):
        """10 from the start, 4 from 6 min on: 6 x 10 min + 4 x 20 min = 8,400 unit-seconds."""
        worker = function(
            duration="10 ms",
            memory=1024,
            provisioned_concurrency=10,
            provisioned_schedule=[{"at": "6 min", "value": 4}],
        )
        found = simulate({"caller": caller(1), "worker": worker}, "20 min", "aws-2026")
        assert usd(found)["provisioned concurrency"] == close(8_400 * HOLD)


@pytest.mark.parametrize(("architecture", "price"), [("x86_64", X86), ("arm64", ARM)])
def test_architectures(simulate, architecture, price):
    """6,000 invocations of 100.4 ms, billed as 101, of 512 MB: 303 GB-s; arm64 costs a fifth less.

    303 x 0.0000166667 = 0.005050; 303 x 0.0000133334 = 0.004040. Requests cost the same."""
    worker = function(duration=0.1004, memory=512, architecture=architecture)
    found = simulate({"caller": caller(60, stop=100), "worker": worker}, "101 s", "aws-2026")
    assert usd(found)["duration"] == close(303 * price)
    assert usd(found)["requests"] == close(6_000 * REQUEST)


@pytest.mark.parametrize(
    ("profile", "billed_s"), [("notes-2021", 1.0), ("aws-2022", 1.0), ("aws-2026", 3.0)]
)
def test_the_init_is_billed_since_2025(simulate, profile, billed_s):
    """10 invocations at once of 100 ms, 1 GB, each after an init of 200 ms: 1 GB-s or 3."""
    at_once = {"burst": {"count": 10, "at": 1, "for": "1 ms", "spacing": "even"}}
    parts = {
        "caller": {"type": "client", "target": "worker", "arrivals": at_once},
        "worker": function(duration="100 ms", memory=1024, init_duration="200 ms"),
    }
    assert usd(simulate(parts, "5 s", profile))["duration"] == close(billed_s * X86)


def test_snap_start(simulate):
    """Of 2 GB: three hours in the cache, 21,600 GB-s x 0.0000015046 = 0.0325; one restore of 2 GB,
    x 0.0001397998 = 0.00028. Of Java neither."""

    def of(runtime):
        worker = function(duration="10 ms", memory=2048, runtime=runtime, snap_start=True)
        return usd(simulate({"caller": caller(1), "worker": worker}, "10 s", "aws-2026"))

    found = of("python3.13")
    assert found["snapshot cache"] == pytest.approx(0.0325, abs=0.00005)
    assert found["snapshot restores"] == pytest.approx(0.00028, abs=0.000005)
    assert not [item for item in of("java21") if item.startswith("snapshot")]


@pytest.mark.parametrize(
    ("size", "requests"), [("1 KB", 1), ("256 KB", 1), ("257 KB", 2), ("1024 KB", 13)]
)
def test_large_events(simulate, size, requests):
    """An event is a request for its first 256 KB, and one for each 64 KB more: 12 up to 1 MB."""
    sends = caller(1, invocation="Event", message_size=size, limit=5)
    parts = {"caller": sends, "worker": function(duration="10 ms")}
    found = usd(simulate(parts, "10 s", "aws-2026"))
    assert found["requests"] == close(5 * requests * REQUEST)


def test_a_queue(simulate):
    """20 messages a second for 60 s in batches: each is sent on its own; what is received and
    deleted costs by the call, as do empty receives."""
    parts = {
        "producer": {**caller(20, stop=60), "target": "orders"},
        "orders": {"type": "queue", "visibility_timeout": "15 min"},
        "poller": {"type": "event_source_mapping", "source": "orders", "function": "worker"},
        "worker": function(duration="10 ms"),
    }
    result = simulate(parts, "90 s", "aws-2026")
    queue, poller = result["counters"]["orders"], result["counters"]["poller"]
    calls = queue["receive_calls"] + queue["empty_receives"] + poller["delete_calls"]
    assert queue["sent"] == 1_200
    assert poller["delete_calls"] == poller["batches_invoked"]
    assert usd(result, "orders")["requests"] == close((1_200 + calls) * SQS_REQUEST)


def test_other_regions_are_told_that_prices_are_another_regions():
    import simcore

    document = {
        "format": "windtunnel.scenario/1",
        "id": "far",
        "title": "What does it cost elsewhere?",
        "region": "eu-west-1",
        "duration": 1,
        "quotas": {"price.lambda.request_usd": 1e-6},
        "components": {"caller": caller(10), "worker": function(duration="1 ms")},
    }
    cost = simcore.run(simcore.load_scenario(document)).as_dict()["cost"]
    assert cost["notes"] == [
        "list prices of us-east-1, profile aws-2026",
        "the prices of eu-west-1 may differ",
    ]
    assert cost["items"][0]["usd"] == close(10 * 1e-6)
