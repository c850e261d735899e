"""APIs and function URLs beside their happy path: snapshots, changes on the way, caches, keys."""

from itertools import pairwise
from typing import Any

import pytest

from simcore import Run, load_scenario
from simcore.errors import RetuneError
from simcore.facts import SUCCESS
from simcore.roles.request import HttpReply, Request
from simcore.scenario.load import vary
from simcore.scenario.retuning import retune
from simcore.services.api_gateway.cache import ResponseCache
from simcore.services.api_gateway.settings import CacheSettings

WORKER = {
    "type": "function",
    "duration": {"lognormal": {"median": "300 ms", "p99": "3 s"}},
    "init_duration": "100 ms",
    "error_rate": 0.05,
    "timeout": "5 s",
}
REST = {
    "type": "api",
    "integration": "worker",
    "integration_timeout": "1 s",
    "throttle": {"rate": 15, "burst": 5},
    "usage_plans": [{"api_keys": 2, "quota": {"limit": 60}}, {"throttle": {"rate": 2, "burst": 2}}],
    "authorizer": {"function": "guard", "ttl": 2, "denied": 0.1},
    "cache": {"ttl": 1},
    "canary": {"function": "next", "share": 0.3},
}
DOORS: dict[str, dict[str, Any]] = {
    "REST": REST,
    "HTTP": {"type": "api", "protocol": "HTTP", "integration": "worker", "jwt": {"denied": 0.1}},
    "STREAM": {
        "type": "api",
        "integration": "worker",
        "response_transfer_mode": "STREAM",
        "integration_timeout": "20 s",
        "response_size": "12 MB",
        "first_byte": {"exponential": {"mean": "200 ms"}},
    },
    "WEBSOCKET": {
        "type": "api",
        "protocol": "WEBSOCKET",
        "integration": "worker",
        "connections": {"duration": "3 s", "message_interval": "400 ms", "connect": "guard"},
    },
    "URL": {
        "type": "function_url",
        "function": "worker",
        "auth_type": "AWS_IAM",
        "unsigned": 0.1,
        "invoke_mode": "RESPONSE_STREAM",
        "response_size": "8 MB",
    },
}
FUNCTIONS = dict.fromkeys(("worker", "guard", "next"), WORKER)


def document(front: dict[str, Any], duration: float = 20, **client: Any) -> dict[str, Any]:
    site = {
        "type": "client",
        "target": "front",
        "arrivals": {"poisson": {"rate": 20}},
        "resources": {"uniform": {"count": 5}},
        "callers": {"uniform": {"count": 4}},
        **client,
    }
    return {
        "format": "windtunnel.scenario/1",
        "id": "doors",
        "title": "Who is let in?",
        "duration": duration,
        "components": {"site": site, "front": front, **FUNCTIONS},
    }


def scenario(front: dict[str, Any], duration: float = 20, **client: Any) -> Any:
    return load_scenario(document(front, duration, **client)).with_defaults()


def half_way(of: Any) -> tuple[Run, list[Any]]:
    run = Run(of)
    frames = run.frames()
    return run, [next(frames).payload for _ in range(run.header()["frames"] // 2)]


@pytest.mark.parametrize("kind", DOORS)
def test_a_run_goes_on_from_a_snapshot_and_is_told_what_it_knows(kind):
    said = scenario(DOORS[kind])
    whole = Run(said)
    frames = [frame.payload for frame in whole.frames()]
    run, seen = half_way(said)
    again = Run.restore(run.snapshot())
    retune(again._simulation, said, said, "front")
    assert seen + [frame.payload for frame in again.frames()] == frames
    assert again.result().fingerprint == whole.result().fingerprint


def changed(of: Any, **values: Any) -> Any:
    paths = {f"front.{path.replace('__', '.')}": value for path, value in values.items()}
    return vary(of, seed=None, profile=None, overrides=paths).with_defaults()


def test_a_throttle_holds_from_the_moment_that_it_is_changed():
    said = scenario({**REST, "usage_plans": [], "throttle": {"rate": 1000, "burst": 1000}})
    run, _ = half_way(said)
    new = changed(said, throttle__rate=2, throttle__burst=1)
    retune(run._simulation, said, new, "front")
    counters = [frame.payload["counters"]["front"] for frame in run.frames()]
    let_in = [one["received"] - one["throttled"] for one in counters]
    assert counters[-1]["throttled.stage"] > 0
    assert all(after - before <= 3 for before, after in pairwise(let_in))


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("WEBSOCKET", {"endpoint": "PRIVATE", "protocol": "REST", "connections": None}),
        ("REST", {"cache": None}),
        ("HTTP", {"jwt": None}),
        ("STREAM", {"response_transfer_mode": "BUFFERED"}),
        ("WEBSOCKET", {"authorizer": {"function": "guard"}}),
        ("URL", {"invoke_mode": "BUFFERED"}),
    ],
)
def test_what_an_api_is_made_of_stays(kind, values):
    said = scenario(DOORS[kind])
    run, _ = half_way(said)
    with pytest.raises(RetuneError, match="cannot change during a run"):
        retune(run._simulation, said, changed(said, **values), "front")


