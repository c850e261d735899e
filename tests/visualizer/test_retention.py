"""What takes room is counted, and what is old and not in use makes room."""

import json
import random

import pytest
from django.apps import apps

from tests.visualizer.classes import QUESTION
from tests.visualizer.conftest import stored_run
from tests.visualizer.desk import document, post
from tests.visualizer.test_uploads import COUNTS, upload
from visualizer import retention
from visualizer.classes import deeds, making
from visualizer.classes.deeds import Speaker
from visualizer.models import (
    ENDED,
    Asker,
    ClassAnswer,
    ClassRound,
    ClassSeat,
    Frame,
    Run,
    Snapshot,
    Trace,
)
from visualizer.supervisor import store, wire
from visualizer.supervisor.wire import Message
from visualizer.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)

MB = 1024**2


def ended_run(state="interrupted", frame_bytes=MB, snapshot_bytes=0) -> Run:
    run = stored_run()
    Frame.objects.create(run=run, n=0, blob=bytes(frame_bytes))
    if snapshot_bytes:
        Snapshot.objects.create(run=run, n=0, blob=bytes(snapshot_bytes))
    Run.objects.filter(id=run.id).update(state=state)
    retention.measure(run.id)
    return run


def trace(number: int, size: int) -> str:
    return Trace.objects.create(id=f"TRACE{number:011}", name="t", data=bytes(size), total=1).id


def kept() -> set[str]:
    return set(Run.objects.values_list("id", flat=True))


def test_snapshots_count_and_go_first(settings):
    """Without one, a run goes on from its seed; its frames are what people look at."""
    settings.MAX_STORED_BYTES = 20 * MB
    runs = [ended_run(snapshot_bytes=9 * MB) for _ in range(7)]
    assert sum(Run.objects.values_list("stored_bytes", flat=True)) >= 70 * MB
    assert retention.make_room() == []
    assert kept() == {run.id for run in runs}
    left = Snapshot.objects.values_list("run_id", flat=True)
    assert set(left) == {runs[-1].id}, "the newest is kept, where there is room"
    assert sum(Run.objects.values_list("stored_bytes", flat=True)) <= 20 * MB


def test_what_is_computed_is_counted_while_it_is_computed(settings):
    settings.RUN_SNAPSHOTS = 2
    run = stored_run()
    Run.objects.filter(id=run.id).update(state="running")
    progress = store.Progress(run.id, 0)
    for n in range(3):
        frame = Message(wire.FRAME, n, n + 1.0, bytes(1000))
        progress.save([frame, Message(wire.SNAPSHOT, n + 1, 0.0, bytes(5000 - n))])
    assert Run.objects.get(id=run.id).stored_bytes == 3 * 1000 + 4999 + 4998
    assert retention.measure(run.id) > 3 * 1000 + 4999 + 4998, "and its document"
    store.Progress(run.id, 3).save([Message(wire.SNAPSHOT, 3, 0.0, bytes(10))])
    assert Run.objects.get(id=run.id).stored_bytes < 3 * 1000 + 4999 + 4998


def test_the_oldest_goes_first_be_it_a_run_or_a_trace(settings):
    first, old, run, fresh = ended_run(), trace(1, MB), ended_run(), trace(2, MB)
    settings.MAX_STORED_BYTES = int(3.5 * MB)
    assert retention.make_room() == [first.id]
    settings.MAX_STORED_BYTES = int(2.5 * MB)
    assert retention.make_room() == []
    assert set(Trace.objects.values_list("id", flat=True)) == {fresh}
    assert old != fresh
    settings.MAX_STORED_BYTES = MB // 2
    assert retention.make_room() == [run.id]
    assert not Trace.objects.exists()


def test_the_run_that_a_class_is_shown_stays_until_it_is_over(settings):
    shown, other = ended_run("finished"), ended_run("finished")
    a_class = making.make(Visitor(("teacher", "address"), "place"), shown.id, None)
    settings.MAX_STORED_BYTES = MB // 2
    assert retention.make_room() == [other.id]
    making.end(a_class)
    assert retention.make_room() == [shown.id]


def test_traces_that_runs_replay_stay(client, desk, settings):
    settings.MAX_TRACES_STORED = 2
    used = upload(client, COUNTS).json()["id"]
    driven = document(duration="20 min")
    driven["components"]["callers"]["arrivals"] = {"trace": {"upload": used}}
    assert post(client, {"document": driven}).status_code == 201
    others = [upload(client, COUNTS.replace(b",94", b",9%d" % n)).json()["id"] for n in range(3)]
    assert set(Trace.objects.values_list("id", flat=True)) == {used, others[-1]}
    settings.MAX_TRACES_STORED = 1
    Trace.objects.filter(id=others[-1]).delete()
    refused = upload(client, COUNTS.replace(b",94", b",11"))
    assert refused.status_code == 507
    assert "DELETE /api/traces/<id>" in refused.json()["error"]["what"]
    assert client.delete(f"/api/traces/{used}").status_code == 409
    Run.objects.update(state="finished")
    assert client.delete(f"/api/traces/{used}").status_code == 204
    assert client.get(f"/api/traces/{used}").status_code == 404
    assert upload(client, COUNTS.replace(b",94", b",11")).status_code == 201


