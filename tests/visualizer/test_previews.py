"""Previews: seen while a knob is dragged, superseded, taken in turns, and kept by nobody."""

import asyncio
import contextlib
import json
import sqlite3
import urllib.request

import pytest
from channels.testing import WebsocketCommunicator
from websockets.exceptions import ConnectionClosed

from simcore import Run, load_scenario
from tests.patience import PATIENCE_S
from tests.visualizer.previewing import (
    ENDLESS,
    SHORT,
    ends_while_loading,
    previewing,
    serving,
    under_way,
)
from tests.visualizer.test_forks import ask, finished
from visualizer.budget import Budget
from visualizer.preview_socket import A_SECOND, SPARED, PreviewConsumer


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """With time enough for all that ends by itself."""
    with serving(tmp_path_factory.mktemp("previews"), wall_s=600) as server:
        yield server


DROP = '{"type": "drop"}'


def waiting(server):
    return server.get("/healthz")["workers"]["previews_waiting"]


def cookie(server):
    """As a browser has it that was given a page."""
    with urllib.request.urlopen(server.url("/"), timeout=PATIENCE_S) as answer:
        return answer.headers["Set-Cookie"].partition(";")[0]


def series(frames, component, metric):
    return [value for frame in frames for value in frame["series"][component].get(metric, [])]


async def test_it_is_what_the_run_would_be_and_nothing_is_stored(server):
    slow = {"components.worker.duration": 0.4}
    async with previewing(server) as seen:
        await seen.ask(7, document=SHORT, overrides=slow)
        await seen.until(lambda: 7 in seen.ended)
    run = Run(load_scenario(SHORT), overrides=slow)
    frames = [frame.payload for frame in run.frames()]
    assert [frame["n"] for frame in seen.frames[7]] == list(range(len(frames)))
    for part in ("series", "distributions"):
        assert [frame[part] for frame in seen.frames[7]] == json.loads(
            json.dumps([frame[part] for frame in frames])
        )
    assert any(frame["distributions"] for frame in seen.frames[7])
    assert (seen.begun[7]["shared"], seen.begun[7]["header"]["duration_s"]) == (0, 120)
    assert seen.ended[7] | {"type": "end"} == {
        "type": "end", "n": 7, "state": "finished", "message": "", "computed_s": 120,
    }  # fmt: skip
    with contextlib.closing(sqlite3.connect(server.folder / "windtunnel.sqlite3")) as stored:
        assert stored.execute("SELECT count(*) FROM visualizer_run").fetchone() == (0,)


async def test_the_next_one_ends_the_one_before_and_nothing_comes_of_that_any_more(server):
    async with previewing(server) as seen:
        await seen.ask(1, document=ENDLESS)
        await seen.until(lambda: 1 in seen.frames)
        await seen.ask(2, document=SHORT)
        await seen.until(lambda: 2 in seen.ended)
        later = seen.order[seen.order.index(2) :]
        assert set(later) == {2}
        assert 1 not in seen.ended
        await seen.ask(3, document=ENDLESS)
        await seen.until(lambda: 3 in seen.frames)
        await seen.opened.send(DROP)
        server.until(lambda: under_way(server) == 0)


async def test_one_whose_socket_is_gone_is_gone(server):
    before = set(server.descendants())
    async with previewing(server) as seen:
        await seen.ask(1, document=ENDLESS)
        await seen.until(lambda: 1 in seen.frames)
        assert under_way(server) == 1
    server.until(lambda: under_way(server) == 0)
    # One spare for previews waits from the first one on.
    server.until(lambda: len(set(server.descendants()) - before) <= 1)


@pytest.mark.parametrize(
    ("how", "state", "said"),
    [
        ("hoard", "stopped", "64 MB of memory were used up (WINDTUNNEL_PREVIEW_MEMORY_MB)"),
        ("file", "failed", "at 0.0 s of simulated time: No such file or directory"),
        ("fault", "failed", "a fault"),
    ],
)
async def test_loading_is_within_the_same_bounds(server, how, state, said):
    await ends_while_loading(server, how, state, said)
    if state == "failed":
        assert "in begin" in server.log.read_text()


async def test_visitors_take_turns(server):
    """The second of one who has had a turn waits for the first of one who has not."""
    one, another = ({"additional_headers": {"Cookie": cookie(server)}} for _ in range(2))
    async with (
        previewing(server, **one) as first,
        previewing(server, **one) as second,
        previewing(server, **another) as other,
    ):
        await first.ask(1, document=SHORT | {"description": "never"})
        server.until(lambda: under_way(server) == 1)
        await second.ask(1, document=SHORT)
        server.until(lambda: waiting(server) == 1)
        await other.ask(1, document=ENDLESS)
        server.until(lambda: waiting(server) == 2)
        await first.opened.send(DROP)
        await other.until(lambda: 1 in other.begun)
        assert waiting(server) == 1
        await other.opened.send(DROP)
        await second.until(lambda: 1 in second.ended)


