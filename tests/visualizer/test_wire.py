"""Messages through a pipe, whole however they are cut."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualizer.supervisor import wire
from visualizer.supervisor.wire import Damaged, Decoder, Message

messages = st.builds(
    Message,
    st.sampled_from(sorted(wire.KINDS)),
    st.integers(0, 2**32 - 1),
    st.floats(0, 1e9),
    st.binary(max_size=300),
)


def written(message: Message) -> bytes:
    out, into = os.pipe()
    wire.write(into, message)
    os.close(into)
    with os.fdopen(out, "rb") as file:
        return file.read()


@given(st.lists(messages, max_size=5), st.integers(1, 50))
def test_any_cut_gives_the_same_messages(sent, size):
    stream = b"".join(map(written, sent))
    decoder = Decoder()
    chunks = (stream[start : start + size] for start in range(0, len(stream), size))
    assert [message for chunk in chunks for message in decoder.feed(chunk)] == sent


@pytest.mark.parametrize("nonsense", [b"?" * 40, b"F" + b"\xff" * 40])
def test_nonsense_is_told(nonsense):
    with pytest.raises(Damaged):
        list(Decoder().feed(nonsense))


def test_a_pipe_without_a_reader_ends_the_writer():
    out, into = os.pipe()
    os.close(out)
    with pytest.raises(BrokenPipeError):
        wire.write(into, Message(wire.FRAME, 0, 0.0, b"x"))
    os.close(into)
