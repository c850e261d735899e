"""How far the server may be ahead of a viewer, whatever the sizes of the frames."""

from hypothesis import given
from hypothesis import strategies as st

from visualizer.protocol import WIDEST_WINDOW, WINDOW, WINDOW_BYTES
from visualizer.window import Window

sizes = st.lists(st.integers(10, 60_000), max_size=300)


@given(sizes, st.integers(WINDOW, WIDEST_WINDOW), st.integers(-1, 5), st.randoms())
def test_nobody_waits_for_the_other(sizes, frames, after, random):
    """A viewer that acknowledges as the protocol says gets all frames, each once, in order, and
    is never sent more than has room."""
    window = Window(after, frames)
    blobs = [bytes(size) for size in sizes]
    held, unacknowledged = [], []
    while len(held) < len(blobs):
        before = window.next - after - 1
        sent = window.take(blobs[before : before + random.randint(1, 40)])
        assert sent, "nobody goes on"
        for blob in sent:
            held.append(blob)
            unacknowledged.append(len(blob))
            assert len(unacknowledged) <= frames
            flying = sum(unacknowledged[:-1])
            assert len(unacknowledged) <= WINDOW or flying < WINDOW_BYTES
        if 2 * len(unacknowledged) >= frames or 2 * sum(unacknowledged) >= WINDOW_BYTES:
            window.acknowledge(after + len(held))
            unacknowledged.clear()
    assert held == blobs
    assert window.bytes == sum(unacknowledged)
    assert window.next == after + 1 + len(blobs)


def test_one_who_does_not_read_is_sent_so_much():
    """Eight frames, however large; more only while they are small."""
    for size, expected in ((60_000, 8), (16_384, 8), (4_096, 32), (1_000, 64)):
        window = Window(-1, 64)
        assert len(window.take([bytes(size)] * 100)) == expected
        assert not window.has_room()


def test_an_acknowledgement_that_comes_twice_changes_nothing():
    window = Window(-1)
    window.take([b"1", b"22", b"333"])
    window.acknowledge(1)
    window.acknowledge(1)
    window.acknowledge(0)
    assert (window.acked, window.bytes) == (1, 3)
