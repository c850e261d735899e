"""What insights say in numbers is possible: scenarios at random, some of them told on the way."""

import re
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

import simcore
from tests.properties import test_limiters as limited
from tests.properties.strategies import examples, one_of

SCENARIOS = 90
NUMBER = r"(\d[\d,]*(?:\.\d+)?)"
OF = re.compile(rf"{NUMBER} of (?:the account's |its )?{NUMBER}")
SHARE = re.compile(r"([\d.]+) %")
ONE = re.compile(r"(?<![\d,.])1 (?!was|has|is)[a-z]+s\b")
RECEIVED = re.compile(r"received ([\d.e+]+)(?: to ([\d.e+]+))? times on average")
GIVEN = re.compile(r"was given ([\d.e+]+)(?: to ([\d.e+]+))?: ")
OVER = ("processed", "dropped_events", "delivered_events", "expired_in_work")
ROUNDED = 1.01


@st.composite
def documents(draw):
    """In half of them less or more is reserved from some time on; streams give up soon."""
    document = draw(limited.documents())
    for part in document["components"].values():
        if part["type"] == "stream_event_source_mapping":
            part["maximum_retry_attempts"] = draw(st.integers(0, 2))
    if draw(one_of(True, False)):
        values = {"components.worker.reserved_concurrency": draw(st.integers(1, 2))}
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
    why, counted = one["why"], Counter(counters.get(one["component"], {}))
    if said := RECEIVED.search(why):
        came = counted["sent"] + counted["duplicated"]
        gone = counted["deleted"] + counted["dead_lettered"] - counted["duplicated"]
        over = gone + counted["in_flight"]
        between(said, counted["received"] / came, counted["received"] / max(over, 1), why)
    if said := GIVEN.search(why):
        given, over = counted["invoked_events"], sum(counted[name] for name in OVER)
        between(said, given / counted["polled_events"], given / max(over, 1), why)


@given(document=documents())
@examples(SCENARIOS)
def test_what_insights_say_is_possible(document):
    found = simcore.run(simcore.load_scenario(document)).document
    for one in found["insights"]:
        possible(one["what"])
        possible(one["why"])
        consistent(one, found["counters"])