@pytest.mark.parametrize(("share", "then"), [(0.3, 0), (0, 0.5)])
def test_a_canary_begins_and_ends_while_it_runs(share, then):
    """One without any share is a canary: it is rolled back so, and begins so."""
    canary = {"function": "next", "share": share}
    said = scenario({"type": "api", "integration": "worker", "canary": canary})
    run, seen = half_way(said)
    retune(run._simulation, said, changed(said, canary__share=then), "front")
    before = seen[-1]["counters"]["front"]["canary_requests"]
    *_, last = run.frames()
    after = last.payload["counters"]["front"]["canary_requests"] - before
    assert (before > 0, after > 0) == (share > 0, then > 0)


def test_who_has_no_api_key_is_forbidden():
    """Of four callers three have one: 403, INVALID_API_KEY, which costs nothing."""
    front = {"type": "api", "integration": "worker", "usage_plans": [{"api_keys": 3}]}
    run = Run(scenario(front))
    *_, last = run.frames()
    counters = last.payload["counters"]["front"]
    (line,) = [x for x in run.result().as_dict()["cost"]["items"] if x["component"] == "front"]
    assert line["quantity"] == counters["received"] - counters["answered.403"]
    share = counters["answered.403"] / counters["received"]
    assert share == pytest.approx(0.25, abs=0.09)


@pytest.mark.parametrize(
    ("kind", "bytes", "status"),
    [("REST", 6 * 2**20, None), ("REST", 6 * 2**20 + 1, 413), ("URL", 6 * 2**20 + 1, 413)],
)
def test_a_request_larger_than_lambda_takes(kind, bytes, status):
    """services-apigateway-errors: 413; API Gateway itself would take 10 MB."""
    front = {key: said for key, said in DOORS[kind].items() if key not in ("unsigned", "cache")}
    run = Run(scenario(front, limit=1, start=19))
    (live,) = [one for one in run._simulation.components if one.id == "front"]
    heard = []
    assert live.invoke(0.0, Request(bytes=bytes), heard.append) is not None
    for _ in run.frames():
        pass
    assert heard[0].status == status if status else heard[0].status != 413


def test_the_response_used_last_of_all_makes_room():
    cache = ResponseCache(CacheSettings(ttl_s=10, capacity_bytes=25, item_max_bytes=20))
    cache.keep(0.0, 1, 10)
    cache.keep(1.0, 2, 10)
    assert cache.has(2.0, 1)
    cache.keep(3.0, 3, 10)
    assert [cache.has(4.0, resource) for resource in (1, 2, 3)] == [True, False, True]
    cache.keep(5.0, 4, 21)
    assert not cache.has(5.0, 4)
    assert [cache.has(9.999, 1), cache.has(10.0, 1)] == [True, False]


@pytest.mark.parametrize("kind", DOORS)
def test_an_answer_is_a_success_below_400(kind, monkeypatch):
    """Handlers that call a front door go by the outcome, other callers by the status."""
    told, answer = set(), HttpReply.answer

    def spy(reply, now, status, outcome, bytes=0):
        told.add((status >= 400, outcome != SUCCESS))
        answer(reply, now, status, outcome, bytes)

    monkeypatch.setattr(HttpReply, "answer", spy)
    for _ in Run(scenario(DOORS[kind], duration=5)).frames():
        pass
    assert told == {(False, False), (True, True)}


@pytest.mark.parametrize(("error_rate", "bytes"), [(0, 3_000), (1, 0)])
def test_the_answer_of_a_url_is_as_large_as_it_is_said_to_be(error_rate, bytes):
    said = document({"type": "function_url", "function": "worker", "response_size": 3_000}, limit=1)
    said["components"]["worker"] = {**WORKER, "duration": 0.1, "error_rate": error_rate}
    run, heard = Run(load_scenario(said)), []
    (live,) = [one for one in run._simulation.components if one.id == "front"]
    live.invoke(0.0, Request(), heard.append)
    for _ in run.frames():
        pass
    assert heard[0].bytes == bytes
