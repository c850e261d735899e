"""The server as people meet it: killed, cut off, crowded, and watched by those who do not read."""

import asyncio
import contextlib
import json
import random
import socket
import zlib

import orjson
import pytest
from websockets.asyncio.client import connect

from simcore import Run, load_scenario
from simcore.scenario.shipped import FOLDER
from tests.patience import PATIENCE_S
from tests.visualizer.server import Server
from tests.visualizer.viewer import Viewer

# A server that many tests use: in the same process, so that there is one.
FAKE = "tests.visualizer.fake_run:begin"
SMALL = {
    "WINDTUNNEL_RUN_FACTORY": FAKE,
    "WINDTUNNEL_FRAME_CACHE_MB": "4",
    "WINDTUNNEL_MAX_UPLOAD_MB": "1",
}


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    """Starts a server with these variables, once for all tests."""
    started: dict[str, Server] = {}

    def running(name: str, **variables: str) -> Server:
        if name not in started:
            started[name] = Server(tmp_path_factory.mktemp(name), **variables)
        server = started[name]
        return server if server.runs() else server.start()

    yield running
    for server in started.values():
        server.close()


@pytest.fixture
def server(servers):
    """With the stand-in for the simulator."""
    return servers("fake", WINDTUNNEL_RUN_FACTORY=FAKE)


@pytest.fixture
def real_server(servers):
    return servers("real")


class Keeper(Viewer):
    """A viewer that keeps what it was sent."""

    def __init__(self) -> None:
        super().__init__()
        self.payloads: list[dict] = []

    def take(self, message: str | bytes) -> str | None:
        answer = super().take(message)
        if isinstance(message, bytes):
            self.payloads.append(orjson.loads(zlib.decompress(message[4:])))
        return answer


def fake(**told) -> dict:
    """What to post for a run of the stand-in simulator that behaves as told."""
    document = {
        "format": "windtunnel.scenario/1",
        "id": "fake",
        "title": "Fake",
        "description": json.dumps(told),
        "duration": 60,
        "components": {"worker": {"type": "function", "duration": 1}},
    }
    return {"document": document}


def asked(server: Server, body: dict) -> str:
    """Id of the run that was made."""
    status, made = server.post("/api/runs", body)
    assert status == 201, made
    return made["id"]


def ended(server: Server, run: str) -> dict:
    """The run once it has ended."""
    server.until(lambda: server.get(f"/api/runs/{run}")["end"])
    return server.get(f"/api/runs/{run}")


async def test_kill_9_and_restart_is_honest_and_resumes_to_the_same_bytes(server):
    run = asked(server, fake(frames=300, delay_s=0.01))
    viewer = await server.watch(run, Viewer(), until_frames=60)
    seen = {viewer.after: viewer.last}
    server.kill()
    server.start()
    found = server.get(f"/api/runs/{run}")
    assert found["state"] == "interrupted"
    assert found["frames"] >= 60, "frames that a viewer has seen were lost"
    assert "can go on" in found["message"]
    assert server.post(f"/api/runs/{run}/retry")[0] == 202
    await server.watch(run, viewer)
    assert viewer.frames == list(range(300))
    assert viewer.end["state"] == "finished"
    again = await server.watch(run, Viewer(), until_frames=60)
    assert again.last == seen[59]


async def test_a_viewer_cut_off_twenty_times_gets_every_frame_once(server):
    run = asked(server, fake(frames=400, delay_s=0.002))
    rng = random.Random(4711)
    viewer = Viewer()
    for stop in sorted(rng.sample(range(1, 400), 20)):
        await server.watch(run, viewer, until_frames=stop)
    await server.watch(run, viewer)
    assert viewer.frames == list(range(400))


async def test_what_goes_out_may_be_larger_than_what_comes_in(server):
    """Under the limits of `make run`, frames of 100 KB; and nothing is compressed twice."""
    run = asked(server, fake(frames=12, size=200_000))
    viewer = await server.watch(run, Viewer(window=64))
    assert viewer.frames == list(range(12))
    assert len(viewer.last) > 2**16
    async with connect(server.url(f"/ws/runs/{run}").replace("http", "ws", 1)) as opened:
        assert opened.protocol.extensions == []


async def test_two_hundred_viewers_end_with_the_same_frame(server):
    run = asked(server, fake(frames=60, delay_s=0.02, size=4000))
    viewers = await asyncio.gather(*[server.watch(run, Viewer()) for _ in range(200)])
    assert all(viewer.frames == list(range(60)) for viewer in viewers)
    assert len({viewer.last for viewer in viewers}) == 1
    assert {viewer.end["fingerprint"] for viewer in viewers} == {"fake-4711"}


async def test_a_viewer_that_never_acknowledges_costs_little(servers):
    """Twenty of them, on a run of twenty megabytes; the frame cache may hold four."""
    server = servers("small", **SMALL)
    before = server.rss_mb()
    run = asked(server, fake(frames=1000, size=40_000, delay_s=0.001))
    sockets = [await server.socket_to(run) for _ in range(20)]
    for opened in sockets:
        await opened.send(Viewer(window=64).hello)
    assert (await asyncio.to_thread(ended, server, run))["frames"] == 1000
    await asyncio.sleep(0.5)
    grown = server.rss_mb() - before
    viewer = Viewer()
    while len(viewer.frames) < 8:
        viewer.take(await asyncio.wait_for(sockets[0].recv(), PATIENCE_S))
    with contextlib.suppress(TimeoutError):
        while True:
            viewer.take(await asyncio.wait_for(sockets[0].recv(), 0.5))
    for opened in sockets:
        await opened.close()
    print(f"twenty viewers that do not read: the server grew by {grown:.1f} MB")
    assert viewer.frames == list(range(8)), "of large frames a wide window has no more"
    assert grown < 20, f"the server grew by {grown:.1f} MB"


