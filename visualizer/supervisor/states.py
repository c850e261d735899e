"""Who is on a run: the table by which the supervisor goes.

A run is stored in one of six states (`visualizer.models.RunState`) and is, while the server lives,
in one of five places. A run that is stored as queued or running and is NOWHERE would never be
computed: the watchdog looks for those.

| place     | who is on it                                         | stored as             |
| --------- | ---------------------------------------------------- | --------------------- |
| NOWHERE   | nobody                                               | an end, or not at all |
| WAITING   | the queue                                            | queued                |
| STARTING  | the supervisor: fetches a worker, hands over the job | queued, then running  |
| COMPUTING | its worker                                           | running, then an end  |
| ENDING    | the supervisor: writes the end until it is stored    | not ended, then ended |

| what happens                            | NOWHERE | WAITING  | STARTING  | COMPUTING | ENDING  |
| --------------------------------------- | ------- | -------- | --------- | --------- | ------- |
| ASKED: posted, retried, taken up again  | WAITING | WAITING  | noted     | noted     | noted   |
| CANCELLED                               | ENDING  | ENDING   | killed    | killed    | noted   |
| LOST: the watchdog found it             | ENDING  |          |           |           |         |
| TURN: there is room                     |         | STARTING |           |           |         |
| VOID: it is stored as queued no more    |         |          | NOWHERE   |           |         |
| PUT_OFF: no worker, no database         |         |          | WAITING   |           |         |
| HANDED: the worker has its job          |         |          | COMPUTING |           |         |
| OVER: the worker is done, dead or a     |         |          | ENDING    | ENDING    |         |
|   failure, or the run was cancelled     |         |          |           |           |         |
| WRITTEN: its end is stored              |         |          |           |           | NOWHERE |

"Noted" is done when the run is NOWHERE again: a retry that comes while the last end is still being
written is in the queue a moment later. "Killed" is noted too, and the worker, if there is one by
now, is killed; what follows is OVER.

Who writes what: the web part makes a run `queued` (POST, retry); STARTING makes a queued one
`running`; COMPUTING and ENDING end one, and only one that is still as they left it. So no two write
the same run, and a retry is never overwritten by the end that came before it.

| worker | from                        | to                                                       |
| ------ | --------------------------- | -------------------------------------------------------- |
| spare  | forked by the pool          | taken (STARTING), or ended when its job pipe closes      |
| taken  | `Pool.take`                 | at work when it has its job; gone when it was killed     |
| at work| the job came                | gone: it said END, was killed, or died                   |
| gone   | its pipe ended              | buried: `Worker.reap`, once, whoever asks                |
"""

from __future__ import annotations

from enum import Enum, auto


class Place(Enum):
    NOWHERE = auto()
    WAITING = auto()
    STARTING = auto()
    COMPUTING = auto()
    ENDING = auto()


class Event(Enum):
    ASKED = auto()
    CANCELLED = auto()
    LOST = auto()
    TURN = auto()
    VOID = auto()
    PUT_OFF = auto()
    HANDED = auto()
    OVER = auto()
    WRITTEN = auto()


NEXT: dict[tuple[Place, Event], Place] = {
    (Place.NOWHERE, Event.ASKED): Place.WAITING,
    (Place.NOWHERE, Event.CANCELLED): Place.ENDING,
    (Place.NOWHERE, Event.LOST): Place.ENDING,
    (Place.WAITING, Event.ASKED): Place.WAITING,
    (Place.WAITING, Event.CANCELLED): Place.ENDING,
    (Place.WAITING, Event.TURN): Place.STARTING,
    (Place.STARTING, Event.ASKED): Place.STARTING,
    (Place.STARTING, Event.CANCELLED): Place.STARTING,
    (Place.STARTING, Event.VOID): Place.NOWHERE,
    (Place.STARTING, Event.PUT_OFF): Place.WAITING,
    (Place.STARTING, Event.HANDED): Place.COMPUTING,
    (Place.STARTING, Event.OVER): Place.ENDING,
    (Place.COMPUTING, Event.ASKED): Place.COMPUTING,
    (Place.COMPUTING, Event.CANCELLED): Place.COMPUTING,
    (Place.COMPUTING, Event.OVER): Place.ENDING,
    (Place.ENDING, Event.ASKED): Place.ENDING,
    (Place.ENDING, Event.CANCELLED): Place.ENDING,
    (Place.ENDING, Event.WRITTEN): Place.NOWHERE,
}

# Places in which the run has a worker, or is about to get one.
AT_WORK = frozenset({Place.STARTING, Place.COMPUTING})
# Places in which a run that is stored as running is computed by nobody, and may be retried.
DEAD = frozenset({Place.NOWHERE, Place.ENDING})
