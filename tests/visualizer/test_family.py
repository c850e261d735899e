"""What runs share with what they were made of, what is kept for that, and what is told of them."""

import zlib

import pytest
from django.db.models import ProtectedError

from tests.visualizer.conftest import stored_run
from tests.visualizer.desk import RAMP, document, post
from tests.visualizer.visitors import browser
from visualizer import lineage, retention, snapshots
from visualizer.models import Frame, Run, Snapshot
from visualizer.supervisor import store, wire
from visualizer.supervisor.wire import Message

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("desk")]

MB = 1024**2
EMPTY = zlib.compress(b"")
FAIL = {"at": 30, "action": "fail", "component": "worker", "share": 0.3}


def computed(frames=60, **changes) -> Run:
    """A run with frames and a header, as a worker leaves it."""
    run = Run.objects.get(id=post(browser(), {"document": document(**changes)}).json()["id"])
    header = {"frame_s": 1.0, "duration_s": 60.0, "frames": 60, "interventions": []}
    Frame.objects.bulk_create(Frame(run=run, n=n, blob=EMPTY) for n in range(frames))
    Run.objects.filter(id=run.id).update(state="finished", frames=frames, header=header)
    return Run.objects.get(id=run.id)


def fork(parent: Run, *said, **overrides) -> Run:
    if said:
        overrides["interventions"] = list(said)
    answer = post(browser(), {"parent": parent.id, "overrides": overrides})
    assert answer.status_code in (200, 201), answer.json()
    return Run.objects.get(id=answer.json()["id"])


# --- what is shared ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "shared"), [(30, 30), (30.0001, 30), (29.9999999999, 29), (0, 0), (0.5, 0), (59.5, 59)]
)
def test_frames_that_end_by_the_moment_are_shared(at, shared):
    assert fork(computed(), {**FAIL, "at": at}).shared == shared


def test_only_stored_frames_are_shared():
    """Of a parent that is still being computed, or that stopped at its limit: a frame is whole or
    not there (test_real_runs)."""
    parent = computed(frames=20)
    assert fork(parent, FAIL).shared == 20
    Run.objects.filter(id=parent.id).update(state="stopped", result=b"a part")
    assert fork(parent, {**FAIL, "share": 0.4}).shared == 20


@pytest.mark.parametrize(
    "other",
    [{"seed": 8}, {"profile": "aws-2022"}, {"overrides": {"worker.reserved_concurrency": 7}}],
    ids=lambda other: next(iter(other)),
)
def test_other_inputs_share_nothing(other):
    parent = computed()
    asked = {"document": document(), "parent": parent.id, **other}
    made = Run.objects.get(id=post(browser(), asked).json()["id"])
    assert (made.parent, made.shared, made.header) == (parent, 0, None)


def test_runs_of_another_model_share_nothing():
    parent = computed()
    Run.objects.filter(id=parent.id).update(model_version="0")
    assert fork(parent, FAIL).shared == 0


def test_the_same_rows_through_all_generations():
    parent = computed()
    child = fork(parent, {**FAIL, "at": 50})
    Frame.objects.create(run=child, n=50, blob=b"child")
    Run.objects.filter(id=child.id).update(frames=51)
    grandchild = fork(child, FAIL, {**FAIL, "at": 50})
    assert grandchild.shared == 30
    assert lineage.ancestry(grandchild.id) == [
        (grandchild.id, None),
        (child.id, 30),
        (parent.id, 30),
    ]
    assert [n for n, _ in lineage.read_frames(child.id, 48, 60)] == [48, 49, 50]
    assert lineage.read_frames(child.id, 50, 60) == [(50, b"child")]
    assert len(lineage.read_frames(grandchild.id, 0, 60)) == 30
    assert Frame.objects.count() == 61


