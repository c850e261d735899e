"""What insights say in numbers is possible: scenarios at random, some of them told on the way."""

import re

from hypothesis import given
from hypothesis import strategies as st

import simcore
from tests.properties import test_limiters as limited
from tests.properties.strategies import examples, one_of

SCENARIOS = 90
NUMBER = r"([\d,]+(?:\.\d+)?)"
OF = re.compile(rf"{NUMBER} of (?:the account's |its )?{NUMBER}")
SHARE = re.compile(r"([\d.]+) %")
ONE = re.compile(r"(?<![\d,.])1 (?!was|has|is)[a-z]+s\b")
RECEIVED = re.compile(r"received ([\d.e+]+)(?: to ([\d.e+]+))? times on average")
GIVEN = re.compile(r"was given ([\d.e+]+)(?: to ([\d.e+]+))?: ")
ROUNDED = 1.01


@st.composite
def documents(draw):
    """In half of them less or more is reserved from some time on, or hidden for longer."""
    document = draw(limited.documents())
    if draw(one_of(True, False)):
        values = {"components.worker.reserved_concurrency": draw(st.integers(1, 8))}
        if document["components"]["worker"].get("provisioned_concurrency"):
            values = {"components.worker.memory": 256}
        at = draw(st.integers(1, 400)) / 10
        document["interventions"] = [{"action": "set", "at": at, "values": values}]
    return document


def number(said):
    return float(said.replace(",", ""))


def possible(why):
    for part, whole in OF.findall(why):
        assert number(part) <= number(whole), why
    assert all(float(share) <= 100 for share in SHARE.findall(why)), why
    assert ONE.search(why) is None, why


def between(said, lowest, highest, why):
    low, high = float(said[1]), float(said[2] or said[1])
    assert lowest <= low * ROUNDED, why
    assert low <= high <= highest * ROUNDED, why


def consistent(one, counters):
    """With what was counted of the component, from its beginning to its end."""
    why, counted = one["why"], counters.get(one["component"], {})
    if said := RECEIVED.search(why):
        came = counted["sent"] + counted["duplicated"]
        over = counted["deleted"] + counted["dead_lettered"] - counted["duplicated"]
        between(said, counted["received"] / came, counted["received"] / max(over, 1), why)
    if said := GIVEN.search(why):
        between(said, counted["invoked_events"] / counted["polled_events"], float("inf"), why)


@given(document=documents())
@examples(SCENARIOS)
def test_what_insights_say_is_possible(document):
    found = simcore.run(simcore.load_scenario(document)).document
    for one in found["insights"]:
        possible(one["what"])
        possible(one["why"])
        consistent(one, found["counters"])
