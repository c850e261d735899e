"""What the server says may be longer than what it takes: the limit is for what comes in."""

import asyncio
import contextlib
import json

import pytest

from tests.visualizer import server as servers
from tests.visualizer.desk import document
from tests.visualizer.viewer import Viewer

LIMIT = 8 * 1024


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server that takes messages of no more than the limit."""
    options = [str(LIMIT) if option == "65536" else option for option in servers.OPTIONS]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(servers, "OPTIONS", options)
        with contextlib.closing(servers.Server(tmp_path_factory.mktemp("large"))) as server:
            server.start()
            yield server


def wide():
    """A scenario of many functions, whose header alone is longer than the limit."""
    own = document(duration=2)
    function = own["components"]["worker"]
    own["components"] |= {f"worker-{n}": function for n in range(40)}
    return own


async def test_a_long_header_reaches_who_watches_a_run(server):
    _, run = server.post("/api/runs", {"document": wide()})
    seen = await server.watch(run["id"], Viewer())
    assert seen.end["state"] == "finished"
    assert len(json.dumps(seen.header)) > LIMIT


async def test_a_long_message_reaches_who_drags_a_knob(server):
    async with asyncio.timeout(30), server.previews() as opened:
        asked = {"type": "preview", "n": 1, "have": 0, "whole": True, "document": wide()}
        await opened.send(json.dumps(asked))
        begin = await opened.recv()
    assert json.loads(begin)["type"] == "begin"
    assert len(begin) > LIMIT
