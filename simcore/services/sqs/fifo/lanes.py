"""Message groups as lanes: those with most to wait for, to be drawn one by one.

Of very many groups only the `LOOKED_AT` that have had messages for longest are looked at, so that
an observation costs the same however long the line is; the totals are of all.
"""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nsmallest
from itertools import islice

from simcore.facts import Row
from simcore.facts.lanes import MOST_LANES
from simcore.roles.grouped import GroupedReceipt
from simcore.services.sqs.fifo.group import Group
from simcore.services.sqs.fifo.groups import MessageGroups

LOOKED_AT = 1000

Sent = dict[int, float]
"""Group -> when the first of its messages was sent that nobody works on."""


def lanes(
    now: float,
    groups: MessageGroups,
    given_up: Iterable[GroupedReceipt],
    held: Iterable[GroupedReceipt],
) -> tuple[Row, list[Row]]:
    """A row of `GroupsPolled`, and one of `GroupObserved` for each of at most `MOST_LANES`.

    ``given_up`` are the receipts that no poller works on, ``held`` those that were throttled.
    """
    failing, hidden = _groups_of(given_up)
    holding, kept = _groups_of(held)
    looked_at = list(islice(groups.active(), LOOKED_AT))
    seen = {group.key for group in looked_at}
    looked_at += [groups.all[key] for key in {**failing, **holding} if key not in seen]
    chosen = nsmallest(MOST_LANES, [_urgency(group, failing, holding) for group in looked_at])
    rows = [_row(now, groups.all[part[-1]], failing, holding) for part in chosen]
    invoking = groups.blocked - len(failing) - len(holding)
    waiting = groups.visible + hidden + kept
    return (now, groups.count, invoking, len(failing), len(holding), waiting), rows


def _groups_of(receipts: Iterable[GroupedReceipt]) -> tuple[Sent, int]:
    """The groups of the receipts' messages, and how many messages these are."""
    sent: Sent = {}
    n = 0
    for receipt in receipts:
        n += len(receipt.messages)
        for group, part in receipt.by_group():
            sent.setdefault(group.key, part[0][1])
    return sent, n


def _oldest(group: Group, failing: Sent, holding: Sent) -> float:
    first = group.line[0][1] if group.line else -1.0
    return failing.get(group.key, holding.get(group.key, first))


def _urgency(group: Group, failing: Sent, holding: Sent) -> tuple[bool, bool, float, int]:
    """Those that fail or are held first, then those that wait for longest."""
    oldest = _oldest(group, failing, holding)
    stuck = group.key in failing or group.key in holding
    return not stuck, oldest < 0.0, oldest, group.key


def _row(now: float, group: Group, failing: Sent, holding: Sent) -> Row:
    key = group.key
    fails, is_held = key in failing, key in holding
    works = group.in_flight > 0 and not fails and not is_held
    waiting = len(group.line) + (0 if works else group.in_flight)
    return (
        now,
        key,
        int(works),
        int(fails),
        int(is_held),
        waiting,
        _oldest(group, failing, holding),
    )
