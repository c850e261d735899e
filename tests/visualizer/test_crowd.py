"""What viewers cost the server: their windows, and what is done once for all of them."""

import asyncio
import json

import pytest

from tests.visualizer.conftest import until
from tests.visualizer.sockets import receive, watch
from tests.visualizer.viewer import Viewer
from visualizer import lineage, packed, protocol
from visualizer.protocol import BINARY, TEXT
from visualizer.supervisor import frames, store
from visualizer.supervisor.frames import CHUNK

pytestmark = pytest.mark.django_db(transaction=True)


async def test_nothing_goes_beyond_the_window(new_run, ended, connect):
    run = await new_run(frames=30)
    await ended(run)
    socket = await connect(run.id)
    await socket.send_to(text_data=Viewer().hello)
    got = Viewer()
    while len(got.frames) < protocol.WINDOW:
        got.take(await receive(socket))
    assert await socket.receive_nothing(0.3)
    await socket.send_to(text_data=json.dumps({"type": "ack", "n": 2}))
    for _ in range(3):
        got.take(await receive(socket))
    assert got.frames == list(range(11))
    assert await socket.receive_nothing(0.2)


async def test_a_viewer_may_ask_for_a_wider_window(new_run, ended, connect):
    run = await new_run(frames=80)
    await ended(run)
    socket = await connect(run.id)
    await socket.send_to(text_data=Viewer(window=1000).hello)
    got = Viewer()
    while len(got.frames) < protocol.WIDEST_WINDOW:
        got.take(await receive(socket))
    assert await socket.receive_nothing(0.3)
    assert got.header["window"] == {"frames": 64, "bytes": 131072}
    await socket.send_to(text_data=json.dumps({"type": "ack", "n": 31}))
    while not got.end:
        got.take(await receive(socket))
    assert got.frames == list(range(80))


async def test_who_is_behind_gets_all_that_has_room_in_one_write(
    new_run, ended, connect, supervisor
):
    run = await new_run(frames=CHUNK)
    await ended(run)
    written: list[bytes] = []
    socket = await connect(run.id, extensions={packed.EXTENSION: written.append})
    await socket.send_to(text_data=Viewer(window=64).hello)
    await until(lambda: len(written) == 4)
    assert written[2] == b"".join(await supervisor.frames.get(run.id, 0, CHUNK))
    assert [message[0] for message in written] == [TEXT, TEXT, BINARY, TEXT]  # header, state, end


async def test_what_fifty_viewers_of_a_live_run_cost(new_run, supervisor, connect, monkeypatch):
    """Work is counted: each frame is packed once for all, and none is read back from the store."""
    run = await new_run(frames=60, delay_s=0.01)
    counts = {"packed": 0, "frames read": 0, "runs read": 0}

    def counting(name, call):
        def counted(*arguments):
            counts[name] += 1
            return call(*arguments)

        return counted

    monkeypatch.setattr(frames, "pack_frame", counting("packed", frames.pack_frame))
    monkeypatch.setattr(lineage, "read_frames", counting("frames read", lineage.read_frames))
    monkeypatch.setattr(store, "describe", counting("runs read", store.describe))
    sockets = [await connect(run.id) for _ in range(50)]
    supervisor.submit(run.id)
    viewers = await asyncio.gather(*[watch(socket, Viewer()) for socket in sockets])
    assert all(viewer.frames == list(range(60)) for viewer in viewers)
    assert len({viewer.last for viewer in viewers}) == 1
    # Once for all viewers, and once when it was asked for.
    assert counts == {"packed": 60, "frames read": 0, "runs read": 2}


async def test_many_viewers_read_a_frame_once(new_run, ended, connect, supervisor, monkeypatch):
    run = await new_run(frames=64)
    await ended(run)
    supervisor.frames.forget(run.id)
    readings = []
    read = supervisor.frames.read

    async def counted(*chunk):
        readings.append(chunk)
        return await read(*chunk)

    monkeypatch.setattr(supervisor.frames, "read", counted)
    viewers = await asyncio.gather(*[watch(await connect(run.id), Viewer()) for _ in range(20)])
    assert all(viewer.frames == list(range(64)) for viewer in viewers)
    assert len({viewer.last for viewer in viewers}) == 1
    assert len(readings) == 2


async def test_a_small_cache_still_serves_everything(new_run, ended, connect, supervisor):
    supervisor.frames.max_bytes = 1000
    run = await new_run(frames=80, size=4000)
    await ended(run)
    viewer = await watch(await connect(run.id), Viewer())
    assert viewer.frames == list(range(80))
    assert supervisor.frames.held_bytes < 200_000