async def test_what_is_large_is_read_by_who_has_a_turn(server):
    """One that waits holds nothing: its parent may go meanwhile, and is not missed."""
    base = ask(server, SHORT)
    frames = finished(server, base)["header"]["frames"]
    async with previewing(server) as first, previewing(server) as second:
        await first.ask(1, document=SHORT | {"description": "never"})
        server.until(lambda: under_way(server) == 1)
        await second.ask(1, have=frames, parent=base, document=SHORT)
        server.until(lambda: waiting(server) == 1)
        assert server.ask("DELETE", f"/api/runs/{base}") == 204
        await first.opened.send(DROP)
        await second.until(lambda: 1 in second.ended)
    assert (second.begun[1]["shared"], second.ended[1]["state"]) == (0, "finished")


def test_a_budget_does_not_grow_in_silence():
    budget = Budget(0, SPARED, A_SECOND)
    assert [budget.takes_one(now=3600) for _ in range(SPARED + 1)] == [True] * SPARED + [False]
    assert not budget.takes_one(now=3600 + 0.9 / A_SECOND)
    assert budget.takes_one(now=3600 + 1.1 / A_SECOND)
    assert not budget.takes_one(now=3600 + 1.1 / A_SECOND)


async def test_a_fork_begins_where_its_parent_is_still_the_same(server):
    base = ask(server, SHORT)
    header = finished(server, base)["header"]
    fail = [{"at": 60, "action": "fail", "component": "worker", "share": 1}]
    asked = {"parent": base, "overrides": {"interventions": fail}}
    async with previewing(server) as seen:
        await seen.ask(1, have=header["frames"], **asked)
        await seen.until(lambda: 1 in seen.ended)
    assert seen.begun[1]["shared"] == 60
    assert seen.frames[1][0]["n"] > 0
    whole = [
        frame.payload for frame in Run(load_scenario(SHORT | {"interventions": fail})).frames()
    ]
    first = seen.frames[1][0]["n"]
    errors = series(seen.frames[1], "worker", "Errors")
    assert errors == series(whole[first:], "worker", "Errors")
    assert sum(errors) > 0


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"scenario": "nothing"}, "no shipped scenario"),
        ({"document": SHORT, "overrides": {"worker.timeout": "soon"}}, "soon"),
        ({"document": SHORT, "overrides": {"worker.nothing": 1}}, "no field"),
        ({"document": [1], "overrides": {}}, "not a mapping"),
        ({"document": SHORT, "overrides": {"worker.timeout": [[[]]] * 9}}, ""),
        ({"document": SHORT, "what": 1}, "unknown"),
        ({}, "Say which scenario"),
    ],
)
async def test_what_cannot_be_is_said_and_the_socket_stays(server, asked, said):
    async with previewing(server) as seen:
        await seen.ask(1, **asked)
        await seen.until(lambda: 1 in seen.ended)
        assert seen.ended[1]["state"] == "refused"
        assert said in seen.ended[1]["message"]
        await seen.ask(2, document=SHORT)
        await seen.until(lambda: 2 in seen.ended)
        assert seen.ended[2]["state"] == "finished"


@pytest.mark.parametrize(
    "asked",
    [{"document": "a: ["}, {"document": SHORT, "overrides": {"worker.timeout": "soon"}}],
    ids=["by the server", "by the worker"],
)
async def test_what_is_not_valid_is_said_with_its_checks(server, asked):
    async with previewing(server) as seen:
        await seen.ask(1, **asked)
        await seen.until(lambda: 1 in seen.ended)
    end = seen.ended[1]
    assert end["checks"][0]["message"] == end["message"] != ""


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (["no json"], 4400),
        (["[]"], 4400),
        (['{"type": "hello"}'], 4400),
        (['{"type": "preview", "n": -1, "have": 0}'], 4400),
        (['{"type": "preview", "n": 1}'], 4400),
        ([b"\0"], 4400),
        (['{"type": "drop"}'] * 60, 4429),
    ],
)
async def test_what_is_no_message_ends_the_socket(server, sent, code):
    async with server.previews() as opened:
        with contextlib.suppress(ConnectionClosed):
            for message in sent:
                await opened.send(message)
        async with asyncio.timeout(PATIENCE_S):
            await opened.wait_closed()
        assert opened.close_code == code


async def test_a_message_that_is_too_large_is_told_of():
    """By ASGI servers that let it through; Daphne is started so that it does not."""
    socket = WebsocketCommunicator(PreviewConsumer.as_asgi(), "/ws/previews")
    await socket.connect(timeout=PATIENCE_S)
    await socket.send_to(json.dumps({"type": "drop", "why": "\u00e9" * 40_000}, ensure_ascii=False))
    assert "64 KB" in json.loads(await socket.receive_from(PATIENCE_S))["message"]
    assert (await socket.receive_output(PATIENCE_S))["code"] == 4413


@pytest.fixture
def switched_off(settings):
    settings.MAX_PREVIEWS_AT_ONCE = 0


async def test_they_can_be_switched_off(switched_off, supervisor):
    socket = WebsocketCommunicator(PreviewConsumer.as_asgi(), "/ws/previews")
    await socket.connect(timeout=PATIENCE_S)
    await socket.send_json_to({"type": "preview", "n": 1, "have": 0, "document": SHORT})
    end = await socket.receive_json_from(timeout=PATIENCE_S)
    assert (end["type"], end["n"]) == ("end", 1)
    assert "WINDTUNNEL_MAX_PREVIEWS_AT_ONCE" in end["message"]
    await socket.disconnect()
