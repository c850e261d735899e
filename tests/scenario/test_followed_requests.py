"""Requests that are followed one by one: what is told of them is what was simulated."""

import re

import pytest

from simcore import Run, load_scenario, run
from simcore.scenario.event_told import event_told
from simcore.scenario.followed import invocations, step_of
from simcore.scenario.handed import handed_by

HEAD = {"format": "windtunnel.scenario/1", "id": "asked", "title": "What became of it?"}
ENDS = {"success", "error", "timeout", "throttled"}
EACH_S = {"constant": {"rate": 1}}


def scenario(components, duration=60, **said):
    found = load_scenario({**HEAD, "duration": duration, "components": components, **said})
    return found.with_defaults()


def stories_of(ran):
    return run(ran).as_dict()["stories"]


def told(story):
    """(time, step, whose, a, b), rounded to the millisecond."""
    return [
        (round(s["t_s"], 3), s["step"], s["at"], round(s["a"], 3), round(s["b"], 3))
        for s in story["steps"]
    ]


def client(target, **said):
    return {"type": "client", "target": target, "arrivals": EACH_S, **said}


def made_of(ran, story):
    steps = [step_of(step) for step in story["steps"]]
    return invocations(ran, story["component"], story["id"], steps)


SDK = {"retry_mode": "standard", "max_attempts": 2}
SLOW = {
    "shop": client("api", limit=1, sdk=SDK, resources={"uniform": {"count": 1}}),
    "api": {"type": "api", "integration": "work", "tracing": {"reservoir": 1, "rate": 1}},
    "work": {"type": "function", "duration": "35 s", "timeout": "60 s", "init_duration": "400 ms",
             "tracing": "Active"},
}  # fmt: skip


@pytest.fixture(scope="module")
def slow():
    """An API that waits 29 s for a function of 35 s, behind an SDK that tries twice."""
    ran = scenario(SLOW, duration=100)
    (story,) = stories_of(ran)
    return ran, story


def test_an_api_says_504_after_29_s_and_the_handler_works_on(slow):
    """The API's own latency is 10 ms, the init 400 ms: 0.01 + 0.4 + 35 = 35.41 s."""
    _, story = slow
    steps = told(story)
    assert steps[:8] == [
        (0.0, "sent", "shop", 0, 0),
        (0.0, "attempt", "shop", 1, 0),
        (0.0, "came", "api", 0, 1),
        (0.0, "traced", "api", 0, 0),
        (0.01, "invoked", "work", 0, 2),
        (0.01, "traced", "work", 0, 0),
        (0.01, "init", "work", 0, 0.4),
        (29.01, "answered", "api", 504, 2),
    ]
    assert (35.41, "success", "work", 0, 35.0) in steps


def test_a_retry_waits_and_is_a_request_of_its_own(slow):
    """The second attempt begins when its wait is over; no environment is idle: another init."""
    ran, story = slow
    (waits,) = [step for step in story["steps"] if step["step"] == "waiting"]
    again = [step for step in story["steps"] if step["step"] == "attempt"][1]
    assert (waits["a"], again["a"], waits["b"]) == (2, 2, again["t_s"])
    assert 29.01 <= waits["b"] < 29.01 + 1.0
    first, second = made_of(ran, story)
    assert [one.attempt for one in (first, second)] == [1, 2]
    assert (first.init_s, second.init_s) == (0.4, 0.4)
    assert second.begins == pytest.approx(waits["b"] + 0.01)
    ids = [next(handed_by(one.delivery)).written()["requestContext"] for one in (first, second)]
    assert ids[0]["requestId"] != ids[1]["requestId"]
    assert first.request_id != second.request_id
    assert story["steps"][-1]["step"] == "success"  # of the second, when nobody waits any more
    (end,) = [step for step in story["steps"] if step["step"] == "ended"]
    assert (end["a"], end["b"], round(end["t_s"] - again["t_s"], 3)) == (2, 2, 29.01)


