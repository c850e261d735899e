"""What the supervisor does about faults, its own ones too: it looks again, says so and goes on."""

import asyncio
import os
import resource
import signal
import sys
import time
import weakref

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from tests.visualizer.conftest import stored_run, until
from visualizer import runs
from visualizer.models import Run
from visualizer.supervisor import bounds, job, preview, store, wire, worker
from visualizer.supervisor.performance import how_it_ended
from visualizer.supervisor.states import NEXT, Event, Place

pytestmark = pytest.mark.django_db(transaction=True)


@sync_to_async
def stored(run: Run) -> Run:
    return Run.objects.get(id=run.id)


async def started(supervisor, run: Run):
    """Its feed, once it is computed."""
    feed = await supervisor.feed(run.id)
    supervisor.submit(run.id)
    await until(lambda: feed.frames > 2)
    return feed


# --- workers that die -------------------------------------------------------------------------


async def test_all_workers_are_killed_and_the_queue_goes_on(new_run, supervisor):
    """Both at work and the spare, while three runs wait; nobody posts anything more."""
    doomed = [await new_run(frames=1000, delay_s=0.01) for _ in range(2)]
    waiting = [await new_run(frames=3) for _ in range(3)]
    feeds = [await started(supervisor, run) for run in doomed]
    await until(lambda: supervisor.pool.waiting)
    for run in waiting:
        supervisor.submit(run.id)
    others = [await supervisor.feed(run.id) for run in waiting]
    at_work = [seat.worker for seat in supervisor.roster.at_work()]
    for doomed_worker in [*at_work, *supervisor.pool.waiting]:
        os.kill(doomed_worker.process.pid, signal.SIGKILL)
    await until(lambda: all(feed.ended for feed in [*feeds, *others]))
    assert [feed.state for feed in feeds] == ["failed", "failed"]
    assert [feed.state for feed in others] == ["finished"] * 3
    assert "killed from outside" in feeds[0].message
    assert "(signal 9, SIGKILL)" in feeds[0].message


async def test_a_worker_may_be_killed_and_buried_by_anybody_at_any_time(supervisor):
    worker = await asyncio.to_thread(supervisor.pool.take)
    worker.kill()
    assert await asyncio.to_thread(worker.reap) == -signal.SIGKILL
    worker.kill()
    assert await asyncio.to_thread(worker.reap) == -signal.SIGKILL
    assert not worker.lives()


async def test_a_worker_that_dies_before_it_has_the_job_is_replaced(
    new_run, supervisor, ended, monkeypatch
):
    """Its death is not the run's."""
    take, taken = supervisor.pool.take, []

    def doomed():
        worker = take()
        if not taken:
            os.kill(worker.process.pid, signal.SIGKILL)
            worker.process.join()
        taken.append(worker)
        return worker

    monkeypatch.setattr(supervisor.pool, "take", doomed)
    feed = await ended(await new_run(frames=3))
    assert (feed.state, feed.frames, len(taken)) == ("finished", 3, 2)


async def test_a_cancellation_while_the_job_is_handed_over(new_run, supervisor, ended, monkeypatch):
    """The pipe is broken then, and that is no fault."""
    fork = supervisor.hands.fork

    async def cancelled_before(call, *args):
        if call.__name__ == "begin":
            (seat,) = supervisor.roster.at_work()
            supervisor._cancel(seat.run, timezone.now())
            await asyncio.to_thread(seat.worker.process.join)
        return await fork(call, *args)

    monkeypatch.setattr(supervisor.hands, "fork", cancelled_before)
    feed = await ended(await new_run(frames=3))
    assert (feed.state, feed.message[:10]) == ("stopped", "Cancelled.")


