"""Where runs can go on from: a few snapshots of each, evenly spread, and the nearest one.

The latest of a run that has not ended is always kept, whatever it takes: without it, a run that is
interrupted begins anew.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db.models import F, Q
from django.db.models.functions import Length

from visualizer.lineage import ancestry
from visualizer.models import Run, Snapshot


def keep(run_id: str, n: int, blob: bytes) -> int:
    """Store a snapshot before frame `n`, and thin out those that there are; bytes that came in."""
    before = size(run_id)
    Snapshot.objects.update_or_create(run_id=run_id, n=n, defaults={"blob": blob})
    _drop(run_id, surplus(_sizes(run_id), latest=True))
    return size(run_id) - before


def settle(run_id: str) -> None:
    """The run has come to its end: there is nothing that it has to go on from."""
    _drop(run_id, surplus(_sizes(run_id), latest=False))


def size(run_id: str) -> int:
    """Bytes that its snapshots take."""
    return sum(size for _, size in _sizes(run_id))


def nearest(run: Run) -> Snapshot | None:
    """The last snapshot from which the frames that it lacks can be computed.

    Its own, one of a run that it shares frames with, or of another fork of such a run.
    """
    fits = Q(run=run, n__lte=run.frames)
    for ancestor, until in ancestry(run.id)[1:]:
        fits |= _of(ancestor, until or 0)
    return _last(fits, run.id)


def before(run_id: str, frames: int) -> Snapshot | None:
    """The last snapshot from which a fork can go on that has so many of a run's frames."""
    fits = Q(pk__in=[])
    for source, until in ancestry(run_id):
        fits |= _of(source, frames if until is None else min(until, frames))
    return _last(fits, run_id)


def _of(run_id: str, end: int) -> Q:
    """Of a run, or of a fork of it that was still the same then."""
    own = Q(run_id=run_id, n__lte=end)
    return own | Q(run__parent_id=run_id, run__shared__gte=F("n"), n__lte=end)


def _last(fits: Q, rather: str) -> Snapshot | None:
    found = Snapshot.objects.filter(fits)
    places = sorted(found.values_list("n", "id", "run_id"), key=lambda at: (at[0], at[2] == rather))
    return found.get(id=places[-1][1]) if places else None


def surplus(sizes: Sequence[tuple[int, int]], latest: bool) -> list[int]:
    """Which of the snapshots (number, bytes) have to go; the `latest` may have to stay."""
    left = [(n, size) for n, size in sorted(sizes) if size <= settings.RUN_SNAPSHOT_BYTES]
    if latest and sizes and max(sizes) not in left:
        left.append(max(sizes))
    gone = [n for n, size in sizes if (n, size) not in left]
    while left and _too_much(left) and (len(left) > 1 or not latest):
        thickest = min(range(len(left) - latest), key=lambda place: _gap(left, place))
        gone.append(left.pop(thickest)[0])
    return gone


def _too_much(sizes: Sequence[tuple[int, int]]) -> bool:
    too_many = len(sizes) > settings.RUN_SNAPSHOTS
    return too_many or sum(size for _, size in sizes) > settings.RUN_SNAPSHOT_BYTES


def _gap(sizes: Sequence[tuple[int, int]], place: int) -> int:
    """How many frames would be between its neighbours without it."""
    before = sizes[place - 1][0] if place else 0
    after = sizes[place + 1][0] if place + 1 < len(sizes) else 2 * sizes[place][0] - before
    return after - before


def _sizes(run_id: str) -> list[tuple[int, int]]:
    found = Snapshot.objects.filter(run_id=run_id).order_by("n")
    return list(found.annotate(size=Length("blob")).values_list("n", "size"))


def _drop(run_id: str, numbers: Sequence[int]) -> None:
    if numbers:
        Snapshot.objects.filter(run_id=run_id, n__in=numbers).delete()
