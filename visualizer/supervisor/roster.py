"""Where every run is that somebody is on, by the table in `states`. No input, no output."""

from __future__ import annotations

from collections import deque
from datetime import datetime

from visualizer.supervisor.feed import Feed
from visualizer.supervisor.pool import Worker
from visualizer.supervisor.states import AT_WORK, DEAD, NEXT, Event, Place
from visualizer.supervisor.turns import NOBODYS, Turns, is_new


class Seat:
    """One run that somebody is on."""

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        self.whose = NOBODYS
        self.place = Place.NOWHERE
        self.worker: Worker | None = None
        self.began = 0.0  # when its worker got the job, by the event loop's clock
        self.cancelled: datetime | None = None  # when
        self.killed_because = ""  # by the watchdog
        self.put_off = 0  # how often
        self.asked_again = False
        self.cancelled_again: datetime | None = None
        self.stored = "queued"  # as what, as far as is known here; "" when its end is stored
        self.fate: tuple[str, str] | None = None  # the end that is not stored yet: state, message

    @property
    def run(self) -> str:
        return self.feed.run

    def kill(self, because: str = "") -> None:
        """End its worker, if it has one by now."""
        self.killed_because = because
        if self.worker is not None:
            self.worker.kill()


class Roster:
    """The seats, and the order in which those that wait are taken."""

    def __init__(self) -> None:
        self.seats: dict[str, Seat] = {}
        self.queue: deque[Seat] = deque()  # as they came
        self.turns = Turns()

    def place(self, run_id: str) -> Place:
        """Where a run is; from any thread."""
        seat = self.seats.get(run_id)
        return Place.NOWHERE if seat is None else seat.place

    def is_dead(self, run_id: str) -> bool:
        """Whether nobody computes it or will; from any thread."""
        return self.place(run_id) in DEAD

    def at_work(self) -> list[Seat]:
        """Those that have a worker, or are about to get one; from any thread."""
        return [seat for seat in self._now() if seat.place in AT_WORK]

    def ending(self) -> list[Seat]:
        """Those whose end is being written; from any thread."""
        return [seat for seat in self._now() if seat.place is Place.ENDING]

    def _now(self) -> list[Seat]:
        # In one step, because the event loop may add a seat meanwhile.
        return list(self.seats.values())

    def seat(self, feed: Feed) -> Seat:
        """The run's seat, or a new one."""
        return self.seats.setdefault(feed.run, Seat(feed))

    def move(self, seat: Seat, event: Event) -> Place:
        """What happened to a run; where it is now. A KeyError is a fault in the supervisor."""
        before, seat.place = seat.place, NEXT[seat.place, event]
        if seat.place is not before:
            self._left(seat, before)
            self._entered(seat, event)
        return seat.place

    def drop(self, seat: Seat) -> None:
        """Forget a seat whose performance failed where it must not."""
        seat.place = Place.NOWHERE
        self.seats.pop(seat.run, None)

    def first(self, at_once: int, extra: int) -> Seat | None:
        """Who has a turn now: so many at once, and so many more of those who have none."""
        under_way, order = self.at_work(), self.order()
        if not order or len(under_way) >= at_once + extra:
            return None
        return order[0] if len(under_way) < at_once or is_new(order[0], under_way) else None

    def order(self) -> list[Seat]:
        """Those that wait, in the order of their turns."""
        return self.turns.order(self.queue, self.at_work())

    def _left(self, seat: Seat, before: Place) -> None:
        if before is Place.WAITING:
            self.queue.remove(seat)
        if seat.place is Place.STARTING:
            self.turns.took(seat.whose)

    def _entered(self, seat: Seat, event: Event) -> None:
        if seat.place is Place.NOWHERE:
            del self.seats[seat.run]
        elif seat.place is Place.WAITING and event is Event.PUT_OFF:
            self.queue.appendleft(seat)
        elif seat.place is Place.WAITING:
            self.queue.append(seat)