FORM = "Content-Type: multipart/form-data; boundary=b"


def test_a_large_upload_is_refused_at_once(server):
    before = server.rss_mb()
    body = (
        b"--b\r\nContent-Disposition: form-data; name=file; filename=x\r\n\r\n" + b"x" * 50 * 10**6
    )
    head = f"POST /api/traces HTTP/1.1\r\nHost: localhost\r\n{FORM}\r\nContent-Length: {len(body)}"
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE_S) as plain:
        plain.sendall(f"{head}\r\n\r\n".encode())
        assert b" 413 " in plain.recv(4096).splitlines()[0], "before a byte of it has come"
    status, answer = server.post("/api/traces", body, FORM.removeprefix("Content-Type: "))
    assert status == 413
    assert answer["error"]["where"] == "file"
    assert "WINDTUNNEL_MAX_UPLOAD_MB" in answer["error"]["allowed"]
    assert server.rss_mb() - before < 20


def test_an_endless_upload_is_refused(servers):
    """A body that does not say how long it is."""
    server = servers("small", **SMALL)
    head = f"POST /api/traces HTTP/1.1\r\nHost: localhost\r\n{FORM}\r\n"
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE_S) as plain:
        plain.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
        for _ in range(40):
            plain.sendall(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
        plain.sendall(b"0\r\n\r\n")
        assert b" 413 " in plain.recv(4096).splitlines()[0]


def test_a_large_document_is_refused(server):
    status, answer = server.post("/api/runs", {"document": "x" * 300_000})
    assert (status, answer["error"]["where"]) == (413, "body")
    assert "256 KB" in answer["error"]["allowed"]


def test_ctrl_c_ends_the_server_and_its_workers(server):
    asked(server, fake(frames=10_000, delay_s=0.01))
    assert len(server.descendants()) >= 3
    assert server.stop() == 0
    server.start()


def test_a_second_server_on_the_same_data_takes_no_runs(real_server):
    with contextlib.closing(Server(real_server.folder)) as second:
        second.launch()
        second.until(lambda: "Another Windtunnel server uses" in second.log.read_text())
        status, answer = second.post("/api/runs", fake(frames=1))
    assert status == 503
    assert "WINDTUNNEL_DATA_DIR" in answer["error"]["what"]


async def test_the_first_frame_comes_while_the_second_is_being_made(server, tmp_path):
    """Nobody waits for a frame until there are more: the second is made when the first is there."""
    there = tmp_path / "there"
    run = await asyncio.to_thread(asked, server, fake(frames=3, waits_at=1, until=str(there)))
    try:
        viewer = await server.watch(run, Viewer(), until_frames=1)
        assert len(viewer.frames) == 1
        assert server.get(f"/api/runs/{run}")["state"] == "running"
    finally:
        there.touch()
    assert len((await server.watch(run, Viewer())).frames) == 3


async def test_the_simulator_goes_on_to_the_same_bytes_after_kill_9(real_server):
    whole = Run(load_scenario("thousand-environments"), seed=3)
    frames = [orjson.loads(orjson.dumps(frame.payload)) for frame in whole.frames()]
    server = real_server
    run = asked(server, {"scenario": "thousand-environments", "seed": 3})
    viewer = await server.watch(run, Keeper(), until_frames=50)
    server.kill()
    server.start()
    found = server.get(f"/api/runs/{run}")
    assert found["state"] == "interrupted"
    assert server.post(f"/api/runs/{run}/retry")[0] == 202
    await server.watch(run, viewer)
    assert viewer.payloads == frames
    assert viewer.end["fingerprint"] == whole.result().fingerprint
    result = server.get(f"/api/runs/{run}/result.json")
    ours = orjson.loads(orjson.dumps(whole.result().as_dict()))
    assert {**result, "wall": None} == {**ours, "wall": None}


def test_an_uploaded_trace_is_replayed_whole(real_server):
    """The first two hours of the recorded day."""
    server = real_server
    scenario = server.get("/api/scenarios/real-trace")
    document = scenario["document"]
    client, arrivals = next(
        (id, component["arrivals"])
        for id, component in document["components"].items()
        if "trace" in component.get("arrivals", {})
    )
    rows = (FOLDER / arrivals["trace"].pop("file")).read_bytes().splitlines(keepends=True)
    recorded = b"".join(rows[:25])
    body = b"--b\r\nContent-Disposition: form-data; name=file; filename=day.csv\r\n\r\n"
    status, uploaded = server.post(
        "/api/traces", body + recorded + b"\r\n--b--\r\n", "multipart/form-data; boundary=b"
    )
    assert status == 201, uploaded
    arrivals["trace"]["upload"] = uploaded["id"]
    overrides = {f"{client}.arrivals": arrivals}
    for body in ({"document": document}, {"scenario": "real-trace", "overrides": overrides}):
        end = ended(server, asked(server, body))["end"]
        assert end["state"] == "finished"
        assert end["summary"]["counters"][client]["requests"] == uploaded["total"]