async def test_a_worker_that_is_stuck_is_killed(new_run, supervisor, monkeypatch):
    run = await new_run(frames=1000, delay_s=0.01)
    feed = await started(supervisor, run)
    (seat,) = supervisor.roster.at_work()
    os.kill(seat.worker.process.pid, signal.SIGSTOP)
    supervisor.watchdog.kill_stuck()
    assert not feed.ended
    seat.began -= 10_000
    supervisor.watchdog.kill_stuck()
    await until(lambda: feed.ended)
    assert (feed.state, "WINDTUNNEL_RUN_WALL_S" in feed.message) == ("stopped", True)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (-9, "was killed from outside, as systems do that run out of memory (signal 9, SIGKILL)"),
        (-11, "crashed, as happens where memory runs out in the middle of a calculation "
              "(signal 11, SIGSEGV)"),
        (-15, "was ended from outside (signal 15, SIGTERM)"),
        (3, "ended without a word (exit status 3)"),
        (None, "did not end even when it was killed"),
    ],
)  # fmt: skip
def test_the_end_of_a_worker_is_a_sentence(code, says):
    assert how_it_ended(code) == says


# --- retry ------------------------------------------------------------------------------------


async def test_a_retry_right_after_the_end_is_computed(new_run, supervisor, settings):
    """Asked for as soon as the end is stored, before the supervisor has left the run."""
    settings.RUN_MEMORY_BYTES = 128 * 1024**2
    for _ in range(8):
        run = await new_run(frames=6, hog_at=4)
        await sync_to_async(Run.objects.filter(id=run.id).update)(model_version=runs.MODEL_VERSION)
        feed = await supervisor.feed(run.id)
        ends = []
        feed.listeners.add(lambda feed=feed, ends=ends: feed.ended and ends.append(feed.message))
        supervisor.submit(run.id)
        await until(lambda feed=feed: feed.ended)
        assert "memory limit" in feed.message
        await sync_to_async(runs.requeue)(run.id, supervisor.is_dead)
        supervisor.submit(run.id)
        await until(lambda ends=ends, run=run: len(ends) > 1 and supervisor.is_dead(run.id))
        assert (await stored(run)).state == "stopped"


# --- a database that fails --------------------------------------------------------------------


async def test_a_full_disk_fails_what_is_computed_and_keeps_what_waits(
    new_run, supervisor, failing, tmp_path
):
    there = tmp_path / "there"
    both = [await new_run(frames=300, waits_at=10, until=str(there)) for _ in range(2)]
    waiting = await new_run(frames=3)
    await sync_to_async(Run.objects.update)(model_version=runs.MODEL_VERSION)
    feeds = [await started(supervisor, run) for run in both]
    supervisor.submit(waiting.id)
    other = await supervisor.feed(waiting.id)
    failing["on"] = True
    there.touch()
    await until(lambda: all(feed.ended for feed in feeds))
    assert "disk is full" in feeds[0].message
    assert supervisor.fate(both[0].id)["state"] == "failed"
    assert (await stored(both[0])).state == "running", "nothing could be stored"
    assert other.state == "queued"
    with pytest.raises(Exception, match="disk is full"):
        supervisor.accepts()
    failing["on"] = False
    await until(lambda: other.ended and not supervisor.roster.seats)
    assert (other.state, [(await stored(run)).state for run in both]) == (
        "finished",
        ["failed", "failed"],
    )
    supervisor.accepts()
    for run, feed in zip(both, feeds, strict=True):
        await sync_to_async(runs.requeue)(run.id, supervisor.is_dead)
        supervisor.submit(run.id)
        await until(lambda feed=feed: feed.state == "finished")


# --- runs that nobody is on -------------------------------------------------------------------


