"""A fork shares its parent's frames up to where they part, and comes to what a replay comes to."""

import asyncio
import contextlib
import os
import random
import signal
import sqlite3

import orjson
import pytest

from simcore import Run, load_scenario
from tests.browser.brake import VARIABLE, Brake
from tests.docs.pages import ROOT, blocks
from tests.patience import PATIENCE_S
from tests.shares import SOAK
from tests.visualizer.desk import document
from tests.visualizer.server import Server
from tests.visualizer.test_kills import workers
from tests.visualizer.test_live import Keeper

DURATION_S = 300
SHARED, HELD_AT = 60, 250  # by a run that is to be killed; and where it waits for that
FAIL = {"at": 200, "action": "fail", "component": "worker", "share": 0.5}
SLOW = {"at": 120.5, "for": 30, "action": "slow", "component": "worker", "factor": 4}
MORE = {"at": 250, "action": "set", "values": {"worker.reserved_concurrency": 2}}


@pytest.fixture(scope="module")
def brake(tmp_path_factory):
    return Brake(tmp_path_factory.mktemp("brake") / "brake")


@pytest.fixture(scope="module")
def server(tmp_path_factory, brake):
    told = {"WINDTUNNEL_RUN_FACTORY": "tests.browser.brake:begin", VARIABLE: str(brake.path)}
    with contextlib.closing(Server(tmp_path_factory.mktemp("forks"), **told)) as server:
        server.start()
        yield server


def scenario(rate="20/s", **changes):
    own = document(duration=DURATION_S, **changes)
    own["components"]["callers"]["arrivals"] = {"poisson": {"rate": rate}}
    return own


def ask(server, own, interventions=(), parent=None, **overrides):
    if interventions:
        overrides["interventions"] = list(interventions)
    asked = {"document": own, "overrides": overrides}
    status, made = server.post("/api/runs", {**asked, "parent": parent} if parent else asked)
    assert status in (200, 201), made
    return made["id"]


def finished(server, run):
    """What is told of a run once it is finished, however often it has to be resumed."""

    def is_finished():
        state = server.get(f"/api/runs/{run}")["state"]
        if state in ("interrupted", "failed"):
            server.post(f"/api/runs/{run}/retry")
        return state == "finished"

    server.until(is_finished)
    return server.get(f"/api/runs/{run}")


def rows(server, run, table="frame"):
    """The numbers of what is stored under its own name."""
    opened = sqlite3.connect(server.folder / "windtunnel.sqlite3")
    with contextlib.closing(opened):
        found = opened.execute(
            f"SELECT n FROM visualizer_{table} WHERE run_id = ? ORDER BY n", (run,)
        )
        return [n for (n,) in found]


def replayed(own, interventions=(), **overrides):
    """The frames and the fingerprint of the same run, computed here from the start."""
    run = Run(load_scenario({**own, "interventions": list(interventions)}, overrides=overrides))
    frames = [orjson.loads(orjson.dumps(frame.payload, option=DUMP)) for frame in run.frames()]
    return frames, run.result().fingerprint


DUMP = orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS


async def seen(server, run):
    return (await server.watch(run, Keeper())).payloads


async def test_a_fork_shares_what_lies_before_and_computes_what_follows(server):
    own = scenario(title="One")
    base = ask(server, own)
    before = finished(server, base)
    fork = ask(server, own, [FAIL], parent=base)
    told = finished(server, fork)
    assert (told["parent"], told["shared"]) == (base, 200)
    assert rows(server, fork) == list(range(200, DURATION_S))
    frames, fingerprint = replayed(own, [FAIL])
    assert told["end"]["fingerprint"] == fingerprint != before["end"]["fingerprint"]
    assert await seen(server, fork) == frames
    assert told["header"]["interventions"] == [
        {"at": 200.0, "component": "worker", "action": "fail", "label": "worker: fail 50 %",
         "words": "worker: fail 50 % from 3:20"}
    ]  # fmt: skip
    assert server.get(f"/api/runs/{base}") == before, "parents are never altered"
    manifest = server.get(f"/api/runs/{fork}/result.json")["manifest"]
    assert manifest["overrides"] == told["overrides"] == {"interventions": [
        {**FAIL, "at": 200.0}
    ]}  # fmt: skip


async def test_forks_of_forks_read_from_all_of_them(server):
    """Where the second parts before the first did, its frames are the grandparent's."""
    own = scenario(title="Two")
    base = ask(server, own)
    finished(server, base)
    first = ask(server, own, [FAIL], parent=base)
    finished(server, first)
    later = ask(server, own, [FAIL, MORE], parent=first)
    earlier = ask(server, own, [SLOW, FAIL], parent=first)
    for fork, said, shared in ((later, [FAIL, MORE], 250), (earlier, [SLOW, FAIL], 120)):
        told = finished(server, fork)
        frames, fingerprint = replayed(own, said)
        assert told["shared"] == shared
        assert rows(server, fork) == list(range(shared, DURATION_S))
        assert told["end"]["fingerprint"] == fingerprint
        assert await seen(server, fork) == frames


def test_without_a_snapshot_it_replays_to_the_same(server):
    own = scenario(title="Three")
    base = ask(server, own)
    finished(server, base)
    assert rows(server, base, "snapshot"), "quick runs have some"
    with contextlib.closing(sqlite3.connect(server.folder / "windtunnel.sqlite3")) as opened:
        opened.execute("UPDATE visualizer_snapshot SET blob = x'00' WHERE run_id = ?", (base,))
        opened.commit()
    told = finished(server, ask(server, own, [SLOW], parent=base))
    assert told["shared"] == 120
    assert told["end"]["fingerprint"] == replayed(own, [SLOW])[1]