def test_a_trace_that_another_replays_is_not_mine_to_delete(client, desk):
    used = upload(client, COUNTS).json()["id"]
    assert client.get(f"/api/traces/{used}").json()["total"] == 157
    driven = document(duration="20 min")
    driven["components"]["callers"]["arrivals"] = {"trace": {"upload": used}}
    header = "X-Windtunnel-Visitor"
    assert post(client, {"document": driven}, **{header: "someone-with-a-name"}).status_code == 201
    Run.objects.update(state="finished")
    assert set(Run.objects.values_list("state", flat=True)) <= ENDED
    refused = client.delete(f"/api/traces/{used}", headers={header: "another-one-altogether"})
    assert refused.status_code == 403
    assert (
        client.delete(f"/api/traces/{used}", headers={header: "someone-with-a-name"}).status_code
        == 204
    )


def noise(kilobytes: int) -> bytes:
    """Moments that cannot be packed well."""
    at = random.Random(kilobytes)
    lines = (f"{second + at.random():.12f}\n" for second in range(kilobytes * 50))
    return b"timestamp\n" + "".join(lines).encode()


def test_what_an_upload_takes_is_counted_before_it_is_kept(client, desk, settings):
    """Old runs make room for it as for a run; what is under way or watched does not."""
    old, watched = ended_run(), ended_run()
    under_way = ended_run(state="running")
    desk.watched = lambda: frozenset({watched.id})
    settings.MAX_STORED_BYTES = int(3.1 * MB)
    refused = upload(client, noise(4_000))
    said = refused.json()["error"]["what"]
    assert (refused.status_code, "WINDTUNNEL_MAX_STORED_MB" in said) == (507, True)
    assert kept() == {old.id, watched.id, under_way.id}, "what does not help is not done"
    assert upload(client, noise(500)).status_code == 201
    assert kept() == {watched.id, under_way.id}
    assert Trace.objects.count() == 1


def test_an_upload_that_never_fits_deletes_nothing(client, desk, settings):
    run = ended_run()
    settings.MAX_STORED_BYTES = 1_100_000
    settings.MAX_UPLOAD_BYTES = 20 * MB
    assert upload(client, noise(5_000)).status_code == 507
    assert kept() == {run.id}


def test_an_upload_needs_room_on_the_disk(client, settings):
    settings.MIN_FREE_BYTES = 10**18
    refused = upload(client, COUNTS)
    said = refused.json()["error"]["what"]
    assert (refused.status_code, "WINDTUNNEL_MIN_FREE_MB" in said) == (507, True)
    assert not Trace.objects.exists()


def test_every_row_that_visitors_cause_is_counted(settings):
    """A thousand answers of a class, or a thousand who ask for one run, are no nothing."""
    run = ended_run("finished", frame_bytes=0)
    a_class = making.make(Visitor(("teacher", "address"), "place"), run.id, None)
    seats = [ClassSeat(classroom=a_class, ticket=f"seat{n}", name="Ann") for n in range(300)]
    ClassSeat.objects.bulk_create(seats)
    question = ClassRound.objects.create(classroom=a_class, n=1, question={"kind": "draw"})
    said = {"points": [[n + 0.123456, 1e11 / 7] for n in range(64)]}
    ClassAnswer.objects.bulk_create(
        ClassAnswer(round=question, seat=seat, prediction=said) for seat in a_class.seats.all()
    )
    Asker.objects.bulk_create(Asker(run=run, visitor=f"v{n}", place="p") for n in range(1000))
    assert retention.small_bytes() > 300 * len(json.dumps(said)) + 1600 * 64
    making.end(a_class)
    settings.MAX_STORED_BYTES = 10_000
    assert retention.make_room() == [run.id], "and with it those who asked for it"
    assert retention.small_bytes() < 200


def test_no_table_is_left_uncounted():
    by_themselves = {Run, Frame, Snapshot, Trace}
    assert set(apps.get_app_config("visualizer").get_models()) == by_themselves | set(
        retention.SMALL
    )


@pytest.mark.parametrize("ends", ["ask", "dismiss"])
def test_what_a_class_predicted_goes_with_its_round_and_its_seats_stay(ends):
    a_class = making.make(Visitor(("teacher", "address"), "place"), None, None)
    seat = ClassSeat.objects.create(classroom=a_class, ticket="seat")
    asks = {"question": QUESTION}
    deeds.perform(a_class.code, Speaker(teacher=True), {"type": "ask", **asks})
    answer = {"type": "answer", "round": 1, "prediction": {"kind": "number", "value": 7}}
    deeds.perform(a_class.code, Speaker(False, seat.id), answer)
    deeds.perform(a_class.code, Speaker(teacher=True), {"type": "reveal"})
    assert ClassAnswer.objects.get(seat=seat).prediction == answer["prediction"]
    deeds.perform(a_class.code, Speaker(teacher=True), {"type": ends, **asks})
    assert ClassAnswer.objects.get(seat=seat).prediction == {}