async def test_lost_runs_are_found_and_said(new_run, supervisor, caplog):
    """Whatever has lost them: one is taken up again, the other offered."""
    waiting, running = await new_run(frames=3), await new_run(frames=3)
    await sync_to_async(Run.objects.filter(id=running.id).update)(state="running")
    watchdog = supervisor.watchdog
    await watchdog.find_lost()
    assert watchdog.found == 0, "somebody may be about to take them"
    await watchdog.find_lost()
    assert watchdog.found == supervisor.status()["found_lost"] == 2
    feeds = [await supervisor.feed(run.id) for run in (waiting, running)]
    await until(lambda: all(feed.ended for feed in feeds))
    assert [feed.state for feed in feeds] == ["finished", "interrupted"]
    assert f"run {running.id} is stored as running, and nobody is on it" in caplog.text


async def test_a_performance_that_fails_gives_up_its_seat(new_run, supervisor, monkeypatch):
    """A fault in the supervisor itself: its run is found by the watchdog, others go on."""
    monkeypatch.setattr(supervisor.performer, "end", None)
    run = await new_run(frames=3, crash_at=1)
    supervisor.submit(run.id)
    await until(lambda: run.id in supervisor.roster.seats)
    await until(lambda: run.id not in supervisor.roster.seats)
    monkeypatch.undo()
    for _ in range(2):
        await supervisor.watchdog.find_lost()
    feed = await supervisor.feed(run.id)
    await until(lambda: feed.ended)
    assert feed.state == "interrupted"


@pytest.mark.parametrize(("resume", "state"), [(True, "queued"), (False, "interrupted")])
def test_at_the_start_what_waited_waits_and_the_rest_is_a_setting(transactional_db, resume, state):
    first, second, running = stored_run(), stored_run(), stored_run()
    Run.objects.filter(id=running.id).update(state="running")
    time.sleep(0.001)
    waiting = list(store.prepare(resume))
    assert waiting == [running.id] * resume + [first.id, second.id]
    assert Run.objects.get(id=running.id).state == state


def test_every_place_can_be_left():
    """From each, there is a way to NOWHERE; and cancelling and asking are understood everywhere."""
    reached = {Place.NOWHERE}
    while more := {a for (a, _), b in NEXT.items() if b in reached} - reached:
        reached |= more
    assert reached == set(Place)
    for place in Place:
        assert (place, Event.ASKED) in NEXT
        assert (place, Event.CANCELLED) in NEXT


async def test_the_last_words_have_memory(new_run, ended, supervisor, settings):
    """The memory is full to the last byte."""
    settings.RUN_MEMORY_BYTES = 128 * 1024**2
    feed = await ended(await new_run(hoard_at=4))
    assert (feed.state, feed.frames) == ("stopped", 4), feed.message
    assert "memory limit of 128 MB" in feed.message


class Simulation:
    """Holds much, where a traceback holds it too."""

    def header(self):
        much = self  # noqa: F841 - in a local variable of the call that fails
        raise MemoryError


@pytest.mark.parametrize(
    ("of", "sender"),
    [(worker, worker.WorkerRun), (preview, preview.Telling)],
    ids=["run", "preview"],
)
def test_when_the_last_words_are_said_nothing_holds_the_simulation(monkeypatch, of, sender):
    held, said = [], []

    def begin(job):
        simulation = Simulation()
        held.append(weakref.ref(simulation))
        return simulation

    def say(run, kind, body):
        said.append((kind, held[0]() is None))

    limits = [(resource.RLIM_INFINITY, 7), (resource.RLIM_INFINITY, 8)]
    monkeypatch.setattr(of, "limit_memory", lambda memory_bytes: None)
    monkeypatch.setattr(preview.os, "nice", lambda more: None)
    monkeypatch.setattr(bounds.resource, "getrlimit", lambda kind: limits[0])
    monkeypatch.setattr(bounds.resource, "setrlimit", lambda kind, new: limits.append(new))
    monkeypatch.setattr(sender, "send", say)
    monkeypatch.setattr(sys.modules[__name__], "begin", begin, raising=False)
    of.perform(job.Job("A", f"{__name__}:begin", {}, 1, "aws-2026", {}), out=-1)
    assert said == [(wire.END, True)]
    assert limits[-1] == (7, 7), "the reserve is for the last words"
