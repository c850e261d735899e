"""Execution environments on managed instances: each runs many invocations at once.

Models: at most so many invocations in an environment at a time; each goes to the one that runs
    the fewest (assumed: AWS says neither which, nor how evenly); one that is to leave takes no
    more, and is gone when its last invocation has ended.
Ignores: instances and how environments are placed on them, Availability Zones, memory.
States: nothing of its own; the function does.

Sources: AWS Lambda Developer Guide, lambda-managed-instances-scaling (12 Jul 2026).
"""

from __future__ import annotations

from simcore.awslambda.environments import ExecutionEnvironment, Slots


class Host:
    """One environment, and how many invocations it runs."""

    __slots__ = ("leaving", "running", "slot")

    def __init__(self, slot: int) -> None:
        self.slot = slot
        self.running = 0
        self.leaving = False


class Hosted(ExecutionEnvironment):
    """One of the invocations in an environment, with what callers read of an environment."""

    __slots__ = ("host",)

    def __init__(self, host: Host) -> None:
        super().__init__(host.slot)
        self.host, self.init_s = host, 0.0


class Environments:
    """Those of one function, by how many invocations they run, at most ``concurrency``.

    Entering and leaving cost the same however many environments there are.
    """

    def __init__(self, concurrency: int) -> None:
        self.concurrency = concurrency
        self.serving = self.leaving = self.occupied = 0
        self._slots = Slots()
        self._by_load: list[dict[int, Host]] = [{} for _ in range(concurrency + 1)]
        self._least = 0  # nobody runs fewer

    @property
    def room(self) -> int:
        """How many invocations those that serve run at most."""
        return self.serving * self.concurrency

    def resize(self, concurrency: int) -> None:
        """Each runs so many at the most; those that run more now take none until they do not."""
        self._by_load += [{} for _ in range(concurrency + 1 - len(self._by_load))]
        self.concurrency = concurrency

    def add(self) -> Host:
        """A new environment in the lowest free slot."""
        host = Host(self._slots.take())
        self._by_load[0][host.slot] = host
        self._least = 0
        self.serving += 1
        return host

    def enter(self) -> Host | None:
        """Where the next invocation runs; None when all are full."""
        load = self._lowest()
        if load >= self.concurrency:
            return None
        _, host = self._by_load[load].popitem()
        host.running = load + 1
        self._by_load[load + 1][host.slot] = host
        if not load:
            self.occupied += 1
        return host

    def exit(self, host: Host) -> bool:
        """One of its invocations ended; is it to go?"""
        load = host.running
        host.running = load - 1
        if load == 1:
            self.occupied -= 1
        if host.leaving:
            return load == 1
        del self._by_load[load][host.slot]
        self._by_load[load - 1][host.slot] = host
        self._least = min(self._least, load - 1)
        return False

    def dismiss(self) -> Host:
        """The environment with the fewest invocations takes no more."""
        _, host = next(part for part in self._by_load[self._lowest() :] if part).popitem()
        host.leaving = True
        self.serving -= 1
        self.leaving += 1
        return host

    def remove(self, host: Host) -> None:
        """An environment that was dismissed is gone."""
        self.leaving -= 1
        self._slots.give_back(host.slot)

    def _lowest(self) -> int:
        """The fewest invocations that one of them runs; ``concurrency`` when all are full."""
        by_load, load = self._by_load, self._least
        while load < self.concurrency and not by_load[load]:
            load += 1
        self._least = load
        return load
