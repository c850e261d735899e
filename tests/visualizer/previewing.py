"""A lab that drags a knob, as the protocol has it: asks for previews, and notes what comes."""

import asyncio
import contextlib
import json
import zlib

from tests.patience import PATIENCE_S
from tests.visualizer.desk import document
from tests.visualizer.server import Server
from visualizer.protocol import NUMBER


def scenario(rate, duration=120):
    own = document(duration=duration)
    own["components"]["callers"]["arrivals"] = {"poisson": {"rate": rate}}
    return own


SHORT = scenario("20/s")
ENDLESS = scenario("500/s", 8_000)


class Previewing:
    """One socket; what has come of each preview, and in which order."""

    def __init__(self, opened):
        self.opened = opened
        self.begun, self.ended, self.frames, self.order = {}, {}, {}, []

    async def ask(self, n, have=0, **asked):
        await self.opened.send(json.dumps({"type": "preview", "n": n, "have": have, **asked}))

    async def until(self, condition):
        async with asyncio.timeout(PATIENCE_S):
            while not condition():
                self.take(await self.opened.recv())
        return self

    def take(self, message):
        if isinstance(message, bytes):
            n = NUMBER.unpack_from(message)[0]
            self.frames.setdefault(n, []).extend(json.loads(zlib.decompress(message[4:])))
        else:
            told = json.loads(message)
            n = told["n"]
            {"begin": self.begun, "end": self.ended}[told["type"]][n] = told
        self.order.append(n)


@contextlib.asynccontextmanager
async def previewing(server, **options):
    async with server.previews(**options) as opened:
        yield Previewing(opened)


@contextlib.contextmanager
def serving(folder, wall_s):
    """One preview at a time."""
    told = {
        "WINDTUNNEL_MAX_PREVIEWS_AT_ONCE": "1",
        "WINDTUNNEL_PREVIEW_WALL_S": f"{wall_s}",
        "WINDTUNNEL_PREVIEW_MEMORY_MB": "64",
        "WINDTUNNEL_RUN_FACTORY": "tests.visualizer.bad_loading:begin",
    }
    with contextlib.closing(Server(folder, **told)) as server:
        yield server.start()


def under_way(server):
    return server.get("/healthz")["workers"]["previews"]


async def ends_while_loading(server, how, state, said):
    async with previewing(server) as seen:
        await seen.ask(1, document=SHORT | {"description": how})
        await seen.until(lambda: 1 in seen.ended)
    end = seen.ended[1]
    assert (end["state"], end["computed_s"], 1 in seen.frames) == (state, 0, False)
    assert said in end["message"]
    assert "secret" not in end["message"]
    assert "\n" not in end["message"]
    server.until(lambda: under_way(server) == 0)
