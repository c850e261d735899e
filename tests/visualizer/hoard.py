"""Uses up the memory that a process may have."""

from typing import NoReturn

LARGE, SMALL = 2**20, 2**8


def hoard() -> NoReturn:
    """To the last byte, held by this very call; in large pieces first, as small ones take time."""
    held: list[object] = []
    size = LARGE
    while size > SMALL:
        try:
            held.append(bytearray(size))
        except MemoryError:
            size //= 2
    while True:
        held.append([None] * 5)
