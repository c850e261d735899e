"""A supervisor in a world in which a seed decides what happens next.

Everything that would happen in another thread or process waits until it is its turn: each call to
the database, each fork, each message of a worker, each arrival of what a person asked for. The
database is a real one, the workers are not. Between turns the event loop runs until it is still, so
a seed gives the same order of things every time.
"""

import asyncio
import random
from collections import Counter
from functools import partial

from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from tests.visualizer.stand_ins import FRAMES, TurnByTurn, Worker, Workers
from visualizer import asking, runs
from visualizer.models import ENDED, Frame, Run, RunState, Snapshot
from visualizer.supervisor import store
from visualizer.supervisor.states import Place
from visualizer.supervisor.supervisor import Settings, Supervisor
from visualizer.visitor import Visitor

PEOPLE = [Visitor((name,), name) for name in ("one", "other")]
NAMES = [f"INTERLEAV{letter}" for letter in "ABCDE"]


class World:
    """Runs, people, workers, a database that may fail, and one seed."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.workers: list[Worker] = []
        self.broken = ""  # "full": nothing can be written; "gone": nor read
        self.no_forks = False
        self.on_the_way: list[tuple] = []  # (what, run, more): requests that were answered
        self.in_order = self.rng.random() < 0.5  # requests arrive as they were answered
        self.owed: set[str] = set()  # asked for, not cancelled since: they have to begin
        self.wishes: dict[str, set[Visitor]] = {}  # by run, since it last began to wait
        self.unwanted: set[str] = set()  # cancelled before they began: not to be computed
        self.looking: asyncio.Future | None = None
        self.log: list[str] = []
        self.seen: Counter[str] = Counter()

    async def open(self) -> None:
        self.hands = TurnByTurn(self)
        resume = self.rng.random() < 0.5
        forever = 1e9
        settings = Settings(at_once=2, resume=resume, wall_s=forever, watch_every_s=forever)
        self.supervisor = Supervisor(settings, self.hands, Workers(self))
        starting = asyncio.ensure_future(self.supervisor.start())
        while not starting.done():
            await self.still()
            for turn in self.hands.turns()[:1]:
                self.hands.do(*turn)
        await starting
        await self.still()

    async def close(self) -> None:
        """The server dies: nothing is said, nothing is tidied up."""
        supervisor = self.supervisor
        supervisor.stopping = True
        tasks = [*supervisor.tasks, supervisor.watching, *filter(None, [self.looking])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        supervisor.lock.release()
        for worker in self.workers:
            worker.reap()
        self.workers, self.on_the_way, self.looking = [], [], None

    async def still(self) -> None:
        """Until nothing happens by itself any more."""
        for _ in range(12):
            await asyncio.sleep(0)

    def at_work(self) -> list[Worker]:
        return [worker for worker in self.workers if worker.lives and worker.job is not None]

    # --- what may happen ----------------------------------------------------------------------

    async def step(self) -> None:
        happen = self.rng.choices(self.HAPPENINGS, self.WEIGHTS)[0]
        what = happen(self)
        if asyncio.iscoroutine(what):
            what = await what
        await self.still()
        if what:
            self.log.append(what)
            self.seen[happen.__name__] += 1
            self.check()

    def a_call_is_done(self) -> str:
        turns = self.hands.turns()
        return self.hands.do(*self.rng.choice(turns)) if turns else ""

    def somebody_posts(self) -> str:
        run_id = self.rng.choice(NAMES)
        if self.broken:
            return ""  # answered with 507
        run, is_new = Run.objects.get_or_create(
            id=run_id,
            defaults={
                "scenario": "fake", "title": "Fake", "document": {}, "seed": 1,
                "profile": "aws-2026", "model_version": runs.MODEL_VERSION,
            },
        )  # fmt: skip
        person = self._somebody_wishes(run)
        asking.note(run, person)
        if not is_new and runs.unfinished(run, self.supervisor.is_dead):
            run = runs.requeue(
                run.id, self.supervisor.is_dead, partial(asking.note, visitor=person)
            )
            is_new = True
        if run.state == RunState.QUEUED:
            self._asked(run.id, is_new)
        return f"post {run_id}"

    def _somebody_wishes(self, run: Run) -> Visitor:
        """Who asks for a run; for one that has ended, all wishes of before are over."""
        person = self.rng.choice(PEOPLE)
        before = set() if run.state in ENDED else self.wishes.get(run.id, set())
        self.wishes[run.id] = {*before, person}
        return person

    def _asked(self, run_id: str, is_new: bool) -> None:
        self.on_the_way.append(("submit", run_id))
        if is_new:  # else it shares what becomes of the one that waits
            self.owed.add(run_id)
            self.unwanted.discard(run_id)

    def somebody_retries(self) -> str:
        run = Run.objects.filter(id=self.rng.choice(NAMES)).first()
        if run is None or run.state == RunState.FINISHED or self.broken:
            return ""
        before = self.wishes.get(run.id, set())
        noted = partial(asking.note, visitor=self._somebody_wishes(run))
        try:
            runs.requeue(run.id, self.supervisor.is_dead, noted)
        except runs.CannotResume:
            self.wishes[run.id] = before
            dead = self.supervisor.roster.place(run.id) in (Place.NOWHERE, Place.ENDING)
            assert not dead, f"409 for {run.id}, which nobody computes"
            return f"retry {run.id}: 409"
        self._asked(run.id, is_new=True)
        return f"retry {run.id}"

    def somebody_cancels(self) -> str:
        run = Run.objects.filter(id=self.rng.choice(NAMES)).exclude(state__in=ENDED).first()
        if run is None or self.broken == "gone":
            return ""
        person = self.rng.choice(PEOPLE)
        self.wishes.setdefault(run.id, set()).discard(person)
        nobodys = asking.give_up(run.id, person)
        assert nobodys == (not self.wishes[run.id]), f"{run.id} is wanted by {self.wishes[run.id]}"
        if not nobodys:
            return f"one of two does not want {run.id}"
        self.on_the_way.append(("cancel", run.id, timezone.now()))
        self.owed.discard(run.id)
        return f"cancel {run.id}"

    def a_request_arrives(self) -> str:
        if not self.on_the_way:
            return ""
        number = 0 if self.in_order else self.rng.randrange(len(self.on_the_way))
        what, run_id, *more = self.on_the_way.pop(number)
        place = self.supervisor.roster.place(run_id)
        before = place in (Place.WAITING, Place.STARTING) and run_id not in self.owed
        ended = Run.objects.filter(id=run_id, state__in=ENDED).exists()
        another = any(way[:2] == ("cancel", run_id) for way in self.on_the_way)
        if what == "cancel" and before and not ended and not another:
            self.unwanted.add(run_id)
        arrives = {"submit": self.supervisor._enqueue, "cancel": self.supervisor._cancel}
        arrives[what](run_id, *more)
        return f"{what} {run_id} arrives"

    def a_worker_does(self, *deeds) -> str:
        if not (at_work := self.at_work()):
            return ""
        worker, deed = self.rng.choice(at_work), self.rng.choice(deeds)
        deed(worker)
        return f"{worker.job.run}: {deed.__name__}"

    def a_worker_computes(self) -> str:
        return self.a_worker_does(Worker.compute, Worker.compute, Worker.pause)

    def a_worker_stops_or_dies(self) -> str:
        def reaches_its_memory_limit(worker):
            worker.say_end("stopped")

        def is_killed(worker):
            worker.end(-9)

        return self.a_worker_does(reaches_its_memory_limit, is_killed, Worker.die_in_a_word)

    def a_spare_dies(self) -> str:
        spares = [worker for worker in self.workers if worker.lives and worker.job is None]
        if not spares:
            return ""
        self.rng.choice(spares).end(-9)
        return "a spare dies"

    def the_database_fails_or_recovers(self) -> str:
        self.broken = "" if self.broken else self.rng.choice(["full", "gone"])
        return f"the database is {self.broken or 'well'}"

    def forks_fail_or_work(self) -> str:
        self.no_forks = not self.no_forks
        return f"forks {'fail' if self.no_forks else 'work'}"

    async def the_watchdog_looks(self) -> str:
        """Seconds lie between two looks: whatever was on its way has arrived."""
        if self.looking is not None and not self.looking.done():
            return ""
        while self.a_request_arrives():
            await self.still()
        self.looking = asyncio.ensure_future(self._look())
        return "look"

    async def _look(self) -> None:
        try:
            await self.supervisor.watchdog.look()
        except OperationalError:
            self.seen["the_watchdog_fails"] += 1

    async def the_server_dies(self) -> str:
        # What a thread was at may be done, and nobody hears of it.
        for turn in self.hands.turns()[:1]:
            if self.rng.random() < 0.5:
                self.hands.do(*turn, told=False)
        await self.close()
        self.broken, self.no_forks = "", False
        self.unwanted.clear()  # nothing of a cancellation is stored before it is done
        await self.open()
        return "the server dies and is started again"

    HAPPENINGS, WEIGHTS = zip(
        (a_call_is_done, 40), (a_request_arrives, 12), (a_worker_computes, 16),
        (somebody_posts, 6), (somebody_retries, 6), (somebody_cancels, 5),
        (a_worker_stops_or_dies, 4), (a_spare_dies, 1), (the_database_fails_or_recovers, 2),
        (forks_fail_or_work, 1), (the_watchdog_looks, 3), (the_server_dies, 1),
        strict=True,
    )  # fmt: skip

    # --- what must hold -----------------------------------------------------------------------

    def is_cared_for(self, run_id: str) -> bool:
        """Somebody is at it, or its request is on the way."""
        on_the_way = any(run == run_id for _, run, *_ in self.on_the_way)
        return on_the_way or run_id in self.supervisor.roster.seats

    def check(self) -> None:
        """After every step."""
        counted = Counter(worker.job.run for worker in self.at_work())
        assert all(count == 1 for count in counted.values()), f"two workers for one run: {counted}"
        at_work = self.supervisor.roster.at_work()
        assert len(at_work) <= 2, "more are computed than may"
        for run_id, (state, _) in store.under_way().items():
            assert self.is_cared_for(run_id), f"{run_id} is {state}, and nobody is on it"

    async def settle(self) -> None:
        """Nobody asks for anything more, nothing fails any more: all comes to its end."""
        self.broken, self.no_forks = "", False
        for _ in range(400):
            if not any([await self.the_watchdog_looks(), self.a_request_arrives()]):
                self.a_call_is_done()
            while self.hands.turns():
                self.a_call_is_done()
                await self.still()
            for worker in self.at_work():
                worker.compute()
            await self.still()
            busy = self.supervisor.roster.seats or self.hands.turns() or self.on_the_way
            if not busy and not self.hands.troubles:
                break
        self.check_all_ended()

    def check_all_ended(self) -> None:
        supervisor = self.supervisor
        assert not supervisor.roster.seats, f"still on: {list(supervisor.roster.seats)}"
        assert supervisor.watchdog.found == 0, "the watchdog had to help"
        assert not supervisor.hands.troubles
        for run in Run.objects.filter(id__in=self.owed if self.in_order else ()):
            put_off_too_often = run.state == RunState.FAILED and run.frames == 0
            assert put_off_too_often, f"{run.id} was asked for and never begun: {run.message}"
        for run in Run.objects.all():
            assert run.state in ENDED, f"{run.id} is {run.state} for ever"
            feed = supervisor.feeds.get(run.id)
            if feed is not None:
                told = (feed.state, feed.frames, feed.queue)
                assert told == (run.state, run.frames, None), f"{run.id}: {told}"
            numbers = Frame.objects.filter(run=run).order_by("n").values_list("n", flat=True)
            assert list(numbers) == list(range(run.frames)), f"{run.id} has holes"
            if run.state == RunState.FINISHED:
                assert run.id not in self.unwanted, f"{run.id} was cancelled and computed"
                assert run.frames == FRAMES, f"{run.id} is shown as whole and is not"
                assert Snapshot.objects.filter(run=run).count() <= settings.RUN_SNAPSHOTS