def test_the_same_inputs_are_the_same_run_whoever_the_parent_is(server):
    own = scenario(title="Four")
    base = ask(server, own)
    finished(server, base)
    fork = ask(server, own, [FAIL], parent=base)
    finished(server, fork)
    spelled = {**FAIL, "at": "200 s"}
    assert ask(server, own, [spelled]) == fork
    assert ask(server, own, [FAIL], parent=fork) == fork
    assert ask(server, own, (), parent=fork) == base


def test_another_knob_from_the_start_shares_nothing_and_belongs_to_the_tree(server):
    own = scenario(title="Five")
    base = ask(server, own)
    finished(server, base)
    knob = {"worker.reserved_concurrency": 3}
    other = ask(server, own, [FAIL], parent=base, **knob)
    told = finished(server, other)
    assert (told["parent"], told["shared"]) == (base, 0)
    assert told["end"]["fingerprint"] == replayed(own, [FAIL], **knob)[1]
    tree = server.get(f"/api/runs/{other}/family")
    assert tree["root"] == base
    assert [(one["id"], one["parent"]) for one in tree["runs"]] == [(base, None), (other, base)]
    assert tree["runs"][1]["label"] == "Reserved concurrency 3, worker: fail 50 % from 3:20"


async def test_a_fork_that_waits_shows_what_it_shares(server):
    """At once: there is a header and its frames before a worker has begun."""
    own = scenario(title="Six")
    base = ask(server, own)
    finished(server, base)
    fork = ask(server, own, [FAIL], parent=base)
    told = server.get(f"/api/runs/{fork}")
    assert told["frames"] >= 200
    assert told["header"]["interventions"]
    viewer = await server.watch(fork, Keeper(), until_frames=200)
    assert viewer.frames == list(range(200))


def moments(victim):
    """(victim, frames): when it is killed, drawn at random, once it has one of its own. None is
    drawn twice: what was asked for before is the same run, and over."""
    drawn = random.Random(f"{victim} of a fork").sample(range(SHARED + 1, 110), 10 if SOAK else 1)
    return [(victim, moment) for moment in drawn]


def killed(server, victim, fork, moment):
    """What is kept of the fork when its worker, or the server, has been killed at the frame."""
    server.until(lambda: server.get(f"/api/runs/{fork}")["frames"] >= moment)
    if victim == "worker":
        for pid in workers(server):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    else:
        server.kill()
        server.start_again()
    return rows(server, fork)


@pytest.mark.parametrize(("victim", "moment"), moments("worker") + moments("server"))
async def test_killed_in_the_middle_of_a_fork(server, brake, victim, moment):
    said = [{**FAIL, "at": SHARED}]
    own = scenario("100/s", title=f"Seven {victim} {moment}")
    base = ask(server, own)
    finished(server, base)
    brake.hold(HELD_AT)
    fork = ask(server, own, said, parent=base)
    assert server.change(fork, name="Seven", pinned=True) == 200
    kept = killed(server, victim, fork, moment)
    brake.release()
    assert moment <= SHARED + len(kept) <= HELD_AT
    if victim == "server":
        # From the first answer on: well within the five seconds that are promised.
        assert server.get(f"/api/runs/{fork}")["state"] == "interrupted"
    told = finished(server, fork)
    frames, fingerprint = replayed(own, said)
    assert (told["shared"], told["name"], told["pinned"]) == (SHARED, "Seven", True)
    assert told["header"]["interventions"][0]["words"] == "worker: fail 50 % from 1:00"
    assert rows(server, fork) == list(range(SHARED, DURATION_S))
    assert kept == list(range(SHARED, SHARED + len(kept)))
    assert told["end"]["fingerprint"] == fingerprint
    assert await seen(server, fork) == frames


async def test_a_run_that_is_deleted_says_so_to_who_watches_and_can_be_had_again(server):
    own = scenario(title="Eight")
    base = ask(server, own)
    first = finished(server, base)
    async with server.socket_to(base) as opened:
        viewer = Keeper()
        await opened.send(viewer.hello)
        while not viewer.end:
            if answer := viewer.take(await opened.recv()):
                await opened.send(answer)
        assert server.ask("DELETE", f"/api/runs/{base}") == 204
        while viewer.states[-1].get("message") != "This run was deleted.":
            viewer.take(await asyncio.wait_for(opened.recv(), PATIENCE_S))
    assert rows(server, base) == rows(server, base, "snapshot") == []
    assert ask(server, own) == base
    assert finished(server, base)["end"]["fingerprint"] == first["end"]["fingerprint"]
    assert len(await seen(server, base)) == DURATION_S


PROGRAM = ROOT / "docs/how-to/program-the-lab.md"


def test_the_documented_program_does_what_its_page_says(server, tmp_path, monkeypatch, capsys):
    (block,) = (block for block in blocks(PROGRAM) if block.language == "py")
    monkeypatch.chdir(tmp_path)
    exec(block.text.replace("http://localhost:8000", server.url("")), {})
    was, now, *goals, frames, inputs = capsys.readouterr().out.splitlines()
    assert was.endswith(" finished")
    assert now.endswith(" finished")
    assert goals
    assert all(line.startswith(("passed ", "failed ", "no data ")) for line in goals)
    assert int(frames.removesuffix(" frames")) > 10
    assert inputs == "[{'path': 'worker.reserved_concurrency', 'was': 5, 'now': 2}]"
    assert (tmp_path / "report.md").read_text().startswith("# ")
