"""Text to plain data; hostile text to a message, quickly."""

import json
import time

import pytest

from simcore.errors import ScenarioInvalid
from simcore.scenario.document import LIMITS, parse, parse_value, screen

BOMB = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(20)
)

HOSTILE = {
    "an alias bomb": (BOMB, "document.alias"),
    "a merge key": ("a: &x {b: 1}\nc:\n  <<: *x", "document.alias"),
    "a Python tag": ("a: !!python/object/apply:os.system [id]", "document.tag"),
    "an int tag": ("a: !!int 3", "document.tag"),
    "a duplicate key": ("a: 1\nb: 2\na: 3", "document.duplicate-key"),
    "a duplicate key in JSON": ('{"a": 1, "a": 2}', "document.duplicate-key"),
    "a deep list": ("[" * 50_000, "document.too-deep"),
    "a deep list in JSON": ('{"a":' + "[" * 50_000, "document.too-deep"),
    "a deep block list": ("- " * 200 + "x", "document.too-deep"),
    "a long text": ("a: " + "x" * 5_000, "document.text-length"),
    "a large document": ("# " + "x" * LIMITS.bytes, "document.too-large"),
    "many values": ("- 1\n" * 25_000, "document.too-many-values"),
    "many values in JSON": (json.dumps({"a": [1] * 25_000}), "document.too-many-values"),
    "a bell": ('a: "\\a"', "document.control-character"),
    "a null byte": ("a: \0", "document.syntax"),
    "an escape in a key": ('"\\e[31m": 1', "document.control-character"),
    "a right-to-left override": ("a: \u202egnp.exe", "document.control-character"),
    "half a surrogate pair": ('{"a": "\\ud800"}', "document.control-character"),
    "not UTF-8": (b"a: \xff", "document.encoding"),
    "two documents": ("a: 1\n---\nb: 1", "document.several"),
    "a list as a key": ("? [a, b]\n: c", "document.key"),
    "an open bracket": ("a: [1, 2", "document.syntax"),
    "a tab": ("a:\n\tb: 1", "document.syntax"),
    "NaN in JSON": ('{"a": NaN}', "document.syntax"),
    "half of JSON": ('{"a": ', "document.syntax"),
    "a number of 5,000 digits": ("{" + '"a": ' + "1" * 5_000 + "}", "document.syntax"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_refused_at_once(name: str) -> None:
    text, id = HOSTILE[name]
    began = time.process_time()
    with pytest.raises(ScenarioInvalid) as caught:
        parse(text)
    assert time.process_time() - began < 1.0
    assert [check.id for check in caught.value.checks] == [id]
    assert len(str(caught.value)) < 500


def test_a_syntax_error_has_its_line() -> None:
    with pytest.raises(ScenarioInvalid, match="line 3"):
        parse("a: 1\nb: 2\nc: [}\n")


@pytest.mark.parametrize("sign", [1, -1])
def test_whole_numbers_go_as_far_as_others(sign: int) -> None:
    number = sign * 10**308
    text = f'{{"a": {number}}}'
    assert parse(text).data == {"a": number}
    with pytest.raises(ScenarioInvalid, match=r"1\.8e308"):
        parse(f'{{"a": {2 * number}}}')


def test_a_duplicate_key_has_its_line() -> None:
    with pytest.raises(ScenarioInvalid, match="line 2"):
        parse("a: 1\na: 2\n")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5),
        ("-0.5", -0.5),
        ("1e3", 1000.0),
        ("true", True),
        ("~", None),
        ("null", None),
        ("", None),
        ("on", "on"),
        ("no", "no"),
        ("1:30", "1:30"),
        ("0x10", "0x10"),
        (".inf", ".inf"),
        ("2026-03-10", "2026-03-10"),
        ("90 s", "90 s"),
        ("'5'", "5"),
        ("[1, a]", [1, "a"]),
        ("{poisson: {rate: 10/s}}", {"poisson": {"rate": "10/s"}}),
        ("a: b: c", "a: b: c"),
    ],
)
def test_values_follow_yaml_1_2(text: str, value: object) -> None:
    assert parse_value(text) == value


def test_keys_are_words() -> None:
    assert parse("on: 1\n5: 2\nnull: 3\n").data == {"on": 1, "5": 2, "null": 3}


def test_json_and_yaml_agree() -> None:
    data = {"a": [1, 2.5, None, True, "x"], "b": {"c": "é"}}
    assert parse(json.dumps(data)).data == parse("a: [1, 2.5, ~, true, x]\nb: {c: é}").data == data


def test_lines_are_known() -> None:
    source = parse("a: 1\nb:\n  c:\n    - x\n    - y\n")
    assert source.line(("b", "c", 1)) == 5
    assert source.line(("b", "c", 1, "unknown")) == 5
    assert source.line(()) is None


@pytest.mark.parametrize("data", [{1: 2}, {"a": object()}, {"a": b"x"}, {"a": {1, 2}}])
def test_plain_data_only(data: object) -> None:
    with pytest.raises(ScenarioInvalid, match="not accepted"):
        screen(data)


def test_shared_data_is_counted_as_often_as_it_appears() -> None:
    data: list[object] = ["x"]
    for _ in range(15):
        data = [data, data]
    with pytest.raises(ScenarioInvalid, match="more than"):
        screen(data)
