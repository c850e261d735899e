"""The keys of single requests, from a column of a trace."""

import pytest

from simcore.engine.trace import read_trace
from simcore.errors import TraceError


def test_keys_come_from_a_column_in_order_of_time():
    rows = "time,user\n3,ann\n1,bob\n2,ann\n5,carl\n"
    found = read_trace(rows.encode(), key_column="user")
    assert found.times_s.tolist() == [0.0, 1.0, 2.0, 4.0]
    assert found.keys == (0, 1, 1, 2)
    assert "keys in column" in found.notes[0]


def test_counts_have_no_keys():
    with pytest.raises(TraceError, match="keys are of single requests"):
        read_trace(b"time,count,user\n1,5,ann\n2,6,bob\n", value_column="count", key_column="user")


def test_a_row_without_the_key_column_is_an_error_with_its_line():
    with pytest.raises(TraceError, match="user is missing"):
        read_trace(b"time,user\n1,ann\n2\n", key_column="user")