@pytest.mark.parametrize(("parent", "status"), [("AAAAAAAAAA", 404), ("no id", 422), (7, 422)])
def test_a_parent_that_is_none(parent, status):
    answer = post(browser(), {"scenario": RAMP, "parent": parent})
    assert (answer.status_code, answer.json()["error"]["where"]) == (status, "parent")


# --- what is kept --------------------------------------------------------------------------------


def test_parents_stay_as_long_as_forks_need_their_frames(settings):
    parent = computed()
    child = fork(parent, FAIL)
    lone = computed(title="Lone")
    settings.MAX_RUNS_STORED = 1
    Run.objects.filter(id=child.id).update(state="running")
    assert retention.make_room() == [lone.id]
    with pytest.raises(ProtectedError):
        retention.delete(parent.id)
    assert Frame.objects.filter(run=parent).count() == 60
    Run.objects.filter(id=child.id).update(state="finished")
    assert retention.make_room(runs=1) == [child.id, parent.id]


def test_a_parent_that_shares_nothing_may_go():
    parent = computed()
    child = fork(parent, **{"worker.reserved_concurrency": 3})
    assert child.parent == parent
    retention.delete(parent.id)
    child.refresh_from_db()
    assert child.parent is None


def test_pinned_runs_stay(settings):
    pinned, other = computed(title="Pinned"), computed(title="Other")
    Run.objects.filter(id=pinned.id).update(pinned=True)
    settings.MAX_RUNS_STORED = 1
    assert retention.make_room() == [other.id]
    settings.MAX_STORED_BYTES = 0
    assert retention.make_room() == []


def numbers(sizes, most=4, mb=100, latest=True, *, settings):
    settings.RUN_SNAPSHOTS, settings.RUN_SNAPSHOT_BYTES = most, mb * MB
    gone = snapshots.surplus([(n, size * MB) for n, size in sizes], latest)
    return sorted({n for n, _ in sizes} - set(gone))


def test_snapshots_are_thinned_evenly(settings):
    assert numbers([(n, 1) for n in (10, 20, 30, 31, 40)], settings=settings) == [10, 20, 30, 40]
    assert numbers([(n, 40) for n in (10, 20, 30, 40)], settings=settings) == [20, 40]
    assert numbers([(10, 1), (20, 400)], settings=settings) == [20], "to go on from"
    assert numbers([(10, 1), (20, 400)], latest=False, settings=settings) == [10]
    kept = [100]
    for n in range(100, 1001, 5):
        kept = numbers([(old, 1) for old in sorted({*kept, n})], most=8, settings=settings)
    gaps = [after - before for before, after in zip([0, *kept], kept, strict=False)]
    assert kept[-1] == 1000
    assert len(kept) == 8
    assert max(gaps) <= 250


def snapshot(run: Run, n: int) -> Snapshot:
    return Snapshot.objects.create(run=run, n=n, blob=b"paused")


def test_the_nearest_snapshot_of_the_family():
    parent = computed()
    child, sibling = fork(parent, FAIL), fork(parent, {**FAIL, "at": 45})
    assert snapshots.nearest(child) is None
    far, _beyond = snapshot(parent, 10), snapshot(parent, 31)
    assert snapshots.nearest(child) == far
    near = snapshot(sibling, 29)
    assert snapshots.nearest(child) == near
    snapshot(sibling, 46)
    assert snapshots.nearest(child) == near
    exact = snapshot(parent, 30)
    assert snapshots.nearest(child) == exact
    own = snapshot(child, 30)
    assert snapshots.nearest(child) == own
    assert snapshots.nearest(stored_run()) is None
    assert snapshots.nearest(parent).n == 31, "what its forks did is not its own"


