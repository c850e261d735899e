"""Classes whose time is over are ended once there is a database to end them in."""

import asyncio

from tests.patience import PATIENCE_S
from visualizer import asgi
from visualizer.classes import making
from visualizer.classes import rooms as rooms_module
from visualizer.laboratory import laboratory


async def test_nothing_is_swept_before_the_tables_are_there(monkeypatch):
    """At a first start they are made, which may take longer than anybody waits."""
    swept = asyncio.Event()

    async def has_waited():
        pass

    def sweep():
        loop.call_soon_threadsafe(swept.set)
        return []

    loop = asyncio.get_running_loop()
    monkeypatch.setattr(laboratory, "current", None)
    monkeypatch.setattr(laboratory, "start", has_waited)
    monkeypatch.setattr(making, "sweep", sweep)
    monkeypatch.setattr(rooms_module, "TICK_S", 0.01)
    await asgi.start()
    try:
        await asyncio.sleep(0.05)
        assert not swept.is_set()
        monkeypatch.setattr(laboratory, "current", object())
        await asyncio.wait_for(swept.wait(), PATIENCE_S)
    finally:
        await rooms_module.rooms.stop()