def test_the_trace_has_the_stage_the_service_and_the_function(slow):
    """Lambda as the API saw it ends at 29.01 s with a fault; the function's own at 35.41 s."""
    ran, story = slow
    steps = [step_of(step) for step in story["steps"]]
    trace = event_told(ran, "shop", 0, steps, 0)["trace"]
    stage, service, function = trace["segments"]
    origins = [one["origin"] for one in (stage, service, function)]
    assert origins == ["AWS::ApiGateway::Stage", "AWS::Lambda", "AWS::Lambda::Function"]
    assert {one["trace_id"] for one in trace["segments"]} == {trace["trace_id"]}
    (call,) = stage["subsegments"]
    assert (call["name"], call["namespace"], call["aws"]["operation"]) == (
        "Lambda", "aws", "Invoke")  # fmt: skip
    assert (service["parent_id"], function["parent_id"]) == (call["id"], service["id"])
    lasted = [
        round(one["end_time"] - stage["start_time"], 2) for one in (stage, call, service, function)
    ]
    assert lasted == [29.01, 29.01, 35.41, 35.41]
    assert (stage["http"]["response"]["status"], stage["fault"], call["fault"]) == (504, True, True)
    assert "fault" not in function
    assert [part["name"] for part in function["subsegments"]] == ["Init"]
    other = event_told(ran, "shop", 0, steps, 1)["trace"]
    assert other["trace_id"] != trace["trace_id"]


def test_the_shape_of_all_segments_is_the_documented_one(slow):
    """X-Ray guide, xray-api-segmentdocuments: ids of 16 digits, trace ids 1-8-24, unique ids."""
    ran, story = slow
    steps = [step_of(step) for step in story["steps"]]
    ids = []
    for segment in event_told(ran, "shop", 0, steps, 0)["trace"]["segments"]:
        assert re.fullmatch(r"1-[0-9a-f]{8}-[0-9a-f]{24}", segment["trace_id"])
        for one in (segment, *segment["subsegments"]) if "subsegments" in segment else (segment,):
            assert re.fullmatch(r"[0-9a-f]{16}", one["id"])
            assert one["start_time"] <= one["end_time"]
            ids.append(one["id"])
    assert len(set(ids)) == len(ids)


def test_a_page_waits_for_a_cold_start_straight():
    """Init 0.5 s, then the handler's 1 s; the second finds that environment, at 3 s."""
    components = {
        "page": client("shown", arrivals={"constant": {"rate": 1 / 3}}, limit=2),
        "shown": {"type": "function", "duration": "1 s", "init_duration": "500 ms"},
    }
    cold, warm = map(told, stories_of(scenario(components, 10)))
    assert cold[2:] == [
        (0.0, "invoked", "shown", 0, 1),
        (0.0, "init", "shown", 0, 0.5),
        (1.5, "success", "shown", 0, 1.0),
        (1.5, "answered", "page", 200, 0),
        (1.5, "ended", "page", 0, 1),
    ]
    assert [step for _, step, *_ in warm] == [
        "sent", "attempt", "invoked", "success", "answered", "ended"]  # fmt: skip


def test_a_throttle_is_the_end_of_who_does_not_try_again():
    components = {
        "page": client("shown", arrivals={"constant": {"rate": 2}}, limit=2),
        "shown": {"type": "function", "duration": "1 s", "reserved_concurrency": 1},
    }
    _, refused = map(told, stories_of(scenario(components, 5)))
    assert refused[2:] == [
        (0.5, "invoked", "shown", 0, 1),
        (0.5, "throttled", "shown", 0, 0),
        (0.5, "answered", "page", 429, 3),
        (0.5, "ended", "page", 3, 1),
    ]


FULL = {
    "visitors": {
        "type": "client", "target": "cdn", "timeout": "2 s", "sdk": {"retry_mode": "standard"},
        "arrivals": {"poisson": {"rate": 4}}, "resources": {"uniform": {"count": 6}},
    },
    "cdn": {"type": "distribution", "origins": [{"name": "api", "target": "api"}],
            "behaviors": [{"origin": "api", "ttl": {"default": "3 s"}}]},
    "api": {"type": "api", "integration": "work", "authorizer": {"function": "guard"},
            "throttle": {"rate": 2, "burst": 3}},
    "guard": {"type": "function", "duration": "30 ms"},
    "work": {"type": "function", "timeout": "3 s", "error_rate": 0.2, "reserved_concurrency": 2,
             "duration": {"exponential": {"mean": "1 s"}},
             "calls": [{"target": "prices", "probability": 0.5, "catches_errors": True},
                       {"target": "store"}]},
    "prices": {"type": "function", "duration": "200 ms", "reserved_concurrency": 1},
    "store": {"type": "downstream", "connections": 1, "latency": "100 ms"},
    "users": {"type": "client", "target": "work", "arrivals": {"closed_loop": {
        "users": 3, "think_time": {"constant": "1 s"}}}},
    "identity": {"type": "event_source", "service": "cognito", "target": "work",
                 "arrivals": {"poisson": {"rate": 1}}},
}  # fmt: skip


