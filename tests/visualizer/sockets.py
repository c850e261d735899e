"""Viewers of the run socket, through the ASGI application."""

import contextlib
from collections.abc import AsyncIterator, Callable

from channels.testing import WebsocketCommunicator

from tests.visualizer.viewer import Viewer

OURS = [(b"host", b"localhost:8000")]


@contextlib.asynccontextmanager
async def connections() -> AsyncIterator[Callable]:
    """Opens connections to runs, which are closed at the end."""
    from visualizer.asgi import application

    opened = []

    async def open_one(run_id: str, headers=OURS, extensions=()):
        socket = WebsocketCommunicator(application, f"/ws/runs/{run_id}", headers=list(headers))
        socket.scope["extensions"] = dict(extensions)
        accepted, _ = await socket.connect(timeout=30)
        assert accepted
        opened.append(socket)
        return socket

    yield open_one
    for socket in opened:
        await socket.disconnect()


async def receive(socket, timeout=30):
    """Text, bytes, or the close code."""
    message = await socket.receive_output(timeout)
    if message["type"] == "websocket.close":
        return message["code"]
    return message.get("text") or message.get("bytes")


async def watch(socket, viewer: Viewer, until_frames: int | None = None) -> Viewer:
    """Say hello and acknowledge until the end, or until so many frames are here."""
    await socket.send_to(text_data=viewer.hello)
    while not viewer.end and (until_frames is None or len(viewer.frames) < until_frames):
        answer = viewer.take(await receive(socket))
        if answer is not None:
            await socket.send_to(text_data=answer)
    return viewer
