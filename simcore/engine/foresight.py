"""Arrivals that are known before they come, because nothing that happens can change them.

They never wake the environment one by one: whose they are gets them in blocks, each as the one
before is over, and looks at the clock for how many of them have come. Only between two runs of the
environment can sources change; then what has not come is taken back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from simcore.engine.timeline import ArrivalSource, Followed, next_of_all

if TYPE_CHECKING:
    from simcore.engine.environment import Environment

Times = NDArray[np.float64]
Owners = NDArray[np.int64]
"""By each time, the number of its source, in the order in which they were followed."""


class Foreseeing(Protocol):
    """Whose arrivals they are."""

    def deal(self, times: Times, owners: Owners) -> None:
        """These come next; all before them have come."""

    def take_back(self) -> tuple[Times, Owners]:
        """Forget those that have not come, and say which they are."""


class Foresight:
    """Several sources, followed a block ahead for one party."""

    def __init__(self, env: Environment, party: Foreseeing) -> None:
        self._env, self._party = env, party
        self._inputs: list[Followed] = []
        self._version = 0  # of what is known: blocks that follow an older one do not come
        env.foresee(self)
        env.call_as_arrival(env.now, self._go_on, self._version)

    def follow(self, source: ArrivalSource) -> None:
        """Follow one more source; before the environment's first run."""
        self._inputs.append(Followed(source))

    def take_back(self, source: ArrivalSource) -> Followed | None:
        """The source, to be changed, if it is followed here: nothing of it is known any longer."""
        for followed in self._inputs:
            if followed.source is source:
                self.begin_anew()
                return followed
        return None

    def begin_anew(self) -> None:
        """Nothing is known any longer; it is known again when the clock goes on."""
        times, owners = self._party.take_back()
        for number, followed in enumerate(self._inputs):
            followed.give_back(times[owners == number])
        self._version += 1
        self._env.call_as_arrival(self._env.now, self._go_on, self._version)

    def _go_on(self, version: int) -> None:
        """The next block, and the one after it when that is over."""
        if version != self._version:
            return
        self._env.look_around()
        block = next_of_all(self._inputs)
        if block is not None:
            times, owners = block
            self._party.deal(times, owners)
            self._env.call_as_arrival(float(times[-1]), self._go_on, version)
