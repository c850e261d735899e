"""The functions by their names: how many arguments each takes, and what it does."""

from __future__ import annotations

from typing import Final

from simcore.asl.intrinsics.functions.arrays import (
    array,
    contains,
    get_item,
    length,
    partition,
    ranged,
    unique,
)
from simcore.asl.intrinsics.functions.given import MANY, Function, Given, Wrong
from simcore.asl.intrinsics.functions.numbers import math_add, math_random, uuid
from simcore.asl.intrinsics.functions.texts import (
    base64_decode,
    base64_encode,
    formatted,
    hashed,
    json_merge,
    json_to_string,
    string_split,
    string_to_json,
)

__all__ = ["FUNCTIONS", "Function", "Given", "Wrong"]

FUNCTIONS: Final[dict[str, Function]] = {
    "Format": Function(1, MANY, formatted),
    "StringToJson": Function(1, 1, string_to_json),
    "JsonToString": Function(1, 1, json_to_string),
    "Array": Function(0, MANY, array),
    "ArrayPartition": Function(2, 2, partition),
    "ArrayContains": Function(2, 2, contains),
    "ArrayRange": Function(3, 3, ranged),
    "ArrayGetItem": Function(2, 2, get_item),
    "ArrayLength": Function(1, 1, length),
    "ArrayUnique": Function(1, 1, unique),
    "Base64Encode": Function(1, 1, base64_encode),
    "Base64Decode": Function(1, 1, base64_decode),
    "Hash": Function(2, 2, hashed),
    "JsonMerge": Function(3, 3, json_merge),
    "MathRandom": Function(2, 3, math_random),
    "MathAdd": Function(2, 2, math_add),
    "StringSplit": Function(2, 2, string_split),
    "UUID": Function(0, 0, uuid),
}
