"""A supervisor in the test's own event loop, with a stand-in for the simulator."""

import asyncio
import itertools

import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError, connections

from tests.visualizer.classes import made, pages
from tests.visualizer.desk import Desk
from tests.visualizer.sockets import connections as connections_to_runs
from visualizer.classes.tries import tries
from visualizer.laboratory import laboratory
from visualizer.models import Run
from visualizer.runs import MODEL_VERSION
from visualizer.supervisor import store


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory):
    """A file, not memory, so that tests meet the same journal and the same locks; one each for
    test processes that run beside one another."""
    path = tmp_path_factory.mktemp("database") / "test.sqlite3"
    connections["default"].settings_dict["TEST"]["NAME"] = str(path)


@pytest.fixture(autouse=True)
def shelf_of_its_own(settings, tmp_path):
    """Traces that one test has read are not there for the next."""
    settings.TRACE_CACHE_DIR = tmp_path / "traces"


FAKE = "tests.visualizer.fake_run:begin"


@pytest.fixture
def fake_simulator(settings):
    settings.RUN_FACTORY = FAKE


@pytest.fixture
async def supervisor(transactional_db, settings, fake_simulator):
    await laboratory.start()
    yield laboratory.supervisor()
    await laboratory.stop()


@pytest.fixture
async def connect(supervisor):
    """Connections to runs, closed at the end."""
    async with connections_to_runs() as open_one:
        yield open_one


@pytest.fixture
def desk(monkeypatch):
    desk = Desk()
    monkeypatch.setattr(laboratory, "current", desk)
    return desk


numbers = itertools.count()


def stored_run(**fake) -> Run:
    """A queued run whose fake simulator behaves as told."""
    name = f"{next(numbers):A>10}".translate(str.maketrans("0123456789", "BCDEFGHIJK"))
    return Run.objects.create(
        id=name, scenario="fake", title="Fake", document={"fake": fake}, seed=7,
        profile="aws-2026", model_version=MODEL_VERSION,
    )  # fmt: skip


@pytest.fixture
def new_run(transactional_db):
    return sync_to_async(stored_run)


@pytest.fixture
def ended(supervisor):
    """Submit a run and wait for its end; the feed."""

    async def until_the_end(run: Run, submit: bool = True):
        feed = await supervisor.feed(run.id)
        if submit:
            await submitted(supervisor, run)
        await until(lambda: feed.ended)
        return feed

    return until_the_end


async def submitted(supervisor, run: Run) -> None:
    """Submit a run, and wait until the event loop has taken note."""
    supervisor.submit(run.id)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert run.id in supervisor.roster.seats


async def until(condition, patience_s: float = 30.0) -> None:
    """Wait for a condition of the event loop's own state."""
    async with asyncio.timeout(patience_s):
        while not condition():
            await asyncio.sleep(0.005)


@pytest.fixture
def failing(monkeypatch):
    """While it is set, nothing can be stored."""
    switch = {"on": False}

    def check():
        if switch["on"]:
            raise OperationalError("database or disk is full")

    for owner, name in [(store.Progress, "save"), (store, "end"), (store, "begin"),
                        (store, "probe"), (store, "tidy")]:  # fmt: skip
        real = getattr(owner, name)

        def fails(*args, real=real):
            check()
            return real(*args)

        fails.__name__ = name
        monkeypatch.setattr(owner, name, fails)
    return switch


@pytest.fixture
async def enter(supervisor):
    tries.forget()
    async with pages() as open_one:
        yield open_one
    tries.forget()


@pytest.fixture
async def a_class(enter):
    """Its code, the teacher's stage, and a follower."""
    code = await made(run="AAAAAAAAAA")
    stage, follower = await enter(code, "stage"), await enter(code)
    await follower.part("stage")
    return code, stage, follower
