"""What stands in a file or a form may be anything: it costs little and is answered in words."""

import json
import re
import signal
from contextlib import contextmanager, suppress

import pytest

from simcore.engine.trace import read_trace
from simcore.engine.trace.formats import FORMATS, NAMES
from simcore.engine.trace.moments import detect
from simcore.engine.trace.table import HEAD_LINES, Head
from simcore.errors import TraceError
from tests.engine.traffic import SAMPLES

CPU_S = 1.0  # what grows in proportion to the line takes a hundredth of it
LINE = 30_000  # bytes; 64 KB are read within the server
BEGINNINGS = (
    "", "bin(", "bin(1", "count(", "label,", "id,2014-04-09 ", "2014-04-09", "2014-04-09 1:",
    "4/9/2014 ", "2014-04-10T00:04:00.", "http 2014-04-10T00:04:00Z ", 'a a a [', "a ", '{"a":',
    "h2 2014-04-10T00:04:00.0Z a a a 1 ", '" "', '" "" "" 2014', "DATAPOINTS\t", "total ", "/ s",
)  # fmt: skip
REPEATED = (
    " ", "\t", "a", "1", "(", ")", '"', ",", "-", ".", ":", "T", "²", '" "', "a ", "bin(", "total ",
)  # fmt: skip
ENDINGS = ("", "\nx", ")x")

NUMBERS = (
    "²", "٣", "९९", "9" * 30, "9" * 5_000, "1e400", "-1e400", "1e308", "1e-320", "nan", "inf",
    "-inf", "0x10", "1_0", "-0", "00", "-", "", "1e", "\x00", "\u202e1", "99:99", "0000",
)  # fmt: skip
NUMBER = re.compile(r"\d+(?:\.\d+)?")
PLACES = 12  # that are tried in a file: first those at its beginning, then those at its end


@contextmanager
def little_work(what):
    """Of the processor, of this process alone: a regular expression is interrupted, too."""

    def stop(*_):
        raise AssertionError(f"it takes more than {CPU_S} s: {what!r}")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, CPU_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_no_beginning_of_a_file_is_much_work(beginning):
    for repeated in REPEATED:
        for ending in ENDINGS:
            line = beginning + repeated * ((LINE - len(beginning)) // len(repeated)) + ending
            with little_work((beginning, repeated, ending)):
                head = Head(line, tuple(line.splitlines()[:HEAD_LINES]))
                for known in FORMATS:
                    known.recognises(head)
                detect(line)


@pytest.mark.parametrize("format", NAMES)
@pytest.mark.parametrize("beginning", ["bin(", '"2014-04-09 1:', "2014-04-09 ", "\u202e"])
def test_nor_is_a_file_of_one_such_line(format, beginning):
    for repeated in (" ", "1", ")"):
        line = f'{beginning}{repeated * 60_000}\n x"\n1\n'
        with little_work((format, beginning, repeated)), suppress(TraceError):
            read_trace(line.encode(), format=format)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_a_number_may_be_anything(sample):
    found = list(NUMBER.finditer(sample.text))
    for place in {*found[:PLACES], *found[-PLACES:]}:
        for said in NUMBERS:
            text = sample.text[: place.start()] + said + sample.text[place.end() :]
            with suppress(TraceError):
                read_trace(text.encode(), **sample.options)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
@pytest.mark.parametrize("option", ["time_column", "value_column", "key_column", "time_unit"])
def test_so_may_a_column(sample, option):
    for said in (*NUMBERS, "0000000012", "000000001" + "9" * 5_000):
        with suppress(TraceError):
            read_trace(sample.text.encode(), **{**sample.options, option: said})


@pytest.mark.parametrize("name", ["Id", "Label", "Timestamps", "Values", "StatusCode"])
def test_so_may_a_field_of_json(name):
    deep = "[" * 900 + "]" * 900
    for said in (deep, "1e308", "12345678901234567890123", "null", "true", "{}", '"²"', '"nan"'):
        series = {"Id": "m", "Timestamps": [0, 60], "Values": [1, 2]} | {name: "here"}
        text = json.dumps({"MetricDataResults": [series]})
        for value in (said, f"[{said}, {said}]"):
            with suppress(TraceError):
                read_trace(text.replace('"here"', value).encode())
