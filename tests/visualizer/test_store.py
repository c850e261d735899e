"""What a run goes on from is what is stored of it, and nothing else."""

import pytest

from tests.visualizer.conftest import stored_run
from visualizer.models import Run, Snapshot
from visualizer.supervisor import store

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run(settings):
    """Queued again after ten frames."""
    run = stored_run()
    Run.objects.filter(id=run.id).update(frames=10, computed_s=10.0)
    return run


@pytest.mark.parametrize(("n", "taken"), [(3, True), (10, True), (11, False)])
def test_a_snapshot_beyond_the_stored_frames_is_not_gone_on_from(run, n, taken):
    """The frames between would be missing: rather from the beginning."""
    Snapshot.objects.create(run=run, n=n, blob=b"paused")
    job, stored = store.begin(run.id)
    assert job.snapshot == (b"paused" if taken else None)
    assert stored["frames"] == 10


def test_what_another_model_began_is_not_gone_on_with(run):
    """It would come out differently: after an upgrade it says so, and waits for nobody."""
    Run.objects.filter(id=run.id).update(model_version="0", state="running")
    waiting = stored_run()
    Run.objects.filter(id=waiting.id).update(model_version="0")
    ours = stored_run()
    assert list(store.prepare(resume=True)) == [ours.id]
    for left in (run, waiting):
        left.refresh_from_db()
        assert left.state == "interrupted"
        assert "made by model 0" in left.message
