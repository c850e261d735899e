"""X-Ray: which requests are sampled, and the segments of one.

Sources: AWS Lambda Developer Guide, using-x-ray (2018), services-xray (14 Nov 2022, 12 Jul 2026);
AWS X-Ray Developer Guide, xray-console-sampling and xray-api-segmentdocuments (May 2023);
aws-xray-sdk 2.15.0 (a host borrows one trace a second until its first targets come, after 10 s).
"""

import re
from math import sqrt

import pytest

import simcore
from simcore.engine.streams import Stream, generator, uniform
from simcore.roles.sampling import Sampler, SamplingRule
from simcore.scenario import check
from simcore.scenario.event_told import event_told
from simcore.scenario.followed import Step

PROVES = (
    "simcore/roles/sampling.py",
    "simcore/awslambda/tracing.py",
    "simcore/services/api_gateway/tracing.py",
    "simcore/awslambda/invoked/trace.py",
)
LAMBDA = SamplingRule(reservoir=1, rate=0.05)
FAST = {"type": "function", "duration": "100 ms", "init_duration": "150 ms"}


def tosses(name="xray"):
    return Stream(generator(1, name), uniform)


def sampled(sampler, per_s, seconds, **said):
    times = (n / per_s for n in range(per_s * seconds))
    return sum(sampler.decide(t, **said) for t in times)


def within(found, expected, tries, rate):
    """Within four standard deviations of the tosses."""
    assert abs(found - expected) <= 4 * sqrt(tries * rate * (1 - rate))


def document(function, client=None, duration="100 s", profile="aws-2026"):
    arrivals = {"constant": {"rate": 0.5}}
    client = {"type": "client", "target": "worker", "arrivals": arrivals, **(client or {})}
    return {
        "format": "windtunnel.scenario/1",
        "id": "traced",
        "title": "Which are traced?",
        "profile": profile,
        "duration": duration,
        "components": {"users": client, "worker": {**FAST, **function}},
    }


def counters(*said, **more):
    return simcore.run(simcore.load_scenario(document(*said, **more))).as_dict()["counters"]


def test_st_1_the_first_of_each_second_and_five_percent_of_the_others():
    """200 requests/s for 60 s: 60 x (1 + 0.05 x 199) = 657 traces expected."""
    found = sampled(Sampler(LAMBDA, tosses()), 200, 60)
    within(found, 657, tries=60 * 199, rate=0.05)
    assert found >= 60


def test_st_1_in_a_run():
    """The same of a function: 20/s for 20 s, 20 x (1 + 0.05 x 19) = 39."""
    client = {"arrivals": {"constant": {"rate": 20}}}
    worker = counters({"tracing": "Active"}, client, duration="20 s")["worker"]
    within(worker["invocations_traced"], 39, tries=20 * 19, rate=0.05)


@pytest.mark.parametrize("profile", ["notes-2021", "aws-2022", "aws-2026"])
def test_st_2_few_requests_are_all_traced(profile):
    """0.5 requests/s for 100 s: each is the first of its second, so all 50 are traced."""
    worker = counters({"tracing": "Active"}, profile=profile)["worker"]
    assert (worker["invocations"], worker["invocations_traced"]) == (50, 50)


def test_st_3_what_is_decided_upstream_holds_and_passthrough_sends_nothing():
    """Sampled=0 and Active: 0 segments; PassThrough: none from Lambda."""
    assert sampled(Sampler(LAMBDA, tosses()), 20, 10, upstream=False) == 0
    assert sampled(Sampler(LAMBDA, tosses()), 20, 10, upstream=True) == 200
    assert counters({})["worker"].get("invocations_traced", 0) == 0


def test_tracing_that_is_taken_away_in_the_course_of_a_run_ends():
    """From 51 s on: of one request each two seconds 25 were traced, and no more are."""
    off = {"at": 51, "action": "set", "values": {"worker.tracing": "PassThrough"}}
    said = {**document({"tracing": "Active"}), "interventions": [off]}
    worker = simcore.run(simcore.load_scenario(said)).as_dict()["counters"]["worker"]
    assert worker["invocations"] == 50
    assert worker["invocations_traced"] in (25, 26)  # whether the first is at 0 s or at 2 s


def test_st_4_a_rule_with_a_reservoir_of_ten():
    """Reservoir 10, rate 10 %, one host, 100 requests/s: 10 + 0.1 x 90 = 19 a second."""
    said = {**document({}), "components": behind_an_api(0.1, 10, 100), "duration": "20 s"}
    found = simcore.run(simcore.load_scenario(said)).as_dict()["counters"]
    within(found["door"]["requests_traced"], 20 * 19, tries=20 * 90, rate=0.1)


