"""Runs through worker processes into the database, whichever way they end."""

import asyncio
import json
import pickle
import subprocess
import sys
import time
import zlib
from itertools import islice

import pytest
from asgiref.sync import sync_to_async

from tests.patience import PATIENCE_S
from tests.visualizer import fake_run
from tests.visualizer.conftest import submitted, until
from visualizer import runs
from visualizer.laboratory import laboratory
from visualizer.models import Frame, Run, RunState, Snapshot
from visualizer.supervisor import bounds, store
from visualizer.supervisor.job import Job
from visualizer.supervisor.lock import DatabaseInUse
from visualizer.supervisor.supervisor import QueueFull, Settings, Supervisor

pytestmark = pytest.mark.django_db(transaction=True)


@sync_to_async
def reloaded(run: Run) -> Run:
    return Run.objects.get(id=run.id)


@sync_to_async
def frames_of(run: Run) -> list[dict]:
    blobs = Frame.objects.filter(run=run).order_by("n").values_list("blob", flat=True)
    return [json.loads(zlib.decompress(blob)) for blob in blobs]


async def test_a_run_is_stored_whole(new_run, ended, supervisor):
    run = await new_run(frames=40)
    feed = await ended(run)
    await until(lambda: not supervisor.tasks)
    assert (feed.state, feed.frames, feed.computed_s) == ("finished", 40, 40.0)
    assert [frame["n"] for frame in await frames_of(run)] == list(range(40))
    run = await reloaded(run)
    assert run.end["fingerprint"] == "fake-7"
    assert run.end["summary"]["events"] == 400
    assert json.loads(zlib.decompress(run.result))["status"] == "finished"
    assert run.stored_bytes > 0


async def test_a_fault_of_the_simulator_is_a_sentence(new_run, ended):
    feed = await ended(await new_run(fail_at=5))
    assert feed.state == "failed"
    assert "at 5.0 s of simulated time: the fake run was told to fail" in feed.message
    assert feed.frames == 5
    assert "Traceback" not in feed.message


async def test_a_crash_marks_its_run_and_nothing_else(new_run, ended, supervisor):
    beside = await new_run(frames=30, delay_s=0.01)
    supervisor.submit(beside.id)
    feed = await ended(await new_run(crash_at=3))
    assert (feed.state, feed.frames) == ("failed", 3)
    assert "signal 9" in feed.message
    assert (await ended(beside, submit=False)).state == "finished"


async def test_memory_is_limited(new_run, ended, settings):
    settings.RUN_MEMORY_BYTES = 128 * 1024**2
    feed = await ended(await new_run(hog_at=4))
    assert (feed.state, feed.frames) == ("stopped", 4)
    assert "memory limit of 128 MB (WINDTUNNEL_RUN_MEMORY_MB)" in feed.message


async def test_time_is_limited(new_run, ended, settings):
    settings.RUN_WALL_S = 0.2
    feed = await ended(await new_run(frames=1000, delay_s=0.01))
    assert feed.state == "stopped"
    assert 0 < feed.frames < 100
    assert "WINDTUNNEL_RUN_WALL_S" in feed.message


async def test_the_queue_tells_who_is_ahead(new_run, ended, supervisor):
    runs = [await new_run(frames=20, delay_s=0.01) for _ in range(4)]
    for run in runs:
        supervisor.submit(run.id)
    last = await supervisor.feed(runs[-1].id)
    await until(lambda: last.queue is not None)
    assert (last.state, last.queue) == ("queued", 1)
    assert (await ended(runs[-1], submit=False)).state == "finished"
    assert supervisor.status()["queued"] == 0


async def test_a_full_queue_takes_no_more(new_run, supervisor):
    supervisor.settings = Settings(at_once=0, queued=1)
    supervisor.submit((await new_run()).id)
    await until(lambda: len(supervisor.roster.queue) == 1)
    with pytest.raises(QueueFull, match="WINDTUNNEL_MAX_RUNS_QUEUED"):
        supervisor.accepts()
    supervisor.roster.queue.clear()


