"""Processes as /proc tells of them: who lives, whose child it is, of which group."""

import os
from pathlib import Path
from typing import NamedTuple


class Process(NamedTuple):
    """One that lives: it is no zombie, which only waits for being collected. Of orphans the
    system's first process does that, when it likes."""

    pid: int
    parent: int
    group: int
    cpu_s: float


TICKS_A_S = os.sysconf("SC_CLK_TCK")


def living() -> dict[int, Process]:
    """All of them, by id."""
    found = (process(int(stat.parent.name)) for stat in Path("/proc").glob("[0-9]*/stat"))
    return {one.pid: one for one in found if one is not None}


def process(pid: int) -> Process | None:
    """None when it is gone."""
    try:
        state, *told = after_name(Path(f"/proc/{pid}/stat").read_text())
    except OSError:
        return None
    if state in "ZX":
        return None
    cpu_s = (int(told[10]) + int(told[11])) / TICKS_A_S  # its own, in user's and system's mode
    return Process(pid, int(told[0]), int(told[1]), cpu_s)


def after_name(stat: str) -> list[str]:
    """A name may hold anything, closing brackets too."""
    return stat.rpartition(")")[2].split()


def are_gone(pids: list[int]) -> bool:
    return not any(map(process, pids))


def of_group(group: int) -> list[Process]:
    return [one for one in living().values() if one.group == group]
