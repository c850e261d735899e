"""Where states go: to states that are there, from the first to all of them, and to an end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from simcore.asl.definition.place import Place
from simcore.asl.definition.scope import Reading
from simcore.asl.states import Choice, Fail, Map, Parallel, State, Succeed, Task
from simcore.errors import nearest

__all__ = ["ways_checked", "ways_of"]


def ways_of(state: State) -> Iterator[tuple[str, str]]:
    """Where a state may go, and by which field."""
    if state.next is not None:
        yield ("Default" if isinstance(state, Choice) else "Next"), state.next
    if isinstance(state, Choice):
        for n, rule in enumerate(state.rules):
            yield f"Choices[{n}].Next", rule.next
    if isinstance(state, Task | Parallel | Map):
        for n, catcher in enumerate(state.catch):
            yield f"Catch[{n}].Next", catcher.next


def is_end(state: State) -> bool:
    return isinstance(state, Succeed | Fail) or (
        state.next is None and not isinstance(state, Choice)
    )


def ways_checked(
    place: Place, start_at: str, states: Mapping[str, State], reading: Reading
) -> None:
    """Complains about ways to nowhere, states that nobody reaches, and machines without an end.

    ``states`` are those that could be read; the last two are only asked where all could, and all
    ways lead somewhere.
    """
    names = place.get("States")
    if not isinstance(names, Mapping) or not names:
        return
    before = len(reading.complaints.kept)
    _targets_checked(place, start_at, states, list(names), reading)
    if start_at and len(states) == len(names) and len(reading.complaints.kept) == before:
        _reach_checked(place, start_at, states)


def _targets_checked(
    place: Place,
    start_at: str,
    states: Mapping[str, State],
    names: list[str],
    reading: Reading,
) -> None:
    if start_at and start_at not in names:
        place.complain("StartAt", f"there is no state {start_at!r} here", _hint(start_at, names))
    for state in states.values():
        for field, to in ways_of(state):
            if to and to not in names:
                elsewhere = reading.paths.get(to)
                hint = f"{elsewhere} is in another machine" if elsewhere else _hint(to, names)
                reading.complaints.add(f"{state.path}.{field}", f"no state {to!r} here", hint)


def _reach_checked(place: Place, start_at: str, states: Mapping[str, State]) -> None:
    reached = _reached(start_at, states)
    for name, state in states.items():
        if name not in reached:
            told = "nobody goes to this state"
            place.complaints.add(state.path, told, "a way to it, or without it")
    if not any(is_end(states[name]) for name in reached):
        place.complain("States", "no state ends it", "End: true, or a Succeed or Fail state")


def _reached(start_at: str, states: Mapping[str, State]) -> set[str]:
    reached: set[str] = set()
    waiting = [start_at]
    while waiting:
        name = waiting.pop()
        if name in states and name not in reached:
            reached.add(name)
            waiting += [to for _, to in ways_of(states[name])]
    return reached


def _hint(name: str, names: list[str]) -> str:
    return nearest(name[:80], names)