def test_st_5_hosts_without_targets_borrow_one_a_second():
    """4 hosts, 25 requests/s each, before any quota: 4 x (1 + 0.1 x 24) = 13.6 a second."""
    hosts = [Sampler(SamplingRule(1, 0.1), tosses(f"host-{n}")) for n in range(4)]
    within(sum(sampled(host, 25, 10) for host in hosts), 136, tries=4 * 10 * 24, rate=0.1)
    assert sampled(Sampler(SamplingRule(0, 0), tosses()), 25, 10) == 0


@pytest.mark.parametrize(("reservoir", "traced"), [(0.25, 10), (1.5, 60), (3, 120)])
def test_a_part_of_a_reservoir_is_no_whole_request_each_second(reservoir, traced):
    assert sampled(Sampler(SamplingRule(reservoir, 0), tosses()), 10, 40) == traced


def behind_an_api(rate, reservoir=2, per_s=10, **function):
    """A REST API with a rule of its own, and so many requests a second."""
    return {
        "users": {"type": "client", "target": "door", "arrivals": {"constant": {"rate": per_s}}},
        "door": {
            "type": "api",
            "integration": "worker",
            "tracing": {"reservoir": reservoir, "rate": rate},
        },
        "worker": {**FAST, **function},
    }


@pytest.mark.parametrize("rate", [0, 0.5])
def test_an_api_decides_by_its_own_rule_and_its_function_keeps_to_that(rate):
    """10.2: upstream wins: 20 x (2 + rate x 8), not the function's 20 x (1 + 0.05 x 9) = 29."""
    said = {**document({}), "components": behind_an_api(rate, tracing="Active"), "duration": "20 s"}
    found = simcore.run(simcore.load_scenario(said)).as_dict()["counters"]
    within(found["door"]["requests_traced"], 20 * (2 + rate * 8), tries=160, rate=rate)
    assert found["worker"]["invocations_traced"] == found["door"]["requests_traced"]
    said["components"]["door"]["protocol"] = "HTTP"
    assert "api.of-another-kind" in {c.id for c in check(said)}


@pytest.mark.parametrize(("profile", "follows"), [("aws-2022", True), ("aws-2026", False)])
def test_passthrough_followed_what_was_sampled_upstream_and_does_no_longer(profile, follows):
    """10.6: Lambda sends nothing in PassThrough even if Sampled=1; before, it did."""
    said = {**document({}, profile=profile), "components": behind_an_api(0.5), "duration": "20 s"}
    found = simcore.run(simcore.load_scenario(said)).as_dict()["counters"]
    sampled = found["door"]["requests_traced"]
    assert sampled > 40
    assert found["worker"].get("invocations_traced", 0) == (sampled if follows else 0)


def test_without_the_permission_a_function_runs_and_nothing_arrives():
    """Without the permission the function runs, and there are no segments."""
    role = {"policies": ["AWSLambdaBasicExecutionRole"]}
    worker = counters({"tracing": "Active", "role": role})["worker"]
    assert (worker["successes"], worker.get("invocations_traced", 0)) == (50, 0)
    found = {c.id for c in check(document({"tracing": "Active", "role": role}))}
    assert "permission.no-traces" in found
    mended = {**role, "policies": [*role["policies"], "AWSXRayDaemonWriteAccess"]}
    assert "permission.no-traces" not in {
        c.id for c in check(document({"tracing": "Active", "role": mended}))
    }


def test_the_retries_of_an_event_are_of_its_trace():
    """Decided once for an event: with one retry there are two traced attempts of each, or none."""
    retried = {"tracing": "Active", "error_rate": 1, "asynchronous": {"maximum_retry_attempts": 1}}
    client = {"invocation": "Event", "arrivals": {"constant": {"rate": 20}}, "limit": 200}
    found = simcore.run(simcore.load_scenario(document(retried, client))).as_dict()
    worker = found["counters"]["worker"]
    assert worker["invocations"] == 400
    told = [[s["step"] for s in story["steps"]] for story in found["stories"]]
    assert {steps.count("traced") for steps in told} == {0, 2}
    within(worker["invocations_traced"] / 2, 10 * (1 + 0.05 * 19), tries=190, rate=0.05)


# Segments: of an event with a cold start that fails once.

STEPS = [
    Step(10.0, "accepted", 1, 0),
    Step(10.0, "invoked", 1, 0.0),
    Step(10.0, "traced", 1, 0),
    Step(10.25, "error", 1, 0.1),
    Step(10.25, "waiting", 2, 70.25),
    Step(70.25, "invoked", 2, 60.25),
    Step(70.25, "traced", 2, 0),
    Step(70.35, "success", 2, 0.1),
]
SINCE = 1_767_225_600  # 1 Jan 2026, 00:00 UTC


