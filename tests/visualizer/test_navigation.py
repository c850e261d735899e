"""One navigation: the same entries in the same order on every page, the lab's too."""

import re

import pytest
from django.test import Client

from visualizer.navigation import ENTRIES, navigation

pytestmark = pytest.mark.django_db(transaction=True)

NAVIGATION = re.compile(r'<nav class="site-(?:nav|menu)"[^>]*>(.*?)</nav>', re.DOTALL)
LINK = re.compile(r'<a href="([^"]+)"(?: aria-current="(page|true)")?>([^<]+)</a>')
PATHS = ["/", "/s/sqs-ramp", "/compare", "/lab/new?scenario=sqs-ramp", "/nothing"]
PATHS += [place.address for place in navigation("/")[1:]]


def entries(text: str) -> list[tuple[str, str, str]]:
    (found,) = NAVIGATION.findall(text)
    return LINK.findall(found)


@pytest.mark.parametrize("path", PATHS)
def test_every_page_has_the_same_entries_in_the_same_order(path):
    found = entries(Client().get(path).content.decode())
    assert [(label, address) for address, _, label in found] == [
        (place.label, place.address) for place in navigation("")
    ]
    assert [label for _, current, label in found if current == "page"] == [
        entry.label for entry, place in zip(ENTRIES, navigation(""), strict=True)
        if place.address == path
    ]  # fmt: skip


def test_a_page_below_an_entry_belongs_to_it():
    found = entries(Client().get("/s/sqs-ramp").content.decode())
    assert [(current, label) for _, current, label in found if current] == [("true", "Gallery")]


def test_keys_are_those_of_the_lab():
    """visualizer/keys.json is written from the lab's list, and vitest fails where it is old."""
    text = Client().get("/keys").content.decode()
    assert "play or pause" in text
    assert "<kbd>Ctrl Z</kbd>" in text
    assert "in a knob: leave it as it was" in text