async def test_cancelling_keeps_what_was_computed(new_run, supervisor):
    run = await new_run(frames=1000, delay_s=0.01)
    feed = await supervisor.feed(run.id)
    supervisor.submit(run.id)
    await until(lambda: feed.frames > 3)
    supervisor.cancel(run.id)
    await until(lambda: feed.ended)
    assert (feed.state, feed.message[:9]) == ("stopped", "Cancelled")
    assert len(await frames_of(run)) == feed.frames


async def test_cancelling_a_waiting_run(new_run, supervisor):
    runs = [await new_run(frames=100, delay_s=0.01) for _ in range(3)]
    for run in runs:
        supervisor.submit(run.id)
    feed = await supervisor.feed(runs[-1].id)
    await until(lambda: feed.queue == 0)
    supervisor.cancel(runs[-1].id)
    await until(lambda: feed.ended)
    assert (await reloaded(runs[-1])).state == RunState.STOPPED
    for run in runs:
        supervisor.cancel(run.id)


async def test_a_stopped_server_is_found_honest_and_goes_on(new_run, fake_simulator):
    await laboratory.start()
    first = laboratory.supervisor()
    whole = await new_run(frames=30)
    run = await new_run(frames=30, delay_s=0.01)
    feed, other = await first.feed(run.id), await first.feed(whole.id)
    first.submit(whole.id)
    first.submit(run.id)
    await until(lambda: other.ended and feed.frames >= 5)
    await laboratory.stop()

    await laboratory.start()
    try:
        second = laboratory.supervisor()
        feed = await second.feed(run.id)
        assert feed.state == "interrupted"
        assert 5 <= feed.frames < 30
        await sync_to_async(Run.objects.filter(id=run.id).update)(state="queued")
        await submitted(second, run)
        await until(lambda: feed.ended)
        assert (feed.state, feed.frames) == ("finished", 30)
        assert await frames_of(run) == await frames_of(whole)
    finally:
        await laboratory.stop()


async def test_a_run_goes_on_from_its_snapshot(new_run, ended, supervisor):
    run = await new_run(frames=400, delay_s=0.01)
    feed = await supervisor.feed(run.id)
    supervisor.submit(run.id)
    has_snapshot = sync_to_async(Snapshot.objects.filter(run=run).exists)
    async with asyncio.timeout(PATIENCE_S):
        while not await has_snapshot():
            await asyncio.sleep(0.05)
    supervisor.cancel(run.id)
    await until(lambda: feed.ended and run.id not in supervisor.roster.seats)

    @sync_to_async
    def hurry() -> int:
        """Make the rest quick, and a run from the beginning impossible."""
        snapshot = Snapshot.objects.filter(run=run).latest("n")
        paused = pickle.loads(snapshot.blob)
        paused.fake["delay_s"] = 0.0
        snapshot.blob = pickle.dumps(paused)
        snapshot.save()
        Run.objects.filter(id=run.id).update(state="queued", document={"fake": {"fail_at": 0}})
        return snapshot.n

    assert 0 < await hurry() <= feed.frames
    await ended(run)
    assert (feed.state, feed.frames) == ("finished", 400)
    assert [frame["n"] for frame in await frames_of(run)] == list(range(400))
    assert await has_snapshot(), "for forks"


async def test_a_run_that_comes_out_differently_is_not_continued(new_run, ended, supervisor):
    run = await new_run(frames=300, delay_s=0.01, salt="clock")
    feed = await supervisor.feed(run.id)
    supervisor.submit(run.id)
    await until(lambda: feed.frames > 3)
    supervisor.cancel(run.id)
    await until(lambda: feed.ended and run.id not in supervisor.roster.seats)
    before = feed.frames
    await sync_to_async(Run.objects.filter(id=run.id).update)(state="queued")
    await ended(run)
    assert (feed.state, feed.frames) == ("failed", before)
    assert "came out differently" in feed.message


