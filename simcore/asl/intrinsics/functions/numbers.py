"""States.MathAdd, States.MathRandom, States.UUID: chance comes from whoever calls."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from simcore.asl.flow import Json
from simcore.asl.intrinsics.functions.given import Given, Wrong

__all__ = ["math_add", "math_random", "seeded", "uuid", "uuid_of"]


def math_add(given: Given) -> Json:
    return given.whole(0) + given.whole(1)


def math_random(given: Given) -> Json:
    """From the first, which belongs to it, up to the second, which does not."""
    first, last = given.whole(0), given.whole(1)
    if first >= last:
        raise Wrong("the start is not less than the end.")
    drawn = seeded(given.whole(2)) if len(given.values) > 2 else given.uniform()
    return min(first + int(drawn * (last - first)), last - 1)


def seeded(seed: int) -> float:
    """The number in [0, 1) that belongs to a seed: always the same, and not the one of AWS."""
    return int.from_bytes(sha256(str(seed).encode()).digest()[:6], "big") / 2**48


def uuid(given: Given) -> Json:
    return uuid_of(given.uniform)


def uuid_of(uniform: Callable[[], float]) -> str:
    """A UUID of version 4."""
    bits = 0
    for _ in range(4):
        bits = bits << 32 | int(uniform() * 2**32)
    bits = bits & ~(0xF << 76) | 4 << 76
    bits = bits & ~(0x3 << 62) | 2 << 62
    text = f"{bits:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
