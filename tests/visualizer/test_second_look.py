"""Each trouble is tried by itself, and who asks in another thread does not meet half a change."""

import contextlib

import pytest
from asgiref.sync import sync_to_async

from tests.visualizer.conftest import until
from tests.visualizer.test_watchdog import started, stored
from visualizer.models import Run
from visualizer.supervisor.feed import Feed
from visualizer.supervisor.hands import NoWorker
from visualizer.supervisor.roster import Roster, Seat
from visualizer.supervisor.states import Place

pytestmark = pytest.mark.django_db(transaction=True)


async def test_the_database_is_tried_where_no_worker_can_be_started(
    new_run, supervisor, failing, monkeypatch, caplog
):
    """The end that could not be stored is stored, and lost runs are found."""

    def no_process():
        raise OSError(11, "Resource temporarily unavailable")

    run, lost = await new_run(frames=300, delay_s=0.01), await new_run(frames=3)
    await sync_to_async(Run.objects.filter(id=lost.id).update)(state="running")
    feed = await started(supervisor, run)
    monkeypatch.setattr(supervisor.pool, "fill", no_process)
    failing["on"] = True
    await until(lambda: feed.ended)
    with contextlib.suppress(NoWorker):
        await supervisor.hands.start_workers(supervisor.pool.fill)
    assert set(supervisor.hands.troubles) == {"workers", "database"}
    failing["on"] = False
    for _ in range(2):
        await supervisor.watchdog.look()
    await until(lambda: not supervisor.roster.seats)
    assert set(supervisor.hands.troubles) == {"workers"}
    assert (await stored(run)).state == "failed"
    assert (await stored(lost)).state == "interrupted"
    assert "the watchdog failed" not in caplog.text
    monkeypatch.undo()
    await supervisor.watchdog.look()
    assert not supervisor.hands.troubles


class SeatWhilePeopleCome(Seat):
    """Asked where it is, it lets another one in."""

    roster: Roster

    @property
    def place(self):
        self.roster.seat(Feed(f"COMES{len(self.roster.seats)}"))
        return Place.ENDING

    @place.setter
    def place(self, _):
        pass


@pytest.mark.parametrize(("ask", "seen"), [(Roster.at_work, 0), (Roster.ending, 2)])
def test_who_asks_in_another_thread_is_not_disturbed_by_who_comes(ask, seen):
    SeatWhilePeopleCome.roster = roster = Roster()
    for name in "AB":
        roster.seats[name] = SeatWhilePeopleCome(Feed(name))
    assert len(ask(roster)) == seen