async def test_a_slow_database_holds_the_worker_back(new_run, supervisor, monkeypatch):
    """What the server holds is bounded, however fast the worker is."""
    monkeypatch.setattr("visualizer.supervisor.pipe_reader.ENOUGH_BYTES", 500_000)
    held = []
    save = store.Progress.save

    def slow(self, batch):
        held.append(sum(len(message.body) for message in batch))
        time.sleep(0.05)
        return save(self, batch)

    monkeypatch.setattr(store.Progress, "save", slow)
    run = await new_run(frames=200, size=100_000)
    feed = await supervisor.feed(run.id)
    supervisor.submit(run.id)
    await until(lambda: feed.ended)
    assert feed.state == "finished"
    assert max(held) < 1_000_000
    assert sum(held) > 5_000_000


async def test_two_servers_do_not_share_a_database(supervisor):
    with pytest.raises(DatabaseInUse, match="WINDTUNNEL_DATA_DIR"):
        await Supervisor(Settings()).start()


async def test_old_runs_make_room(new_run, ended, supervisor, settings):
    settings.MAX_RUNS_STORED = 2
    for _ in range(3):
        await ended(await new_run(frames=3))
    await until(lambda: not supervisor.tasks)
    assert await sync_to_async(Run.objects.count)() == 2
    assert await sync_to_async(Frame.objects.count)() == 6


def test_the_worker_knows_no_django():
    code = (
        "import sys; import visualizer.supervisor.worker; "
        "print([m for m in ('django', 'twisted', 'channels') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_memory_is_counted_beyond_what_is_loaded(monkeypatch):
    asked = []
    monkeypatch.setattr(bounds.resource, "setrlimit", lambda kind, limits: asked.append(limits))
    bounds.limit_memory(10**9)
    assert asked[0][0] > 10**9


async def test_a_watched_run_does_not_make_room(new_run, ended, supervisor, settings):
    settings.MAX_RUNS_STORED = 1
    watched = await new_run(frames=3)
    feed = await ended(watched)
    feed.listeners.add(lambda: None)
    for _ in range(2):
        await ended(await new_run(frames=3))
    await until(lambda: not supervisor.tasks)
    assert await sync_to_async(Run.objects.filter(id=watched.id).exists)()


async def test_a_stop_at_the_limit_goes_on_behind_its_last_frame(new_run, ended, supervisor):
    """What is stored of it is whole, and what it ended with is not what it will end with."""
    run = await new_run(frames=8, delay_s=0.05)
    stored = Run.objects.filter(id=run.id)
    frames = [await sync_to_async(Frame.objects.create)(**one) for one in frames_before(run, 5)]
    changes = {"state": "stopped", "model_version": runs.MODEL_VERSION, "frames": len(frames),
               "result": b"partial", "end": {"state": "stopped"}}  # fmt: skip
    await sync_to_async(stored.update)(**changes)
    await sync_to_async(Snapshot.objects.create)(run=run, n=5, blob=paused(run, 5))
    queued = await sync_to_async(runs.requeue)(run.id, supervisor.is_dead)
    assert (queued.frames, queued.result, queued.end) == (5, None, None)
    assert await sync_to_async(Snapshot.objects.filter(run=run).exists)()
    feed = await ended(run)
    assert (feed.state, feed.frames) == ("finished", 8)
    again = Run.objects.defer("document").get
    assert (await sync_to_async(again)(id=run.id)).result not in (None, b"partial")


def frames_before(run, n):
    """The frames that its worker would have stored."""
    whole = islice(fake_run.begin(job_of(run)).frames(), n)
    return [
        {"run": run, "n": frame.n, "blob": zlib.compress(json.dumps(frame.payload).encode())}
        for frame in whole
    ]


def paused(run, n):
    fake = fake_run.begin(job_of(run))
    fake.n = n
    return fake.snapshot()


def job_of(run):
    return Job(run.id, "", run.document, run.seed, run.profile, {})