@pytest.fixture(scope="module")
def full():
    ran = scenario(FULL, 30, seed=5)
    return ran, run(ran).as_dict()


def test_every_request_has_one_end_or_is_under_way(full):
    """So has each part of it: whatever began is over once, or not yet."""
    _, result = full
    tellers = {story["component"] for story in result["stories"]}
    assert tellers == {"visitors", "users", "identity"}
    open_ones = 0
    for story in result["stories"]:
        steps = story["steps"]
        ends = [step for step in steps if step["step"] == "ended"]
        assert len(ends) <= 1
        open_ones += not ends
        begun = {s["part"]: s["at"] for s in steps if s["step"] in ("attempt", "came", "invoked")}
        over = [s["part"] for s in steps if s["step"] in {*ENDS, "answered", "gave-up"}]
        assert len(set(over)) == len(over)
        assert set(over) <= set(begun)
        if ends:
            attempts = [s["part"] for s in steps if s["step"] == "attempt"]
            assert set(attempts) <= set(over)
            assert ends[0]["b"] == len(attempts)
    assert open_ones < len(result["stories"]) / 4


def test_a_part_is_of_what_is_there_and_within_it(full):
    """A part begins in another of the same story, and no step of it is before its beginning."""
    ran, result = full
    edges = {(e.source, e.target) for e in ran_edges(ran)}
    for story in result["stories"]:
        begun = {}
        for step in story["steps"]:
            if step["step"] in ("came", "invoked"):
                assert (begun[step["b"]][1], step["at"]) in edges
            if step["step"] in ("attempt", "came", "invoked"):
                begun[step["part"]] = step["t_s"], step["at"]
            elif step["part"]:
                assert step["t_s"] >= begun[step["part"]][0]
                assert step["at"] == begun[step["part"]][1]


def ran_edges(ran):
    from simcore.component import Graph

    return Graph(ran.components).edges


def test_what_is_told_of_all_requests_is_what_was_counted():
    """All 90 requests are followed (fewer than 100 come): their ends are those of the counters."""
    components = {
        "shop": client("work", arrivals={"constant": {"rate": 1.5}}),
        "work": {"type": "function", "timeout": "1 s", "error_rate": 0.2,
                 "duration": {"exponential": {"mean": "500 ms"}}, "init_duration": "333.3 ms",
                 "reserved_concurrency": 1},
    }  # fmt: skip
    ran = scenario(components, 60)
    result = run(ran).as_dict()
    counted, stories = result["counters"]["work"], result["stories"]
    steps = [step["step"] for story in stories for step in story["steps"]]
    assert len(stories) == result["counters"]["shop"]["requests"] == 90
    assert steps.count("throttled") == counted["throttles"] > 5
    assert steps.count("timeout") == counted["timeouts"] > 2
    assert steps.count("init") == counted["cold_starts"]
    made = [one for story in stories for one in made_of(ran, story)]
    assert len(made) == counted["invocations"]
    log = [line for s in stories for line in lines(ran, s)]
    billed = sum(int(ms) for line in log for ms in re.findall(r"Billed Duration: (\d+)", line))
    assert billed == counted["billed_duration_ms"] + counted["billed_init_ms"]
    starts = {line.split()[2] for line in log if line.startswith("START")}
    assert len(starts) == len(made)


def lines(ran, story):
    steps = [step_of(step) for step in story["steps"]]
    found = event_told(ran, story["component"], story["id"], steps)
    return [line["message"] for line in found["log"]] if found else []


def test_some_of_many_are_followed_evenly_and_no_draw_is_another():
    """1,200 requests: one in 12, the first among them; the facts are as they are without."""
    components = {
        "shop": client("work", arrivals={"poisson": {"rate": 20}}),
        "work": {"type": "function", "duration": {"exponential": {"mean": "100 ms"}}},
    }
    stories = stories_of(scenario(components, 60))
    numbers = [story["id"] for story in stories]
    assert 90 <= len(numbers) <= 110
    assert numbers == [12 * n for n in range(len(numbers))]


def test_a_snapshot_tells_the_rest():
    """What is under way in the middle is told to its end by a run that goes on from there."""
    begun = Run(scenario(FULL, 8, seed=5))
    frames = begun.frames()
    for _ in range(3):
        next(frames)
    again = Run.restore(begun.snapshot())
    rest, same = ([s for f in of for s in f.payload["stories"]] for of in (frames, again.frames()))
    assert len(rest) > 50
    assert rest == same
