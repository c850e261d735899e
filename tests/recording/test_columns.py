"""Rows kept in columns, of whatever kind, read, pickle and fold as a list of rows does."""

import pickle
from array import array

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simcore.errors import EngineBug
from simcore.facts import columns_for, columns_of, ledgers_for
from simcore.recording.board import Board
from simcore.recording.fingerprint import Trails
from simcore.recording.fold.samples import Samples
from simcore.recording.layout import pack, unpack
from simcore.services.sqs.facts import MessageDeleted

ROWS = st.lists(
    st.tuples(
        st.floats(0, 1e6),
        st.floats(0, 1e6) | st.just(0.0),
        st.sampled_from([1, 1, 1, 2, 7]),
    ),
    max_size=40,
)
KINDS = st.fixed_dictionaries(
    {},
    optional={
        "blocks": st.sampled_from([("sent",), ("t", "sent"), ("receives",)]),
        "usual": st.just({"receives": 1}),
        "zero": st.just(("sent",)),
    },
)


def both(rows, kinds=None):
    in_columns = columns_for(MessageDeleted, **(kinds or {}))[MessageDeleted]
    in_rows = ledgers_for(MessageDeleted)[MessageDeleted]
    for row in rows:
        in_columns.append(row)
        in_rows.append(row)
    return in_columns, in_rows


@given(ROWS, KINDS)
def test_columns_are_the_same_rows(rows, kinds):
    in_columns, in_rows = both(rows, kinds)
    assert in_columns.rows == in_rows.rows
    assert pickle.loads(pickle.dumps(in_columns)).rows == rows
    assert in_columns.take() == rows
    assert not in_columns.rows


@given(ROWS, KINDS, st.data())
def test_columns_fold_as_rows_do(rows, kinds, data):
    ledgers = both(rows, kinds)
    folded = [unpack(MessageDeleted, one.rows, pack(MessageDeleted, one.rows)) for one in ledgers]
    inside = np.array(data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows))))
    folded += [columns.chosen(inside.astype(bool)) for columns in folded]
    for mine, theirs in (folded[:2], folded[2:], pickle.loads(pickle.dumps(folded[2:]))):
        assert len(mine) == len(theirs)
        assert mine.total("receives") == theirs.total("receives")
        for name in ("t", "sent", "receives"):
            assert mine[name].tolist() == theirs[name].tolist()
            assert mine[name].dtype == theirs[name].dtype
            assert mine.positive(name).tolist() == theirs.positive(name).tolist()


@given(ROWS.filter(len), KINDS, st.data())
def test_columns_are_indexed_as_a_list(rows, kinds, data):
    in_columns, _ = both(rows, kinds)
    index = data.draw(st.integers(-len(rows), len(rows) - 1))
    assert in_columns.rows[index] == rows[index]
    assert in_columns.rows[index:] == rows[index:]
    with pytest.raises(IndexError):
        in_columns.rows[len(rows)]


def digest(rows, kinds, cuts):
    """The fingerprint of rows that were folded after each of the numbers of rows in ``cuts``."""
    ledger, trails = both([], kinds)[0], Trails(3)
    for place, row in enumerate(rows):
        ledger.append(row)
        if place in cuts:
            trails.add(pack(MessageDeleted, ledger.rows), len(ledger.rows))
            ledger.rows.clear()
    trails.add(pack(MessageDeleted, ledger.rows), len(ledger.rows))
    return trails.hexdigest()


@given(ROWS, KINDS, st.sets(st.integers(0, 40)), st.data())
def test_a_fingerprint_knows_every_row_and_nothing_of_the_folds(rows, kinds, cuts, data):
    whole = digest(rows, kinds, ())
    assert digest(rows, kinds, cuts) == whole
    assert digest([*rows, (0.0, 0.0, 1)], kinds, cuts) != whole
    if rows:
        place = data.draw(st.integers(0, len(rows) - 1))
        t, sent, receives = rows[place]
        rows[place] = (t, sent, receives % 3 + 1)
        assert (digest(rows, kinds, cuts) == whole) == (receives == receives % 3 + 1)


@given(ROWS)
def test_zeros_that_are_left_out_are_signed_as_if_they_were_there(rows):
    rows = [(t, sent, receives % 7) for t, sent, receives in rows]
    as_lists, without = both(rows)[0], both(rows, {"zero": ("sent", "receives")})[0]
    assert pack(MessageDeleted, without.rows) == pack(MessageDeleted, as_lists.rows)


def test_what_is_usual_is_stated_by_the_other_columns_alone():
    ledgers = columns_for(MessageDeleted, blocks=("sent",), usual={"receives": 1})
    t, sent, receives = columns_of(ledgers, MessageDeleted)
    t += [2.0] * 3
    receives.put(len(sent) + 1, 4)
    sent += array("d", [0.5, 0.75, 1.0])
    assert list(ledgers[MessageDeleted].rows) == [(2.0, 0.5, 1), (2.0, 0.75, 4), (2.0, 1.0, 1)]


@pytest.mark.parametrize("row", [(1.0, 0.5, 2.5), (1.0, "soon", 1)])
def test_what_does_not_fit_its_column_is_a_bug(row):
    in_columns, _ = both([(0.5, 0.25, 1), row])
    with pytest.raises(EngineBug, match=r"MessageDeleted does not fit"):
        pack(MessageDeleted, in_columns.rows)


def test_neither_does_an_unusual_number_that_is_not_whole():
    in_columns, _ = both([(0.5, 0.25, 1), (1.0, 0.5, 2.5)], {"usual": {"receives": 1}})
    with pytest.raises(EngineBug, match=r"MessageDeleted does not fit.*2\.5"):
        pack(MessageDeleted, in_columns.rows)


def test_a_row_too_short_is_refused_at_once():
    with pytest.raises(ValueError, match="shorter"):
        columns_for(MessageDeleted)[MessageDeleted].append((1.0, 2.0))


@pytest.mark.parametrize("since", [None, "sent"])
@pytest.mark.parametrize("without", [None, ("receives", 1)])
@pytest.mark.parametrize("only", [None, ("receives", (1, 2))])
@pytest.mark.parametrize("begun", [False, True])
@pytest.mark.parametrize("positive", [False, True])
def test_durations_are_of_the_same_rows_in_small_bins_and_in_large_ones(
    since, without, only, begun, positive
):
    """Few rows are gone through one by one, many by their columns, whatever is left out."""
    times = [(0.0, 0.0), (2.5, -1.0), (2.5, 0.0), (2.5, 2.5), (4.0, 1.5), (0.0, -3.0)]
    rows = [(t, sent, receives) for t, sent in times for receives in (1, 2, 7)]
    said = {"without": without, "only": only, "positive": positive, "begun": begun}
    told = []
    for take in ("few", "many"):
        board = Board("jobs")
        samples = Samples(MessageDeleted, board, "Time", "t", since, **said)
        columns = unpack(MessageDeleted, rows, pack(MessageDeleted, rows))
        samples.few(rows) if take == "few" else samples.many(rows, columns)
        samples.close_bin()
        told.append([board.now(f"Time{one}") for one in ("", ".p50", ".p95", ".p99")])
    assert told[0] == told[1]
    assert told[0][0] is not None