def test_what_a_worker_is_told_of_a_fork():
    parent = computed()
    child = fork(parent, FAIL)
    snapshot(parent, 31)
    job, told = store.begin(child.id)
    assert (job.snapshot, job.forks, job.shared) == (None, False, 30), "it would lack frame 30"
    assert (told["frames"], told["computed_s"]) == (30, 30.0)
    Run.objects.filter(id=child.id).update(state="queued")
    snapshot(parent, 30)
    job, _ = store.begin(child.id)
    assert (job.snapshot, job.forks) == (b"paused", True)
    Run.objects.filter(id=child.id).update(state="queued", frames=40)
    snapshot(child, 35)
    assert store.begin(child.id)[0].forks is False, "its own"


def test_frames_that_a_fork_computes_once_more_are_compared_and_not_stored():
    parent = computed()
    child = fork(parent, FAIL)
    store.begin(child.id)
    progress = store.Progress(child.id, 30)
    progress.save([Message(wire.FRAME, n, n + 1.0, EMPTY) for n in range(28, 32)])
    assert [n for n, _ in lineage.read_frames(child.id, 0, 60)] == list(range(32))
    assert Frame.objects.filter(run=child).count() == 2
    with pytest.raises(store.NotTheSame):
        progress.save([Message(wire.FRAME, 29, 30.0, zlib.compress(b"other"))])


# --- what is told of them ------------------------------------------------------------------------


def test_the_family_says_what_was_changed():
    root = computed()
    tuned = fork(root, **{"worker.reserved_concurrency": 5})
    again = fork(tuned, FAIL, **{"worker.reserved_concurrency": 20, "duration": 50})
    bare = fork(again, {**FAIL, "at": 40.5, "for": 10}, **{"worker.reserved_concurrency": 20})
    told = browser().get(f"/api/runs/{tuned.id}/family").json()
    assert (told["run"], told["root"], told["cut"]) == (tuned.id, root.id, False)
    assert [(one["id"], one["parent"], one["label"]) for one in told["runs"]] == [
        (root.id, None, ""),
        (tuned.id, root.id, "Reserved concurrency 5"),
        (
            again.id,
            tuned.id,
            "Reserved concurrency 5 → 20, Simulated time 60 s → 50 s, worker: fail 30 % from 0:30",
        ),
        (
            bare.id,
            again.id,
            "Simulated time 50 s → 60 s, without worker: fail 30 % from 0:30, "
            "worker: fail 30 % from 0:40.5 to 0:50.5",
        ),
    ]


def test_recent_runs_say_what_was_changed():
    mine = browser()
    asked = {"scenario": RAMP, "overrides": {"seed": 5, "quotas.lambda.account_concurrency": 50}}
    run = post(mine, asked).json()["id"]
    mine.patch(f"/api/runs/{run}", {"name": "Small <account>"}, content_type="application/json")
    page = mine.get("/").content.decode()
    assert "Small &lt;account&gt;" in page
    assert "Account concurrency 100,000 → 50" in page


def test_actions_are_told_with_their_fields():
    told = browser().get("/api/actions").json()["types"]
    fail = next(one for one in told["function"]["actions"] if one["name"] == "fail")
    fields = {field["name"]: field for field in fail["fields"]}
    assert set(fields) == {"for", "share", "count"}
    assert (fields["share"]["kind"], fields["share"]["min"], fields["share"]["max"]) == (
        "percent", 0, 1,
    )  # fmt: skip
    assert fields["for"]["unit"] == "s"
    page = browser().get(f"/lab/new?scenario={RAMP}").context["lab"]
    used = {node["type"] for node in page["topology"]["nodes"]}
    assert used <= set(page["actions"])
    assert page["actions"]["function"] == told["function"]


def test_what_can_never_work_is_not_offered():
    told = browser().get("/api/actions?scenario=managed-instances").json()["impossible"]
    assert told
    assert all(names == ["kill_environments"] for names in told.values())
    page = browser().get("/lab/new?scenario=managed-instances").context["lab"]
    assert page["impossible"] == told
    assert browser().get(f"/api/actions?scenario={RAMP}").json()["impossible"] == {}
    assert browser().get("/api/actions?scenario=none").status_code == 404
