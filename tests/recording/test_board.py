"""A board closes bins in which nothing happens together; its series do not show it."""

from hypothesis import given
from hypothesis import strategies as st

from simcore.recording.board import Board

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 3)),
        st.tuples(st.just("level"), st.sampled_from([None, 0, 0.0, 1, 2.5, 1000])),
        st.tuples(st.just("begin_next"), st.sampled_from([None, 0, 7])),
        st.tuples(st.just("close_bin"), st.integers(1, 4)),
        st.tuples(st.just("part"), st.none()),
    ),
    max_size=40,
)


def shown(value):
    """What JSON tells apart: 0 is not 0.0."""
    return repr(value)


@given(STEPS)
def test_series_are_those_of_bins_closed_one_by_one(steps):
    board, total, level, after = Board("one"), 0, None, None
    board.declare_sum("sum", "count")
    board.declare_level("level")
    sums, levels = [], []
    for step, value in steps:
        if step == "add":
            board.add("sum", "count", value)
            total += value
        elif step == "level":
            board.level("level", value)
            level = value
        elif step == "begin_next":
            board.begin_next("level", value)
            after = (value,)
        elif step == "close_bin":
            for _ in range(value):
                board.close_bin()
                sums.append(total)
                levels.append(level)
                total, level, after = 0, level if after is None else after[0], None
        assert board.now("level") is level
        if step == "part":
            assert shown(board.part(0, len(sums))) == shown({"sum": sums, "level": levels})
    assert shown(board.part(0, len(sums))) == shown({"sum": sums, "level": levels})