def told(profile, steps=STEPS, at=-1, **function):
    said = document({"tracing": "Active", **function}, {"invocation": "Event"}, profile=profile)
    scenario = simcore.load_scenario(said).with_defaults()
    return event_told(scenario, "worker", 1_000_000_000, steps, at)["trace"]


def names(segment):
    return [part["name"] for part in segment.get("subsegments", [])]


def test_the_service_and_the_function_have_a_segment_each():
    """10.3 to 10.5: both are named after the function; a retry is another attempt of one trace."""
    service, first, second = told("aws-2026")["segments"]
    assert {s["name"] for s in (service, first, second)} == {"worker"}
    assert [s["origin"] for s in (service, first)] == ["AWS::Lambda", "AWS::Lambda::Function"]
    assert names(service) == ["Dwell Time", "Attempt #1", "Attempt #2"]
    assert service["http"]["response"]["status"] == 202
    ids = [part["id"] for part in service["subsegments"][1:]]
    assert [first["parent_id"], second["parent_id"]] == ids
    assert len({s["trace_id"] for s in (service, first, second)}) == 1
    assert (first.get("fault"), second.get("fault")) == (True, None)
    assert (first["start_time"], first["end_time"]) == (SINCE + 10, SINCE + 10.25)
    assert second["end_time"] == SINCE + 70.35
    assert told("aws-2026", at=0)["segments"] == [service, first, second]


@pytest.mark.parametrize(
    ("profile", "cold", "warm"),
    [
        ("aws-2022", ["Initialization", "Invocation", "Overhead"], ["Invocation", "Overhead"]),
        ("aws-2026", ["Init"], []),
    ],
)
def test_the_style_is_that_of_the_vintage(profile, cold, warm):
    """10.4 and 10.5: Initialization, Invocation, Overhead; then Init, and annotations."""
    _, first, second = told(profile)["segments"]
    assert (names(first), names(second)) == (cold, warm)
    assert ("aws.responseLatency" in first.get("annotations", {})) == (profile == "aws-2026")
    init = first["subsegments"][0]
    assert init["end_time"] - init["start_time"] == pytest.approx(0.15)


def test_ids_times_and_sizes_are_as_x_ray_takes_them():
    """Trace id 1-8 hex-24 hex, whose first part is the time; ids of 16 hex, each another."""
    trace = told("aws-2022")
    assert re.fullmatch(r"1-[0-9a-f]{8}-[0-9a-f]{24}", trace["trace_id"])
    assert int(trace["trace_id"][2:10], 16) == SINCE + 10
    ids = [s["id"] for s in trace["segments"]]
    ids += [part["id"] for s in trace["segments"] for part in s["subsegments"]]
    assert all(re.fullmatch(r"[0-9a-f]{16}", id) for id in ids)
    assert len(set(ids)) == len(ids) == 3 + 3 + 3 + 2
    header = f"Root={trace['trace_id']};Parent={trace['segments'][-1]['id']};Sampled=1"
    assert trace["header"] == header


def test_what_is_not_sampled_has_no_segments_and_says_why():
    untraced = [step for step in STEPS if step.name != "traced"]
    assert told("aws-2026", untraced)["segments"] == []
    assert "did not sample" in told("aws-2026", untraced)["why"]
    assert "PassThrough" in told("aws-2026", untraced, tracing="PassThrough")["why"]
    assert "xray:PutTraceSegments" in told("aws-2026", untraced, role={"actions": []})["why"]


def test_a_message_has_a_trace_of_its_own_linked_to_that_of_its_sender():
    """10.10: SQS traces are linked: the consumer's is another than the producer's."""
    said = document({"tracing": "Active"}, {"target": "jobs"})
    said["components"]["jobs"] = {"type": "queue", "visibility_timeout": "30 s"}
    said["components"]["poll"] = {
        "type": "event_source_mapping",
        "source": "jobs",
        "function": "worker",
    }
    scenario = simcore.load_scenario({**said, "duration": "10 s"})
    story = next(s for s in simcore.run(scenario).as_dict()["stories"] if s["component"] == "jobs")
    steps = [Step(s["t_s"], s["step"], s["a"], s["b"]) for s in story["steps"]]
    trace = event_told(scenario.with_defaults(), "jobs", story["id"], steps)["trace"]
    service, function = trace["segments"]
    assert function["parent_id"] == service["id"]
    [link] = service["links"]
    assert link["trace_id"] != service["trace_id"]
