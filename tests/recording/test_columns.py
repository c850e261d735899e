"""Rows kept in columns read, pickle and pack as a list of rows does."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simcore.errors import EngineBug
from simcore.facts import columns_for, ledgers_for
from simcore.recording.layout import pack
from simcore.services.sqs.facts import MessageDeleted

ROWS = st.lists(st.tuples(st.floats(0, 1e6), st.floats(0, 1e6), st.integers(1, 1000)), max_size=40)


def both(rows):
    in_columns = columns_for(MessageDeleted)[MessageDeleted]
    in_rows = ledgers_for(MessageDeleted)[MessageDeleted]
    for row in rows:
        in_columns.append(row)
        in_rows.append(row)
    return in_columns, in_rows


@given(ROWS)
def test_columns_are_the_same_rows_and_the_same_bytes(rows):
    in_columns, in_rows = both(rows)
    assert in_columns.rows == in_rows.rows
    assert pickle.loads(pickle.dumps(in_columns)).rows == rows
    assert pack(MessageDeleted, in_columns.rows) == pack(MessageDeleted, in_rows.rows)
    assert in_columns.take() == rows
    assert not in_columns.rows


@given(ROWS.filter(len), st.data())
def test_columns_are_indexed_as_a_list(rows, data):
    in_columns, _ = both(rows)
    index = data.draw(st.integers(-len(rows), len(rows) - 1))
    assert in_columns.rows[index] == rows[index]
    assert in_columns.rows[index:] == rows[index:]
    with pytest.raises(IndexError):
        in_columns.rows[len(rows)]


@pytest.mark.parametrize("row", [(1.0, 0.5, 2.5), (1.0, "soon", 1)])
def test_what_does_not_fit_its_column_is_a_bug(row):
    in_columns, _ = both([(0.5, 0.25, 1), row])
    with pytest.raises(EngineBug, match=r"MessageDeleted does not fit"):
        pack(MessageDeleted, in_columns.rows)


def test_a_row_too_short_is_refused_at_once():
    with pytest.raises(ValueError, match="shorter"):
        columns_for(MessageDeleted)[MessageDeleted].append((1.0, 2.0))
